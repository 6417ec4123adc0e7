"""Effect sizes by name, spread and two groups, against worked vectors, numpy, scipy and the standard library."""

import json
import math
import statistics
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st

from cairn.definitions import registry
from cairn.definitions.shapes.scale import Reliability
from cairn.insight import effects
from cairn.insight.statistics import paired_change, wilson
from cairn.scales.scoring import change as rules

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors.json").read_text())
scores = st.integers(0, 100)
groups = st.lists(scores, min_size=2, max_size=40)


def test_every_effect_size_is_named_and_meets_the_worked_example() -> None:
    case, pairs = VECTORS["effects"], VECTORS["paired"]
    found = effects.effect_sizes(pairs["first"], pairs["last"])
    assert found.n == 10
    assert (found.srm, found.glass, found.d_av, found.j) == pytest.approx(
        (case["srm_dz"], case["effect_size_glass_pre_sd"], case["cohens_dav"], case["hedges_J"]), rel=1e-9
    )
    assert found.glass_g == pytest.approx(case["effect_size_glass_pre_sd"] * case["hedges_J"], rel=1e-9)
    assert found.d_av_g == pytest.approx(case["cohens_dav"] * case["hedges_J"], rel=1e-9)


@given(st.lists(st.tuples(scores, scores), min_size=2, max_size=40))
def test_effect_sizes_agree_with_numpy(pairs: list[tuple[int, int]]) -> None:
    first, second = np.array(pairs, dtype=float).T
    found = effects.effect_sizes([a for a, _ in pairs], [b for _, b in pairs])
    change, before, after = second - first, first.std(ddof=1), second.std(ddof=1)
    for ours, yardstick in ((found.srm, change.std(ddof=1)), (found.glass, before), (found.d_av, (before + after) / 2)):
        if yardstick < 1e-12:
            assert ours is None
        else:
            assert ours == pytest.approx(change.mean() / yardstick, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("pairs", [[], [(1, 2)]])
def test_fewer_than_two_pairs_have_no_effect_size(pairs: list[tuple[float, float]]) -> None:
    found = effects.effect_sizes([a for a, _ in pairs], [b for _, b in pairs])
    assert (found.n, found.srm, found.glass, found.d_av, found.j) == (len(pairs), None, None, None, None)


def test_two_pairs_have_an_effect_size_that_is_not_corrected() -> None:
    found = effects.effect_sizes([1, 2], [2, 5])
    assert found.glass is not None and found.j is None and found.glass_g is None and found.d_av_g is None


def test_pairs_are_equally_many() -> None:
    with pytest.raises(ValueError, match="argument 2"):
        effects.effect_sizes([1, 2], [1])


@pytest.mark.parametrize("df", [5, 9, 30, 200])
def test_hedges_factor_is_near_the_exact_one(df: int) -> None:
    exact = math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)
    assert effects.hedges(df) == pytest.approx(exact, abs=2e-3)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60))
def test_the_five_numbers_agree_with_numpy_and_the_standard_library(values: list[float]) -> None:
    found = effects.spread(values)
    assert [found.least, found.q1, found.median, found.q3, found.most] == pytest.approx(
        list(np.quantile(values, [0, 0.25, 0.5, 0.75, 1])), rel=1e-9, abs=1e-6
    )
    assert [found.q1, found.median, found.q3] == pytest.approx(
        statistics.quantiles(values, n=4, method="inclusive"), rel=1e-9, abs=1e-6
    )
    assert found.mean.value == pytest.approx(statistics.fmean(values), rel=1e-9, abs=1e-6)


def test_one_value_and_none() -> None:
    one, none = effects.spread([7.0]), effects.spread([])
    assert (one.least, one.q1, one.median, one.q3, one.most) == (7, 7, 7, 7, 7)
    assert (none.mean.n, none.least, none.median) == (0, None, None)


@pytest.mark.parametrize(("ordered", "part"), [([], 0.5), ([1.0], -0.1), ([1.0], 1.1)])
def test_a_quantile_that_cannot_be_is_refused(ordered: list[float], part: float) -> None:
    with pytest.raises(ValueError, match="quantile"):
        effects.quantile(ordered, part)


