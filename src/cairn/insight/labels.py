"""Codes of a dimension in words, as the data dictionary has them. No Django here."""

from collections.abc import Iterable, Iterator
from functools import cache

from cairn.definitions import registry
from cairn.definitions.mart import TABLES
from cairn.definitions.shapes.checklist import Checklist
from cairn.definitions.shapes.codes import MISSING_LABELS
from cairn.definitions.shapes.needs import NeedsDictionary

#: Where all who gave no answer are one group.
TOGETHER = {"no_answer": "No answer, for any reason"}


def label_of(dimension: str, code: str) -> str:
    """The label of a code; the code itself where it has none (a place, a service)."""
    return _labels(dimension).get(code) or MISSING_LABELS.get(code) or TOGETHER.get(code) or _made(dimension, code)


def _made(dimension: str, code: str) -> str:
    """The name of a scale that an organisation made itself, or of a band of one; else the code."""
    id, _, rest = code.partition("/")
    try:
        if dimension == "scale":
            return registry.get("scale", id).short_label
        if dimension == "band" and rest:
            number, named, place = rest.split("/")
            scale = registry.get("scale", id, int(number))
            bands = next(one for one in scale.bands if one.id == named)
            return f"{scale.short_label}: {bands.bands[int(place)].name} ({bands.label})"
    except (LookupError, StopIteration, ValueError):
        return code
    return code


def codes_of(dimension: str) -> tuple[str, ...]:
    """The codes of a dimension in the order of its list; () where it has none."""
    return tuple(_labels(dimension))


@cache
def _labels(dimension: str) -> dict[str, str]:
    for columns in TABLES.values():
        kind, _, list_id = columns.get(dimension, "").partition(":")
        if kind == "codes":
            return {entry.code: entry.label for entry in registry.get("codes", list_id).entries}
    if dimension == "framework":
        return {each.id: each.label for each in registry.all("framework")}
    if dimension == "outcome":
        return {f"{each.id}/{one.ref}": one.label for each in registry.all("framework") for one in each.outcomes}
    if dimension == "scale":
        return {each.id: each.short_label for each in registry.all("scale")}
    if dimension == "band":
        return dict(_bands())
    if dimension == "check_item":
        return _lasting((item.id, item.label) for each in _checklists() for item in each.items)
    if dimension == "need":
        return _lasting((need.id, need.label) for each in _dictionaries() for need in each.needs)
    if dimension == "need_area":
        return _lasting((area.id, area.label) for each in _dictionaries() for area in each.areas)
    return {}


def _bands() -> Iterator[tuple[str, str]]:
    """Every band of every version of every scale, in the order of its set, with the scale and the set that name it."""
    for id in registry.PACKAGE.ids("scale"):
        for number in registry.PACKAGE.versions("scale", id):
            scale = registry.get("scale", id, number)
            for named in scale.bands:
                for place, band in enumerate(named.bands):
                    words = f"{scale.short_label}: {band.name} ({named.label})"
                    yield f"{id}/{number}/{named.id}/{place}", words


def _dictionaries() -> list[NeedsDictionary]:
    """Every version of the needs dictionary, the newest first: rows of old keep their words."""
    numbers = registry.PACKAGE.versions("needs", "common")
    return [registry.get("needs", "common", number) for number in reversed(numbers)]


def _checklists() -> list[Checklist]:
    """Every version of every checklist, the newest first."""
    found = [
        (id, number)
        for id in registry.PACKAGE.ids("checklist")
        for number in registry.PACKAGE.versions("checklist", id)
    ]
    return [registry.get("checklist", id, number) for id, number in reversed(found)]


def _lasting(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The first label of each id."""
    found: dict[str, str] = {}
    for id, label in said:
        found.setdefault(id, label)
    return found
