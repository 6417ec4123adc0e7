"""The same conditions over a whole Arrow table at once: one mask, equal row by row to `conditions.evaluate`."""

from collections.abc import Iterable
from functools import reduce
from typing import Any as Untyped

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cairn.kernel.problems import Problem
from cairn.questionnaire import text_columns
from cairn.questionnaire.conditions import (
    MISSING,
    All,
    Answered,
    Any,
    AtLeast,
    AtMost,
    Condition,
    Equals,
    In,
    Kind,
    Leaf,
    Not,
    Scalar,
    TypedLeaf,
    Whole,
    kind_of,
)
from cairn.questionnaire.rules import Rule
from cairn.questionnaire.texts import DaysAfter, Matches, Reads, TextLeaf

Table = Untyped
"""A pyarrow.Table; pyarrow ships no types."""
Mask = Untyped
"""A pyarrow.ChunkedArray of booleans."""


def check_table(rules: Iterable[Rule], table: Table) -> list[Problem]:
    """Every rule that every row breaks, by row and then by rule: what `rules.check_row` gives row by row."""
    listed = tuple(rules)
    broken = [(row, place) for place, rows in enumerate(broken_rows(listed, table)) for row in rows.tolist()]
    return [listed[place].problem(row) for row, place in sorted(broken)]


def broken_rows(rules: Iterable[Rule], table: Table) -> list[Untyped]:
    """For each rule the rows that break it, as a NumPy array in order: for a table too long for a problem each."""
    masks = Masks(table)
    return [np.flatnonzero(~masks.of(rule.must).to_numpy()) for rule in rules]


def mask(condition: Condition, table: Table) -> Mask:
    """One True or False a row, never null. A column that is not there counts as all blank."""
    return Masks(table).of(condition)


class Masks:
    """The masks of one table. Rules share their parts (the same need is asked of by many), so each is worked out once."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: dict[object, Mask] = {}

    def of(self, condition: Condition) -> Mask:
        """One True or False a row, never null."""
        key = _key(condition)
        if key not in self._known:
            self._known[key] = self._made(condition)
        return self._known[key]

    def _made(self, condition: Condition) -> Mask:
        match condition:
            case All(parts):
                return reduce(pc.and_, map(self.of, parts)) if parts else _constant(self._table, True)
            case Any(parts):
                return reduce(pc.or_, map(self.of, parts)) if parts else _constant(self._table, False)
            case Not(part):
                return pc.invert(self.of(part))
            case _:
                return _leaf(condition, self._table)


def _key(condition: Condition) -> object:
    """What a condition is known by: its words, for 1, 1.0 and True are equal and no test of one is a test of another."""
    return repr(condition)


def column_kind(kind: Untyped) -> Kind | None:
    """Which kind of value a column holds; None for True and False, and for a column of nulls."""
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return "text"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return "number"
    return "date" if pa.types.is_date(kind) else None


def _constant(table: Table, value: bool) -> Mask:
    return pa.chunked_array([pa.repeat(value, table.num_rows)])


def _leaf(leaf: Leaf, table: Table) -> Mask:
    if leaf.field not in table.column_names:
        return _constant(table, leaf == Answered(leaf.field, answered=False))
    column = table.column(leaf.field)
    found = _text_test(leaf, column, table) if isinstance(leaf, TextLeaf) else _test(leaf, column, table)
    return pc.fill_null(found, False)


def _text_test(leaf: TextLeaf, column: Mask, table: Table) -> Mask:
    """What is no text passes none of these tests."""
    if column_kind(column.type) != "text":
        return _constant(table, False)
    match leaf:
        case Matches(_, pattern):
            return text_columns.matches(column, pattern)
        case Reads():
            return text_columns.reads(column, leaf)
        case DaysAfter(_, since, low, high):
            known = since in table.column_names and column_kind(table.column(since).type) == "text"
            return text_columns.days_after(column, table.column(since), low, high) if known else _constant(table, False)


def _test(leaf: TypedLeaf, column: Mask, table: Table) -> Mask:
    kind = column_kind(column.type)
    match leaf:
        case Equals(_, wanted):
            return _one_of(column, (wanted,), table)
        case In(_, values):
            return _one_of(column, values, table)
        case AtLeast(_, bound):
            comparable = kind == kind_of(bound)
            return pc.greater_equal(column, pa.scalar(bound)) if comparable else _constant(table, False)
        case AtMost(_, bound):
            comparable = kind == kind_of(bound)
            return pc.less_equal(column, pa.scalar(bound)) if comparable else _constant(table, False)
        case Answered(_, answered):
            found = _answered(column)
            return found if answered else pc.invert(found)
        case Whole():
            return _whole(column) if kind == "number" else _constant(table, False)
        case _:
            return column.is_valid() if kind == leaf.kind else _constant(table, False)


def _one_of(column: Mask, values: tuple[Scalar, ...], table: Table) -> Mask:
    """Values of another kind than the column's cannot be in it."""
    truth = pa.types.is_boolean(column.type)
    kind = column_kind(column.type)
    alike = [v for v in values if (isinstance(v, bool) if truth else kind is not None and kind_of(v) == kind)]
    if kind == "text" and len(alike) > 1:
        return pc.is_in(column, value_set=pa.array(alike, column.type))
    return reduce(pc.or_, (pc.equal(column, pa.scalar(v)) for v in alike), _constant(table, False))


def _answered(column: Mask) -> Mask:
    if column_kind(column.type) != "text":
        return column.is_valid()
    blank = pc.is_in(column, value_set=pa.array(["", *sorted(MISSING)], column.type))
    return pc.and_(column.is_valid(), pc.invert(blank))


def _whole(column: Mask) -> Mask:
    return pc.and_(pc.is_finite(column), pc.equal(column, pc.floor(column)))
