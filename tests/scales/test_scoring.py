"""What scoring promises, beyond the known answers."""

from dataclasses import replace
from statistics import mean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.definitions import registry
from cairn.definitions.shapes.scale import Flag
from cairn.kernel.problems import Refused
from cairn.scales.scoring import as_json, headline, score
from cairn.scales.scoring.limits import possible
from cairn.scales.scoring.plan import plan_of

SWEMWBS = registry.get("scale", "swemwbs")
WEMWBS = registry.get("scale", "wemwbs")
ONS4 = registry.get("scale", "ons4")
SEVEN = st.lists(st.integers(1, 5), min_size=7, max_size=7)


def _rules(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [f"{problem.rule}:{problem.field}" for problem in refusal.value.problems]


@given(SEVEN.flatmap(lambda answers: st.tuples(st.just(answers), st.permutations(answers))))
def test_the_order_of_answers_does_not_matter_to_a_sum(pair: tuple[list[int], list[int]]) -> None:
    assert score(SWEMWBS, pair[0]) == score(SWEMWBS, pair[1])


@given(SEVEN, SEVEN)
def test_more_in_total_is_more_in_metric(one: list[int], other: list[int]) -> None:
    first, second = headline(SWEMWBS, score(SWEMWBS, one)), headline(SWEMWBS, score(SWEMWBS, other))
    assert first is not None
    assert second is not None
    assert (first < second) == (sum(one) < sum(other))


def test_every_total_has_its_metric_score_and_exactly_one_band() -> None:
    for total, metric in SWEMWBS.convert:
        whole, rest = divmod(total - 7, 4)
        answers = ([5] * whole + [1 + rest] + [1] * 7)[:7]
        scored = score(SWEMWBS, answers)
        assert (scored.total, scored.metric, len(scored.bands)) == (total, metric, 1)
    assert [total for total, _ in SWEMWBS.convert] == list(range(7, 36))


def test_a_mean_of_metric_scores_is_not_the_metric_of_a_mean() -> None:
    convert = dict(SWEMWBS.convert)
    assert mean([convert[7], convert[35]]) != convert[21]


def test_the_raw_total_of_swemwbs_is_never_banded() -> None:
    """19 is medium as a raw total would be; its metric score 17.98 is low."""
    scored = score(SWEMWBS, [3, 3, 3, 3, 3, 2, 2])
    assert [(banding.of, banding.band, banding.sure) for banding in scored.bands] == [("metric", "low", "memory")]


def test_the_seven_items_are_numbers_of_the_fourteen() -> None:
    assert [item.parent_number for item in SWEMWBS.items] == [1, 2, 3, 6, 7, 9, 11]
    topics = {item.number: item.topic for item in WEMWBS.items}
    assert [topics[item.parent_number or 0] for item in SWEMWBS.items] == [item.topic for item in SWEMWBS.items]


@pytest.mark.parametrize("scale", [SWEMWBS, WEMWBS])
def test_no_wording_of_a_locked_scale_is_shipped(scale: Any) -> None:
    assert scale.licence.locked
    assert [item.text for item in scale.items] == [None] * len(scale.items)


@pytest.mark.parametrize("blank", [None, "-", "", "refused", "not_asked"])
def test_a_missing_answer_gives_no_score_and_says_why(blank: str | None) -> None:
    scored = score(SWEMWBS, [3, 3, blank, 3, 3, 3, 3])
    assert (scored.total, scored.metric, scored.bands, scored.missing) == (None, None, (), 1)
    assert (
        scored.reason == "6 of 7 items answered. All 7 items are needed. (This rule is from memory: check the source.)"
    )
    assert headline(SWEMWBS, scored) is None


def test_every_fault_is_told_at_once_and_no_answer_is_repeated() -> None:
    with pytest.raises(Refused) as refusal:
        score(SWEMWBS, {"i1": 0, "i2": 6, "i3": 2.5, "i4": True, "i5": "3", "i6": 3})  # type: ignore[dict-item]
    assert _rules(refusal) == ["out_of_range:i1", "out_of_range:i2", "not_whole:i3", "not_whole:i4", "not_whole:i5"]
    assert "2.5" not in str(refusal.value)


def test_a_wrong_count_or_an_unknown_item_is_refused() -> None:
    with pytest.raises(Refused) as short:
        score(SWEMWBS, [3, 3])
    with pytest.raises(Refused) as strange:
        score(SWEMWBS, {"i1": 3, "i8": 3})
    assert (_rules(short), _rules(strange)) == (["answer_count:"], ["unknown_item:i8"])


def test_ons4_reports_each_item_and_never_a_total() -> None:
    scored = score(ONS4, {"satisfied": 8, "anxious": 6})
    assert (scored.total, scored.metric, scored.missing, scored.reason) == (None, None, 2, None)
    assert scored.subscales == {"satisfied": 8, "anxious": 6}
    assert {banding.of: banding.band for banding in scored.bands} == {"satisfied": "high", "anxious": "high"}


def test_ons4_without_any_answer_says_so() -> None:
    assert score(ONS4, {}).reason == "0 of 4 items answered. Each item stands by itself."


def test_a_flag_is_raised_at_its_bound_and_not_below_nor_when_blank() -> None:
    flagged = replace(ONS4, flags=(Flag(item="anxious", at_least=9, words="Ask about today."),))
    raised = [score(flagged, {"anxious": answer}).flags for answer in (9, 8, None)]
    assert raised == [("Ask about today.",), (), ()]
    for ends in ({}, {"at_least": 1, "at_most": 0}):
        with pytest.raises(ValueError, match="and not both"):
            Flag(item="anxious", words="Ask.", **ends)


def test_the_json_of_a_score() -> None:
    assert as_json(score(SWEMWBS, [3, 4, 2, 3, 4, 3, 5])) == {
        "scale": "swemwbs",
        "version": 1,
        "total": 24,
        "metric": 21.54,
        "subscales": {},
        "bands": [
            {
                "set": "ng_fat_2017",
                "band": "medium",
                "source": "Ng Fat and others 2017, Quality of Life Research; lowest and highest 15 per cent",
                "sure": "memory",
            }
        ],
        "flags": [],
        "missing": 0,
        "reason": None,
        "profile": None,
        "possible": [7, 35],
    }
    assert [band["set"] for band in as_json(score(ONS4, {"happy": 3}))["bands"]] == ["ons:happy"]


def test_where_no_item_applies_no_range_is_claimed() -> None:
    plan = plan_of(registry.get("scale", "wsas"))
    assert possible(plan, frozenset({0})) == (0, 32)
    assert possible(plan, frozenset(range(5))) is None
