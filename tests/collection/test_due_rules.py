"""Who owes which form, as rules of dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.collection import sampling
from cairn.collection.rules_due import Span, Stay, Verdict, review_day, verdict, years_after

YEAR = Span(date(2026, 4, 1), date(2027, 3, 31))
TODAY = date(2026, 11, 23)
CAME = date(2025, 6, 10)


def owed(when: str, stay: Stay, today: date = TODAY) -> Verdict | None:
    return verdict(when, stay, YEAR, today)  # type: ignore[arg-type]


def test_everybody_who_comes_in_the_year_owes_a_client_record_of_the_day_they_came() -> None:
    assert owed("entry", Stay(date(2026, 4, 1))) == Verdict(date(2026, 4, 1))
    assert owed("entry", Stay(CAME)) is None


@pytest.mark.parametrize(
    ("days", "why_not"), [(27, "too_short"), (28, None), (365, None), (730, None), (731, "too_long")]
)
def test_a_short_stay_owes_its_outcomes_from_28_days_to_two_years(days: int, why_not: str | None) -> None:
    end = date(2026, 5, 1)
    assert owed("departure", Stay(end - timedelta(days), end)) == Verdict(end, why_not)  # type: ignore[arg-type]


def test_two_years_are_counted_by_the_calendar() -> None:
    assert owed("departure", Stay(date(2024, 4, 2), date(2026, 4, 2))) == Verdict(date(2026, 4, 2))
    assert years_after(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_who_is_still_there_owes_no_form_of_departure_and_it_says_so() -> None:
    assert owed("departure", Stay(CAME)) == Verdict(None, "still_here")
    assert owed("departure", Stay(date(2027, 4, 1))) is None
    assert owed("departure", Stay(CAME, date(2026, 3, 31))) is None


def test_a_long_stay_owes_its_outcomes_at_the_first_review_that_was_held_in_the_year() -> None:
    stay = Stay(CAME, reviews=(date(2026, 3, 1), date(2026, 9, 1), date(2026, 12, 1)), next_review=date(2027, 3, 1))
    assert owed("review", stay) == Verdict(date(2026, 9, 1))


def test_where_none_was_held_the_day_of_the_plan_counts_and_without_a_plan_the_day_they_came() -> None:
    assert owed("review", Stay(CAME, next_review=date(2026, 8, 1))) == Verdict(date(2026, 8, 1))
    assert owed("review", Stay(CAME, next_review=date(2027, 8, 1))) == Verdict(date(2026, 6, 10))
    assert owed("review", Stay(CAME)) == Verdict(date(2026, 6, 10))


def test_a_review_that_is_still_ahead_is_not_owed_yet() -> None:
    assert owed("review", Stay(CAME, next_review=date(2027, 1, 5))) == Verdict(date(2027, 1, 5), "review_ahead")


def test_who_came_this_year_has_the_first_yearly_review_next_year() -> None:
    assert owed("review", Stay(date(2026, 5, 1))) == Verdict(None, "first_year")


def test_who_left_before_the_review_owes_none() -> None:
    assert owed("review", Stay(CAME, date(2026, 6, 9))) == Verdict(date(2026, 6, 10), "left_before")
    assert owed("review", Stay(CAME, date(2026, 6, 10))) == Verdict(date(2026, 6, 10))
    assert owed("review", Stay(CAME, date(2026, 3, 31))) is None
    assert owed("review", Stay(date(2027, 4, 1))) is None


@given(came=st.dates(date(2000, 1, 1), date(2026, 3, 31)))
def test_everybody_who_was_there_before_the_year_has_one_day_of_review_in_it(came: date) -> None:
    day = review_day(Stay(came), YEAR)
    assert day is not None and YEAR.holds(day)


@given(seed=st.text(max_size=8), person=st.text(max_size=8), small=st.integers(0, 100), large=st.integers(0, 100))
def test_a_larger_sample_holds_every_smaller_one_of_its_seed(seed: str, person: str, small: int, large: int) -> None:
    if small <= large and sampling.in_sample(seed, person, small):
        assert sampling.in_sample(seed, person, large)


def test_a_sample_is_about_as_large_as_it_says_and_100_percent_is_everybody() -> None:
    people = [f"p{n}" for n in range(2000)]
    assert abs(sum(sampling.in_sample("2026", one, 10) for one in people) - 200) < 60
    assert all(sampling.in_sample("2026", one, 100) for one in people)
    assert not any(sampling.in_sample("2026", one, 0) for one in people)
