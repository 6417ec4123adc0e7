"""What a file of one return holds: its sheets, their columns, its figures and questions, and who it is for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

FORMAT = "cairn-return/1"
FIGURES, WORDS, IDENTITY = "figures", "words", "cairn"
Cells = Literal["text", "codes", "number", "whole", "integer", "numbers", "date", "flag", "token", "place", "scale"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `cells` is what its cells hold; of codes `codes` may be given, `several` at once parted by semicolons;
    `blank` is what an empty cell means."""

    name: str
    words: str
    cells: Cells = "text"
    codes: frozenset[str] = frozenset()
    several: bool = False
    is_needed: bool = False
    blank: str | None = None


FIGURE_COLUMNS = (
    Column("measure", "The measure, as it was agreed", "text"),
    Column("name", "What it is called; not read"),
    Column("class", "Its declared class", "text"),
    Column("breakdown", "What it is broken down by; blank for the whole", "text"),
    Column("code", "The group of the breakdown; blank for the whole", "text"),
    Column("group", "What the group is called; not read"),
    Column("unit", "What the number is: a count, a share from 0 to 1, a mean; not read"),
    Column("value", "The figure; blank where it cannot be given", "number"),
    Column("n", "How many records or people it rests on", "whole"),
    Column("comment", "What explains it; no names", "text"),
)
WORD_COLUMNS = (
    Column("question", "The question’s own key", "text"),
    Column("head", "What it is about; not read"),
    Column("asked", "The question; not read"),
    Column("most_words", "The length asked for, in words; 0 for any; not read"),
    Column("answer", "Your answer; blank leaves what is written in Cairn", "text"),
)
ROW = Column("row", "Your code for the person, the same in every row about them; never a name", "token", is_needed=True)
RECORD = Column("record", "Your code for the record, one for each row", "token", is_needed=True)


@dataclass(frozen=True, slots=True)
class Line:
    """A figure that the return carries. `code` is "" for the whole, else the group of `breakdown`. `since`: the first day from
    which it is measured as it is, where it was measured differently before; "" where it was not."""

    measure: str
    name: str
    measure_class: str
    breakdown: str
    code: str
    group: str
    kind: str
    decimals: int = 0
    since: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.measure, f"{self.breakdown}={self.code}" if self.breakdown else ""


@dataclass(frozen=True, slots=True)
class Broken:
    """One breakdown of a measure: `codes` that there are, or none where they are places or what an organisation made;
    `adds_up`: its groups come to the whole; `covers`: everybody is in one group at least."""

    codes: frozenset[str]
    adds_up: bool
    covers: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the round."""

    uid: str
    head: str
    words: str
    most_words: int


@dataclass(frozen=True, slots=True)
class Form:
    """What a file of this return holds. `tables` are the rows about people that may leave, by table."""

    return_uid: str
    contract: str
    provider: str
    provider_uid: str
    round_name: str
    first: str
    last: str
    lines: tuple[Line, ...]
    breakdowns: Mapping[tuple[str, str], Broken] = field(default_factory=dict)
    questions: tuple[Asked, ...] = ()
    tables: Mapping[str, tuple[Column, ...]] = field(default_factory=dict)
    template: str = ""

    @property
    def identity(self) -> dict[str, str]:
        """The block that says what a file is for."""
        return {
            "format": FORMAT, "return": self.return_uid, "contract": self.contract, "provider": self.provider_uid,
            "from": self.first, "to": self.last, "template": self.template,
        }  # fmt: skip

    @property
    def series(self) -> str:
        """The measures that were measured differently before this round, with the first day of what holds now, each once for the
        whole and once for each breakdown: `needs_met 2026-07-01; needs_met/gender 2026-07-01`. Told, never read back, and in no
        hash."""
        found = {(line.measure, line.breakdown): line.since for line in self.lines if line.since}
        return "; ".join(f"{name}/{by} {since}" if by else f"{name} {since}" for (name, by), since in found.items())

    @property
    def sheets(self) -> dict[str, tuple[Column, ...]]:
        """Every sheet with its columns, in order."""
        found: dict[str, tuple[Column, ...]] = {FIGURES: FIGURE_COLUMNS}
        if self.questions:
            found[WORDS] = WORD_COLUMNS
        return found | dict(self.tables)


UNITS: Mapping[str, str] = {
    "count": "count", "distinct": "count of people", "sum": "total", "share": "share from 0 to 1", "mean": "mean",
    "paired_change": "mean change",
}  # fmt: skip


def letters(place: int) -> str:
    """The letters of a column, from 0."""
    found = ""
    place += 1
    while place:
        place, left = divmod(place - 1, 26)
        found = chr(65 + left) + found
    return found
