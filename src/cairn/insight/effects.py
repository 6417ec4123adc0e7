"""How large a change is, how two groups differ, how values are spread. Pure numbers: no Django, no clock, no rounding.

Every effect size is named, since the same change gives another number by each: over the sd of the change (srm, d_z), over
the first sd (Glass), over the mean of both sds (d_av). Sources: J. Cohen 1988; G. V. Glass 1976; L. V. Hedges 1981; D.
Lakens 2013 for the names; B. L. Welch 1947 (all general knowledge; the arithmetic is held to scipy and to worked vectors).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scipy.special import stdtr, stdtrit  # as scipy.stats.t calls; 1.4 s quicker to load

from cairn.insight.statistics import Mean, Proportion, mean_interval, upper_probability, wilson


@dataclass(frozen=True, slots=True)
class EffectSizes:
    """Mean change over three yardsticks, with the scale's own sign; None where a yardstick is 0 or n is below 2.

    `srm`: over the sd of the change. `glass`: over the sd of the first readings. `d_av`: over the mean of the two sds.
    `j` is Hedges' small-sample factor, 1 - 3 / (4 (n - 1) - 1), and `glass_g`, `d_av_g` are the two times `j`.
    """

    n: int
    srm: float | None
    glass: float | None
    d_av: float | None
    j: float | None
    glass_g: float | None
    d_av_g: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """The mean of some values with its interval, and their five numbers; None where there are no values."""

    mean: Mean
    least: float | None
    q1: float | None
    median: float | None
    q3: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of one group less that of another, with Welch's interval (unequal variances). `t`, `df`, `p` and the
    interval are None where a group has fewer than two, or neither varies."""

    n: int
    other_n: int
    value: float | None
    se: float | None
    low: float | None
    high: float | None
    df: float | None
    t: float | None
    p: float | None
    level: float


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Jacobson and Truax's three cut-offs between a troubled and an untroubled population. `a`: two sds of the troubled
    from their mean, towards the others; `b`: two sds of the others from theirs; `c`: midway, weighted by the sds."""

    a: float
    b: float
    c: float


def effect_sizes(first: Sequence[float], second: Sequence[float]) -> EffectSizes:
    """The named effect sizes of paired values. ValueError where the two are not equally many."""
    changes = [b - a for a, b in zip(first, second, strict=True)]
    before, after, change = mean_interval(first), mean_interval(second), mean_interval(changes)
    if change.value is None or before.sd is None or after.sd is None or change.sd is None:
        return EffectSizes(change.n, None, None, None, None, None, None)
    j = hedges(change.n - 1)
    glass = _over(change.value, before.sd)
    d_av = _over(change.value, (before.sd + after.sd) / 2)
    return EffectSizes(
        change.n, _over(change.value, change.sd), glass, d_av, j,
        None if glass is None or j is None else glass * j, None if d_av is None or j is None else d_av * j,
    )  # fmt: skip


def hedges(df: int) -> float | None:
    """Hedges' J in its usual approximation, 1 - 3 / (4 df - 1). Below 2 degrees of freedom it corrects nothing: None."""
    return None if df < 2 else 1 - 3 / (4 * df - 1)


def spread(values: Sequence[float], level: float = 95) -> Spread:
    """Mean and five numbers. Quartiles by linear interpolation (Hyndman and Fan's type 7, as R and numpy by default)."""
    ordered = sorted(values)
    if not ordered:
        return Spread(mean_interval([], level), None, None, None, None, None)
    q1, median, q3 = (quantile(ordered, part) for part in (0.25, 0.5, 0.75))
    return Spread(mean_interval(ordered, level), ordered[0], q1, median, q3, ordered[-1])


def quantile(ordered: Sequence[float], part: float) -> float:
    """The value below which `part` (0 to 1) of sorted values lie, between two of them where it falls so."""
    if not ordered or not 0 <= part <= 1:
        raise ValueError("A quantile is of one value or more, and between 0 and 1.")
    at = (len(ordered) - 1) * part
    below = math.floor(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)


def welch(values: Iterable[float], other: Iterable[float], level: float = 95) -> Difference:
    """The mean of `values` less the mean of `other`, with Welch's t interval (Welch and Satterthwaite's df)."""
    upper = upper_probability(level)
    one, two = mean_interval(values, level), mean_interval(other, level)
    value = None if one.value is None or two.value is None else one.value - two.value
    if value is None or one.se is None or two.se is None or one.se + two.se == 0:
        return Difference(one.n, two.n, value, None, None, None, None, None, None, level)
    mine, theirs = one.se**2, two.se**2
    se = math.sqrt(mine + theirs)
    df = (mine + theirs) ** 2 / (mine**2 / (one.n - 1) + theirs**2 / (two.n - 1))
    half, t = float(stdtrit(df, upper)) * se, value / se
    p = 2 * float(stdtr(df, -abs(t)))
    return Difference(one.n, two.n, value, se, value - half, value + half, df, t, p, level)


def share(count: int, n: int, level: float = 95) -> Proportion | None:
    """A share with Wilson's interval; None of nobody."""
    return wilson(count, n, level) if n else None


def cutoffs(troubled_mean: float, troubled_sd: float, other_mean: float, other_sd: float) -> Cutoffs:
    """Jacobson and Truax's cut-offs a, b and c. ValueError where an sd is not above 0 or the two means are the same."""
    if troubled_sd <= 0 or other_sd <= 0 or troubled_mean == other_mean:
        raise ValueError("The two groups must each vary, and differ in their means.")
    way = 1 if other_mean > troubled_mean else -1
    return Cutoffs(
        a=troubled_mean + way * 2 * troubled_sd,
        b=other_mean - way * 2 * other_sd,
        c=(other_sd * troubled_mean + troubled_sd * other_mean) / (other_sd + troubled_sd),
    )


def _over(change: float, yardstick: float) -> float | None:
    return change / yardstick if yardstick else None
