"""Every provider of a round is told what was learnt, and sees the city beside its own without being able to name another."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.contracts.queries import NotFound
from cairn.kernel.problems import Refused
from cairn.returns import feedback, rules_feedback, uses
from cairn.returns.actions import feedback as giving
from cairn.returns.rules_feedback import LEAST_PROVIDERS, Given, Line, about, by_provider, line, place_of
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import decide, submit

SPRING = "2025-04-01..2025-06-30,quarterly"
#: Figures are 0, or not smaller than what a share of many is.
numbers = st.just(0.0) | st.floats(min_value=1e-6, max_value=1e6)


def of(values: list[float], n: int | None = 100) -> list[Given]:
    return [Given(str(at), value, n) for at, value in enumerate(values)]


def drawn(values: list[float], total: float | None, *, is_counted: bool = False) -> Line | None:
    return line("needs_met", 1, of(values), total, 4, is_counted=is_counted)


@given(st.lists(numbers, max_size=LEAST_PROVIDERS - 1))
def test_fewer_than_five_providers_have_no_picture(values: list[float]) -> None:
    assert drawn(values, sum(values)) is None


@given(st.lists(numbers, min_size=LEAST_PROVIDERS, max_size=60))
def test_the_quartiles_lie_in_order_and_tell_nobody_s_figure_to_the_last_digit(values: list[float]) -> None:
    found = drawn(values, sum(values))
    assert found is not None and found.low <= found.middle <= found.high and found.providers == len(values)
    for shown in (found.low, found.middle, found.high):
        assert len(f"{shown:.10e}".partition("e")[0].rstrip("0").replace(".", "")) <= 2, "two figures at most"


def test_a_provider_with_several_contracts_counts_once_and_too_few_people_not_at_all() -> None:
    several = [Given("a", 10, 50), Given("a", 20, 50), Given("b", 5, 4), Given("c", 7, None)]
    assert by_provider(several, 4) == {"a": 15, "c": 7}


def total_of(values: list[float]) -> float | None:
    found = drawn(values, sum(values), is_counted=True)
    assert found is not None
    return found.total


def test_no_total_where_one_provider_makes_most_of_it_or_nothing_is_added() -> None:
    assert total_of([900, *[10] * 9]) is None
    assert total_of([0] * 10) is None
    assert total_of([3011, *[2000] * 9]) == 21000
    assert drawn([20] * 10, None).total is None  # type: ignore[union-attr]


def test_who_knows_one_figure_comes_near_no_other_by_the_total() -> None:
    """Of 10, 20, 30, 40 and 50 the three in the middle are the quartiles: whoever has 10 would take them off 150."""
    assert total_of([10, 20, 30, 40, 50]) is None
    assert total_of([600, 590, *[10] * 8]) is None, "the second largest would know the largest to 14 per cent"
    assert total_of([600, 590, *[20] * 8]) == 1350


@given(st.lists(st.integers(0, 100_000), min_size=LEAST_PROVIDERS, max_size=12))
def test_what_is_counted_is_never_told_to_the_last_one(values: list[int]) -> None:
    found = drawn([float(value) for value in values], None, is_counted=True)
    assert found is not None and found.low <= found.middle <= found.high
    for shown in (found.low, found.middle, found.high):
        assert shown % 5 == 0
        assert (
            len({value for value in range(max(int(shown) - 2, 0), int(shown) + 3) if about(value, step=5) == shown})
            >= 3
        )


@pytest.mark.parametrize(("value", "shown"), [(0, 0), (0.4371, 0.44), (-1.254, -1.3), (98765, 99000), (7, 7)])
def test_numbers_are_rounded_to_two_figures(value: float, shown: float) -> None:
    assert about(value) == pytest.approx(shown)


def test_where_one_s_own_lies_is_said() -> None:
    found = drawn([10, 20, 30, 40, 50], None)
    assert found is not None and (found.low, found.middle, found.high) == (20, 30, 40)
    assert [place_of(value, found) for value in (5, 20, 40, 41)] == ["below", "among", "among", "above"]


def give(quarter: Quarter, words: str = "We kept the service going.", **said: Any) -> Any:
    by = quarter.commissioner
    with scope.of(by):
        return giving.give(by=by, round_key=SPRING, words=words, **said)


def rules_of(refused: Any) -> set[str]:
    return {one.rule for one in refused.value.problems}


def test_feedback_needs_words_and_something_accepted(quarter: Quarter) -> None:
    with pytest.raises(Refused) as refused:
        give(quarter, " ")
    assert rules_of(refused) == {"feedback.words", "feedback.none"}
    with pytest.raises(Refused) as refused:
        give(quarter, "x" * 2001)
    assert rules_of(refused) == {"feedback.long", "feedback.none"}


def test_it_is_given_once_a_round_and_stands_on_each_return(quarter: Quarter) -> None:
    submit(quarter)
    decide(quarter)
    give(quarter)
    with scope.of(quarter.lead):
        found = feedback.received(quarter.lead, quarter.uid)
        assert found is not None and found.words == "We kept the service going." and found.is_new
        assert found.lines == () and found.mine["needs_met"] == 1, "one provider is no picture"
        assert feedback.unseen(quarter.lead) == (
            (quarter.uid, f"{quarter.contract.reference}, Spring", "Eastborough Council"),
        )
        giving.seen(by=quarter.lead, return_uid=quarter.uid)
        assert feedback.unseen(quarter.lead) == ()
        found_uses = [use for one in uses.of_return(quarter.lead, quarter.uid) for use in one.uses]
        assert {use.kind for use in found_uses} == {"decision"}, "no picture, so nothing was published"
    with pytest.raises(Refused) as refused:
        give(quarter, "Again")
    assert rules_of(refused) == {"feedback.given"}
    with pytest.raises(Refused):
        give(quarter, "For an area of it", area="carers")
    with scope.of(quarter.commissioner):
        [one] = feedback.given(quarter.commissioner)
        assert (one.given_to, one.seen, one.given_date) == (1, 1, date(2025, 7, 10))
        assert feedback.rounds_with(quarter.commissioner) == {SPRING: 1}


def test_after_one_area_there_is_none_for_all(quarter: Quarter) -> None:
    submit(quarter)
    decide(quarter)
    give(quarter, area="carers")
    with pytest.raises(Refused) as refused:
        give(quarter)
    assert rules_of(refused) == {"feedback.given"}


def test_one_provider_may_be_told_something_of_its_own_before_or_after(quarter: Quarter) -> None:
    by = quarter.commissioner
    submit(quarter)
    with scope.of(by):
        giving.write(by=by, return_uid=quarter.uid, words="Thank you for the stories.")
    decide(quarter)
    give(quarter)
    with scope.of(by):
        giving.write(by=by, return_uid=quarter.uid, words="Thank you both.")
    with scope.of(quarter.lead):
        found = feedback.received(quarter.lead, quarter.uid)
        assert found is not None and found.own_words == "Thank you both." and found.words
        with pytest.raises(NotAllowed):
            giving.write(by=quarter.lead, return_uid=quarter.uid, words="I praise myself.")
        with pytest.raises(NotAllowed):
            giving.give(by=quarter.lead, round_key=SPRING, words="I praise myself.")
    with scope.of(by), pytest.raises((NotFound, NotAllowed)):
        giving.seen(by=by, return_uid=quarter.uid)


def test_what_a_row_keeps_is_the_line(quarter: Quarter) -> None:
    found = drawn([10, 20, 30, 40, 50], 150)
    assert found is not None and rules_feedback.Line(**rules_feedback.as_stored(found)) == found  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["20250401..20250630,quarterly", "2025-W14-2..2025-06-30,quarterly"])
def test_a_round_written_in_another_way_is_none(key: str, quarter: Quarter) -> None:
    """It would have a second picture, and the difference of two tells of one provider."""
    submit(quarter)
    decide(quarter)
    with scope.of(quarter.commissioner), pytest.raises(Refused) as refused:
        giving.give(by=quarter.commissioner, round_key=key, words="Once more.")
    assert rules_of(refused) == {"feedback.none"}
