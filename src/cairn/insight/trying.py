"""A measure that is still being made, asked of an organisation's own records as if it stood already."""

from collections.abc import Sequence

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.definitions.shapes.measure import Measure
from cairn.insight import own
from cairn.insight.measures.shape import question
from cairn.insight.own import one_reading
from cairn.insight.results import FactRow, MeasureResult
from cairn.kernel.periods import Period


def figures(by: Actor, measure: Measure, periods: Sequence[Period]) -> tuple[MeasureResult, ...]:
    """The whole figure of each period, from one state of the mart. Needs MAKE_MEASURES, and what figures need."""
    by.require(Permission.MAKE_MEASURES)
    with one_reading():
        return tuple(own.compute(by, measure, question(period)) for period in periods)


def rows(by: Actor, measure: Measure, period: Period) -> tuple[FactRow, ...]:
    """The rows that it counts in a period, by date."""
    by.require(Permission.MAKE_MEASURES)
    return own.rows_behind(by, measure, question(period), "")
