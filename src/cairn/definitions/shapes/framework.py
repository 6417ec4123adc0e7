"""Outcome frameworks: their groups, their outcomes, and how other tools' items map onto them."""

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
    """An item of another tool counts towards an outcome here."""

    tool: Id
    item: Words
    outcome: Words
    sure: Sure


@shape
class Framework(Definition):
    """One version of an outcome framework."""

    publisher: Words
    licence: Words
    groups: tuple[Group, ...]
    outcomes: tuple[FrameworkOutcome, ...]
    reason_groups: tuple[ReasonGroup, ...] = ()
    measure_classes: tuple[MeasureClass, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    note: Words | None = None
