"""From counts and sums of a group to its figure, with the interval where one has a meaning."""

from decimal import Decimal, localcontext
from typing import Any

from cairn.definitions.shapes.measure import Kind
from cairn.insight import statistics
from cairn.insight.results import FigureRow

NOBODY = "Nobody was counted."
ONE_ONLY = "One reading has no interval."


def figure(kind: Kind, codes: tuple[str, ...], n: int, k: int | None, total: Any, squares: Any) -> FigureRow:
    """`n` counted, `k` of them in the numerator, the sum of their values and of the squares."""
    if kind == "share":
        return _share(codes, n, k or 0)
    if kind in ("mean", "paired_change"):
        return _mean(codes, n, total, squares)
    if kind == "sum":
        return FigureRow(codes, n, None, None, total or 0)
    value = n if total is None else total
    return FigureRow(codes, n, value, None, value)


def _share(codes: tuple[str, ...], n: int, k: int) -> FigureRow:
    if n == 0:
        return FigureRow(codes, 0, 0, 0, None, reason=NOBODY)
    found = statistics.wilson(k, n)
    return FigureRow(codes, n, k, n, found.value, found.low, found.high)


def _mean(codes: tuple[str, ...], n: int, total: Any, squares: Any) -> FigureRow:
    mean, sd = moments(n, Decimal(total or 0), Decimal(squares or 0))
    found = statistics.mean_interval_from_moments(n, mean, sd)
    reason = NOBODY if n == 0 else ONE_ONLY if n == 1 else None
    return FigureRow(codes, n, None, None, found.value, found.low, found.high, reason=reason)


def moments(n: int, total: Decimal, squares: Decimal) -> tuple[float | None, float | None]:
    """The mean and the sample standard deviation, worked out exactly before they are rounded to a float."""
    if n == 0:
        return None, None
    with localcontext() as context:
        context.prec = 60
        mean = float(total / n)
        if n == 1:
            return mean, None
        return mean, float(((n * squares - total * total) / (n * (n - 1))).sqrt())
