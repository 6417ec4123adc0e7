"""The condition language: a tree of frozen dataclasses, and its reading over one row.

A row is a mapping of field to value: text, whole number, number, date, True or False, or None.
Two-valued on purpose: a leaf about a field that is absent, None or of another type is False, never "unknown".
So an engine with nulls (SQL, Arrow) must take null as False at each leaf, before `not` turns it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cairn.questionnaire import texts
from cairn.questionnaire.texts import DaysAfter, Matches, Reads, TextLeaf

Scalar = str | int | float | bool | date
Value = Scalar | None
Row = Mapping[str, Value]
Kind = Literal["text", "number", "date"]

MISSING = frozenset({"not_asked", "not_known", "refused", "withheld", "not_applicable", "not_collected"})
"""Codes that say why there is no answer. A field that holds one is not answered."""


@dataclass(frozen=True, slots=True)
class Equals:
    """The field holds this value."""

    field: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class In:
    """The field holds one of these values."""

    field: str
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The field holds a number (or date) of this size or more."""

    field: str
    value: int | float | date


@dataclass(frozen=True, slots=True)
class AtMost:
    """The field holds a number (or date) of this size or less."""

    field: str
    value: int | float | date


@dataclass(frozen=True, slots=True)
class Answered:
    """The field holds something that is neither blank nor a code for a missing answer; or, with False, does not."""

    field: str
    answered: bool = True


@dataclass(frozen=True, slots=True)
class Whole:
    """The field holds a number without a fraction."""

    field: str


@dataclass(frozen=True, slots=True)
class OfKind:
    """The field holds a value of this kind. True and False are of no kind."""

    field: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds. With no parts: always."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds. With no parts: never."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


TypedLeaf = Equals | In | AtLeast | AtMost | Answered | Whole | OfKind
Leaf = TypedLeaf | TextLeaf
Condition = Leaf | All | Any | Not
ALWAYS = All(())


def evaluate(condition: Condition, row: Row) -> bool:
    """Whether the condition holds for this row."""
    match condition:
        case All(parts):
            return all(evaluate(part, row) for part in parts)
        case Any(parts):
            return any(evaluate(part, row) for part in parts)
        case Not(part):
            return not evaluate(part, row)
        case Matches() | Reads() | DaysAfter():
            return texts.holds(condition, row)
        case _:
            return _leaf(condition, row.get(condition.field))


def fields_of(condition: Condition) -> frozenset[str]:
    """The names of every field that the condition looks at."""
    leaves = leaves_of(condition)
    return frozenset(leaf.field for leaf in leaves) | {leaf.since for leaf in leaves if isinstance(leaf, DaysAfter)}


def leaves_of(condition: Condition) -> tuple[Leaf, ...]:
    """Every leaf of the tree, in reading order."""
    match condition:
        case All(parts) | Any(parts):
            return tuple(leaf for part in parts for leaf in leaves_of(part))
        case Not(part):
            return leaves_of(part)
        case _:
            return (condition,)


def kind_of(value: Value) -> Kind | None:
    """Which kind a value is; None for a blank, True and False."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        return "text"
    return "number" if isinstance(value, int | float) else "date"


def _leaf(leaf: TypedLeaf, value: Value) -> bool:
    match leaf:
        case Equals(_, wanted):
            return _same(value, wanted)
        case In(_, values):
            return any(_same(value, wanted) for wanted in values)
        case AtLeast(_, bound):
            return _not_below(value, bound)
        case AtMost(_, bound):
            return _not_below(bound, value)
        case Answered(_, answered):
            return (value is not None and value != "" and value not in MISSING) == answered
        case Whole():
            return isinstance(value, int | float) and kind_of(value) == "number" and _whole(value)
        case _:
            return kind_of(value) == leaf.kind


def _same(value: Value, wanted: Scalar) -> bool:
    return kind_of(value) == kind_of(wanted) and value == wanted


def _not_below(value: Value, bound: Value) -> bool:
    kind = kind_of(value)
    if kind in (None, "text") or kind != kind_of(bound):
        return False
    return bool(value >= bound)  # type: ignore[operator]  # both are numbers, or both are dates


def _whole(value: float) -> bool:
    return math.isfinite(value) and value == math.floor(value)
