"""What was found in a file of forms: grouped by rule and column, with the rows. Places and rules, never a value. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Grade = Literal["file", "error", "soft"]
"""`file`: nothing can be taken from this file. `error`: this form cannot be taken. `soft`: it can, once somebody has said that it
is right."""

MARK = "\x01"
"""What a cell of a workbook begins with that could not be read (`opening` says the same)."""
MOST = 5_000  # places that are kept of one kind of finding
RANK: dict[str, int] = {"file": 0, "error": 1, "soft": 2}


@dataclass(frozen=True, slots=True)
class Kind:
    """What is wrong, wherever it is: `column` is the column's one name, `letter` where it stands in this file."""

    grade: Grade
    rule: str
    message: str
    fix: str
    column: str = ""
    letter: str = ""

    @property
    def key(self) -> str:
        """What a soft one is known by when somebody has said that it is right, as in `collection.rules.key`."""
        return f"{self.rule}:{self.column}"


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of finding with the rows of the file where it is, the first `MOST` of `count`."""

    kind: Kind
    count: int
    rows: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        kind = self.kind
        return {
            "grade": kind.grade, "rule": kind.rule, "column": kind.column, "letter": kind.letter, "message": kind.message,
            "fix": kind.fix, "count": self.count, "rows": list(self.rows),
        }  # fmt: skip

    @staticmethod
    def from_json(said: dict[str, Any]) -> "Group":
        kind = Kind(said["grade"], said["rule"], said["message"], said["fix"], said["column"], said["letter"])
        return Group(kind, said["count"], tuple(said["rows"]))


@dataclass(slots=True)
class Findings:
    """Findings as they come, batch by batch."""

    counts: dict[Kind, int] = field(default_factory=dict)
    rows: dict[Kind, list[int]] = field(default_factory=dict)

    def add(self, kind: Kind, rows: Iterable[int] = ()) -> None:
        """`rows`: of the file, the headings' row counted too; none where it is the file as a whole."""
        kept = self.rows.setdefault(kind, [])
        here = list(rows)
        self.counts[kind] = self.counts.get(kind, 0) + (len(here) or 1)
        kept.extend(here[: max(0, MOST - len(kept))])

    @property
    def stops(self) -> bool:
        """Whether nothing can be taken from the file."""
        return any(kind.grade == "file" for kind in self.counts)

    def groups(self) -> tuple[Group, ...]:
        """What blocks first, then what comes most often."""
        made = [Group(kind, count, tuple(self.rows[kind])) for kind, count in self.counts.items()]
        return tuple(sorted(made, key=lambda one: (RANK[one.kind.grade], -one.count, one.kind.column, one.kind.rule)))


class Unreadable(Exception):
    """The file as a whole is nothing that can be read; why."""

    def __init__(self, *kinds: Kind) -> None:
        self.kinds = kinds
        super().__init__("; ".join(kind.rule for kind in kinds))


def stops(rule: str, message: str, fix: str, column: str = "", letter: str = "") -> Kind:
    return Kind("file", f"file.{rule}", message, fix, column, letter)


def listed(groups: Iterable[Group], sheet: str = "") -> Iterator[dict[str, Any]]:
    """Each finding at its place, in the shape of `cairn import --json`; of those beyond `MOST`, how many more."""
    for group in groups:
        kind = group.kind
        same = {"rule": kind.rule, "severity": "warning" if kind.grade == "soft" else "error", "sheet": sheet}
        told = {"field": kind.column, "message": kind.message, "fix": kind.fix}
        for row in group.rows or (None,):
            cell = f"{kind.letter}{row}" if row and kind.letter else ""
            yield {**same, "row": row, "column": kind.letter, "cell": cell, **told}
        if group.rows and (more := group.count - len(group.rows)) > 0:
            words = f"And {more:,} more like this: {kind.message}"
            yield {**same, "row": None, "column": kind.letter, "cell": "", **told, "message": words}
