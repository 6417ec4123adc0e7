"""Each rule of the shape, worked out by hand on scales made up for it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.definitions.shapes.scale import Cutoff, Missing
from cairn.kernel.problems import Refused
from cairn.scales.scoring import Answers, Scored, as_json, headline, limits, score
from cairn.scales.scoring.plan import half_up, plan_of
from tests.scales.made import (
    ALL,
    CONVERT,
    EACH,
    FILLED_SHOWN,
    LACKING,
    LEFT_OUT,
    MAIN,
    MEAN,
    POINTS,
    SINGLE,
    SKIPS,
    TARIFF,
    UNKNOWN,
    made,
)

NA = "not_applicable"


def _named(scored: Scored) -> dict[str, str]:
    return {band.of: band.band for band in scored.bands}


def test_points_and_reversal_count_each_answer_as_its_item_says() -> None:
    """1 is worth 0; item 2 is turned round, so 3 stands for 1; item 3 has points of its own; item 4 is turned within 0 to 8."""
    scored = score(POINTS, [2, 3, 3, 2])
    assert scored.total == 1 + 0 + 7 + 6
    assert scored.subscales == {"odd": 8, "even": 3}
    assert _named(scored) == {"total": "band 2", "even": "band 1", "i3": "band 0"}
    assert (scored.flags, scored.profile) == ((), "22")
    assert score(POINTS, [2, 3, 3, 6]).flags == ("Ask.",)
    assert score(POINTS, [1, 3, 3, 6]).flags == ("Ask.", "Ask too.")
    assert score(POINTS, [None, 3, 3, 5]).flags == ()


def test_a_blank_is_filled_with_the_persons_own_mean_up_to_what_is_allowed() -> None:
    scored = score(POINTS, [2, 3, None, 1])
    assert scored.total == 10.6667  # 0 + 1 + 7, and 8/3 for the blank
    assert (scored.missing, scored.reason, scored.profile) == (1, None, "12")
    assert score(POINTS, [2, None, None, 1]).total is None
    assert score(POINTS, [2, 3, 3, None]).profile is None


def test_a_blank_that_is_left_out_adds_nothing() -> None:
    assert score(LEFT_OUT, [3, None, 1, "-"]).total == 10
    assert score(LEFT_OUT, [3, None, None, None]).total is None
    assert (
        score(replace(LEFT_OUT, missing=Missing(words="x", source="x", sure="own", allow=4)), [None] * 4).total is None
    )


def test_an_item_that_does_not_apply_is_no_blank_and_shrinks_the_range() -> None:
    scored = score(SKIPS, [NA, 3, 2, 1])
    assert (scored.total, scored.missing, scored.possible, scored.reason) == (6, 0, (0, 9), None)
    assert score(SKIPS, [NA, 3, NA, 1]).possible == (0, 6)
    blank = score(SKIPS, [3, NA, 2, 1])
    assert (blank.total, blank.missing, blank.possible) == (None, 1, (0, 12))
    assert score(SKIPS, [NA, 3, None, 1]).reason == "2 of 3 items answered. All are needed."


def test_not_known_is_not_added_and_the_sum_of_what_was_rated_stays_to_be_seen() -> None:
    scored = score(UNKNOWN, [1, 9, 3, None, 2])
    assert (scored.total, scored.metric, scored.missing, scored.flags) == (6, 6, 2, ())
    assert scored.subscales == {"first": 1, "rest": 5}
    many = score(UNKNOWN, [9, 9, 9, 3, 3])
    assert (many.total, many.metric, many.reason) == (6, None, "2 of 5 items answered. All are needed.")
    nothing = score(UNKNOWN, [9] * 5)
    assert (nothing.total, nothing.metric, nothing.subscales) == (0, None, {"first": 0})
    assert score(FILLED_SHOWN, [3, 1, None, 2]).metric == 32
    assert score(FILLED_SHOWN, [3, 1, None, 2]).total == 6


def test_a_mean_is_of_what_was_answered() -> None:
    assert score(MEAN, [1, 2, 3]).total == 20
    assert score(MEAN, [1, 2, NA]).total == 15
    assert score(MEAN, [1, None, NA]).total == 10
    assert score(MEAN, [None, None, 3]).total is None
    assert score(MEAN, [None, 2, 3]).total == 25


def test_a_single_answer_is_the_score_and_extra_items_may_stay_away() -> None:
    for answers in ([2], [2, 5], [2, 5, 1], [2, None, None]):
        scored = score(SINGLE, answers)
        assert (scored.total, scored.metric, scored.missing) == (2, 0.5, 0)
    with pytest.raises(Refused, match="has 1 to 3 items; this has 0 answers"):
        score(SINGLE, [])
    with pytest.raises(Refused, match=r"Item 2 .* out of range 1-5"):
        score(SINGLE, [2, 0])


def test_a_table_converts_whole_totals_of_every_item_and_nothing_between_its_lines() -> None:
    assert score(CONVERT, [1, 2, 3]).metric == 8.22
    between = score(CONVERT, [0, 2, None])
    assert (between.total, between.metric) == (3, 4.11)
    assert (score(CONVERT, [0, 1, None]).total, score(CONVERT, [0, 1, None]).metric) == (1.5, None)
    fewer = score(CONVERT, [NA, 2, 1])
    assert (fewer.total, fewer.metric, fewer.possible) == (3, None, None)
    assert fewer.reason == "The table converts whole totals of all 3 items; this is none. All are needed."


def test_a_tariff_adds_values_and_where_it_lacks_says_which() -> None:
    scored = score(TARIFF, [2, 3])
    assert (scored.total, scored.metric, scored.possible) == (None, 0.7337, (-0.1, 1))
    lacking = score(LACKING, [2, 3])
    assert (lacking.metric, lacking.possible, lacking.missing) == (None, None, 0)
    assert lacking.reason == "The table of values is not in hand. Load table 2."


def test_items_that_stand_alone_have_no_total_and_a_main_part_is_the_headline() -> None:
    assert score(EACH, [0, None, 2]).subscales == {"i1": 0, "i3": 2}
    scored = score(MAIN, [1, None, 2, 3])
    assert (scored.subscales, scored.value) == ({"i1": 1, "i3": 2, "i4": 3, "life": 1.5, "care": 3}, 1.5)
    assert headline(MAIN, scored) == 1.5
    assert score(MAIN, [None, None, None, 3]).reason == "1 of 4 items answered. All are needed."
    assert score(MAIN, [None, None, None, 3]).possible == (0, 3)


def test_a_score_between_two_bands_is_named_as_the_bands_are_written() -> None:
    """4.6667 is 5 in whole bands, and 2.45 is 2.5 in bands of one decimal."""
    assert _named(score(POINTS, [3, 2, None, 6]))["total"] == "band 1"
    assert [half_up(value, 1) for value in (2.45, 2.44, -0.25)] == [2.5, 2.4, -0.2]


@pytest.mark.parametrize(
    ("scale", "of", "expected"),
    [
        (POINTS, None, (1, 18)), (POINTS, "even", (0, 4.75)), (POINTS, "odd", (1, 8.5)), (POINTS, "i4", (0, 8)),
        (CONVERT, None, (0, 12.33)), (CONVERT, "total", (0, 9)), (MEAN, None, (0, 30)), (SINGLE, "metric", (0, 0.75)),
        (TARIFF, None, (-0.1, 1)), (LACKING, None, (0, 3)), (EACH, None, (0, 3)), (MAIN, None, (0, 3)),
        (UNKNOWN, None, (0, 15)), (LEFT_OUT, None, (0, 30)), (replace(LEFT_OUT, factor=-1), None, (-12, 0)),
    ],
)  # fmt: skip
def test_the_limits_of_each_score(scale: object, of: str | None, expected: tuple[float, float]) -> None:
    assert limits(scale, of) == expected  # type: ignore[arg-type]


def test_limits_of_what_there_is_not() -> None:
    with pytest.raises(KeyError):
        limits(MAIN, "nothing")


@pytest.mark.parametrize("scale", ALL, ids=[scale.id for scale in ALL])
@given(data=st.data())
def test_every_score_lies_within_what_is_possible(scale: object, data: st.DataObject) -> None:
    answers: Answers = [data.draw(st.integers(*scale.bounds(item)) | st.none()) for item in scale.items]  # type: ignore[attr-defined]
    scored = score(scale, answers)  # type: ignore[arg-type]
    filled_from_unlike = (
        scale is POINTS and scored.missing
    )  # a person's mean of large items may stand in for a small one
    if scored.value is not None and not filled_from_unlike:
        low, high = scored.possible or (0, 0)
        assert low <= scored.value <= high


def test_every_fault_at_once_with_what_may_be_given() -> None:
    with pytest.raises(Refused) as refusal:
        score(SKIPS, {"i1": 4, "i2": "x", "i9": 1, "A. Person": 2, "i3": "-"})
    problems = refusal.value.problems
    assert [(p.rule, p.field) for p in problems] == [
        ("unknown_item", "i9"), ("unknown_item", ""), ("out_of_range", "i1"), ("not_whole", "i2"),
    ]  # fmt: skip
    assert problems[2].fix.endswith(
        "from 0 to 3, `not_applicable` where it does not apply, or `-` if it was left blank."
    )
    assert "Person" not in str(refusal.value)
    with pytest.raises(Refused, match="not a list"):
        score(SKIPS, "1234")
    with pytest.raises(Refused) as known:
        score(UNKNOWN, [4, 0, 0, 0])
    assert [p.rule for p in known.value.problems] == ["answer_count", "out_of_range"]
    assert "9 where it is not known" in known.value.problems[1].fix


def test_whole_scores_print_as_whole_numbers_and_parts_name_their_bands() -> None:
    told = as_json(score(POINTS, [2, 3, 3, 2]))
    assert [band["set"] for band in told["bands"]] == ["set_total", "set_even:even", "set_i3:i3"]
    assert isinstance(told["total"], int)
    assert as_json(score(EACH, [1, 1, 1]))["possible"] is None


def test_the_tables_of_many_scales_do_not_pile_up() -> None:
    first = plan_of(MEAN)
    assert plan_of(MEAN) is first
    for place in range(260):
        score(made(f"made_{place}", 1), [1])
    assert plan_of(MEAN) is not first
    assert score(MEAN, [1, 2, 3]).total == 20


def test_a_cutoff_is_of_the_score_as_it_is_written() -> None:
    from cairn.scales.scoring.change import is_case

    cut = replace(POINTS, better="lower", cutoff=Cutoff(at=11, words="x", source="x", sure="own"))
    assert [is_case(cut, value) for value in (10.4, 10.6, 11)] == [False, True, True]
