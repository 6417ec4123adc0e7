"""What goes into each cell of a funder's workbook for a period. A file for a funder crosses the organisation's wall: counts of
few people are left out, and with a breakdown what would tell them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.access.models import Organisation
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.exchange.funders.workbook import Filling, Given
from cairn.exchange.models import FunderCell
from cairn.insight import figures
from cairn.insight.disclosure import TOTAL, Audience, Table, protect_counts
from cairn.insight.results import FigureRow
from cairn.kernel import clock, periods
from cairn.kernel.periods import Period, previous

SPANS = {"asked": "The period asked for", "year": "Its financial year so far", "before": "The period before it"}
PARTS = {"value": "The figure", "percent": "The figure as a percentage (43 for 43%)", "n": "How many it rests on (n)"}
WHATS = {"figure": "A figure", "period": "The period, in words", "organisation": "Our name", "today": "Today’s date"}
HIDDEN = "hidden"

Asked = tuple[str, int, str, str, str]
"""measure, version, by, span, contract: what is computed at once."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell with what goes into it. `value` is None where nobody was counted; then the cell is left as it is. `day`: the day
    that `value` says in words."""

    sheet: str
    cell: str
    label: str
    value: Filling | None
    n: int | None
    is_hidden: bool
    day: date | None = None

    @property
    def given(self) -> Given | None:
        """For the workbook, which knows whether its cell shows days."""
        return self.value if self.day is None else self.day


def period_of(span: str, period: Period) -> Period:
    """The period that a cell is of, when `period` is asked for."""
    if span == "before":
        return previous(period)
    if span == "year":
        first = period.end.year if period.end.month >= 4 else period.end.year - 1
        return Period(date(first, 4, 1), period.end)
    return period


def filled(by: Actor, cells: Iterable[FunderCell], period: Period, hides_up_to: int) -> tuple[Filled, ...]:
    """Needs PREPARE_RETURNS or SEE_OWN_FIGURES. Raises NotDefined for a measure that is gone."""
    every = list(cells)
    groups: dict[Asked, list[FunderCell]] = defaultdict(list)
    for one in every:
        if one.what == "figure":
            groups[one.measure, one.measure_version, one.by, one.span, one.contract_uid].append(one)
    found: dict[int, Filled] = {}
    with figures.one_reading():
        for asked, mine in groups.items():
            found |= _figures(by, asked, mine, period, hides_up_to)
    return tuple(found.get(one.pk) or _words(by, one, period) for one in every)


def _figures(by: Actor, asked: Asked, cells: list[FunderCell], period: Period, hides_up_to: int) -> dict[int, Filled]:
    id, version, dimension, span, contract = asked
    definition = registry.get("measure", id, version)
    result = figures.compute(
        id, by=by, period=period_of(span, period), group_by=(dimension,) if dimension else (),
        where={"contract": contract} if contract else None, version=version,
    )  # fmt: skip
    rows = {row.codes[0] if row.codes else "": row for row in result.rows}
    hidden = hidden_codes(dimension, {code: row.n or 0 for code, row in rows.items()}, hides_up_to)
    return {one.pk: _filled(one, definition, rows.get(one.code), one.code in hidden) for one in cells}


def hidden_codes(dimension: str, counts: Mapping[str, int], hides_up_to: int) -> frozenset[str]:
    """The codes of a breakdown whose numbers must not stand in the file: the small ones, and what would give them away when
    the whole stands in it too. `` "" `` is the whole of a figure that is not broken down."""
    if not hides_up_to:
        return frozenset()
    if not dimension:
        return frozenset(code for code, n in counts.items() if 0 < n <= hides_up_to)
    known = tuple(sorted(counts))
    if not known:
        return frozenset()
    table = Table(((dimension, known),), {(code,): n for code, n in counts.items()})
    safe = protect_counts(table, Audience("funder", hides_up_to))
    return frozenset(code for (code,), cell in safe.cells.items() if cell.suppressed and code != TOTAL)


def _filled(one: FunderCell, definition: Measure, row: FigureRow | None, is_hidden: bool) -> Filled:
    label = definition.label if one.span == "asked" else f"{definition.label}, {SPANS[one.span].lower()}"
    if is_hidden:
        return Filled(one.sheet, one.cell, label, HIDDEN, None, True)
    return Filled(one.sheet, one.cell, label, number(one.part, definition, row), row.n if row else 0, False)


def number(part: str, definition: Measure, row: FigureRow | None) -> Filling | None:
    """A figure as a cell holds it. A count of nobody is 0; a share or mean of nobody is nothing."""
    is_count = definition.kind in {"count", "distinct", "sum"}
    if part == "n":
        return row.n if row and row.n is not None else 0
    if row is None or row.value is None:
        return 0 if is_count else None
    if part == "percent":
        return round(row.value * 100, 1)
    if definition.kind == "share":
        return round(row.value, 4)
    value = round(row.value, definition.decimals)
    return int(value) if value == int(value) else value


def _words(by: Actor, one: FunderCell, period: Period) -> Filled:
    said = {
        "period": periods.words(period_of(one.span, period)),
        "organisation": Organisation.objects.get(pk=by.organisation_id).name if one.what == "organisation" else "",
        "today": f"{clock.today():%-d %B %Y}",
    }
    day = clock.today() if one.what == "today" else None
    return Filled(one.sheet, one.cell, WHATS[one.what], said[one.what], None, False, day)
