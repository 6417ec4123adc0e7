"""Conditions as Ibis filters: over every row what `questionnaire.conditions.evaluate` says of it. No Django here."""

from datetime import date
from functools import reduce
from typing import Any as Untyped

import ibis
import ibis.expr.types as ir

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
from cairn.questionnaire.texts import TextLeaf


def holds(condition: Condition, table: ir.Table) -> ir.BooleanValue:
    """One True or False a row, never null. A column that is not there counts as all blank."""
    match condition:
        case All(parts):
            return reduce(lambda a, b: a & b, (holds(part, table) for part in parts), _constant(True))
        case Any(parts):
            return reduce(lambda a, b: a | b, (holds(part, table) for part in parts), _constant(False))
        case Not(part):
            return ~holds(part, table)
        case _:
            return _leaf(condition, table)


def _constant(value: bool) -> Untyped:
    return ibis.literal(value)


def _leaf(leaf: Leaf, table: ir.Table) -> Untyped:
    if isinstance(leaf, TextLeaf):
        raise TypeError("a test of text as it stands in files is for forms; a mart's columns have kinds")
    if leaf.field not in table.columns:
        return _constant(leaf == Answered(leaf.field, answered=False))
    column: Untyped = table[leaf.field]
    return ibis.coalesce(_test(leaf, column), False)


def _test(leaf: TypedLeaf, column: Untyped) -> Untyped:
    kind = _column_kind(column)
    match leaf:
        case Equals(_, wanted):
            return _one_of(column, (wanted,))
        case In(_, values):
            return _one_of(column, values)
        case AtLeast(_, bound):
            return column >= _value(bound) if kind == kind_of(bound) else _constant(False)
        case AtMost(_, bound):
            return column <= _value(bound) if kind == kind_of(bound) else _constant(False)
        case Answered(_, answered):
            return _answered(column) == answered
        case Whole():
            return _whole(column) if kind == "number" else _constant(False)
        case _:
            return column.notnull() if kind == leaf.kind else _constant(False)


def _column_kind(column: Untyped) -> Kind | None:
    """Which kind of value a column holds; None for True and False, and for lists."""
    type_ = column.type()
    if type_.is_string():
        return "text"
    if type_.is_date():
        return "date"
    return "number" if type_.is_numeric() and not type_.is_boolean() else None


def _one_of(column: Untyped, values: tuple[Scalar, ...]) -> Untyped:
    """Values of another kind than the column's cannot be in it."""
    truth, kind = column.type().is_boolean(), _column_kind(column)
    alike = [v for v in values if (isinstance(v, bool) if truth else kind is not None and kind_of(v) == kind)]
    return reduce(lambda a, b: a | b, (column == _value(v) for v in alike), _constant(False))


def _answered(column: Untyped) -> Untyped:
    if _column_kind(column) != "text":
        return column.notnull()
    return ibis.coalesce(~column.isin(["", *sorted(MISSING)]), False)


def _whole(column: Untyped) -> Untyped:
    if not column.type().is_floating():
        return column.notnull()
    return ~column.isnan() & ~column.isinf() & (column == column.floor())


def _value(value: Scalar) -> Untyped:
    return ibis.date(value) if isinstance(value, date) else ibis.literal(value)
