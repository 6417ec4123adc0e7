"""Needs by their id, whichever version of the dictionary they were recorded under: nothing recorded is ever unreadable."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from cairn.definitions import registry
from cairn.definitions.registry import NotDefined
from cairn.definitions.shapes.needs import Need

OTHER = ("other", "Other needs")


@dataclass(frozen=True, slots=True)
class Entry:
    """A need in words. `area` is where the newest dictionary lists it, or its own version did; `definition` is the entry
    as it was when it was recorded, None where no version known here has it."""

    id: str
    label: str
    area: str
    area_label: str
    definition: Need | None


@cache
def entry(need: str, version: int) -> Entry:
    """The entry of a need recorded under this version, or under any other that has it."""
    newest = _found(need, registry.get("needs").version)
    recorded = _found(need, version) or newest or _anywhere(need)
    definition = recorded[0] if recorded else None
    area, area_label = (newest or recorded or (None, OTHER))[1]
    label = definition.label if definition else need.replace("_", " ").capitalize()
    return Entry(need, label, area, area_label, definition)


def areas(entries: Iterable[Entry] = ()) -> list[tuple[str, str]]:
    """(id, label) of the areas of the newest dictionary, then those that only these entries know."""
    known = {area.id: area.label for area in registry.get("needs").areas}
    return list((known | {one.area: one.area_label for one in entries if one.area not in known}).items())


def _anywhere(need: str) -> tuple[Need, tuple[str, str]] | None:
    """In the latest version that still had it: what was said on one day may be put to what was said before an update."""
    versions = registry.PACKAGE.versions("needs", "common")[::-1]
    return next((found for version in versions if (found := _found(need, version))), None)


def _found(need: str, version: int) -> tuple[Need, tuple[str, str]] | None:
    try:
        dictionary = registry.get("needs", "common", version)
        found = dictionary.need(need)
    except (NotDefined, KeyError):
        return None
    return found, next(((area.id, area.label) for area in dictionary.areas if area.id == found.area), OTHER)
