"""A Questionnaire of FHIR R4 as the plan of a scale of one's own. What a plan cannot hold is listed, never dropped unsaid."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cairn.exchange.fhir import LEAST, MOST, ORDINAL
from cairn.kernel.problems import Problem, Refused
from cairn.scales import building, files
from cairn.scales.building import Area, Plan

_TAKEN = {
    "resourceType", "id", "meta", "url", "version", "name", "title", "status", "publisher", "description", "copyright",
    "item", "subjectType", "date", "text", "language",
}  # fmt: skip
_ITEM_TAKEN = {"linkId", "prefix", "text", "type", "answerOption", "item", "extension", "required"}
_KINDS = ("choice", "open-choice", "integer", "boolean", "group")
_WORDS = {
    "enableWhen": "when it is asked", "answerValueSet": "answers from a list elsewhere", "initial": "its first answer",
    "repeats": "that it may be answered several times", "code": "its codes", "readOnly": "that it is read only",
    "definition": "its definition elsewhere", "maxLength": "its longest answer",
}  # fmt: skip
SHOWN = 60
Answers = tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Carried:
    """A plan, and in words all that could not be carried into it."""

    plan: Plan
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    answers: Answers
    low: int
    high: int


def read(data: bytes) -> Carried:
    """Raises Refused for what is no Questionnaire, or holds no question that can be answered by a number."""
    return carried(files.parsed(data))


def carried(value: Any) -> Carried:
    if not isinstance(value, Mapping) or value.get("resourceType") != "Questionnaire":
        raise _refused("kind", "This file is neither a scale of Cairn nor a FHIR Questionnaire.")
    if value.get("status") not in ("draft", "active", "retired", "unknown"):
        raise _refused("status", "`status`: a Questionnaire is draft, active, retired or unknown.")
    left = [f"“{_short(name)}” of the whole" for name in value if name not in _TAKEN]
    found = list(_items(value.get("item"), "item", left, 0))
    if not found:
        raise _refused("items", "`item`: no question of it is answered by a choice or a whole number.")
    plan = Plan(
        label=_line(value.get("title") or value.get("name"))[:120] or "A scale without a name",
        about=_line(value.get("description"))[:1000], holder=_holder(value), **_common(found),
    )  # fmt: skip
    return Carried(replace(plan, areas=[_area(one, plan) for one in _apart(found, left)]), left)


def _refused(rule: str, message: str) -> Refused:
    fix = "Choose a .cairn-scale.json file, or a Questionnaire of FHIR R4 in JSON."
    return Refused([Problem(f"fhir.{rule}", message, fix, field="file")])


def _line(text: Any) -> str:
    return " ".join(text.split()) if isinstance(text, str) else ""


def _short(text: Any) -> str:
    said = _line(text)
    return said if len(said) <= SHOWN else f"{said[:SHOWN]}…"


def _holder(value: Mapping[str, Any]) -> str:
    """Whoever says that they hold rights is believed until the organisation says otherwise."""
    return (_line(value.get("publisher")) or _line(value["copyright"]))[:200] if _line(value.get("copyright")) else ""


def _items(items: Any, place: str, left: list[str], depth: int) -> Iterator[_Asked]:
    for number, one in enumerate(items if isinstance(items, list) else ()):
        at = f"{place}[{number}]"
        if not isinstance(one, Mapping) or not _line(one.get("linkId")):
            raise _refused("item", f"`{at}`: an item has a linkId and a type.")
        name = _short(one.get("text")) or _short(one["linkId"])
        left += [f"“{name}”: {words}" for words in _lost(one)]
        if (asked := _asked(one, at)) is not None:
            yield asked
        elif one.get("type") == "group":
            left.append(f"“{name}”: that its questions stand together as a group")
        else:
            left.append(f"“{name}”: the whole item, which is of type {_short(one.get('type')) or 'none'}")
        yield from _items(one.get("item"), f"{at}.item", left, depth + 1)


def _lost(one: Mapping[str, Any]) -> Iterator[str]:
    for name in one:
        if name not in _ITEM_TAKEN:
            yield _WORDS.get(name, f"“{_short(name)}”")
    if one.get("required") is True:
        yield "that it must be answered"
    if one.get("type") == "open-choice":
        yield "that another answer may be written"
    for each in _extensions(one):
        if each.get("url") not in (LEAST, MOST):
            yield f"an extension, {_short(each.get('url'))}"


def _extensions(one: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = one.get("extension")
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _asked(one: Mapping[str, Any], at: str) -> _Asked | None:
    """A question that a whole number answers; None for any other item."""
    text, kind = _line(one.get("text")) or _line(one["linkId"]), one.get("type")
    if kind in ("choice", "open-choice") and isinstance(one.get("answerOption"), list) and one["answerOption"]:
        answers = _options(one["answerOption"], at)
    elif kind == "boolean":
        answers = ((0, "No"), (1, "Yes"))
    elif kind == "integer":
        low, high = _end(one, LEAST, 0, at), _end(one, MOST, 10, at)
        return _Asked(text, (), low, high)
    else:
        return None
    values = [value for value, _ in answers]
    return _Asked(text, answers, min(values), max(values))


def _end(one: Mapping[str, Any], url: str, otherwise: int, at: str) -> int:
    found = next((each.get("valueInteger") for each in _extensions(one) if each.get("url") == url), otherwise)
    if type(found) is not int or not building.LEAST_END <= found <= building.MOST_END:
        raise _refused("end", f"`{at}`: answers lie between {building.LEAST_END} and {building.MOST_END}.")
    return found


def _options(options: Sequence[Any], at: str) -> Answers:
    """Each answer's number: what it counts for, else its code, where all of these are different whole numbers; else its
    place, from 0."""
    if len(options) > building.MOST_NAMED * 5 or not all(isinstance(one, Mapping) for one in options):
        raise _refused("options", f"`{at}.answerOption`: a list of answers, at most {building.MOST_NAMED * 5}.")
    numbers = [_number(one) for one in options]
    if None in numbers or len(set(numbers)) != len(numbers):
        numbers = list(range(len(options)))
    return tuple(sorted((number or 0, _label(one)) for number, one in zip(numbers, options, strict=True)))


def _number(option: Mapping[str, Any]) -> int | None:
    found = option.get("valueInteger")
    coding = option.get("valueCoding")
    if isinstance(coding, Mapping):
        points = [
            each.get("valueDecimal")
            for each in (*_extensions(coding), *_extensions(option))
            if each.get("url") == ORDINAL
        ]
        code = coding.get("code")
        found = points[0] if points else _whole(code)
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    fits = type(found) is int and building.LEAST_END <= found <= building.MOST_END
    return found if fits else None


def _whole(code: Any) -> int | None:
    is_number = isinstance(code, str) and code.isascii() and code.removeprefix("-").isdecimal() and len(code) < 6
    return int(code) if is_number else None


def _label(option: Mapping[str, Any]) -> str:
    coding = option.get("valueCoding")
    if isinstance(coding, Mapping):
        return _line(coding.get("display"))[:200]
    return _line(option.get("valueString"))[:200]


def _common(found: Sequence[_Asked]) -> dict[str, Any]:
    """What most questions have in common: the ends and names of the answers."""
    shapes = [(one.low, one.high, one.answers) for one in found]
    low, high, answers = max(shapes, key=shapes.count)
    named = {value: words for value, words in answers if words}
    if low >= high:
        high = low + 1
    return {
        "low": low,
        "high": high,
        "low_label": named.pop(low, ""),
        "high_label": named.pop(high, ""),
        "labels": named,
    }


def _apart(found: Sequence[_Asked], left: list[str]) -> Iterator[_Asked]:
    """Questions of one text become several areas, told apart by a number; more than can be asked are left out, and said."""
    seen: dict[str, int] = {}
    for one in found[: building.MOST_AREAS]:
        seen[one.text.casefold()] = count = seen.get(one.text.casefold(), 0) + 1
        yield one if count == 1 else replace(one, text=f"{one.text[:480]} ({count})")
    left += [f"“{_short(one.text)}”: the whole item, as there are too many" for one in found[building.MOST_AREAS :]]


def _area(one: _Asked, plan: Plan) -> Area:
    named = {plan.low: plan.low_label, plan.high: plan.high_label, **plan.labels}
    kept: dict[str, Any] = {}
    if (one.low, one.high) != (plan.low, plan.high):
        kept = {"low": one.low, "high": one.high}
    if one.answers and {value: words for value, words in one.answers if words} != {v: w for v, w in named.items() if w}:
        kept["choices"] = [{"value": value, "label": words} for value, words in one.answers if words]
    long = len(one.text) > building.LONGEST
    label = f"{one.text[: building.LONGEST - 1]}…" if long else one.text
    return Area(label=label, text=one.text[: building.LONGEST_QUESTION] if long else "", kept=kept)
