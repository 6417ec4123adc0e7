"""Every figure of every surface: a measure, computed for whoever may see it."""

from collections.abc import Mapping, Sequence

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.insight import own, shared
from cairn.insight.measures.shape import question
from cairn.insight.own import one_reading
from cairn.insight.results import FactRow, FigureRow, MeasureResult, Scope
from cairn.kernel.periods import Period

Where = Mapping[str, str | Sequence[str]]
"""Column (or `contract`, a contract's uid) → the code, or any of the codes, that a row must have."""


def compute(
    measure_id: str,
    *,
    by: Actor,
    scope: Scope = "own",
    period: Period,
    group_by: Sequence[str] = (),
    where: Where | None = None,
    version: int | None = None,
) -> MeasureResult:
    """The figures of a measure in a period, one row per group (one row in all when nothing is grouped).

    `own`: the actor's own organisation; with `where={"contract": uid}`, the rows that the contract funds, and those of
    its agreed partners when the organisation leads it. Needs SEE_OWN_FIGURES or PREPARE_RETURNS. Nothing is hidden.
    `shared`: what the organisation received in accepted returns. Needs SEE_SHARED_FIGURES; small numbers are hidden.
    Raises NotAllowed; definitions.registry.NotDefined; contracts.queries.NotFound for a contract that is none of the
    actor's; Refused for a dimension or column that the measure has not.
    """
    asked = question(period, group_by, where)
    if scope == "shared":
        return shared.compute(by, shared.as_agreed(by, measure_id, version), asked)
    return own.compute(by, registry.get("measure", measure_id, version), asked)


def rows_behind(
    measure_id: str,
    *,
    by: Actor,
    period: Period,
    where: Where | None = None,
    group_by: str = "",
    code: str = "",
    version: int | None = None,
    only: Sequence[str] | None = None,
) -> tuple[FactRow, ...]:
    """The rows that an own figure counts: of the group `code` of the dimension `group_by`, or all when that is "".

    Same rows, permissions and partners as `compute(scope="own")`. Sorted by date, then fact. With `only`, of the values
    these columns are sure to be there, and reading is the faster for it.
    """
    measure = registry.get("measure", measure_id, version)
    return own.rows_behind(by, measure, question(period, (group_by,) if group_by else (), where), code, only)


def people_behind(measure_id: str, *, by: Actor, period: Period, where: Where | None = None) -> frozenset[str]:
    """Of the people whom an own figure counts, those of the organisation's own records, by uid."""
    return own.people_behind(by, registry.get("measure", measure_id), question(period, (), where))


def rows_left_out(
    measure_id: str,
    *,
    by: Actor,
    period: Period,
    key: str,
    where: Where | None = None,
    version: int | None = None,
    only: Sequence[str] | None = None,
) -> tuple[FactRow, ...]:
    """The rows that could have counted and did not, under a key of `MeasureResult.left_out`; read as `rows_behind` is."""
    measure = registry.get("measure", measure_id, version)
    return own.rows_left_out(by, measure, question(period, (), where), key, only)


__all__ = [
    "FactRow", "FigureRow", "MeasureResult", "Where", "compute", "one_reading", "people_behind", "rows_behind", "rows_left_out",
]  # fmt: skip
