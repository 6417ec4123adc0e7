"""What came of what is due, as numbers alone: nothing is guessed, and nothing is lost when places are added up."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cairn.collection.rules_completion import (
    Count,
    Place,
    Tally,
    as_told,
    by_record,
    counted,
    quarter,
    quarters,
    running,
    total,
)

HERE = Place("B 42", "sp-long", date(2025, 4, 1))
few = st.integers(0, 50)


@given(due=few, sent=few, left_out=few, more=few, is_late=st.booleans())
def test_of_the_record_what_is_due_came_or_was_left_out_or_did_not_come(
    due: int, sent: int, left_out: int, more: int, is_late: bool
) -> None:
    found = by_record(Count(HERE, due + sent + left_out, sent, left_out), sent + more, 0, is_late=is_late)
    assert found.due == found.received + found.left_out + found.missing
    assert (found.came, found.beside, found.missing) == (sent + more, more, due)
    assert found.late == (due if is_late else 0)


@given(expected=st.none() | few, came=few, is_late=st.booleans())
def test_where_a_provider_says_what_it_expects_a_share_is_made_and_else_none(
    expected: int | None, came: int, is_late: bool
) -> None:
    found = as_told(expected, came, 0, is_late=is_late)
    assert found.came == came
    if expected is None:
        assert (found.share, found.blind, found.unknown, found.missing) == (None, came, 1, 0)
    else:
        assert found.received + found.beside == came and found.received + found.missing == expected
        assert found.share is None or 0 <= found.share <= 1


def test_a_quarter_that_goes_on_is_neither_due_nor_unknown() -> None:
    assert running(3, 0) == Tally(came=3, blind=3, going=1)


@given(st.lists(st.tuples(few, few, few), max_size=5))
def test_places_add_up(parts: list[tuple[int, int, int]]) -> None:
    tallies = [by_record(Count(HERE, a + b + c, b, c), b, 0, is_late=True) for a, b, c in parts]
    assert total(tallies).due == sum(sum(part) for part in parts)
    assert total(tallies).late == sum(part[0] for part in parts)


def test_counts_are_of_places_and_travel_as_numbers() -> None:
    other = Place("", "sp-short", date(2025, 7, 1))
    found = counted([(HERE, "due"), (HERE, "sent"), (HERE, "left_out"), (HERE, "outside"), (other, "outside")])
    assert found == [Count(other, outside=1), Count(HERE, 3, 1, 1, 1)]
    assert [Count.from_json(one.as_json()) for one in found] == found
    assert HERE.key != other.key and HERE.key.isidentifier()


def test_a_year_has_calendar_quarters_the_first_cut_to_it() -> None:
    assert list(quarters(date(2025, 5, 12), date(2025, 12, 31))) == [
        date(2025, 5, 12), date(2025, 7, 1), date(2025, 10, 1),
    ]  # fmt: skip
    assert quarter(date(2025, 6, 1), date(2025, 5, 12)) == date(2025, 5, 12)
    assert quarter(date(2025, 8, 1), date(2025, 5, 12)) == date(2025, 7, 1)
