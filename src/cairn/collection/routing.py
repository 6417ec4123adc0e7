"""When a column is asked, in words: for paper, for a sheet that is filled in elsewhere, for whoever writes a program.

Pure: no Django.
"""

from collections.abc import Callable

from cairn.collection.columns import FormColumn
from cairn.questionnaire.conditions import ALWAYS, All, Any, Condition, Equals, In, Not
from cairn.questionnaire.texts import Reads

Naming = Callable[[str], str]
"""What a column is called where the words are read."""


def asked_words(column: FormColumn, naming: Naming) -> str:
    """`Only where MaxIncome_1a is Yes`; blank for what is always asked."""
    return "" if column.asked == ALWAYS else f"Only where {_words(column.asked, naming)}."


def _words(condition: Condition, naming: Naming) -> str:
    match condition:
        case All(parts):
            return " and ".join(_within(part, naming) for part in parts)
        case Any(parts) if alike := _same_value(parts):
            names = " or ".join(naming(one.field) for one in alike)
            return f"{names} is {alike[0].value}"
        case Any(parts):
            return " or ".join(_within(part, naming) for part in parts)
        case Not(part):
            return f"it is not so that {_within(part, naming)}"
        case Equals(field, value):
            return f"{naming(field)} is {value}"
        case In(field, values):
            return f"{naming(field)} is {'one of ' if len(values) > 1 else ''}{', '.join(map(str, values))}"
        case Reads(field, _, low, high):
            return f"{naming(field)} is {_bounds(low, high)}"
        case _:
            return f"{naming(condition.field)} is answered"


def _within(condition: Condition, naming: Naming) -> str:
    said = _words(condition, naming)
    return f"({said})" if isinstance(condition, All | Any) and len(condition.parts) > 1 else said


def _same_value(parts: tuple[Condition, ...]) -> list[Equals]:
    """All of them, where each asks for the same answer of another column."""
    found = [part for part in parts if isinstance(part, Equals)]
    return found if len(found) == len(parts) and len({part.value for part in found}) == 1 else []


def _bounds(low: object, high: object) -> str:
    if high is None:
        return f"{low} or more" if low is not None else "given"
    return f"{high} or less" if low is None else f"{low} to {high}"
