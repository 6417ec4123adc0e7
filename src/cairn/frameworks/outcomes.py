"""Which outcomes a framework has, and how the common needs and other tools map onto them. Pure reading of definitions."""

from cairn.definitions import registry
from cairn.definitions.shapes.framework import Framework, FrameworkOutcome, Group, Mapping
from cairn.definitions.shapes.needs import Need

SUPPORTING_PEOPLE = "supporting-people"
PREVENTION_FIRST = "prevention-first"


def framework(id: str, version: int | None = None) -> Framework:
    """One framework; without a version, the newest. Raises LookupError."""
    return registry.get("framework", id, version)


def outcomes(id: str, group: str | None = None, term: str | None = None) -> tuple[FrameworkOutcome, ...]:
    """A framework's outcomes in its own order; of one group, or on one form (`short`, `long`), where asked."""
    return tuple(
        outcome
        for outcome in framework(id).outcomes
        if (group is None or outcome.group == group) and (term is None or term in outcome.terms)
    )


def outcome(id: str, ref: str) -> FrameworkOutcome:
    """One outcome by its reference. Raises LookupError."""
    return {outcome.ref: outcome for outcome in framework(id).outcomes}[ref]


def labels(id: str) -> dict[str, str]:
    """The words of a framework's outcomes by their reference; empty for a framework that nobody knows."""
    try:
        return {outcome.ref: outcome.label for outcome in outcomes(id)}
    except LookupError:
        return {}


def by_group(id: str) -> tuple[tuple[Group, tuple[FrameworkOutcome, ...]], ...]:
    """Each group of a framework with its outcomes, for showing."""
    return tuple((group, outcomes(id, group.id)) for group in framework(id).groups)


def outcome_of_need(need: Need, id: str) -> FrameworkOutcome | None:
    """What a need of the common dictionary counts towards in a framework; None where it has no match."""
    refs = {SUPPORTING_PEOPLE: need.supporting_people, PREVENTION_FIRST: need.prevention_first}
    ref = refs.get(id)
    return None if ref is None else outcome(id, ref)


def needs_of_outcome(id: str, ref: str) -> tuple[Need, ...]:
    """The needs of the common dictionary that count towards an outcome. Raises LookupError for an unknown outcome."""
    wanted = outcome(id, ref)
    return tuple(need for need in registry.get("needs").needs if outcome_of_need(need, id) == wanted)


def items_of_outcome(id: str, ref: str) -> tuple[Mapping, ...]:
    """The items of other tools (such as an Outcomes Star) that count towards an outcome."""
    return tuple(mapping for mapping in framework(id).mappings if mapping.outcome == ref)
