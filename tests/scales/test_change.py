"""Distance travelled: by the scale's own rule, in the scale's own direction, or said to have no rule."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.definitions import registry
from cairn.definitions.shapes.scale import ChangeRule, Cutoff, Reliability, Scale
from cairn.kernel.problems import Refused
from cairn.scales.scoring import NO_RULE, crossed, distance, distances, least_reliable, reliable, score
from cairn.scales.scoring.change import better_of
from tests.scales.made import MAIN

SWEMWBS = registry.get("scale", "swemwbs")
LIFESAT = registry.get("scale", "lifesat")
ONS4 = registry.get("scale", "ons4")
METRIC = st.sampled_from([metric for _, metric in SWEMWBS.convert])


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [(17.43, 20.73, "improved"), (17.43, 20.43, "improved"), (17.43, 19.98, "same"), (20.73, 17.43, "worse")],
)
def test_swemwbs_needs_three_metric_points_and_says_how_sure_the_rule_is(
    before: float, after: float, verdict: str
) -> None:
    change = distance(SWEMWBS, before, after)
    assert (change.verdict, change.of, change.sure) == (verdict, "metric", "verified")
    assert change.rule.startswith("3 metric points or more")


@pytest.mark.parametrize(("after", "verdict"), [(5, "improved"), (4, "same"), (3, "worse")])
def test_without_a_published_rule_any_difference_counts_and_that_is_said(after: int, verdict: str) -> None:
    change = distance(LIFESAT, 4, after)
    assert (change.verdict, change.rule, change.sure) == (verdict, NO_RULE, None)


def test_where_lower_is_better_a_fall_is_an_improvement() -> None:
    assert distance(ONS4, 8, 3, "anxious").verdict == "improved"
    assert distance(ONS4, 8, 3, "happy").verdict == "worse"
    assert distance(replace(LIFESAT, better="lower"), 8, 3).verdict == "improved"


@given(METRIC, METRIC)
def test_there_and_back_is_no_distance(before: float, after: float) -> None:
    there, back = distance(SWEMWBS, before, after), distance(SWEMWBS, after, before)
    assert there.change == -back.change
    assert (there.verdict == "improved") == (back.verdict == "worse")


def test_two_readings_give_the_headline_change() -> None:
    [change] = distances(SWEMWBS, score(SWEMWBS, [2] * 7), score(SWEMWBS, [4] * 7))
    assert (change.before, change.after, change.change) == (15.32, 25.03, 9.71)


def test_items_that_stand_alone_each_give_a_change_where_both_are_answered() -> None:
    changes = distances(ONS4, score(ONS4, [5, 5, None, 5]), score(ONS4, [6, None, 7, 4]))
    assert [(change.of, change.verdict) for change in changes] == [("satisfied", "improved"), ("anxious", "improved")]


def test_a_reading_without_a_score_gives_no_distance() -> None:
    assert distances(SWEMWBS, score(SWEMWBS, [None] * 7), score(SWEMWBS, [4] * 7)) == ()
    assert distances(SWEMWBS, score(SWEMWBS, [4] * 7), score(SWEMWBS, [None] * 7)) == ()


def test_readings_of_another_scale_or_version_are_refused() -> None:
    reading = score(SWEMWBS, [4] * 7)
    for other in (replace(reading, version=2), replace(reading, scale="wemwbs")):
        with pytest.raises(Refused, match="not two readings of SWEMWBS, version 1"):
            distances(SWEMWBS, reading, other)


#: sd, reliability, before, after, and what Jacobson and Truax's formula gives: the least reliable change and the verdict.
JACOBSON_TRUAX = [
    (7.5, 0.8, 32.5, 47.5, 9.297096320895033, "improved"),
    (6.0, 0.9, 20, 16, 5.259231883079504, "unchanged"),
    (6.0, 0.9, 20, 10, 5.259231883079504, "worse"),
    (4.0, 0.84, 22, 25, 4.434973731602027, "unchanged"),
]


def _known(sd: float, reliability: float, **more: Any) -> Scale:
    by = Reliability(sd=sd, reliability=reliability, group="a group", source="made up", sure="own")
    return replace(LIFESAT, reliability=by, **more)


@pytest.mark.parametrize(("sd", "reliability", "before", "after", "least", "verdict"), JACOBSON_TRUAX)
def test_reliable_change_is_that_of_the_worked_examples(
    sd: float, reliability: float, before: float, after: float, least: float, verdict: str
) -> None:
    scale = _known(sd, reliability)
    assert least_reliable(scale) == pytest.approx(least, abs=1e-9, rel=0)
    assert reliable(scale, before, after) == verdict
    turned = {"improved": "worse", "worse": "improved", "unchanged": "unchanged"}
    assert reliable(replace(scale, better="lower"), before, after) == turned[verdict]


def test_a_change_of_exactly_the_least_is_not_yet_reliable_and_without_a_reliability_nothing_is() -> None:
    scale = _known(1 / (1.96 * 2**0.5), 0.0)
    assert least_reliable(scale) == pytest.approx(1)
    assert [reliable(_known(100, 1.0), 3, after) for after in (3, 3.0001)] == ["unchanged", "improved"]
    assert (least_reliable(ONS4), reliable(ONS4, 1, 9)) == (None, None)


def test_a_cutoff_belongs_to_the_worse_side() -> None:
    at = Cutoff(at=5, words="a case", source="made up", sure="own")
    higher, lower = replace(LIFESAT, cutoff=at), replace(LIFESAT, cutoff=at, better="lower")
    pairs = [(5, 6), (6, 5), (4, 5), (6, 7)]
    assert [crossed(higher, *pair) for pair in pairs] == ["to_better", "to_worse", None, None]
    assert [crossed(lower, *pair) for pair in [(5, 4), (4, 5), (6, 5)]] == ["to_better", "to_worse", None]
    assert crossed(LIFESAT, 0, 10) is None


def test_a_rule_without_a_headline_is_of_each_item_and_a_part_has_its_own_direction() -> None:
    rule = ChangeRule(least=2, words="2 points", source="made up", sure="own")
    ladder = replace(ONS4, change=rule)
    assert [distance(ladder, 3, after, "happy").verdict for after in (4, 5)] == ["same", "improved"]
    assert distance(replace(MAIN, change=rule), 3, 1).verdict == "worse"
    assert distance(replace(MAIN, change=rule), 3, 2, "care").verdict == "worse"  # the rule is of the main part
    assert better_of(MAIN) == better_of(MAIN, "care") == "higher"
    with pytest.raises(KeyError):
        distance(MAIN, 1, 2, "nothing")
