"""Intervals against published vectors, against scipy, and against what must be true of any of them."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from cairn.insight.statistics import (
    mean_interval,
    mean_interval_from_moments,
    moments_from_sums,
    paired_change,
    paired_change_from_moments,
    wilson,
)

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors.json").read_text())
scores = st.integers(0, 100)
levels = st.sampled_from([90, 95, 99, 99.8])


@pytest.mark.parametrize("case", VECTORS["wilson"], ids=lambda c: f"{c['x']} of {c['n']} at {c['level']}")
def test_wilson_meets_the_published_vectors(case: dict[str, float]) -> None:
    share = wilson(case["x"], case["n"], case["level"])
    assert (share.low, share.high) == pytest.approx((case["low"], case["high"]), abs=1e-12)
    assert share.value == case["x"] / case["n"]
    assert (share.n, share.level) == (case["n"], case["level"])


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), levels)
def test_wilson_agrees_with_scipy(share: tuple[int, int], level: float) -> None:
    x, n = share
    theirs = scipy.stats.binomtest(x, n).proportion_ci(level / 100, method="wilson")
    ours = wilson(x, n, level)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), levels)
def test_a_share_lies_in_its_interval_and_mirrors(share: tuple[int, int], level: float) -> None:
    x, n = share
    ours, other = wilson(x, n, level), wilson(n - x, n, level)
    assert 0 <= ours.low <= ours.value <= ours.high <= 1
    assert ours.low == pytest.approx(1 - other.high, abs=1e-12)
    assert wilson(x, n, 90).high <= ours.high


@pytest.mark.parametrize("level", [90, 95, 99.8, 99.99])
def test_a_level_may_be_a_percentage_or_a_proportion(level: float) -> None:
    assert wilson(3, 10, level).low == pytest.approx(wilson(3, 10, level / 100).low, abs=1e-12)


@pytest.mark.parametrize("level", [0, 0.89, 1, 1.5, 89.9, 100, 101, -95, math.nan])
def test_a_level_out_of_bounds_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        wilson(3, 10, level)
    with pytest.raises(ValueError, match="level"):
        mean_interval([1, 2], level)


@pytest.mark.parametrize(
    ("x", "n", "says"),
    [(-1, 10, "numerator"), (11, 10, "more than the denominator"), (0, 0, "denominator"), (0, -5, "denominator"),
     (math.nan, 10, "finite"), (1, math.inf, "finite")],
)  # fmt: skip
def test_a_share_that_cannot_be_is_refused(x: float, n: float, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        wilson(x, n)


@pytest.mark.parametrize("level", [95, 99.8])
def test_a_mean_meets_the_published_vector(level: float) -> None:
    case = VECTORS["mean"]
    ours = mean_interval(case["values"], level)
    assert ours.n == case["n"]
    assert (ours.value, ours.sd) == pytest.approx((case["mean"], case["sd"]), rel=1e-12)
    assert [ours.low, ours.high] == pytest.approx(case[str(level)], rel=1e-12)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40), levels)
def test_a_mean_agrees_with_scipy(values: list[float], level: float) -> None:
    ours = mean_interval(values, level)
    se = scipy.stats.sem(values)
    half = se * scipy.stats.t.ppf(0.5 + level / 200, len(values) - 1)
    assert ours.low is not None and ours.high is not None and ours.value is not None
    assert (ours.high - ours.low) / 2 == pytest.approx(half, rel=1e-6, abs=1e-6)
    assert ours.low <= ours.value <= ours.high


@given(st.lists(scores, max_size=60))
def test_sums_from_a_query_give_the_same_interval_as_the_values(values: list[int]) -> None:
    n, mean, sd = moments_from_sums(len(values), sum(values), sum(v * v for v in values))
    whole, part = mean_interval(values), mean_interval_from_moments(n, mean, sd)
    for name in ("value", "sd", "se", "low", "high"):
        ours, theirs = getattr(part, name), getattr(whole, name)
        assert (ours is None) == (theirs is None), name
        assert ours is None or ours == pytest.approx(theirs, rel=1e-9, abs=1e-6), name
    assert part.n == whole.n


def test_no_interval_below_two() -> None:
    none, one = mean_interval([]), mean_interval([7.5])
    assert (none.n, none.value, none.low) == (0, None, None)
    assert (one.n, one.value, one.sd, one.se, one.low, one.high) == (1, 7.5, None, None, None, None)


def test_equal_values_have_an_interval_of_no_width() -> None:
    assert (mean_interval([4, 4, 4]).low, mean_interval([4, 4, 4]).high) == (4, 4)


@pytest.mark.parametrize(
    ("n", "mean", "sd", "says"),
    [(-1, None, None, "n must"), (1, None, None, "mean"), (2, 1.0, None, "deviation"), (2, 1.0, -0.1, "deviation"),
     (2, math.nan, 1.0, "finite"), (1, math.inf, None, "finite")],
)  # fmt: skip
def test_moments_that_cannot_be_are_refused(n: int, mean: float | None, sd: float | None, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        mean_interval_from_moments(n, mean, sd)


def test_a_value_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        mean_interval([1.0, math.nan])


def test_paired_change_meets_the_worked_example() -> None:
    case = VECTORS["paired"]
    ours = paired_change(zip(case["first"], case["last"], strict=True))
    for name in ("n", "mean", "sd", "se", "low", "high", "t", "df", "p", "srm", "improved", "same", "worse"):
        assert getattr(ours, name) == pytest.approx(case[name], rel=1e-12), name
    assert ours.left_out == 0


readings = st.one_of(st.none(), scores)


@given(st.lists(st.tuples(readings, readings), max_size=40))
def test_only_people_with_both_readings_count(pairs: list[tuple[int | None, int | None]]) -> None:
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    ours, alone = paired_change(pairs), paired_change(both)
    assert (ours.n, ours.left_out) == (len(both), len(pairs) - len(both))
    assert (ours.mean, ours.sd, ours.low, ours.improved) == (alone.mean, alone.sd, alone.low, alone.improved)
    assert ours.improved + ours.same + ours.worse == ours.n


@given(st.lists(st.tuples(scores, scores), min_size=3, max_size=40))
def test_paired_change_agrees_with_scipy(pairs: list[tuple[int, int]]) -> None:
    first, last = zip(*pairs, strict=True)
    ours = paired_change(pairs)
    if ours.t is None:
        assert len({b - a for a, b in pairs}) == 1
        return
    theirs = scipy.stats.ttest_rel(last, first)
    assert (ours.t, ours.p) == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-6, abs=1e-9)
    assert (ours.low, ours.high) == pytest.approx(tuple(theirs.confidence_interval()), rel=1e-6, abs=1e-6)


@given(st.lists(st.tuples(scores, scores), max_size=20))
def test_the_direction_of_the_scale_swaps_improved_and_worse_and_nothing_else(pairs: list[tuple[int, int]]) -> None:
    up, down = paired_change(pairs), paired_change(pairs, higher_is_better=False)
    assert (up.improved, up.same, up.worse) == (down.worse, down.same, down.improved)
    assert (up.mean, up.low, up.high) == (down.mean, down.low, down.high)


def test_the_same_change_for_all_has_no_t_and_no_srm() -> None:
    ours = paired_change([(1, 3), (2, 4), (5, 7)])
    assert (ours.mean, ours.sd, ours.t, ours.p, ours.srm, ours.df) == (2, 0, None, None, None, 2)


def test_one_pair_has_a_mean_and_nothing_more() -> None:
    ours = paired_change([(1, 3)])
    assert (ours.n, ours.mean, ours.low, ours.t, ours.df, ours.srm) == (1, 2, None, None, None, None)


@pytest.mark.parametrize(("improved", "worse", "left_out"), [(2, 2, 0), (-1, 0, 0), (0, 0, -1)])
def test_counts_that_do_not_add_up_are_refused(improved: int, worse: int, left_out: int) -> None:
    with pytest.raises(ValueError, match="Improved and worse"):
        paired_change_from_moments(3, 1.0, 1.0, improved=improved, worse=worse, left_out=left_out)
