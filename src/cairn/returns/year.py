"""A return beside the other quarters of its financial year: what was accepted of each, the same quarter of the year before,
and which changes ask for a word. Nothing of another quarter is computed again: it is read as it was sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from cairn.access.actors import Actor
from cairn.contracts import breaks
from cairn.contracts.breaks import Break
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.returns import finding
from cairn.returns.models import Return, Submission
from cairn.returns.views import FigureView, ReturnView

Basis = Literal["accepted", "sent", "now", ""]
MOST_CHANGE, LEAST_N = Decimal("0.25"), 10
RULE = (
    "A change is marked when a figure is more than 25% above or below what it was, and one of the two rests on 10 or more; "
    "or when it has become 0."
)
APRIL = 4
#: So far may a period begin from the day a year before and still be the same quarter.
SAME_QUARTER = timedelta(days=15)


def is_big(now: float | None, before: float | None, n: int | None, n_before: int | None) -> bool:
    """The rule that `RULE` says in words. In decimals, as the figures are written: a quarter more is not more than 25%."""
    if now is None or before is None:
        return False
    new, old = Decimal(repr(now)), Decimal(repr(before))
    if new == 0 and old != 0:
        return True
    return max(n or 0, n_before or 0) >= LEAST_N and abs(new - old) > MOST_CHANGE * abs(old)


@dataclass(frozen=True, slots=True)
class Quarter:
    """A column. `basis` says what its figures are: as accepted, as sent (and not accepted yet), as now, or "" for none."""

    return_uid: str
    name: str
    period: Period
    basis: Basis
    state: str
    is_open: bool
    is_here: bool
    is_last_year: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in one quarter; `version` is that of its definition. No value where the quarter has no such figure."""

    value: float | None = None
    n: int | None = None
    version: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Of this quarter's figure against another's. `other_definition`: it was counted by another version then, so that there
    is nothing to compare. `broken`: what its whole area reports was changed between the two, so that they are not the same."""

    difference: float | None
    is_big: bool
    other_definition: bool = False
    broken: Break | None = None


@dataclass(frozen=True, slots=True)
class YearRow:
    """One figure in every quarter, in the order of the columns. `is_gone`: an earlier quarter has this part, and nobody is in
    it now. `broken` says for each column what was changed between the one before and it, `apart` between it and this quarter;
    `since` from which day on the figure is measured as in this quarter, where it was measured otherwise before."""

    figure: FigureView
    cells: tuple[Cell, ...]
    since_before: Change | None
    since_last_year: Change | None
    is_gone: bool = False
    broken: tuple[Break | None, ...] = ()
    apart: tuple[Break | None, ...] = ()
    since: date | None = None

    @property
    def is_marked(self) -> bool:
        return any(change is not None and change.is_big for change in (self.since_before, self.since_last_year))


@dataclass(frozen=True, slots=True)
class YearView:
    """`before` and `last_year` are places among the quarters, or None. `breaks`: what of the whole area was changed between
    the first of the quarters and the last."""

    quarters: tuple[Quarter, ...]
    before: int | None
    last_year: int | None
    rows: Mapping[str, YearRow]
    breaks: tuple[Break, ...] = ()

    @property
    def marked(self) -> tuple[YearRow, ...]:
        return tuple(row for row in self.rows.values() if row.is_marked)


def of(by: Actor, view: ReturnView) -> YearView:
    """The year of a return, as its reader may see it. Three queries."""
    rows = list(
        finding.visible_to(by).filter(round__contract__uid=view.contract_uid).order_by("round__observed_from_date")
    )
    here = next(row for row in rows if str(row.uid) == view.uid)
    shown, before, last_year = _chosen(rows, here)
    sent = _sent([row for row in shown if row.pk != here.pk])
    now = {figure.key: Cell(figure.value, figure.n, figure.version, figure.label) for figure in view.figures}
    columns = [now if row.pk == here.pk else sent.get(row.pk, _NOT_SENT).cells for row in shown]
    quarters = tuple(_quarter(row, view, sent.get(row.pk, _NOT_SENT).basis, row is last_year) for row in shown)
    at = {row.pk: place for place, row in enumerate(shown)}
    places = at.get(before.pk) if before else None, at.get(last_year.pk) if last_year else None
    gone = _gone(view.figures, [columns[place] for place in places if place is not None])
    series = _Series(tuple(one.period.start for one in quarters), breaks.of_contract(here.round.contract_id), places)
    found = {
        figure.key: _row(figure, columns, series, at[here.pk], figure in gone)
        for figure in _together(view.figures, gone)
    }
    return YearView(quarters, *places, found, series.within)


def year_of(day: date) -> tuple[date, date]:
    """The first day of the financial year that a day is in, and of the next: it begins on 1 April."""
    year = day.year if day.month >= APRIL else day.year - 1
    return date(year, APRIL, 1), date(year + 1, APRIL, 1)


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year) if (day.month, day.day) != (2, 29) else date(year, 3, 1)


def _alike(one: Return, other: Return) -> bool:
    """Whether two rounds ask for the same measures and are about as long, so that their figures may stand beside each other."""
    if one.round.kind != other.round.kind:
        return False
    long, other_long = _days(one), _days(other)
    return abs(long - other_long) * 5 <= max(long, other_long)


def _days(row: Return) -> int:
    return int((row.round.observed_to_date - row.round.observed_from_date).days) + 1


def _chosen(rows: Sequence[Return], here: Return) -> tuple[list[Return], Return | None, Return | None]:
    """What stands on the page, by date; and among it the quarter before, and the same one of the year before."""
    alike = [row for row in rows if _alike(row, here)]
    starts = here.round.observed_from_date
    first, end = year_of(starts)
    before = next((row for row in reversed(alike) if row.round.observed_to_date < starts), None)
    then = _in_year(starts, starts.year - 1)
    near = [row for row in alike if abs(row.round.observed_from_date - then) <= SAME_QUARTER]
    last_year = min(near, key=lambda row: abs(row.round.observed_from_date - then), default=None)
    wanted = {row.pk for row in alike if first <= row.round.observed_from_date < end}
    wanted |= {row.pk for row in (here, before, last_year) if row is not None}
    return [row for row in rows if row.pk in wanted], before, last_year


@dataclass(frozen=True, slots=True)
class _Sent:
    """What stands of another quarter."""

    cells: Mapping[str, Cell]
    basis: Basis


def _sent(rows: Iterable[Return]) -> dict[int, _Sent]:
    """The figures of each as they stand in what was accepted, also while it is open again; of what waits for its decision,
    as they were sent."""
    states = {row.pk: row.state for row in rows}
    kept = Submission.objects.filter(answer_id__in=states).order_by("number")
    found: dict[int, _Sent] = {}
    for answer_id, is_accepted, figures in kept.values_list("answer_id", "is_accepted", "figures"):
        if is_accepted or states[answer_id] == "submitted":
            cells = {_key(one): Cell(one["value"], one["n"], one["version"], one["label"]) for one in figures}
            found[answer_id] = _Sent(cells, "accepted" if is_accepted else "sent")
    return found


_NOT_SENT = _Sent({}, "")


def _key(one: Mapping[str, Any]) -> str:
    return f"{one['measure']}:{one['code']}" if one["code"] else str(one["measure"])


def _quarter(row: Return, view: ReturnView, basis: Basis, is_last_year: bool) -> Quarter:
    is_here, period = str(row.uid) == view.uid, Period(row.round.observed_from_date, row.round.observed_to_date)
    if is_here:
        basis = "now" if view.is_draft else "accepted" if view.is_accepted else "sent" if view.number else ""
    is_open = row.round.opens_date <= clock.today()
    return Quarter(str(row.uid), row.round.name, period, basis, row.state, is_open, is_here, is_last_year)


def _gone(figures: Sequence[FigureView], columns: Iterable[Mapping[str, Cell]]) -> list[FigureView]:
    """Parts that a quarter beside has and this one has not, though the return is broken down so: nobody is in them now."""
    have = {figure.key for figure in figures}
    carried = {(f.measure, f.code.partition("=")[0], f.version): f for f in figures if f.code}
    found: dict[str, FigureView] = {}
    for column in columns:
        for key, cell in column.items():
            measure, _, code = key.partition(":")
            like = carried.get((measure, code.partition("=")[0], cell.version or 0)) if code else None
            if key not in have and like is not None and like.kind in ("count", "distinct", "sum"):
                found[key] = _nobody(like, code, cell.label)
    return list(found.values())


def _nobody(like: FigureView, code: str, label: str) -> FigureView:
    return FigureView(
        measure=like.measure, version=like.version, measure_class=like.measure_class, code=code, label=label, value=0, n=0,
        low=None, high=None, numerator=None, denominator=None, derived=0, override_reason=None,
        measure_label=like.measure_label, words=like.words, kind=like.kind, decimals=like.decimals,
    )  # fmt: skip


def _together(figures: Sequence[FigureView], gone: Sequence[FigureView]) -> Iterator[FigureView]:
    """Each part that is gone behind the last figure of its measure."""
    last = {figure.measure: figure.key for figure in figures}
    for figure in figures:
        yield figure
        if last[figure.measure] == figure.key:
            yield from (other for other in gone if other.measure == figure.measure)


@dataclass(frozen=True, slots=True)
class _Series:
    """The first days of the columns, what of the area was changed, and which columns this one is set against."""

    starts: tuple[date, ...]
    breaks: tuple[Break, ...]
    places: tuple[int | None, int | None]

    @property
    def within(self) -> tuple[Break, ...]:
        return tuple(one for one in self.breaks if self.starts[0] < one.from_date <= self.starts[-1])

    def between(self, figure: FigureView, one: int, other: int) -> Break | None:
        return breaks.crossed(self.breaks, figure.measure, figure.code, self.starts[one], self.starts[other])

    def broken(self, figure: FigureView) -> tuple[Break | None, ...]:
        """For each column, against the one before it."""
        return (None, *(self.between(figure, at, at + 1) for at in range(len(self.starts) - 1)))

    def apart(self, figure: FigureView, here: int) -> tuple[Break | None, ...]:
        """For each column, against this quarter."""
        return tuple(self.between(figure, here, at) for at in range(len(self.starts)))


def _row(
    figure: FigureView, columns: Sequence[Mapping[str, Cell]], series: _Series, here: int, is_gone: bool
) -> YearRow:
    cells = [column.get(figure.key, Cell()) for column in columns]
    if is_gone:
        cells[here] = Cell(figure.value, figure.n, figure.version, figure.label)
    before, last_year = (
        None if place is None else _change(cells[here], cells[place], series.between(figure, here, place))
        for place in series.places
    )
    since = breaks.since(series.breaks, figure.measure, figure.code, series.starts[here])
    return YearRow(
        figure, tuple(cells), before, last_year, is_gone, series.broken(figure), series.apart(figure, here), since
    )


def _change(now: Cell, then: Cell, broken: Break | None = None) -> Change | None:
    """None where one of the two quarters has no value."""
    if now.value is None:
        return None
    if broken is not None:
        return Change(None, False, broken=broken)
    if then.value is None:
        return None
    if now.version != then.version:
        return Change(None, False, other_definition=True)
    difference = float(Decimal(repr(now.value)) - Decimal(repr(then.value)))
    return Change(difference, is_big(now.value, then.value, now.n, then.n))
