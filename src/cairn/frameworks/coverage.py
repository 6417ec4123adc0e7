"""Which primary outcomes a set of instruments tells of, and which it leaves out. Pure reading of definitions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.frameworks import mapping
from cairn.frameworks.outcomes import PREVENTION_FIRST, labels

CORE = ("maximised_income", "healthier_lifestyles", "increased_social_participation", "independent_housing")
"""The four core outcomes of Prevention First, table 3 of its evaluation framework."""
EXPECTED = (*CORE, "carers_supported")
ALL = (*EXPECTED, "better_care_experience")


@dataclass(frozen=True, slots=True)
class Covering:
    """A scale that tells of an outcome: by how many of its areas, 0 where the whole of it does. `direct`: a question of our
    own on this very outcome, which nobody has validated."""

    scale: str
    label: str
    areas: int
    direct: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One citizen outcome, and the chosen scales that tell of it."""

    ref: str
    label: str
    covered_by: tuple[Covering, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of every outcome who tells of it; `gaps` are those of the core ones, and of carers feeling supported, that nothing
    chosen tells of."""

    outcomes: tuple[Outcome, ...]
    gaps: tuple[Outcome, ...]

    @property
    def covered(self) -> int:
        """How many of the five that are expected have a scale."""
        return len(EXPECTED) - len(self.gaps)


def of(scales: Iterable["Scale | str"]) -> Coverage:
    """What these scales cover together."""
    found = [registry.get("scale", one) if isinstance(one, str) else one for one in scales]
    names = labels(PREVENTION_FIRST)
    outcomes = tuple(Outcome(ref, names[ref], _covering(ref, found)) for ref in ALL)
    gaps = tuple(one for one in outcomes if one.ref in EXPECTED and not one.covered_by)
    return Coverage(outcomes, gaps)


def fillers(ref: str, offered: Iterable[Scale]) -> tuple[Covering, ...]:
    """Of the scales on offer those that tell of an outcome: validated ones first, direct questions last."""
    return tuple(sorted(_covering(ref, list(offered)), key=lambda one: (one.direct, one.label)))


def _covering(ref: str, scales: Sequence[Scale]) -> tuple[Covering, ...]:
    return tuple(
        Covering(scale.id, scale.short_label, len(feed.items), _is_direct(scale))
        for scale in scales
        for feed in mapping.feeds(scale)
        if (feed.framework, feed.ref) == (PREVENTION_FIRST, ref)
    )


def _is_direct(scale: Scale) -> bool:
    return scale.id.startswith("outcome_") or scale.id == "care_experience"
