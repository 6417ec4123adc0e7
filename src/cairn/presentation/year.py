"""A return beside the other quarters of its year, as a table of a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cairn.contracts import breaks
from cairn.presentation import figures
from cairn.presentation.figures import Stat
from cairn.presentation.returns import BASES, Row, row
from cairn.returns.notes import NoteView
from cairn.returns.views import ReturnView
from cairn.returns.year import Cell, Change, Quarter, YearRow, YearView
from cairn.web import formats

STATES = {"rejected": "rejected, to be sent again", "open": "not sent"}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `basis` says what its figures are, or why there are none."""

    quarter: Quarter
    name: str
    basis: str


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in one quarter. `value` is the number itself, as it was sent; `broken` says that the series breaks here,
    `series` that it cannot be set against this quarter."""

    stat: Stat
    value: float | None
    n: int | None
    head: Head
    broken: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of the return with all its quarters; `changes` are what it is against, and the change in words."""

    row: Row
    cells: tuple[Said, ...]
    changes: tuple[tuple[str, str, bool], ...]
    notes: tuple[NoteView, ...]
    is_marked: bool
    is_gone: bool
    since: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`compared`: whether there is a quarter to set this one against. `breaks`: what of the whole area was changed between the
    quarters, as measure and words."""

    heads: tuple[Head, ...]
    compared: bool
    groups: tuple[Group, ...]
    breaks: tuple[tuple[str, str], ...] = ()


def table(view: ReturnView, year: YearView, notes: Mapping[str, Sequence[NoteView]]) -> Table:
    heads = tuple(_head(quarter) for quarter in year.quarters)
    groups = tuple(
        Group(
            group.label,
            tuple(
                _line(one, heads, notes.get(key, ()))
                for key, one in year.rows.items()
                if one.figure.measure_class == group.measure_class
            ),
        )
        for group in view.groups
    )
    told = tuple((one.label, one.said) for one in year.breaks)
    return Table(heads, year.before is not None or year.last_year is not None, groups, told)


def unexplained(found: Table) -> list[Line]:
    """Figures whose change is marked, and beside which the provider has written no comment."""
    lines = (line for group in found.groups for line in group.lines)
    return [line for line in lines if line.is_marked and not any(note.kind == "comment" for note in line.notes)]


def _head(quarter: Quarter) -> Head:
    name = f"{quarter.name}, the year before" if quarter.is_last_year else quarter.name
    state = STATES.get(quarter.state, "") if quarter.is_open else "not open yet"
    return Head(quarter, name, BASES[quarter.basis] if quarter.basis else state)


def _line(one: YearRow, heads: Sequence[Head], notes: Sequence[NoteView]) -> Line:
    none = (None,) * len(heads)
    cells = tuple(
        replace(
            _said(one, cell, head), broken=broken.said if broken and (cell.version or head.quarter.is_here) else "",
            series=f"not comparable: {apart.said}" if apart else "",
        )
        for cell, head, broken, apart in zip(one.cells, heads, one.broken or none, one.apart or none, strict=True)
    )  # fmt: skip
    found = [("Quarter before", one.since_before), ("Year before", one.since_last_year)]
    changes = tuple(
        (label, _words(one, change), change.is_big if change else False) for label, change in found
    )  # fmt: skip
    since = breaks.said(one.since) if one.since else ""
    return Line(row(one.figure), cells, changes, tuple(notes), one.is_marked, one.is_gone, since)


def _said(one: YearRow, cell: Cell, head: Head) -> Said:
    if head.quarter.is_here and not one.is_gone:
        return Said(row(one.figure).stat, cell.value, cell.n, head)
    n = formats.number(cell.n) if cell.n is not None else ""
    value = figures.value(cell.value, one.figure.kind, one.figure.decimals)
    why = "none" if cell.version else ""
    return Said(Stat(value, n, hidden="" if value else why), cell.value, cell.n, head)


def _words(one: YearRow, change: Change | None) -> str:
    """A change with its sign; of a share in percentage points."""
    if change is None:
        return ""
    if change.broken:
        return f"not compared: {change.broken.said}"
    if change.other_definition:
        return "counted otherwise then"
    found, is_share = change.difference or 0, one.figure.kind == "share"
    number = round(found * 100 if is_share else found, one.figure.decimals or (one.figure.kind == "mean"))
    said = formats.number(int(number) if float(number).is_integer() else number)
    said = f"{'+' if number > 0 else ''}{said}" if number else "no change"
    return f"{said} points" if is_share and number else said
