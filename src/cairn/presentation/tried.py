"""A measure that is being made, tried on the organisation's own records: the figure now, the quarters before, the rows behind."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts.views import Source
from cairn.definitions.shapes.measure import Measure
from cairn.insight import trying
from cairn.insight.results import FactRow, FigureRow
from cairn.kernel import clock
from cairn.kernel.periods import Period, previous, quarter_of
from cairn.people import queries as people
from cairn.presentation import bars, periods, values
from cairn.presentation.figures import Line, Stat, in_words, stat
from cairn.presentation.values import BehindTable
from cairn.returns.views import BehindRow

QUARTERS, SHOWN = 8, 25


@dataclass(frozen=True, slots=True)
class Rows:
    """Some of the rows behind the figure of a quarter: `total` of them, `hidden` for who may not read people."""

    period: str
    table: BehindTable
    total: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Tried:
    """`now` is the quarter that goes on; `lines` are the quarters up to it, the oldest first. `rows` are of the newest quarter
    that has any. `is_empty`: nothing was counted in all of them."""

    sentence: str
    period: str
    now: Stat
    lines: tuple[Line, ...]
    chart: Markup | None
    left_out: tuple[tuple[str, int], ...]
    rows: Rows | None
    is_empty: bool


def tried(by: Actor, measure: Measure) -> Tried:
    """Asked afresh. Needs MAKE_MEASURES."""
    quarters = _quarters()
    with trying.one_reading():
        told = trying.by_quarter(by, measure, Period(quarters[0].start, quarters[-1].end))
        found = {row.codes[0]: row for row in told.rows}
        figures = [found.get(quarter.label, _nothing(measure)) for quarter in quarters]
        newest = next((at for at in range(len(quarters) - 1, -1, -1) if figures[at].n), None)
        whole = trying.whole(by, measure, quarters[-1])
        rows = _rows(by, measure, quarters[newest]) if newest is not None else None
    sentence = _sentence(measure, quarters, figures)
    return Tried(
        sentence=sentence,
        period=periods.words(quarters[-1]),
        now=stat(figures[-1], measure.kind, measure.decimals),
        lines=tuple(
            Line(periods.words(quarter), (stat(row, measure.kind, measure.decimals),))
            for quarter, row in zip(quarters, figures, strict=True)
        ),
        chart=_chart(measure, quarters, figures, sentence) if newest is not None else None,
        left_out=tuple((whole.left_out_words.get(key, key), count) for key, count in whole.left_out.items() if count),
        rows=rows,
        is_empty=newest is None,
    )


def _quarters() -> list[Period]:
    found = [quarter_of(clock.today())]
    while len(found) < QUARTERS:
        found.append(previous(found[-1]))
    return found[::-1]


def _nothing(measure: Measure) -> FigureRow:
    value = 0 if measure.kind in ("count", "distinct", "sum") else None
    return FigureRow((), 0, value, None, value)


def _sentence(measure: Measure, quarters: list[Period], figures: list[FigureRow]) -> str:
    known = [(periods.words(one), row) for one, row in zip(quarters, figures, strict=True) if row.n]
    if not known:
        return f"{measure.label}: nothing to count in the last {len(quarters)} quarters."
    now = in_words(figures[-1], measure.kind, measure.decimals)
    high = max(known, key=lambda one: one[1].value or 0)
    most = in_words(high[1], measure.kind, measure.decimals)
    return f"{measure.label}: {now} so far in {periods.words(quarters[-1])}; highest {most}, {high[0]}."


def _chart(measure: Measure, quarters: list[Period], figures: list[FigureRow], words: str) -> Markup:
    found = [
        bars.Bar("", one.label.replace("-", " "), row, False, stat(row, measure.kind, measure.decimals).value)
        for one, row in zip(quarters, figures, strict=True)
    ]
    return bars.drawn(found, words=words, is_share=measure.kind == "share")


def _rows(by: Actor, measure: Measure, quarter: Period) -> Rows:
    """Those of people only for who may read people."""
    facts = trying.rows(by, measure, quarter)
    may = by.may(Permission.READ_CLIENTS)
    opened = [fact for fact in facts if may or not fact.person_uid]
    shown = opened[-SHOWN:][::-1]
    named = _names(by, {fact.person_uid for fact in shown if fact.person_uid})
    own = Source(by.organisation_id, by.organisation_uid, by.slug, "", True)
    lines = [_row(fact, named) for fact in shown]
    return Rows(periods.words(quarter), values.behind(lines, [own]), len(facts), len(facts) - len(opened))


def _row(fact: FactRow, named: dict[str, tuple[str, str]]) -> BehindRow:
    reference, name = named.get(fact.person_uid, ("", ""))
    told = {key: value for key, value in fact.values.items() if key != "contracts"}
    return BehindRow(fact.table, told, "", fact.person_uid if reference or name else "", reference, name)


def _names(by: Actor, uids: Iterable[str]) -> dict[str, tuple[str, str]]:
    rows = people.visible_to(by).filter(uid__in=sorted(uids))
    return {str(row.uid): (row.reference, row.name or row.known_as) for row in rows}
