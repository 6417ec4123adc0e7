"""A measure that is still being made, asked of an organisation's own records as if it stood already."""

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.definitions.shapes.measure import Measure
from cairn.insight import own
from cairn.insight.measures.shape import question
from cairn.insight.own import one_reading
from cairn.insight.results import FactRow, MeasureResult
from cairn.kernel.periods import Period

__all__ = ["by_quarter", "one_reading", "rows", "whole"]


def by_quarter(by: Actor, measure: Measure, period: Period) -> MeasureResult:
    """Its figure of each quarter. Needs MAKE_MEASURES, and what figures need."""
    by.require(Permission.MAKE_MEASURES)
    return own.compute(by, measure, question(period, ("quarter",)))


def whole(by: Actor, measure: Measure, period: Period) -> MeasureResult:
    """Its figure of a period, with what it leaves out."""
    by.require(Permission.MAKE_MEASURES)
    return own.compute(by, measure, question(period))


def rows(by: Actor, measure: Measure, period: Period) -> tuple[FactRow, ...]:
    """The rows that it counts in a period, by date."""
    by.require(Permission.MAKE_MEASURES)
    return own.rows_behind(by, measure, question(period), "")
