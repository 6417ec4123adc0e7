"""What Prevention First collects (table 2 of its evaluation framework), what fills each item here, and what of it somebody
carries already. Pure reading of definitions."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from cairn.definitions import registry
from cairn.definitions.shapes.framework import Framework, Item, ItemGroup
from cairn.definitions.shapes.measure import Measure
from cairn.frameworks.outcomes import PREVENTION_FIRST

Frequency = Literal["quarterly", "annual"]
LEVELS = {
    "individual": "Individual",
    "preferably_individual": "Preferably individual; a provider’s total may do",
    "provider": "Provider, in words",
}
FREQUENCIES = {"quarterly": "Every quarter", "annual": "Once a year"}
QUARTERLY_ALL_THE_SAME = frozenset({"swemwbs_mean"})
"""Of the primary outcomes, those that a return carries every quarter: raw readings leave once a year."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a contract has that may fill an item: its agreed measures, each with what it is broken down by or "", the fields
    that leave, the heads of the questions asked in words."""

    measures: frozenset[tuple[str, str]] = frozenset()
    fields: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filled:
    """An item; `fillers` is all that fills it, by id, and `by` what of that is carried. `way` is how a gap is closed."""

    item: Item
    fillers: tuple[str, ...]
    by: tuple[str, ...]
    way: Literal["measures", "fields", "heads"]

    @property
    def is_covered(self) -> bool:
        return bool(self.by)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, item by item. Only some ask for every item (`is_asked_of_all`): others where they are relevant."""

    group: ItemGroup
    items: tuple[Filled, ...]

    @property
    def is_asked_of_all(self) -> bool:
        return self.group.id not in WHERE_RELEVANT

    @property
    def gaps(self) -> tuple[Filled, ...]:
        return tuple(one for one in self.items if not one.is_covered)


WHERE_RELEVANT = frozenset({"optional_demographics", "standardised_output", "provider_output"})


def table() -> tuple[ItemGroup, ...]:
    """The rows of the table, in its order."""
    framework: Framework = registry.get("framework", PREVENTION_FIRST)
    return framework.items


def measures_of(item: Item) -> tuple[str, ...]:
    """The measures that fill an item: those it names, and the standardised outputs of its topic."""
    return (*item.measures, *(on_topic(item.topic) if item.topic else ()))


def on_topic(topic: str) -> tuple[str, ...]:
    """The measures that are about a topic."""
    return tuple(one.id for one in registry.all("measure") if one.topic == topic)


def carried(has: Carried) -> tuple[Row, ...]:
    """The table, with what of each item is carried."""
    return tuple(Row(group, tuple(_filled(item, has) for item in group.items)) for group in table())


def _filled(item: Item, has: Carried) -> Filled:
    measures = measures_of(item)
    found = [id for id in measures if _is_agreed(id, item.by, has.measures)]
    found += [name for name in item.fields if name in has.fields]
    found += [head for head in item.heads if head in has.heads]
    return Filled(item, (*measures, *item.fields, *item.heads, *item.scales), tuple(found), _way(item))


def _is_agreed(id: str, by: Collection[str], agreed: Collection[tuple[str, str]]) -> bool:
    if by:
        return any((id, dimension) in agreed for dimension in by)
    return any(id == name for name, _ in agreed)


def _way(item: Item) -> Literal["measures", "fields", "heads"]:
    return "measures" if measures_of(item) else "heads" if item.heads else "fields"


def usual_frequency(measure: Measure) -> Frequency:
    """How often the framework wants a measure: primary outcomes and accessibility once a year, all else every quarter."""
    if measure.id in QUARTERLY_ALL_THE_SAME:
        return "quarterly"
    yearly = {id for group in table() if group.frequency == "annual" for item in group.items for id in item.measures}
    return "annual" if measure.measure_class == "primary_outcome" or measure.id in yearly else "quarterly"
