"""Intervals for shares, means and paired changes. Pure numbers: no Django, no clock, no rounding.

Every result says n. Every interval is two-sided at `level`, by default 95 per cent. A level may be written as a
percentage (from 90, below 100) or as a proportion (from 0.9, below 1); anything else is a ValueError.
Sources: formulas and errors as in ukhsa-collaboration/PHEindicatormethods@093fd288, whose published vectors the tests
hold to 1e-12 (sure). That package also accepts exactly 100, for which no finite interval exists; here it is refused.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

from scipy.special import stdtr, stdtrit  # as scipy.stats.t calls; 1.4 s quicker to load

Pair = tuple[float | None, float | None]
ROUNDING = 1e-11
"""Values that differ by less than this share of the largest are the same value: 22.35 - 21.54 is not 21.54 - 20.73."""


@dataclass(frozen=True)
class Proportion:
    """A share from 0 to 1 (not per cent) of n, with its Wilson interval. x and n may be fractional (weights)."""

    n: float
    value: float
    low: float
    high: float
    level: float


@dataclass(frozen=True)
class Mean:
    """A mean in the unit of its values. n is 0: no mean. n below 2: no sd, se or interval (shown as "-")."""

    n: int
    value: float | None
    sd: float | None
    se: float | None
    low: float | None
    high: float | None
    level: float


@dataclass(frozen=True)
class PairedChange:
    """Last minus first, of the people who have both, in the unit of the scale.

    `n` people are paired, `left_out` lack one or both readings. `mean`, `low`, `high` keep the scale's own sign;
    `improved` and `worse` follow the scale's direction. `srm` is the standardised response mean, mean change over the
    sd of the change (also called d_z): not Glass's effect size on the first sd, and not d_av. `t`, `p` and `srm` are
    None where every change is the same (sd 0) or n is below 2.
    """

    n: int
    left_out: int
    mean: float | None
    sd: float | None
    se: float | None
    low: float | None
    high: float | None
    level: float
    t: float | None
    df: int | None
    p: float | None
    srm: float | None
    improved: int
    same: int
    worse: int


def wilson(x: float, n: float, level: float = 95) -> Proportion:
    """The share x/n with Wilson's score interval (E. B. Wilson 1927; PHE's default for proportions; sure).

    ValueError where n is not above 0, x is below 0 or above n, or the level is out of bounds.
    """
    _finite(x, n)
    if n <= 0:
        raise ValueError("The denominator must be more than 0. Show no share where nobody was counted.")
    if x < 0:
        raise ValueError("The numerator must not be below 0. Check how it was counted.")
    if x > n:
        raise ValueError("The numerator must not be more than the denominator. Check that both count the same people.")
    z = NormalDist().inv_cdf(upper_probability(level))
    middle, spread = 2 * x + z * z, z * math.sqrt(z * z + 4 * x * (1 - x / n))
    low, high = ((middle + side * spread) / (2 * (n + z * z)) for side in (-1, 1))
    return Proportion(n, x / n, 0.0 if x == 0 else low, 1.0 if x == n else high, level)


def mean_interval(values: Iterable[float], level: float = 95) -> Mean:
    """The mean of some values with Student's t interval (PHE `phe_mean`; sure)."""
    return mean_interval_from_moments(*_moments(list(values)), level=level)


def mean_interval_from_moments(n: int, mean: float | None, sd: float | None, level: float = 95) -> Mean:
    """The same from n, the mean and the sample sd (n - 1 below the line), as a query gives them.

    ValueError where n is negative, or mean or sd is missing where n calls for it, or sd is negative.
    """
    upper = upper_probability(level)
    if n < 0:
        raise ValueError("n must not be below 0.")
    if n == 0:
        return Mean(0, None, None, None, None, None, level)
    if mean is None:
        raise ValueError("A mean is needed where n is 1 or more.")
    if n == 1:
        _finite(mean)
        return Mean(1, mean, None, None, None, None, level)
    if sd is None or sd < 0:
        raise ValueError("A standard deviation of 0 or more is needed where n is 2 or more.")
    _finite(mean, sd)
    se = sd / math.sqrt(n)
    half = float(stdtrit(n - 1, upper)) * se
    return Mean(n, mean, sd, se, mean - half, mean + half, level)


def moments_from_sums(n: int, total: float, squares: float) -> tuple[int, float | None, float | None]:
    """(n, mean, sample sd) from n, the sum and the sum of squares, as SQL aggregates give them.

    Sound for whole-number scores (exact sums below 2**53). For values with a large mean and a small spread the
    difference loses digits: sum differences from a fixed value there, or use the engine's own stddev_samp.
    """
    if n <= 0:
        return 0, None, None
    if n == 1:
        return 1, total, None
    return n, total / n, math.sqrt(max(0.0, (n * squares - total * total) / (n * (n - 1))))


def paired_change(pairs: Iterable[Pair], *, higher_is_better: bool = True, level: float = 95) -> PairedChange:
    """The change of people who have both readings; each pair is (first, last), None where a reading is missing.

    Student's t interval and the t test against no change, n - 1 degrees of freedom (vector computed with scipy).
    """
    changes: list[float] = []
    left_out = 0
    for first, last in pairs:
        if first is None or last is None:
            left_out += 1
        else:
            changes.append(last - first)
    up, down = sum(c > 0 for c in changes), sum(c < 0 for c in changes)
    improved, worse = (up, down) if higher_is_better else (down, up)
    return paired_change_from_moments(
        *_moments(changes), improved=improved, worse=worse, left_out=left_out, level=level
    )


def paired_change_from_moments(
    n: int,
    mean: float | None,
    sd: float | None,
    *,
    improved: int,
    worse: int,
    left_out: int = 0,
    level: float = 95,
) -> PairedChange:
    """The same from n, mean and sample sd of the changes, and how many improved and got worse, from a query."""
    if min(improved, worse, left_out) < 0 or improved + worse > n:
        raise ValueError("Improved and worse must be counts of the paired people, and not more than n together.")
    base = mean_interval_from_moments(n, mean, sd, level)
    t = p = srm = None
    if base.value is not None and base.sd and base.se:
        t, srm = base.value / base.se, base.value / base.sd
        p = 2 * float(stdtr(n - 1, -abs(t)))
    return PairedChange(
        n, left_out, base.value, base.sd, base.se, base.low, base.high, level,
        t=t, df=n - 1 if n > 1 else None, p=p, srm=srm, improved=improved, same=n - improved - worse, worse=worse,
    )  # fmt: skip


def _moments(values: list[float]) -> tuple[int, float | None, float | None]:
    _finite(*values)
    n = len(values)
    if n == 0:
        return 0, None, None
    mean = math.fsum(values) / n
    if n == 1:
        return 1, mean, None
    if max(values) - min(values) <= ROUNDING * max(abs(v) for v in values):
        return n, mean, 0.0
    return n, mean, math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (n - 1))


def _finite(*values: float) -> None:
    if not all(math.isfinite(v) for v in values):
        raise ValueError("Every value must be a finite number. Leave missing values out before counting.")


def upper_probability(level: float) -> float:
    """The probability below the upper end of a two-sided interval."""
    if 90 <= level < 100:
        return 0.5 + level / 200
    if 0.9 <= level < 1:
        return 0.5 + level / 2
    raise ValueError("The level must be from 90 to below 100 per cent (such as 95), or from 0.9 to below 1.")
