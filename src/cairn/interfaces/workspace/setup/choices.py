"""What the pages of the set-up offer: starters, ladders, outcomes, needs. Plain values for the templates."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from cairn.definitions import registry
from cairn.definitions.shapes.needs import Area, Need
from cairn.definitions.shapes.scale import Scale
from cairn.definitions.shapes.starter import Starter
from cairn.services import rules
from cairn.services.setting_up import PlannedType, SetUp
from cairn.web.options import Option

MODES = [Option(value=code, text=label) for code, label in rules.MODES.items()]
CAN_MEET = [("", "Not among the first"), *rules.CAN_MEET.items()]


@dataclass(frozen=True, slots=True)
class Card:
    """A starter, and all that it brings."""

    id: str
    label: str
    words: str
    activities: tuple[str, ...]
    ladders: tuple[str, ...]
    needs: tuple[str, ...]


@cache
def starters_by_area() -> tuple[tuple[str, tuple[Card, ...]], ...]:
    """Cards of every commissioning area, in the order of the list."""
    areas = registry.get("codes", "commissioning_area").entries
    every = registry.all("starter")
    return tuple(
        (area.label, tuple(_card(one) for one in every if one.commissioning_area == area.code)) for area in areas
    )


def _card(starter: Starter) -> Card:
    dictionary = registry.get("needs")
    return Card(
        starter.id,
        starter.label,
        starter.words,
        tuple(kind.name for kind in starter.activity_types),
        tuple(registry.get("ladder", id).label for id in starter.ladders),
        tuple(dictionary.need(id).label for id in starter.needs),
    )


def area_label(code: str) -> str:
    """The commissioning area, as it is read."""
    codes = registry.get("codes", "commissioning_area")
    return codes.label_of(code) if code in codes.codes else "None"


def scales_to_choose() -> list[Scale]:
    """The scales that a service may begin with; an organisation's own are chosen once it stands."""
    return [one for one in registry.all("scale") if not one.template and one.status == "published"]


def scale_labels(ids: Iterable[str]) -> str:
    """The scales, as they are read."""
    return "; ".join(registry.get("scale", id).label for id in ids) or "None for now"


def needs_by_area() -> list[tuple[Area, list[Need]]]:
    """The whole dictionary, area by area."""
    dictionary = registry.get("needs")
    return [(area, [need for need in dictionary.needs if need.area == area.id]) for area in dictionary.areas]


def need_options() -> list[Option]:
    """Needs for a select, with none of them first."""
    return [
        Option(value="", text="None"),
        *(Option(value=one.id, text=one.label) for one in registry.get("needs").needs),
    ]


def labels_of_needs() -> dict[str, str]:
    """The label of every need."""
    return {need.id: need.label for need in registry.get("needs").needs}


def need_labels(ids: Collection[str]) -> list[str]:
    """Labels of these needs, in the dictionary's order."""
    return [need.label for need in registry.get("needs").needs if need.id in ids]


def ladders_left(plan: SetUp) -> list[Option]:
    """Ready-made ladders that the plan has not got yet."""
    there = {one.starter for one in plan.ladders}
    return [
        Option(value=one.id, text=f"{one.label}: {one.words}") for one in registry.all("ladder") if one.id not in there
    ]


def outcomes_chosen(kind: PlannedType) -> list[Option]:
    """The outcomes that an activity has, as answers that are given."""
    return [
        Option(value=f"{framework}|{ref}", text=label, checked=True)
        for (framework, ref), label in _outcomes().items()
        if (framework, ref) in kind.outcomes
    ]


def outcomes_left(kind: PlannedType) -> list[tuple[str, list[Option]]]:
    """For each framework: its name, and the outcomes that the activity has not."""
    return [
        (
            each.label,
            [
                Option(value=f"{framework}|{ref}", text=label)
                for (framework, ref), label in _outcomes().items()
                if framework == each.id and (framework, ref) not in kind.outcomes
            ],
        )
        for each in registry.all("framework")
    ]


@cache
def _outcomes() -> dict[tuple[str, str], str]:
    every = registry.all("framework")
    return {(framework.id, one.ref): one.label for framework in every for one in framework.outcomes}


def outcome_labels(kind: PlannedType) -> list[str]:
    """The outcomes of an activity, as they are read."""
    return [_outcomes()[pair] for pair in kind.outcomes if pair in _outcomes()]


def needs_offered(plan: SetUp, kind: PlannedType) -> list[Option]:
    """Needs that an activity may be for: its own, those of its ladders, those that the service can meet."""
    near = {one.need for one in plan.ladders if one.key in kind.steps} | set(kind.needs)
    near |= {need for need, can_meet in plan.needs.items() if can_meet == "yes"}
    return [
        Option(value=one.id, text=one.label, checked=one.id in kind.needs)
        for one in registry.get("needs").needs
        if one.id in near
    ]
