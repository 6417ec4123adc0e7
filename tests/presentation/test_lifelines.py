"""Bars over time: every stretch in its place, none too small to see, and the bar in words."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cairn.presentation import lifelines
from cairn.presentation.lifelines import LEAST, WIDTH, Stretch

FIRST, TODAY = date(2023, 4, 1), date(2025, 4, 1)


def test_stretches_lie_where_they_were_and_years_are_marked() -> None:
    half = date(2024, 4, 1)
    found = lifelines.drawn(
        [Stretch("Sofa", FIRST, half - timedelta(1), False), Stretch("Hostel", half, None, False)], FIRST, TODAY
    )
    assert [(one.x, one.width, one.kind) for one in found.pieces] == [(0, 300, "before"), (300, 300, "now")]
    assert len(found.ticks) == 2 and found.first == "1 Apr 2023"
    assert found.sentence == "Hostel, since 1 April 2024, after one change."


def test_what_has_ended_and_what_nobody_answered_say_so() -> None:
    ended = lifelines.drawn([Stretch("Sofa", FIRST, FIRST, False)], FIRST, FIRST)
    assert ended.sentence == "Sofa, until 1 April 2023." and ended.pieces[0].width >= LEAST
    found = lifelines.drawn([Stretch("Prefer not to say", FIRST, None, True)] * 3, date(2005, 1, 1), TODAY)
    assert {one.kind for one in found.pieces} == {"unknown"} and found.ticks == ()
    assert found.sentence.endswith("after 2 changes.")


@given(st.lists(st.integers(0, 731), min_size=1, max_size=6, unique=True).map(sorted))
def test_no_piece_is_lost_or_stands_beyond_the_line(days: list[int]) -> None:
    starts = [FIRST + timedelta(day) for day in days]
    ends = [*(start - timedelta(1) for start in starts[1:]), None]
    stretches = [Stretch("x", start, end, False) for start, end in zip(starts, ends, strict=True)]
    found = lifelines.drawn(stretches, FIRST, TODAY)
    assert all(0 <= one.x <= WIDTH - LEAST and one.width >= LEAST for one in found.pieces)
    assert len(found.pieces) == len(stretches)
