"""What is hidden and what is shown, by example."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cairn.insight.disclosure import (
    COMMISSIONER,
    PUBLIC,
    TOTAL,
    Audience,
    Cell,
    Figure,
    Share,
    protect_counts,
    protect_means,
    protect_shares,
    sentence,
)
from cairn.insight.disclosure.protect import settle
from tests.disclosure.tables import code, table

WORKED: dict[str, Any] = json.loads((Path(__file__).parent / "worked.json").read_text())


def test_the_worked_table_hides_a_rectangle_and_shows_every_total() -> None:
    safe = protect_counts(table(WORKED["audit"]["table"]), COMMISSIONER)
    hidden = {key for key, cell in safe.cells.items() if cell.suppressed}
    assert len(hidden) == 4
    assert safe.cells[code(0, 0)].why == "primary"
    assert {safe.cells[key].why for key in hidden - {code(0, 0)}} == {"secondary"}
    assert safe.cells[code(None, None)].value == 178
    assert not any(TOTAL in key for key in hidden)


@pytest.mark.parametrize("name", ["area_by_sex", "marital_by_sex"])
def test_the_handbooks_tables_hide_every_small_count_and_keep_the_grand_total(name: str) -> None:
    counts = table(WORKED[name])
    safe = protect_counts(counts, COMMISSIONER)
    for key, count in zip(counts.keys, counts.cube.flat, strict=True):
        assert not 1 <= count <= 4 or safe.cells[key].why == "primary"
    assert safe.cells[code(None, None)].value == int(np.sum(WORKED[name]))


def test_a_table_with_nothing_small_is_shown_whole() -> None:
    safe = protect_counts(table([[10, 0], [30, 12]]), COMMISSIONER)
    assert safe.hidden == 0
    assert safe.published()[code(0, 1)] == 0
    assert sentence(safe) == "Nothing is hidden in this table."


@pytest.mark.parametrize(
    ("count", "commissioner", "public"), [(0, 0, 0), (1, None, None), (4, None, None), (5, 5, None), (8, 8, 8)]
)
def test_one_figure_alone_is_hidden_by_its_own_size(count: int, commissioner: int | None, public: int | None) -> None:
    assert protect_counts(table(count), COMMISSIONER).published() == {(): commissioner}
    assert protect_counts(table(count), PUBLIC).published() == {(): public}


def test_a_threshold_of_nought_hides_nothing() -> None:
    assert protect_counts(table([[1, 0], [2, 1]]), Audience("trusted", 0)).hidden == 0


def test_where_one_code_holds_everybody_the_line_is_flagged_and_for_the_public_protected() -> None:
    counts = table([[20, 0, 0], [15, 30, 25], [12, 14, 17]])
    shown, kept = protect_counts(counts, COMMISSIONER), protect_counts(counts, PUBLIC)
    assert shown.groups == kept.groups == (code(0, None),)
    assert shown.hidden == 0
    assert sorted(cell.why for cell in kept.cells.values() if cell.why) == ["secondary"] * 3 + ["zero_row"]
    assert kept.cells[code(0, 0)].value is None
    assert kept.cells[code(0, None)].value == 20


def test_a_line_of_one_code_is_no_group() -> None:
    assert protect_counts(table([[20], [30]]), PUBLIC).groups == ()


def test_zeros_may_be_kept_like_small_counts() -> None:
    safe = protect_counts(table([[20, 0, 18], [15, 30, 25]]), Audience("strict", 4, zeros="hidden"))
    assert safe.cells[code(0, 1)] == Cell(None, suppressed=True, why="primary")
    assert "small counts (0 to 4)" in sentence(safe)


def test_four_ones_under_a_total_of_four_are_not_given_away_by_their_number() -> None:
    safe = protect_counts(table([13, 1, 1, 1, 1]), COMMISSIONER)
    assert safe.cells[("a0",)].suppressed


def test_a_table_of_too_few_people_keeps_only_its_total() -> None:
    safe = protect_counts(table([[1, 1, 1, 1, 1]]), COMMISSIONER)
    assert safe.published()[code(None, None)] == 5
    assert safe.hidden == len(safe.cells) - 1
    assert sentence(safe).startswith("This table is hidden: it has small counts (1 to 4)")


def test_an_audit_that_fails_hides_everything() -> None:
    counts = table(WORKED["audit"]["table"])
    small = (counts.cube > 0) & (counts.cube < 5)
    safe = settle(counts, COMMISSIONER, hidden=small, small=small, zeros=np.zeros_like(small))
    assert safe.hidden == len(safe.cells)
    assert safe.cells[code(0, 0)].why == "primary"


def test_the_reason_never_crosses_the_wall() -> None:
    safe = protect_counts(table(WORKED["audit"]["table"]), COMMISSIONER)
    assert safe.published()[code(0, 0)] is None
    assert set(map(type, safe.published().values())) == {int, type(None)}
    assert "primary" not in repr(safe)
    assert "primary" not in sentence(safe)


@pytest.mark.parametrize(
    ("counts", "audience", "says"),
    [
        (
            [3, 25, 14, 60],
            COMMISSIONER,
            "2 of 5 counts, totals included, are hidden: small counts (1 to 4), and others",
        ),
        (3, COMMISSIONER, "This count is hidden: it is one of the small counts (1 to 4)."),
        (1, Audience("x", 1), "small counts (1)"),
        (2, Audience("x", 2), "small counts (1 to 2)"),
    ],
)
def test_the_sentence_says_how_many_and_why(counts: Any, audience: Audience, says: str) -> None:
    assert says in sentence(protect_counts(table(counts), audience))


def test_a_share_is_recomputed_from_shown_counts() -> None:
    safe = protect_shares(table([30, 60]), table([50, 80]), COMMISSIONER)
    assert safe.cells[("a0",)] == Share(0.6, 30, 50)
    assert safe.cells[(TOTAL,)] == Share(90 / 130, 90, 130)


@pytest.mark.parametrize("reached", [2, 48])
def test_a_share_is_hidden_where_few_reached_or_few_did_not(reached: int) -> None:
    safe = protect_shares(table([reached, 30, 41]), table([50, 80, 70]), COMMISSIONER)
    assert safe.cells[("a0",)] == Share(None, None, None, suppressed=True)
    assert sum(share.suppressed for share in safe.cells.values()) == 2
    assert safe.cells[(TOTAL,)].denominator == 200


def test_nobody_counted_has_no_share_and_nothing_to_hide() -> None:
    assert protect_shares(table([0, 30]), table([0, 80]), COMMISSIONER).cells[("a0",)] == Share(None, 0, 0)


def test_shares_of_different_shapes_or_above_one_are_refused() -> None:
    with pytest.raises(ValueError, match="same dimensions"):
        protect_shares(table([1, 2]), table([1, 2, 3]), COMMISSIONER)
    with pytest.raises(ValueError, match="more than its denominator"):
        protect_shares(table([5, 2]), table([4, 3]), COMMISSIONER)


def test_a_mean_is_hidden_wherever_its_n_is() -> None:
    means = {("a0",): 2.5, ("a1",): 1.5, ("a2",): 0.5, (TOTAL,): 1.0}
    safe = protect_means(means, table([3, 20, 30, 0]), COMMISSIONER)
    assert safe.cells[("a0",)] == Figure(None, None, suppressed=True)
    assert safe.cells[(TOTAL,)] == Figure(1.0, 53)
    assert safe.cells[("a3",)] == Figure(None, 0)
    for key, cell in safe.table.cells.items():
        assert safe.cells[key].suppressed == cell.suppressed
        assert not cell.suppressed or safe.cells[key].value is None


def test_a_mean_of_no_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="cell or a margin"):
        protect_means({("elsewhere",): 1.0}, table([3, 20]), COMMISSIONER)
