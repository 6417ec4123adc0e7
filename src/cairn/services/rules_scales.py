"""What may be chosen of the scales that a service uses, and when each falls due. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.kernel.problems import Problem

LONGEST_MONTHS = 24
REVIEW_MONTHS = 3
DEFAULT = ("swemwbs", "lifesat")
"""Of the usual set for primary outcomes, what every service can begin with; a ladder of areas is the organisation's own."""


@dataclass(frozen=True, slots=True)
class ScaleChoice:
    """An instrument of a service. A review falls due `review_months` after the latest reading, a follow-up
    `follow_up_months` after the end; 0: none is expected. `rater` is who usually fills it in."""

    scale: str
    review_months: int = REVIEW_MONTHS
    follow_up_months: int = 0
    rater: str = "client"

    @property
    def name(self) -> str:
        """What it is called in short."""
        return registry.get("scale", self.scale).short_label


def usual(scale: Scale) -> ScaleChoice:
    """A scale as it is usually chosen: filled in by whom its file names first."""
    return ScaleChoice(scale.id, rater=scale.raters[0])


def usual_of(ids: Iterable[str], known: Mapping[str, Scale]) -> list[ScaleChoice]:
    """The same of several; one that is not known stays as it was named, to be refused."""
    return [usual(known[id]) if id in known else ScaleChoice(id) for id in ids]


def scale_problems(chosen: Sequence[ScaleChoice], known: Mapping[str, Scale]) -> list[Problem]:
    """Everything that is wrong with a choice; a problem's field says which (`scales`, `months-swemwbs`, …)."""
    found: list[Problem] = []
    for one in chosen:
        scale = known.get(one.scale)
        if scale is None:
            fix = f"Choose from: {', '.join(known)}."
            found.append(Problem("service.scale", "This scale is not known.", fix, field="scales"))
            continue
        found += _months(one, scale)
        if one.rater not in scale.raters:
            fix = "Choose one of those that the scale allows."
            message = f"{scale.short_label} is not filled in by them."
            found.append(Problem("service.rater", message, fix, field=f"rater-{scale.id}"))
    return [*found, *_twice([one.scale for one in chosen])]


def _months(one: ScaleChoice, scale: Scale) -> list[Problem]:
    fix = f"Write a whole number from 0 to {LONGEST_MONTHS}; 0 where none is expected."
    message = f"{scale.short_label}: this is not a number of months."
    return [
        Problem("service.months", message, fix, field=f"{field}-{scale.id}")
        for field, months in (("review", one.review_months), ("follow_up", one.follow_up_months))
        if not 0 <= months <= LONGEST_MONTHS
    ]


def _twice(ids: Collection[str]) -> list[Problem]:
    if len(set(ids)) == len(ids):
        return []
    return [Problem("service.scale_twice", "A scale is chosen twice.", "Choose each once.", field="scales")]
