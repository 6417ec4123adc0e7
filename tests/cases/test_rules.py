"""The rules of a case: which reading is the baseline, what judgements add up to, which step is the first."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.cases import rules
from cairn.cases.rules import Due, NeedState, Pair, Reading

START = date(2025, 4, 7)
DAYS = st.integers(-100, 300).map(lambda days: START + timedelta(days=days))


def on(days: int, value: float = 20.0) -> Reading:
    return Reading(f"day {days}", START + timedelta(days=days), value)


def test_every_later_reading_pairs_with_the_first_within_the_window() -> None:
    first, second, third = on(3), on(90), on(180)
    assert rules.pairs(START, 42, [third, first, second]) == [Pair(first, second), Pair(first, third)]


@pytest.mark.parametrize("days", [-42, 42])
def test_the_window_has_both_its_bounds_inside(days: int) -> None:
    assert rules.pairs(START, 42, [on(days), on(90)]) == [Pair(on(days), on(90))]


@pytest.mark.parametrize("days", [-43, 43])
def test_without_a_reading_in_the_window_there_are_no_pairs(days: int) -> None:
    assert rules.pairs(START, 42, [on(days), on(90)]) == []


def test_a_reading_before_the_window_is_no_baseline_and_pairs_with_nothing() -> None:
    assert rules.pairs(START, 42, [on(-60), on(0), on(90)]) == [Pair(on(0), on(90))]


@given(st.lists(DAYS, unique=True), st.integers(0, 365))
def test_pairs_share_one_baseline_and_never_look_back(days: list[date], window: int) -> None:
    readings = [Reading(str(day), day, 1.0) for day in days]
    found = rules.pairs(START, window, readings)
    assert len({pair.first for pair in found}) <= 1
    assert all(pair.first.date < pair.second.date for pair in found)
    if found:
        assert len(found) == sum(day > found[0].first.date for day in days)


def test_a_first_reading_is_due_from_the_start_until_there_is_one_or_a_reason() -> None:
    due = {"is_one_off": False, "explained": False}
    assert rules.reading_due(START, START, [], **due) == Due("first", START)
    assert rules.reading_due(START - timedelta(days=1), START, [], **due) is None
    assert rules.reading_due(START, START, [], is_one_off=False, explained=True) is None


def test_a_review_is_due_three_months_after_the_latest_reading_unless_the_service_is_one_off() -> None:
    latest, quarter_later = START, date(2025, 7, 7)
    due = {"is_one_off": False, "explained": False}
    assert rules.reading_due(quarter_later, START, [latest], **due) == Due("review", quarter_later)
    assert rules.reading_due(date(2025, 7, 6), START, [latest], **due) is None
    assert rules.reading_due(quarter_later, START, [latest], is_one_off=True, explained=False) is None


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 9, 15), 3, date(2025, 12, 15)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert rules.add_months(day, months) == later


def day(number: int) -> date:
    return START + timedelta(days=number)


@pytest.mark.parametrize(
    ("judged", "stands"),
    [
        ([(0, "unmet")], ("unmet", None, None)),
        ([(0, "unmet"), (5, "part_met")], ("part_met", 5, None)),
        ([(0, "unmet"), (5, "met")], ("met", 5, 5)),
        ([(0, "part_met"), (5, "met")], ("met", 0, 5)),
        ([(0, "unmet"), (5, "met"), (9, "met")], ("met", 5, 5)),
        ([(0, "unmet"), (5, "met"), (9, "unmet")], ("unmet", 5, None)),
        ([(0, "unmet"), (5, "met"), (9, "unmet"), (12, "met")], ("met", 5, 12)),
        ([(9, "met"), (0, "unmet"), (5, "part_met")], ("met", 5, 9)),
        ([(5, "met"), (5, "unmet")], ("unmet", 5, None)),
    ],
)
def test_a_need_stands_as_it_was_judged_last(
    judged: list[tuple[int, str]], stands: tuple[str, int | None, int | None]
) -> None:
    state, part_met, met = stands
    expected = NeedState(state, None if part_met is None else day(part_met), None if met is None else day(met))
    assert rules.need_state([(day(number), word) for number, word in judged]) == expected


@given(st.lists(st.tuples(DAYS, st.sampled_from(["unmet", "part_met", "met"])), min_size=1))
def test_met_implies_part_met_before_and_only_a_met_need_has_a_date_for_it(judged: list[tuple[date, str]]) -> None:
    stands = rules.need_state(judged)
    assert (stands.met_date is not None) == (stands.state == "met")
    if stands.met_date:
        assert stands.part_met_date is not None and stands.part_met_date <= stands.met_date


@given(st.lists(st.tuples(DAYS, st.sampled_from(["reached", "kept", "lost"])), unique_by=lambda said: said[0]))
def test_a_rung_is_reached_once_however_often_it_is_confirmed(said: list[tuple[date, str]]) -> None:
    states = rules.step_states(said)
    confirmed = [state for _, state in said if state != "lost"]
    assert states.count("reached") == (1 if confirmed else 0)
    assert states.count("kept") == max(0, len(confirmed) - 1)
    assert [state == "lost" for state in states] == [state == "lost" for _, state in said]
    if confirmed:
        assert said[states.index("reached")][0] == rules.first_reached(said)


def test_only_a_rung_reached_before_can_be_lost() -> None:
    assert rules.can_be_lost(day(5), [(day(1), "reached")])
    assert not rules.can_be_lost(day(5), [(day(5), "reached")])
    assert not rules.can_be_lost(day(5), [])


def test_dates_are_held_in_order_and_out_of_the_future_all_at_once() -> None:
    dates = [
        ("a", "received", day(5)),
        ("b", "of first contact", None),
        ("c", "assessed", day(3)),
        ("d", "decided", day(9)),
    ]
    problems = rules.dates_in_order(dates, day(8), 2)
    assert [(p.field, p.rule, p.row) for p in problems] == [("c", "date.order", 2), ("d", "date.future", 2)]
    assert "assessed is before the date received" in problems[0].message


@pytest.mark.parametrize(
    ("start", "end", "other", "other_end", "clash"),
    [
        (5, None, 0, 5, False),
        (5, None, 0, 6, True),
        (5, None, 9, None, True),
        (5, 9, 9, None, False),
        (5, 9, 8, 20, True),
    ],
)
def test_two_stretches_may_touch_but_not_overlap(
    start: int, end: int | None, other: int, other_end: int | None, clash: bool
) -> None:
    ends = [None if number is None else day(number) for number in (end, other_end)]
    assert rules.overlap(day(start), ends[0], day(other), ends[1]) is clash


@pytest.mark.parametrize(
    ("mode", "named", "heads", "new", "fields"),
    [
        ("individual", 1, None, None, []),
        ("individual", 2, None, None, ["attendances"]),
        ("group", 0, None, None, ["attendances"]),
        ("group", 12, None, None, []),
        ("group", 12, 3, None, ["heads"]),
        ("individual", 1, None, 0, ["heads"]),
        ("head_count", 0, 0, None, []),
        ("head_count", 0, 9, 9, []),
        ("head_count", 0, 9, 10, ["heads_new"]),
        ("head_count", 1, None, None, ["attendances", "heads"]),
        ("head_count", 0, -1, -1, ["heads", "heads_new"]),
    ],
)
def test_an_activity_names_people_or_counts_heads(
    mode: str, named: int, heads: int | None, new: int | None, fields: list[str]
) -> None:
    assert [problem.field for problem in rules.heads_problems(mode, named, heads, new, None)] == fields


def test_a_repeat_is_told_by_its_place() -> None:
    assert rules.repeated(["a", None, "b", "a", None, "a"]) == {3, 5}
