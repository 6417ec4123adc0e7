"""The rounds of a year, and when somebody is reminded of one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.returns import rules, rules_rounds
from cairn.returns.rules_rounds import ANNUAL, PARTS, Days, rounds_of

ALWAYS = (date(1950, 1, 1), date(2099, 12, 31))
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def test_a_year_is_four_quarters_and_the_whole() -> None:
    found = list(rounds_of(2026, PARTS, Days(), ALWAYS))
    assert [one.name for one in found] == [
        "April to June 2026", "July to September 2026", "October to December 2026", "January to March 2027",
        "Year April 2026 to March 2027",
    ]  # fmt: skip
    first, whole = found[0], found[-1]
    assert (first.observed_to_date, first.opens_date) == (date(2026, 6, 30), date(2026, 7, 1))
    assert first.closes_date == date(2026, 7, 28) and whole.closes_date == date(2027, 5, 26)
    assert whole.kind == ANNUAL and {one.kind for one in found[:-1]} == {"quarterly"}


@given(days, days, st.integers(2019, 2031), st.sets(st.sampled_from(PARTS)))
def test_what_is_asked_for_is_always_sound(a: date, b: date, year: int, parts: set[str]) -> None:
    runs = (min(a, b), max(a, b))
    taken: dict[str, set[tuple[date, date]]] = {"quarterly": set(), ANNUAL: set()}
    for one in rounds_of(year, parts, Days(), runs):
        assert rules.round_problems(0, one, runs, taken[one.kind]) == []
        assert runs[0] <= one.observed_from_date and one.observed_to_date <= runs[1]
        taken[one.kind].add((one.observed_from_date, one.observed_to_date))


@pytest.mark.parametrize(
    ("year", "parts", "open_for", "fields"),
    [
        (2026, PARTS, Days(), []),
        (1066, (), Days(0, 500), ["year", "parts", "quarterly", "annual"]),
        (2026, ("q5",), Days(), ["parts"]),
    ],
)
def test_all_that_is_wrong_with_a_year_is_said_at_once(
    year: int, parts: tuple[str, ...], open_for: Days, fields: list[str]
) -> None:
    assert [one.field for one in rules_rounds.year_problems(year, parts, open_for)] == fields


OPENS, CLOSES = date(2026, 7, 1), date(2026, 7, 28)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 6, 16), None),
        (date(2026, 6, 17), ("opens", 14)),
        (date(2026, 7, 1), ("opened", 27)),
        (date(2026, 7, 14), ("due", 14)),
        (date(2026, 7, 27), ("due", 1)),
        (CLOSES, ("today", 0)),
        (date(2026, 7, 29), ("overdue", 1)),
    ],
)
def test_who_is_reminded_of_what(today: date, said: object) -> None:
    assert rules_rounds.reminder(OPENS, CLOSES, today) == said


@given(st.integers(0, 60))
def test_fourteen_seven_and_one_day_before_the_end_a_stage_begins(left: int) -> None:
    found = rules_rounds.stage(left)
    assert found == (1 if left <= 1 else 7 if left <= 7 else 14 if left <= 14 else 0)


@given(days)
def test_a_day_lies_in_its_financial_year(day: date) -> None:
    period = rules_rounds.period_of(rules_rounds.year_of(day), ANNUAL)
    assert period.contains(day) and (period.end - period.start) < timedelta(days=366)


@given(days, days, days, days)
def test_a_day_is_asked_about_once(a: date, b: date, c: date, d: date) -> None:
    one, other = (min(a, b), max(a, b)), (min(c, d), max(c, d))
    shared = {one[0] + timedelta(n) for n in range((one[1] - one[0]).days + 1)} & {other[0], other[1]}
    within = other[0] <= one[0] <= other[1]
    assert rules.overlaps(one, [other]) == bool(shared or within)
