"""Conditions as JSON Schema (2020-12) about one form, in which what is blank is absent. Pure.

What a schema cannot say gives None: days between two days, a bound that is far away. That is checked on receipt alone.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cairn.questionnaire.conditions import ALWAYS, All, Condition, Equals, In, Leaf, Not
from cairn.questionnaire.conditions import Any as AnyOf
from cairn.questionnaire.texts import REAL_DAY, WHOLE_NUMBER, Matches, Reads

Schema = dict[str, Any]
SOMETHING = r"[\s\S]+"
_FAR = 1_000


def schema(condition: Condition) -> Schema | None:
    """The condition; None where a schema cannot say it."""
    match condition:
        case All(parts):
            return _together("allOf", parts) if condition != ALWAYS else {}
        case AnyOf(parts):
            return _together("anyOf", parts)
        case Not(part):
            said = schema(part)
            return None if said is None else {"not": said}
        case _:
            return _leaf(condition)


def _together(word: str, parts: Iterable[Condition]) -> Schema | None:
    said = [schema(part) for part in parts]
    if None in said:
        return None
    return said[0] if len(said) == 1 else {word: said}


def _leaf(leaf: Leaf) -> Schema | None:
    match leaf:
        case Equals(field, value):
            return _has(field, {"const": str(value)})
        case In(field, values):
            return _has(field, {"enum": [str(value) for value in values]})
        case Matches(field, pattern) if pattern == SOMETHING:
            return {"required": [field]}
        case Matches(field, pattern):
            return _has(field, {"pattern": whole(pattern)})
        case Reads(field, kind, low, high):
            found = number(low, high) if kind == "number" else day(low, high)
            return None if found is None else _has(field, found)
    return None


def _has(field: str, what: Schema) -> Schema:
    return {"required": [field], "properties": {field: what}}


def whole(pattern: str) -> str:
    """A pattern that holds from end to end, as JSON Schema has it: there a pattern is looked for anywhere."""
    return f"^(?:{pattern})$"


def day(low: object = None, high: object = None) -> Schema | None:
    return {"pattern": whole(REAL_DAY)} if low is None and high is None else None


def number(low: int | date | None = None, high: int | date | None = None) -> Schema | None:
    """Text that reads as a whole number within bounds that are not far from nought."""
    bounds = [bound for bound in (low, high) if bound is not None]
    if any(isinstance(bound, date) or not 0 <= bound <= _FAR for bound in bounds):
        return None
    parts: list[Schema] = [{"pattern": whole(WHOLE_NUMBER)}]
    if isinstance(low, int):
        parts.append({"not": {"pattern": whole("|".join((_NEGATIVE, *_to(low - 1))))}})
    if isinstance(high, int):
        parts.append({"pattern": whole("|".join((_NEGATIVE, *_to(high))))})
    return parts[0] if len(parts) == 1 else {"allOf": parts}


_NEGATIVE = "-[0-9]*[1-9][0-9]*"


def _to(last: int) -> list[str]:
    return [f"-?0*(?:{'|'.join(map(str, range(last + 1)))})"] if last >= 0 else []