@given(groups, groups, st.sampled_from([90, 95, 99.8]))
def test_two_groups_agree_with_scipy(one: list[int], two: list[int], level: float) -> None:
    assume(len(set(one)) > 1 or len(set(two)) > 1)
    ours = effects.welch(one, two, level)
    theirs = scipy.stats.ttest_ind(one, two, equal_var=False)
    interval = theirs.confidence_interval(level / 100)
    assert ours.value == pytest.approx(np.mean(one) - np.mean(two), abs=1e-9)
    assert (ours.t, ours.df, ours.p) == pytest.approx((theirs.statistic, theirs.df, theirs.pvalue), rel=1e-9, abs=1e-9)
    assert (ours.low, ours.high) == pytest.approx((interval.low, interval.high), rel=1e-9, abs=1e-9)
    assert (ours.n, ours.other_n) == (len(one), len(two))


@given(groups, groups)
def test_the_other_way_round_is_the_same_difference(one: list[int], two: list[int]) -> None:
    here, there = effects.welch(one, two), effects.welch(two, one)
    assert here.value == pytest.approx(-(there.value or 0.0))
    assert (here.low is None) == (there.high is None)
    assert here.low is None or here.low == pytest.approx(-(there.high or 0.0))


@pytest.mark.parametrize(("one", "two", "value"), [([], [1, 2], None), ([1], [1, 2], -0.5), ([2, 2], [1, 1], 1.0)])
def test_a_difference_without_an_interval(one: list[float], two: list[float], value: float | None) -> None:
    found = effects.welch(one, two)
    assert (found.value, found.low, found.t, found.p) == (value, None, None, None)


def test_a_share_of_nobody_is_none() -> None:
    assert effects.share(0, 0) is None
    assert effects.share(3, 10) == wilson(3, 10)


def test_cut_offs_meet_the_worked_example_and_mirror() -> None:
    case = VECTORS["cutoffs"]
    found = effects.cutoffs(case["M_dys"], case["sd_dys"], case["M_norm"], case["sd_norm"])
    assert (found.a, found.b, found.c) == (case["a"], case["b"], case["c"])
    mirrored = effects.cutoffs(-case["M_dys"], case["sd_dys"], -case["M_norm"], case["sd_norm"])
    assert (mirrored.a, mirrored.b, mirrored.c) == (-found.a, -found.b, -found.c)


def test_the_cut_off_b_of_a_scale_on_which_lower_is_better() -> None:
    assert effects.cutoffs(50, 5, 30, 5).b == 40


@pytest.mark.parametrize("given_", [(40, 0, 60, 1), (40, 1, 60, 0), (40, 1, 40, 1)])
def test_groups_that_do_not_differ_have_no_cut_off(given_: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="two groups"):
        effects.cutoffs(*given_)


def test_the_same_change_at_other_places_of_a_table_does_not_vary() -> None:
    """22.35 - 21.54 and 21.54 - 20.73 differ in the fifteenth place: no effect size is made of that."""
    first, second = [20.73, 21.54, 20.73], [21.54, 22.35, 21.54]
    assert effects.effect_sizes(first, second).srm is None
    assert effects.effect_sizes([20.73] * 3, [21.54] * 3).d_av is None
    found = paired_change(zip(first, second, strict=True))
    assert (found.sd, found.t, found.p, found.srm) == (0.0, None, None, None)
    assert effects.welch([0.1] * 3, [0.3] * 3).se is None


@pytest.mark.parametrize("case", VECTORS["reliable"], ids=lambda case: f"{case['x1']} to {case['x2']}")
def test_reliable_change_meets_the_worked_examples(case: dict[str, Any]) -> None:
    known = Reliability(sd=case["sd_pre"], reliability=case["reliability"], group="G", source="S", sure="computed")
    scale = replace(registry.get("scale", "wemwbs"), reliability=known)
    assert rules.least_reliable(scale) == pytest.approx(case["min_reliable_change_95"], abs=1e-9)
    said = rules.reliable(scale, case["x1"], case["x2"])
    assert (said != "unchanged") is case["reliable"]
    assert (said == "improved") is (case["reliable"] and case["rc"] > 0)
