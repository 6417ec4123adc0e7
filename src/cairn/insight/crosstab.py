"""A commissioner's question: two dimensions by one agreed measure, over what was accepted, with small numbers hidden."""

from cairn.access.actors import Actor
from cairn.insight.results import TOTAL, CrossCell, Crosstab
from cairn.kernel.periods import Period


def compute(*, by: Actor, measure_id: str, rows_dim: str, columns_dim: str, period: Period) -> Crosstab:
    """The table, or an empty one that says why. Needs SEE_SHARED_FIGURES; the question is logged, its answer is not."""
    raise NotImplementedError


__all__ = ["TOTAL", "CrossCell", "Crosstab", "compute"]
