"""Which tables and audiences can be; what the moves are."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.insight.disclosure import COMMISSIONER, PUBLIC, TOTAL, Audience, Table
from cairn.insight.disclosure.moves import corners
from tests.disclosure.tables import every_key, shapes, size, tables
from tests.thorough import examples

AGE = ("age", ("young", "old"))


@pytest.mark.parametrize(
    ("dimensions", "cells", "says"),
    [
        ((("age", ()),), {}, "Dimension age"),
        ((("age", ("a", "a")),), {}, "each once"),
        ((("age", ("a", TOTAL)),), {}, "none of them"),
        (tuple((f"d{i}", ("a",)) for i in range(5)), {}, "at most 4 dimensions"),
        ((("place", tuple(map(str, range(20_000)))),), {}, "at most"),
        ((AGE,), {("young", "old"): 1}, "key"),
        ((AGE,), {("middle",): 1}, "key"),
        ((AGE,), {(TOTAL,): 1}, "key"),
        ((AGE,), {("old",): -1}, "whole number"),
        ((AGE,), {("old",): 1.5}, "whole number"),
        ((AGE,), {("old",): True}, "whole number"),
    ],
)
def test_a_table_that_cannot_be_is_refused(dimensions: Any, cells: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Table(dimensions, cells)


def test_neither_an_error_nor_a_printed_table_tells_a_count() -> None:
    with pytest.raises(ValueError, match="whole number") as refused:
        Table((AGE,), {("young",): -31})
    assert "31" not in str(refused.value)
    assert "37" not in repr(Table((AGE,), {("young",): 37}))


@settings(max_examples=examples(60), deadline=None)
@given(tables(4))
def test_margins_are_sums(counts: Table) -> None:
    assert counts.keys == every_key(counts)
    assert [int(n) for n in counts.cube.flat] == [size(counts, key) for key in counts.keys]


def test_audiences_are_data() -> None:
    assert (COMMISSIONER.threshold, COMMISSIONER.zeros) == (4, "shown")
    assert (PUBLIC.threshold, PUBLIC.zeros) == (7, "group")
    assert Audience("analyst under agreement 7", 0).threshold == 0


@pytest.mark.parametrize(("threshold", "zeros"), [(-1, "shown"), (0, "group"), (0, "hidden")])
def test_an_audience_that_cannot_be_is_refused(threshold: int, zeros: Any) -> None:
    with pytest.raises(ValueError, match="threshold"):
        Audience("x", threshold, zeros)


@settings(deadline=None)
@given(shapes(), st.data())
def test_a_move_changes_only_its_corners_and_every_margin_still_adds_up(
    codes: tuple[int, ...], data: st.DataObject
) -> None:
    place = tuple(data.draw(st.integers(0, n)) for n in codes)
    opposite = tuple(
        data.draw(st.integers(0, n).filter(lambda to, at=at: to != at)) for n, at in zip(codes, place, strict=True)
    )
    shape = tuple(n + 1 for n in codes)
    change = np.zeros(shape, dtype=int)
    found = corners(shape, place, opposite)
    assert found[0] == (place, 1)
    assert {at for at, _ in found} == set(product(*zip(place, opposite, strict=True)))
    for at, sign in found:
        change[at] += sign
    for axis, n in enumerate(codes):
        inner, total = np.split(change, [n], axis=axis)
        assert (inner.sum(axis=axis, keepdims=True) == total).all()
