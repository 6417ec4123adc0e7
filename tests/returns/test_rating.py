"""The colour of a figure: at the borders, where less is better, and where there is none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.returns.rating import Rating, Rule, rate, words

HUNDRED = Decimal(100)


@pytest.mark.parametrize(
    ("better", "is_better", "colours"),
    [
        ("higher", True, {101: "green", 100: "green", 99.9: "amber", 90: "amber", 89.9: "red"}),
        ("higher", False, {101: "green", 100: "amber", 99.9: "amber", 90: "red", 90.1: "amber"}),
        ("lower", True, {99: "green", 100: "green", 100.1: "amber", 110: "amber", 110.1: "red"}),
        ("lower", False, {99: "green", 100: "amber", 110: "red", 109.9: "amber"}),
    ],
)
def test_borders(better: str, is_better: bool, colours: dict[float, str]) -> None:
    rule = Rule(HUNDRED, better, border_is_better=is_better)  # type: ignore[arg-type]
    assert {value: rate(value, 50, rule).colour for value in colours} == colours


def test_a_share_is_compared_as_it_is_written() -> None:
    rule = Rule(Decimal("0.30"), "higher")
    assert [rate(value, 50, rule).colour for value in (0.3, 0.27, 0.2699)] == ["green", "amber", "red"]


@pytest.mark.parametrize(
    ("value", "n", "rule", "why"),
    [
        (5, 5, Rule(None, "higher"), "No target"),
        (5, 5, Rule(HUNDRED, "none"), "Neither more nor less of it is better"),
        (None, 5, Rule(HUNDRED, "higher"), "No value"),
        (5, 9, Rule(HUNDRED, "higher", least_n=10), "Rests on fewer than 10"),
        (5, None, Rule(HUNDRED, "higher", least_n=1), "Rests on fewer than 1"),
    ],
)
def test_no_colour_says_why(value: float | None, n: int | None, rule: Rule, why: str) -> None:
    assert rate(value, n, rule) == Rating("", why)


def test_exactly_least_n_is_enough() -> None:
    assert rate(100, 10, Rule(HUNDRED, "higher", least_n=10)).colour == "green"


numbers = st.integers(-10_000, 10_000)


@given(numbers, numbers, numbers, st.integers(0, 100), st.booleans(), st.sampled_from(["higher", "lower"]))
def test_a_better_figure_never_has_a_worse_colour(
    one: int, other: int, target: int, amber: int, is_better: bool, better: str
) -> None:
    rule = Rule(Decimal(target), better, Decimal(amber), is_better)  # type: ignore[arg-type]
    worse, best = sorted((one, other), reverse=better == "lower")
    order = ["red", "amber", "green"]
    assert order.index(rate(worse, 1, rule).colour) <= order.index(rate(best, 1, rule).colour)


@given(numbers, numbers, st.integers(0, 100), st.booleans())
def test_lower_is_better_is_the_mirror_of_higher(value: int, target: int, amber: int, is_better: bool) -> None:
    lower = rate(value, 1, Rule(Decimal(target), "lower", Decimal(amber), is_better))
    assert lower == rate(-value, 1, Rule(Decimal(-target), "higher", Decimal(amber), is_better))


def test_the_rule_in_words_names_its_borders() -> None:
    assert words(Rule(None, "higher")).startswith("There is no target")
    assert "no colour" in words(Rule(HUNDRED, "none"))
    higher = words(Rule(HUNDRED, "higher", least_n=10))
    assert "at the target or above" in higher and "below n = 10" in higher
    assert "strictly below" in words(Rule(HUNDRED, "lower", border_is_better=False))


@pytest.mark.parametrize(("value", "places", "colour"), [
    (2.45, 1, "green"), (2.449, 1, "amber"), (2.45, None, "amber"), (2.2499, 2, "amber"), (2.2449, 2, "red"),
    (2.2499, None, "red"),
])  # fmt: skip
def test_what_reads_as_the_target_is_the_target(value: float, places: int | None, colour: str) -> None:
    """Shown with one decimal, 2.45 reads 2.5: beside a target of 2.5 it is green."""
    rule = Rule(Decimal("2.5"), "higher", places=places)
    assert rate(value, 9, rule).colour == colour
    assert ("as it is shown" in words(rule)) is (places is not None)
