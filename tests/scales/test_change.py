"""Distance travelled: by the scale's own rule, in the scale's own direction, or said to have no rule."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.definitions import registry
from cairn.kernel.problems import Refused
from cairn.scales.scoring import NO_RULE, distance, distances, score

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
