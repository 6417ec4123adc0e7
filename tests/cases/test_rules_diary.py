"""How things come round, overlap and end: properties of the rules, with an independent computation where there is one."""

import calendar
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.cases import rules_diary as rules
from cairn.cases.rules import MOST_AHEAD
from cairn.cases.rules_diary import Repeat, Slot

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
EVERY, TIMES = st.integers(1, 12), st.integers(2, 30)
TIME = st.times().map(lambda at: at.replace(second=0, microsecond=0))
quick = settings(max_examples=80, deadline=None)


@quick
@given(DAYS, EVERY, TIMES)
def test_weeks_are_so_many_apart_and_on_one_weekday(start: date, every: int, times: int) -> None:
    days = rules.occasions(start, Repeat(unit="week", every=every, times=times))
    assert days[0] == start
    assert all((after - before).days == 7 * every for before, after in pairwise(days))
    assert len(days) == min(times, MOST_AHEAD // (7 * every) + 1)


@quick
@given(DAYS, EVERY, TIMES)
def test_a_month_has_the_same_day_or_its_last(start: date, every: int, times: int) -> None:
    for number, day in enumerate(rules.occasions(start, Repeat(unit="month_day", every=every, times=times))):
        assert (day.year * 12 + day.month) - (start.year * 12 + start.month) == number * every
        assert day.day == min(start.day, calendar.monthrange(day.year, day.month)[1])


@quick
@given(DAYS, EVERY, TIMES)
def test_a_month_has_the_same_weekday_and_a_fifth_is_its_last(start: date, every: int, times: int) -> None:
    for day in rules.occasions(start, Repeat(unit="month_weekday", every=every, times=times)):
        same = [
            date(day.year, day.month, number)
            for number in range(1, calendar.monthrange(day.year, day.month)[1] + 1)
            if date(day.year, day.month, number).weekday() == start.weekday()
        ]
        which = (start.day - 1) // 7
        assert day == (same[which] if which < len(same) else same[-1])


@quick
@given(DAYS, st.sampled_from(rules.UNITS), EVERY, st.integers(0, 900))
def test_it_ends_by_its_day_and_never_runs_on_for_ever(start: date, unit: str, every: int, ahead: int) -> None:
    until = start + timedelta(days=ahead)
    days = rules.occasions(start, Repeat(unit=unit, every=every, until=until))
    assert days[0] == start and days[-1] <= until and len(days) <= rules.MOST_TIMES
    assert sorted(set(days)) == list(days)


def test_what_is_wrong_with_coming_round_is_said_where_it_is() -> None:
    start = date(2025, 7, 1)

    def wrong(**said: object) -> list[tuple[str, str]]:
        given_ = {"unit": "week", "times": 3, **said}
        return [(one.rule, one.field) for one in rules.repeat_problems(Repeat(**given_), start)]  # type: ignore[arg-type]

    assert wrong() == []
    assert wrong(unit="year") == [("repeat.unit", "unit")]
    assert wrong(every=0) == wrong(every=13) == [("repeat.every", "every")]
    assert wrong(times=None) == [("repeat.open", "until")]
    assert wrong(times=1) == wrong(times=105) == [("repeat.times", "times")]
    assert wrong(until=date(2025, 6, 30)) == [("repeat.order", "until")]
    assert wrong(until=date(2028, 1, 1)) == [("repeat.far", "until")]


@pytest.mark.parametrize(
    ("start", "end", "minutes", "wrong"),
    [
        (time(9), None, None, ""), (time(9), time(10), 60, ""), (None, time(10), 1, "does not say when it begins"),
        (time(10), time(9), -60, "ends before it begins"), (time(10), time(10), -1, "ends before it begins"),
        (None, None, None, ""),
    ],
)  # fmt: skip
def test_an_end_has_a_beginning_and_comes_after_it(
    start: time | None, end: time | None, minutes: int | None, wrong: str
) -> None:
    assert rules.minutes_between(start, end) == minutes
    problems = rules.length_problems(start, minutes)
    assert [one.field for one in problems] == (["end_time"] if wrong else [])
    assert all(wrong in one.message for one in problems)


def test_nothing_goes_on_past_midnight() -> None:
    assert "past midnight" in rules.length_problems(time(23, 30), 31)[0].message
    assert rules.length_problems(time(23, 30), 30) == []
    assert rules.end_of(time(23, 30), 30) == time(23, 59) and rules.end_of(time(9), 45) == time(9, 45)
    assert rules.end_of(None, 30) is None and rules.end_of(time(9), None) is None


DAY = date(2025, 7, 1)
SLOTS = st.builds(
    Slot,
    st.sampled_from(("ann", "bob")),
    st.just(DAY),
    st.none() | TIME,
    st.none() | st.integers(1, 200),
    st.uuids().map(str),
)


@quick
@given(SLOTS, SLOTS)
def test_two_overlap_when_they_share_a_minute_of_one_worker(one: Slot, other: Slot) -> None:
    def minutes(slot: Slot) -> set[int]:
        return set() if slot.start is None else set(range(slot.begins, slot.begins + (slot.minutes or 30)))

    shares = bool(minutes(one) & minutes(other)) and one.worker_uid == other.worker_uid
    assert rules.overlaps(one, other) == rules.overlaps(other, one) == shares
    assert bool(list(rules.clashes([one, other], ()))) == bool(list(rules.clashes([one], [other]))) == shares


def test_the_same_thing_does_not_stand_in_its_own_way() -> None:
    slot = Slot("ann", DAY, time(9), 30, "same")
    assert list(rules.clashes([slot], [slot])) == []
    assert not rules.overlaps(slot, Slot("ann", DAY + timedelta(days=1), time(9), 30))


def test_a_cover_runs_from_today_on_and_ends() -> None:
    def wrong(start: int, end: int) -> list[str]:
        days = (DAY + timedelta(days=start), DAY + timedelta(days=end))
        return [one.rule for one in rules.cover_problems(*days, DAY)]

    assert wrong(0, 0) == wrong(3, 366) == []
    assert wrong(-1, 3) == ["cover.past"]
    assert wrong(3, 2) == ["cover.order"] and wrong(0, 367) == ["cover.long"]
