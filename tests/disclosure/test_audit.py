"""What a reader can work out: the worked table, exactly."""

import json
from math import inf
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.insight.disclosure import TOTAL, Intruder, Key, Table
from tests.disclosure.tables import code, every_key, intervals, size, table, tables
from tests.thorough import examples

WORKED: dict[str, Any] = json.loads((Path(__file__).parent / "worked.json").read_text())["audit"]


def published(counts: Table, hidden: set[Key]) -> dict[Key, int | None]:
    return {key: None if key in hidden else size(counts, key) for key in every_key(counts)}


@pytest.mark.parametrize("name", WORKED["hidden"])
def test_the_worked_table_gives_the_worked_intervals(name: str) -> None:
    expected = {code(*map(int, at.split(","))): tuple(ends) for at, ends in WORKED["hidden"][name].items()}
    found = Intruder(published(table(WORKED["table"]), set(expected))).intervals()
    assert found.keys() == expected.keys()
    for key, ends in expected.items():
        assert found[key] == pytest.approx(ends, abs=1e-6)


def test_a_count_under_no_published_total_has_no_upper_end() -> None:
    counts = table([3, 9])
    everything = set(every_key(counts))
    assert Intruder(published(counts, everything)).intervals() == dict.fromkeys(everything, (0, inf))
    assert Intruder(published(counts, {("a0",), (TOTAL,)})).intervals() == {("a0",): (0, inf), (TOTAL,): (9, inf)}


def test_only_cells_known_too_closely_are_narrow() -> None:
    counts = table(WORKED["table"])
    corners = {code(0, 0), code(0, 2), code(2, 0), code(2, 2)}
    seen = Intruder(published(counts, corners))
    assert seen.narrow(corners, 4) == [key for key in corners if key in (code(0, 2), code(2, 2))]
    assert seen.narrow([code(0, 0), code(2, 0)], 12) == []
    assert seen.narrow([code(0, 0)], 13) == [code(0, 0)]


def test_counts_that_do_not_add_up_are_not_audited() -> None:
    seen = Intruder({("a",): None, ("b",): 5, (TOTAL,): 3})
    with pytest.raises(ValueError, match="add up"):
        seen.intervals()


@settings(max_examples=examples(40), deadline=None)
@given(tables(2), st.data())
def test_the_audit_agrees_with_another_one(counts: Table, data: st.DataObject) -> None:
    hidden = set(data.draw(st.lists(st.sampled_from(every_key(counts)), unique=True)))
    seen = published(counts, hidden)
    ours, theirs = Intruder(seen), intervals(seen, hidden)
    found = ours.intervals()
    assert found.keys() == theirs.keys()
    for key in hidden:
        assert found[key] == pytest.approx(theirs[key], abs=1e-5)
    narrow = {key for key, (low, high) in theirs.items() if low > 1e-5 or high < 4 - 1e-5}
    assert set(ours.narrow(hidden, 4)) == narrow


def test_a_hidden_total_of_shown_counts_is_known() -> None:
    seen = Intruder({("a",): 4, ("b",): 5, (TOTAL,): None})
    assert seen.intervals() == {(TOTAL,): (9, 9)}
