"""Which changes are marked, and which quarters stand beside a return."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.returns.year import is_big, year_of


@pytest.mark.parametrize(
    ("now", "before", "n", "n_before", "marked"),
    [
        (125, 100, 125, 100, False),
        (126, 100, 126, 100, True),
        (75, 100, 75, 100, False),
        (74, 100, 74, 100, True),
        (0.45, 0.6, 40, 40, False),
        (0.449, 0.6, 40, 40, True),
        (9, 4, 9, 4, False),
        (10, 4, 10, 4, True),
        (4, 10, 4, 10, True),
        (0, 3, 0, 3, True),
        (0, 0, 0, 0, False),
        (12, 0, 12, 0, True),
        (None, 12, None, 12, False),
        (12, None, 12, None, False),
        (-1.5, -1, 30, None, True),
    ],
)
def test_a_change_is_marked_by_the_rule(
    now: float | None, before: float | None, n: int | None, n_before: int | None, marked: bool
) -> None:
    assert is_big(now, before, n, n_before) is marked


@given(st.integers(1, 10_000), st.integers(1, 10_000), st.integers(0, 30), st.integers(0, 30))
def test_a_count_is_marked_exactly_beyond_a_quarter_on_ten_or_more(now: int, before: int, n: int, then: int) -> None:
    beyond = abs(Decimal(now) - before) * 4 > before
    assert is_big(now, before, n, then) == (beyond and max(n, then) >= 10)


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_every_day_is_in_one_financial_year(day: date) -> None:
    first, end = year_of(day)
    assert first <= day < end and 365 <= (end - first).days <= 366 and (first.month, first.day) == (4, 1)
