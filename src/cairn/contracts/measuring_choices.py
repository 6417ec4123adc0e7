"""What the conditions of a measure of one's own may be about, in words: code lists, the dictionary of needs, and what the
organisation made itself, its services, types of activity, ladders and steps."""

from collections.abc import Iterable, Mapping
from functools import cache

from cairn.access.actors import Actor
from cairn.contracts.measuring import SUBJECTS, Subject
from cairn.definitions import registry
from cairn.definitions.shapes.needs import NeedsDictionary
from cairn.scales import local
from cairn.services.models import ActivityType, Rung, Service, StepLadder

Choices = Mapping[str, Mapping[str, str]]
"""By column, the words of each value in the order in which they are offered."""


#: Columns whose values an organisation makes itself, under its services.
MADE_UNDER_SERVICES = ("activity_type", "ladder", "rung", "service")


def choices(by: Actor) -> Choices:
    """Every value that a condition may name in the actor's organisation, by column. Five queries."""
    own = _own(by)
    found = {name: _of(kind, own.get(name)) for subject in SUBJECTS.values() for name, kind in subject.columns.items()}
    return {name: values for name, values in found.items() if values}


def of(subject: Subject, every: Choices) -> Choices:
    """Those of one subject."""
    return {name: every[name] for name in subject.columns if name in every}


def _of(kind: str, own: Mapping[str, str] | None) -> Mapping[str, str]:
    if own is not None:
        return own
    return _listed(kind)


@cache
def _listed(kind: str) -> Mapping[str, str]:
    name, _, list_id = kind.partition(":")
    if name == "codes":
        return {entry.code: entry.label for entry in registry.get("codes", list_id).entries}
    if kind == "outcome":
        return {
            f"{one.id}/{each.ref}": f"{each.label} ({one.label})"
            for one in registry.all("framework")
            for each in one.outcomes
        }
    if kind == "need":
        return _first((need.id, need.label) for one in _dictionaries() for need in one.needs)
    if kind == "need_area":
        return _first((area.id, area.label) for one in _dictionaries() for area in one.areas)
    return {}


def _dictionaries() -> list[NeedsDictionary]:
    numbers = registry.PACKAGE.versions("needs", "common")
    return [registry.get("needs", "common", number) for number in reversed(numbers)]


def _first(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The first label of each: rows of old keep their need, in the words of the newest dictionary that has it."""
    found: dict[str, str] = {}
    for id, label in said:
        found.setdefault(id, label)
    return found


def _own(by: Actor) -> dict[str, dict[str, str]]:
    """What the organisation made itself. What is no longer in use has records all the same."""
    mine = {"organisation_id": by.organisation_id}
    types = ActivityType.objects.filter(**mine).order_by("name", "service__name", "pk")
    ladders = StepLadder.objects.filter(**mine).order_by("name", "service__name", "pk")
    rungs = Rung.objects.filter(**mine).order_by("ladder__name", "ladder_id", "position")
    services = Service.objects.filter(**mine).order_by("name", "pk")
    return {
        "activity_type": {
            str(uid): f"{name} ({service})" if is_active else f"{name} ({service}, no longer in use)"
            for uid, name, service, is_active in types.values_list("uid", "name", "service__name", "is_active")
        },
        "ladder": {
            str(uid): f"{name} ({service})"
            for uid, name, service in ladders.values_list("uid", "name", "service__name")
        },
        "rung": {
            str(uid): f"{label} ({ladder})" for uid, label, ladder in rungs.values_list("uid", "label", "ladder__name")
        },
        "service": {str(uid): name for uid, name in services.values_list("uid", "name")},
        "scale": {one.id: one.short_label for one in local.offered(by) if one.headline},
    }
