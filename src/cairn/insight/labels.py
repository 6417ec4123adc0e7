"""Codes of a dimension in words, as the data dictionary has them. No Django here."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

from cairn.definitions import registry
from cairn.definitions.mart import ANSWERED, EVERY
from cairn.definitions.shapes.checklist import Checklist
from cairn.definitions.shapes.codes import MISSING_LABELS
from cairn.definitions.shapes.form import CollectionForm
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
    for columns in EVERY.values():
        kind, _, list_id = columns.get(dimension, "").partition(":")
        if kind == "codes":
            return {entry.code: entry.label for entry in registry.get("codes", list_id).entries}
    if dimension in _OF_FORMS or dimension in ANSWERED:
        return _of_forms(dimension)
    return _lasting(_LISTED[dimension]()) if dimension in _LISTED else {}


def _of_forms(dimension: str) -> dict[str, str]:
    """What the forms of the package ask, and the answers that they offer: every version, the newest first."""
    said = _OF_FORMS.get(dimension) or partial(_answers, ANSWERED[dimension].partition(":")[2])
    return _lasting(pair for form in _forms() for pair in said(form))


def _forms() -> list[CollectionForm]:
    library = registry.PACKAGE
    found = [(id, number) for id in library.ids("form") for number in reversed(library.versions("form", id))]
    return [registry.get("form", id, number) for id, number in found]


def _answers(from_record: str, form: CollectionForm) -> Iterator[tuple[str, str]]:
    fields = [field for section in form.sections for field in section.fields if field.from_record == from_record]
    return ((choice.code, choice.label) for field in fields for choice in field.choices)


def _parts(form: CollectionForm) -> Iterator[tuple[str, str]]:
    for need in form.needs:
        for part in need.parts:
            code = f"{form.programme}/{need.ref}"
            yield (f"{code}_{part.id}" if part.id else code), part.label


_OF_FORMS: dict[str, Callable[[CollectionForm], Iterable[tuple[str, str]]]] = {
    "form": lambda form: [(form.id, form.label)],
    "form_domain": lambda form: [(f"{form.programme}/{one.id}", one.label) for one in form.domains],
    "form_need": lambda form: [(f"{form.programme}/{one.ref}", one.label) for one in form.needs],
    "form_part": _parts,
    "form_reason": lambda form: [(f"{form.programme}/{one.code}", one.label) for one in form.reasons],
}


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


_LISTED: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
    "framework": lambda: ((each.id, each.label) for each in registry.all("framework")),
    "outcome": lambda: (
        (f"{each.id}/{one.ref}", one.label) for each in registry.all("framework") for one in each.outcomes
    ),
    "scale": lambda: ((each.id, each.short_label) for each in registry.all("scale")),
    "band": _bands,
    "check_item": lambda: ((item.id, item.label) for each in _checklists() for item in each.items),
    "need": lambda: ((need.id, need.label) for each in _dictionaries() for need in each.needs),
    "need_area": lambda: ((area.id, area.label) for each in _dictionaries() for area in each.areas),
}
