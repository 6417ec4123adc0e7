"""Numbers, periods and bars as people read them."""

from datetime import date

import pytest

from cairn.insight.results import TOTAL, CrossCell, Crosstab
from cairn.kernel.periods import Period
from cairn.presentation import bars, crosstab, figures, periods


@pytest.mark.parametrize(
    ("number", "kind", "decimals", "said"),
    [
        (1234, "count", 0, "1,234"), (0.256, "share", 0, "26%"), (1.5, "paired_change", 2, "+1.50"),
        (-0.001, "paired_change", 2, "0.00"), (-0.5, "paired_change", 1, "−0.5"), (None, "count", 0, ""),
        (0.004, "share", 0, "0%"), (3.25, "mean", 1, "3.3"),
    ],
)  # fmt: skip
def test_a_value_reads_by_its_kind(number: float | None, kind: str, decimals: int, said: str) -> None:
    assert figures.value(number, kind, decimals) == said


def test_what_is_hidden_is_never_nought() -> None:
    found = figures.stat(CrossCell(None, None, suppressed=True), "count", suppressed=True)
    assert found.hidden == "hidden" and found.value == "" and found.n == ""


def test_a_figure_in_words_has_interval_and_n() -> None:
    cell = CrossCell(128, 0.62, low=0.53, high=0.7)
    assert figures.in_words(cell, "share") == "62% (95% interval 53% to 70%, n = 128)"
    assert figures.in_words(CrossCell(5, 5), "count") == "5"


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("2026-Q3", "July to September 2026"), ("2026", "2026"), ("FY2025", "April 2025 to March 2026"),
        ("FY2025-Q4", "January to March 2026"), ("2026-01-05..2026-02-01", "5 January 2026 to 1 February 2026"),
    ],
)  # fmt: skip
def test_a_period_in_words(label: str, said: str) -> None:
    assert periods.words(Period.parse(label)) == said


def test_every_period_that_is_offered_can_be_read_back() -> None:
    offered = periods.choices(date(2026, 2, 3))
    assert [periods.words(Period.parse(label)) for label, _ in offered] == [words for _, words in offered]
    assert offered[0] == ("2026-Q1", "January to March 2026")


def test_a_hidden_bar_says_so_and_lets_a_strict_policy_pass() -> None:
    found = [
        bars.Bar("", "Woman", CrossCell(6, 6), False, "6"),
        bars.Bar("", "Man", CrossCell(None, None, suppressed=True), True, ""),
    ]
    drawn = str(bars.drawn(found, words="Six women; the rest is hidden."))
    assert 'aria-label="Six women; the rest is hidden."' in drawn
    assert drawn.count(">hidden<") == 1 and ">6<" in drawn and " style=" not in drawn


@pytest.mark.parametrize(
    ("inside", "is_drawn"),
    [
        ([CrossCell(6, 6), CrossCell(None, None, suppressed=True)], True),
        ([CrossCell(None, None, suppressed=True)] * 2, False),
        ([CrossCell(0, 0), CrossCell(None, None, suppressed=True)], False),
    ],
)
def test_a_cross_tab_is_drawn_only_where_it_shows_somebody(inside: list[CrossCell], is_drawn: bool) -> None:
    cells = {("woman", "no"): inside[0], ("man", "no"): inside[1], (TOTAL, TOTAL): CrossCell(9, 9)}
    table = Crosstab(
        measure="referrals_received", version=1, label="", period=Period.parse("2025-Q2"), rows_dim="gender",
        columns_dim="disability", rows=("woman", "man"), columns=("no",), cells=cells, hidden=1, threshold=4,
        sentence="", basis="submitted", as_of=None,
    )  # fmt: skip
    assert crosstab.may_draw(table, {"woman": "Woman", "man": "Man"}, {"no": "No"}) is is_drawn
