"""Conditions as they are written in definition files: `{field: state, equals: met}`, `all: […]`, `any: […]`, `not: …`.

The tree they are read into, and its reading over one row, are `questionnaire.conditions`. The forms:

    {field: x, equals: v}   {field: x, in: [v, …]}   {field: x, at_least: n}   {field: x, at_most: n}
    {field: x, answered: true|false}   {all: [c, …]}   {any: [c, …]}   {not: c}

and, of text as it stands in files (forms only):

    {field: x, matches: pattern}   {field: x, includes: code}, of several divided by semicolons
    {field: x, days_after: y, at_least: n, at_most: n}, either bound or both
"""

import re
from datetime import date
from typing import Annotated
from typing import Any as Untyped

from pydantic import BeforeValidator, InstanceOf, PlainSerializer

from cairn.questionnaire.conditions import All, Answered, Any, AtLeast, AtMost, Condition, Equals, In, Leaf, Not, Scalar
from cairn.questionnaire.texts import DaysAfter, Matches

FORMS = "{field: …, equals|in|at_least|at_most|answered: …}, {all: […]}, {any: […]} or {not: …}"


class ConditionError(ValueError):
    """What was written is no condition."""


def parse(raw: Untyped) -> Condition:
    """The tree of one written condition. Raises ConditionError with what is wrong and the forms there are."""
    if not isinstance(raw, dict):
        raise ConditionError(f"a condition is {FORMS}")
    if "field" in raw:
        return _leaf(raw)
    if len(raw) != 1:
        raise ConditionError(f"a condition is one of {FORMS}; this has: {', '.join(map(str, raw)) or 'nothing'}")
    [(word, inner)] = raw.items()
    return _tree(str(word), inner)


def written(condition: Condition) -> dict[str, Untyped]:
    """A tree as it is written in a definition file: what `parse` reads back as the same. Raises ConditionError for a test
    that has no written form."""
    match condition:
        case All(parts):
            return {"all": [written(part) for part in parts]}
        case Any(parts):
            return {"any": [written(part) for part in parts]}
        case Not(part):
            return {"not": written(part)}
        case _:
            return {"field": condition.field, **_written_test(condition)}


def _written_test(leaf: Leaf) -> dict[str, Untyped]:
    match leaf:
        case Equals(_, value):
            return {"equals": value}
        case In(_, values):
            return {"in": list(values)}
        case AtLeast(_, bound):
            return {"at_least": bound}
        case AtMost(_, bound):
            return {"at_most": bound}
        case Answered(_, answered):
            return {"answered": answered}
        case Matches(_, pattern):
            return {"matches": pattern}
        case DaysAfter(_, since, low, high):
            bounds = {"at_least": low, "at_most": high}
            return {"days_after": since, **{name: days for name, days in bounds.items() if days is not None}}
    raise ConditionError("this test has no written form")


def _tree(word: str, inner: Untyped) -> Condition:
    if word == "not":
        return Not(parse(inner))
    if word not in ("all", "any") or not isinstance(inner, list):
        raise ConditionError(f"`{word}` with this content is no condition; write {FORMS}")
    parts = tuple(parse(part) for part in inner)
    return All(parts) if word == "all" else Any(parts)


def _leaf(raw: dict[str, Untyped]) -> Leaf:
    if "days_after" in raw and isinstance(raw["field"], str):
        return _days_after(raw)
    if len(raw) != 2 or not isinstance(raw["field"], str):
        raise ConditionError("a condition about a field has its name and one test, such as {field: state, equals: met}")
    [(test, value)] = [(key, value) for key, value in raw.items() if key != "field"]
    if test not in _TESTS:
        raise ConditionError(f"`{test}` is no test; there are {', '.join(_TESTS)}")
    return _TESTS[test](raw["field"], value)


def _equals(field: str, value: Untyped) -> Leaf:
    return Equals(field, _scalar(value))


def _in(field: str, value: Untyped) -> Leaf:
    if not isinstance(value, list) or not value:
        raise ConditionError("`in` takes a list of values, such as [met, part_met]")
    return In(field, tuple(_scalar(item) for item in value))


def _at_least(field: str, value: Untyped) -> Leaf:
    return AtLeast(field, _size(value))


def _at_most(field: str, value: Untyped) -> Leaf:
    return AtMost(field, _size(value))


def _answered(field: str, value: Untyped) -> Leaf:
    if not isinstance(value, bool):
        raise ConditionError("`answered` takes true or false")
    return Answered(field, value)


def _matches(field: str, value: Untyped) -> Leaf:
    try:
        re.compile(value)
    except (TypeError, re.error):
        raise ConditionError("`matches` takes a pattern, such as '[0-9]{5}'") from None
    return Matches(field, value)


def _includes(field: str, value: Untyped) -> Leaf:
    if not isinstance(value, str):
        raise ConditionError("`includes` takes one code, as text")
    return Matches(field, rf"(?:.*; )?{re.escape(value)}(?:; .*)?")


def _days_after(raw: dict[str, Untyped]) -> Leaf:
    bounds = {name: value for name, value in raw.items() if name not in ("field", "days_after")}
    whole = all(isinstance(value, int) and not isinstance(value, bool) for value in bounds.values())
    if (
        not isinstance(raw["days_after"], str)
        or not bounds
        or not whole
        or not bounds.keys() <= {"at_least", "at_most"}
    ):
        raise ConditionError("`days_after` takes a field, and `at_least` or `at_most` or both, in days")
    return DaysAfter(raw["field"], raw["days_after"], bounds.get("at_least"), bounds.get("at_most"))


_TESTS = {
    "equals": _equals, "in": _in, "at_least": _at_least, "at_most": _at_most, "answered": _answered,
    "matches": _matches, "includes": _includes,
}  # fmt: skip


def _scalar(value: Untyped) -> Scalar:
    if not isinstance(value, str | int | float | date):
        raise ConditionError("a value is text, a number, a date, true or false")
    return value


def _size(value: Untyped) -> int | float | date:
    if isinstance(value, bool) or not isinstance(value, int | float | date):
        raise ConditionError("a bound is a number or a date")
    return value


def _read(raw: Untyped) -> Untyped:
    return parse(raw) if isinstance(raw, dict | list | str) else raw


Written = Annotated[Condition, InstanceOf[object], BeforeValidator(_read), PlainSerializer(written)]
"""A condition as the field of a shape: read from YAML when the shape is, and written as it stands there."""
