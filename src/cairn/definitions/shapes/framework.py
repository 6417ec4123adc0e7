"""Outcome frameworks: their groups, their outcomes, and how other tools' items map onto them."""

from typing import Literal

from pydantic import model_validator

from cairn.definitions.shapes.base import Definition, Id, Sure, Words, shape


@shape
class Group:
    """A domain or area of a framework."""

    id: Id
    label: Words
    sure: Sure


@shape
class FrameworkOutcome:
    """One outcome of a framework. `need` is what support is for; `achieved` what counts, part by part."""

    ref: Words
    group: Id
    label: Words
    need: Words | None = None
    achieved: tuple[Words, ...] = ()
    terms: tuple[Id, ...] = ()
    sure: Sure
    source: Words
    note: Words | None = None


@shape
class ReasonGroup:
    """A kind of reason for an outcome that was not achieved."""

    id: Id
    label: Words


@shape
class MeasureClass:
    """A declared class of measure: who chooses it, how often it is returned."""

    id: Id
    label: Words
    words: Words
    frequency: Words


@shape
class Mapping:
    """A tool counts towards an outcome here: one `item` of it (an area, by its id in the tool's file), which the source names
    `area`; or, without an item, its headline score. `source` where it is not the framework's own."""

    tool: Id
    item: Id | None = None
    area: Words | None = None
    outcome: Words
    sure: Sure
    source: Words | None = None


@shape
class Combining:
    """How one tool's readings become one word on an outcome. `of` its `areas`: the mean move of those read both times, the
    better way round; it counts from `least` points. `of` the `whole` tool: its own rule for change decides."""

    id: Id
    of: Literal["areas", "whole"]
    least: float | None = None
    words: Words
    source: Words
    sure: Sure


@shape
class Item:
    """One thing that a framework wants collected, and what fills it here; one of all that is named is enough. `measures`, of
    which `by` says how they are broken down; `fields` that a data-sharing agreement may name; `heads` of answers in words
    (codes of `narrative_head`); `scales`; every tool that is mapped to an `outcome`; every standardised output of a `topic`."""

    id: Id
    label: Words
    measures: tuple[Id, ...] = ()
    by: tuple[Id, ...] = ()
    fields: tuple[Id, ...] = ()
    heads: tuple[Id, ...] = ()
    scales: tuple[Id, ...] = ()
    outcome: Id | None = None
    topic: Id | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _filled(self) -> "Item":
        if not (self.measures or self.fields or self.heads or self.scales or self.outcome or self.topic):
            raise ValueError("name what fills it")
        return self


@shape
class ItemGroup:
    """A row of a framework's summary table: what is collected, about whom, for what, and how often."""

    id: Id
    label: Words
    level: Literal["individual", "preferably_individual", "provider"]
    relevant_to: tuple[Words, ...]
    frequency: Literal["quarterly", "annual"]
    items: tuple[Item, ...]
    source: Words
    sure: Sure
    note: Words | None = None


@shape
class Framework(Definition):
    """One version of an outcome framework."""

    publisher: Words
    licence: Words
    groups: tuple[Group, ...]
    outcomes: tuple[FrameworkOutcome, ...]
    reason_groups: tuple[ReasonGroup, ...] = ()
    measure_classes: tuple[MeasureClass, ...] = ()
    items: tuple[ItemGroup, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    combine: tuple[Combining, ...] = ()
    note: Words | None = None

    @model_validator(mode="after")
    def _combined(self) -> "Framework":
        """What is mapped has its one rule, and a rule of areas says from how many points a move counts."""
        kinds = [rule.of for rule in self.combine]
        if len(set(kinds)) != len(kinds):
            raise ValueError("`combine` has one rule of `areas` and one of `whole` tools at most")
        if any((rule.of == "areas") != (rule.least is not None) for rule in self.combine):
            raise ValueError("a rule of `areas` has `least`, and a rule of `whole` tools has none")
        if missing := {"areas" if each.item else "whole" for each in self.mappings} - set(kinds):
            raise ValueError(f"`mappings` need a rule in `combine` of: {', '.join(sorted(missing))}")
        return self
