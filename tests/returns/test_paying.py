"""Payment by outcomes, in decimals: each whole one above where it begins, or once; never below nothing, never above the most."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.definitions import registry
from cairn.returns.paying import Line, Term, pay, term_problems, total, words

POUNDS = st.decimals(Decimal("0.01"), Decimal(100_000), places=2)
VALUES = st.one_of(st.integers(-50, 10_000).map(float), st.floats(-50, 10_000, allow_nan=False))
AFTER = st.decimals(0, 500, places=2)
TERMS = st.builds(
    Term, st.just("needs_met"), st.just(""), POUNDS, AFTER, st.booleans(), st.one_of(st.none(), POUNDS)
)  # fmt: skip


def paid(value: float | None, **of: object) -> Line:
    each = {"pounds_each": Decimal(100), **of}
    return pay(Term("needs_met", "", **each), "Needs met", value, 7)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "of", "pounds"),
    [
        (12.0, {}, "1200.00"),
        (12.0, {"after": Decimal(10)}, "200.00"),
        (10.0, {"after": Decimal(10)}, "0.00"),
        (9.0, {"after": Decimal(10)}, "0.00"),
        (12.9, {"after": Decimal(10)}, "200.00"),
        (12.0, {"most_pounds": Decimal("1000.50")}, "1000.50"),
        (10.0, {"after": Decimal(10), "is_lump": True}, "100.00"),
        (9.99, {"after": Decimal(10), "is_lump": True}, "0.00"),
        (0.3, {"after": Decimal("0.3"), "is_lump": True}, "100.00"),
        (3.0, {"pounds_each": Decimal("0.10")}, "0.30"),
        (None, {}, "0.00"),
    ],
)
def test_what_a_figure_is_paid(value: float | None, of: dict[str, object], pounds: str) -> None:
    assert str(paid(value, **of).pounds) == pounds


def test_a_line_says_that_it_reached_the_most() -> None:
    assert paid(12.0, most_pounds=Decimal(500)).is_capped
    assert not paid(5.0, most_pounds=Decimal(500)).is_capped


@given(TERMS, VALUES)
def test_never_below_nothing_never_above_the_most_and_always_whole_pence(term: Term, value: float) -> None:
    line = pay(term, "", value)
    assert line.pounds >= 0 and line.pounds == line.pounds.quantize(Decimal("0.01"))
    assert term.most_pounds is None or line.pounds <= term.most_pounds


@given(TERMS, VALUES, VALUES)
def test_more_is_never_paid_less(term: Term, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert pay(term, "", low).pounds <= pay(term, "", high).pounds


@given(TERMS, st.integers(0, 5000))
def test_without_a_most_each_whole_one_is_paid_exactly_alike(term: Term, more: int) -> None:
    free = Term(term.measure, "", term.pounds_each, Decimal(10))
    assert pay(free, "", float(10 + more)).pounds == term.pounds_each * more


@given(st.lists(st.tuples(TERMS, VALUES), max_size=5))
def test_a_total_is_the_sum_to_the_penny(pairs: list[tuple[Term, float]]) -> None:
    lines = tuple(pay(term, "", value) for term, value in pairs)
    assert total(lines) == sum(line.pounds for line in lines)


def test_a_rule_is_read_out() -> None:
    assert words(Term("m", "", Decimal(120), Decimal(5), most_pounds=Decimal(6000)), "count") == (
        "£120 for each whole one above 5. At most £6,000 a round."
    )
    assert words(Term("m", "", Decimal("12.50")), "count") == "£12.50 for each whole one."
    assert (
        words(Term("m", "", Decimal(500), Decimal("0.6"), True), "share")
        == "£500 once, where the figure is 60% or more."
    )


def test_what_cannot_be_counted_one_by_one_is_paid_once_or_not_at_all() -> None:
    mean = next(one for one in registry.all("measure") if one.kind in ("mean", "share", "paired_change"))
    assert [one.rule for one in term_problems(Term(mean.id, "", Decimal(1)), mean)] == ["payment.each"]
    assert not term_problems(Term(mean.id, "", Decimal(1), is_lump=True), mean)


@pytest.mark.parametrize("none", ["NaN", "sNaN", "Infinity", "1e309"])
def test_what_is_no_number_is_no_amount(none: str) -> None:
    worst = Term("needs_met", "", Decimal(none), Decimal(none), False, Decimal(none))
    found = term_problems(worst, registry.get("measure", "needs_met"))
    assert [one.field for one in found] == ["pounds_each", "most_pounds", "after"]


def test_every_wrong_part_of_a_term_is_said_at_once() -> None:
    found = term_problems(Term("x", "", Decimal(0), Decimal("-1"), False, Decimal("0.001")), None)
    assert [one.field for one in found] == ["figure", "pounds_each", "most_pounds", "after"]
    count = registry.get("measure", "needs_met")
    assert [one.field for one in term_problems(Term("needs_met", "", Decimal(1), Decimal("0.005")), count)] == ["after"]
