"""The same conditions over a whole Arrow table at once: one mask, equal row by row to `conditions.evaluate`."""

from collections.abc import Iterable
from functools import reduce
from typing import Any as Untyped

import pyarrow as pa
import pyarrow.compute as pc

from cairn.kernel.problems import Problem
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
    Whole,
    kind_of,
)
from cairn.questionnaire.rules import Rule

Table = Untyped
"""A pyarrow.Table; pyarrow ships no types."""
Mask = Untyped
"""A pyarrow.ChunkedArray of booleans."""


def check_table(rules: Iterable[Rule], table: Table) -> list[Problem]:
    """Every rule that every row breaks, by row and then by rule: what `rules.check_row` gives row by row."""
    listed = tuple(rules)
    broken = [(row, place) for place, rule in enumerate(listed) for row in _broken_rows(rule, table)]
    return [listed[place].problem(row) for row, place in sorted(broken)]


def _broken_rows(rule: Rule, table: Table) -> list[int]:
    held: list[bool] = mask(rule.must, table).to_pylist()
    return [row for row, holds in enumerate(held) if not holds]


def mask(condition: Condition, table: Table) -> Mask:
    """One True or False a row, never null. A column that is not there counts as all blank."""
    match condition:
        case All(parts):
            return reduce(pc.and_, (mask(part, table) for part in parts), _constant(table, True))
        case Any(parts):
            return reduce(pc.or_, (mask(part, table) for part in parts), _constant(table, False))
        case Not(part):
            return pc.invert(mask(part, table))
        case _:
            return _leaf(condition, table)


def column_kind(kind: Untyped) -> Kind | None:
    """Which kind of value a column holds; None for True and False, and for a column of nulls."""
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return "text"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return "number"
    return "date" if pa.types.is_date(kind) else None


def _constant(table: Table, value: bool) -> Mask:
    return pa.chunked_array([pa.array([value] * table.num_rows, pa.bool_())])


def _leaf(leaf: Leaf, table: Table) -> Mask:
    if leaf.field not in table.column_names:
        return _constant(table, leaf == Answered(leaf.field, answered=False))
    return pc.fill_null(_test(leaf, table.column(leaf.field), table), False)


def _test(leaf: Leaf, column: Mask, table: Table) -> Mask:
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
    return reduce(pc.or_, (pc.equal(column, pa.scalar(v)) for v in alike), _constant(table, False))


def _answered(column: Mask) -> Mask:
    if column_kind(column.type) != "text":
        return column.is_valid()
    blank = pc.is_in(column, value_set=pa.array(["", *sorted(MISSING)], column.type))
    return pc.and_(column.is_valid(), pc.invert(blank))


def _whole(column: Mask) -> Mask:
    return pc.and_(pc.is_finite(column), pc.equal(column, pc.floor(column)))
