"""Conditions over answers, which are all text: how a bound, a number or a blank is meant there.

Pure: no Django. A definition file says `at_least: 60`; of a column of text that means that the text reads as a number.
"""

from datetime import date

from cairn.questionnaire.conditions import (
    All,
    Answered,
    Any,
    AtLeast,
    AtMost,
    Condition,
    Equals,
    In,
    Leaf,
    Not,
    Scalar,
)
from cairn.questionnaire.texts import Matches, Reads

_SOMETHING = r"[\s\S]+"


def given(column: str) -> Condition:
    """Something stands there. No code for a missing answer is a blank here: a form says what its codes are."""
    return Matches(column, _SOMETHING)


def blank(column: str) -> Condition:
    return Not(given(column))


def as_text(condition: Condition) -> Condition:
    """The same condition, as it is read over answers."""
    match condition:
        case All(parts):
            return All(tuple(as_text(part) for part in parts))
        case Any(parts):
            return Any(tuple(as_text(part) for part in parts))
        case Not(part):
            return Not(as_text(part))
        case _:
            return _leaf(condition)


def _leaf(leaf: Leaf) -> Condition:
    match leaf:
        case Equals(field, value):
            return Equals(field, _written(value))
        case In(field, values):
            return In(field, tuple(_written(value) for value in values))
        case AtLeast(field, bound):
            return _reads(field, low=bound)
        case AtMost(field, bound):
            return _reads(field, high=bound)
        case Answered(field, answered):
            return given(field) if answered else blank(field)
        case _:
            return leaf


def _reads(field: str, low: float | date | None = None, high: float | date | None = None) -> Reads:
    bound = low if low is not None else high
    if isinstance(bound, date):
        return Reads(field, "date", low, high)  # type: ignore[arg-type]  # one of them is this date, the other None
    return Reads(field, "number", None if low is None else int(low), None if high is None else int(high))  # type: ignore[arg-type]


def _written(value: Scalar) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
