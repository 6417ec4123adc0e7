"""What a reader finds in a file: its cells as they stand, and what is wrong, each at its place. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cairn.exchange.returned.shape import letters
from cairn.kernel.problems import Severity


class Odd(NamedTuple):
    """A cell that is no plain text, number or truth: `what` is formula, date, moment or error."""

    what: str
    text: str


Raw = str | int | float | bool | Odd | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where. `message` and `fix` never carry what a cell holds about a person."""

    rule: str
    message: str
    fix: str = ""
    severity: Severity = "error"
    sheet: str = ""
    row: int | None = None
    column: str = ""
    cell: str = ""
    field: str = ""

    def as_json(self) -> dict[str, Any]:
        """The shape of `cairn import --json` (design section 7)."""
        return {
            "rule": self.rule, "severity": self.severity, "sheet": self.sheet, "row": self.row, "column": self.column,
            "cell": self.cell, "field": self.field, "message": self.message, "fix": self.fix,
        }  # fmt: skip


@dataclass(slots=True)
class Sheet:
    """A sheet as it came: `rows[0]` holds the headings. `name` is how it is called in the file."""

    name: str
    rows: list[list[Raw]]
    merged: tuple[str, ...] = ()


@dataclass(slots=True)
class Came:
    """A file as it came: what it says it is for, its sheets by name, what is wrong with it as a file, and the names of those that
    are there and could not be read."""

    kind: str
    identity: dict[str, str] = field(default_factory=dict)
    sheets: dict[str, Sheet] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


def shown(name: object) -> str:
    """What a file calls a part of its own, as it may be said and kept: short, and only signs that every database takes."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(name)[:60])


class Unreadable(Exception):
    """The file cannot be read at all; why, all at once."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__("; ".join(one.rule for one in findings))


def at(sheet: str, row: int, place: int, name: str = "") -> dict[str, Any]:
    """Where a cell is: `row` from 1 with the headings, `place` from 0."""
    return {"sheet": sheet, "row": row, "column": letters(place), "cell": f"{letters(place)}{row}", "field": name}


def is_blank(value: Raw) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(one.severity == "error" for one in findings)


def beyond(sheet: str, row: int, cells: Sequence[Raw], width: int) -> Iterator[Finding]:
    """The first cell of a row that stands beyond the last column."""
    place = next((place for place in range(width, len(cells)) if not is_blank(cells[place])), None)
    if place is not None:
        fix = "Empty it: nothing beyond the last heading is read."
        yield Finding("row.long", "Here stands something beyond the last column.", fix, **at(sheet, row, place))
