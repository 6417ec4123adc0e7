"""What a commissioner calls its commissioning areas on a day. The code stays when a name changes, so a series goes on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.contracts.models import AreaName
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.periods import slip
from cairn.kernel.problems import Problem

LIST = "commissioning_area"
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Named:
    """A name from a day on; `ended_date` is the first day on which the area is no longer used under it."""

    name: str
    from_date: date
    ended_date: date | None = None

    def ended_by(self, day: date) -> bool:
        return self.ended_date is not None and self.ended_date <= day


@dataclass(frozen=True, slots=True)
class Area:
    """An area as it stands on a day. `standing` is the name recorded for that day, if one is; `history` is oldest first."""

    code: str
    label: str
    standing: Named | None
    history: tuple[Named, ...]

    def is_open(self, day: date) -> bool:
        return self.standing is None or not self.standing.ended_by(day)


def areas_of(by: Actor, on_date: date) -> tuple[Area, ...]:
    """Every area of the list, in its order, as the actor's organisation calls it on a day."""
    history: dict[str, list[Named]] = {}
    rows = AreaName.objects.filter(organisation_id=by.organisation_id).order_by("from_date")
    for row in rows:
        history.setdefault(row.area, []).append(Named(row.name, row.from_date, row.ended_date))
    entries = registry.get("codes", LIST).entries
    return tuple(_area(entry.code, entry.label, tuple(history.get(entry.code, ())), on_date) for entry in entries)


def labels(by: Actor, on_date: date) -> dict[str, str]:
    """The name of the day for each area's code."""
    return {area.code: area.label for area in areas_of(by, on_date)}


def open_on(by: Actor, on_date: date | None = None) -> dict[str, str]:
    """The areas that a contract may be put in from a day on (today unless another is named), with their names of then."""
    day = on_date or clock.today()
    return {area.code: area.label for area in areas_of(by, day) if area.is_open(day)}


def _area(code: str, label: str, history: tuple[Named, ...], on_date: date) -> Area:
    standing = standing_on(history, on_date)
    return Area(code, standing.name if standing else label, standing, history)


def standing_on(history: Sequence[Named], on_date: date) -> Named | None:
    """The latest name that had begun by the day."""
    return max((one for one in history if one.from_date <= on_date), key=lambda one: one.from_date, default=None)


def name_problems(area: str, name: str, from_date: date, others: Mapping[str, str]) -> list[Problem]:
    """`others` are the names that the other areas have on that day, by their codes."""
    problems = slip(from_date, "from_date")
    if area not in registry.get("codes", LIST).codes:
        problems.append(Problem("area.unknown", "That area is not known.", "Choose one from the list.", field="name"))
    words = name.strip()
    if not words:
        problems.append(Problem("name.missing", "The name is missing.", "Write the name.", field="name"))
    if len(words) > LONGEST:
        fix = f"Shorten it to {LONGEST} characters or fewer."
        problems.append(Problem("name.long", "The name is too long.", fix, field="name"))
    if words.casefold() in {other.casefold() for code, other in others.items() if code != area}:
        fix = "Choose a name that nobody can mistake for it."
        problems.append(Problem("area.twice", "Another area has this name on that day.", fix, field="name"))
    return problems


def end_problems(history: Sequence[Named], ended_date: date, running: int) -> list[Problem]:
    """`running` is how many contracts of the area run on that day or later."""
    problems = slip(ended_date, "ended_date")
    standing = standing_on(history, ended_date)
    if standing and standing.ended_by(ended_date):
        fix = "To use it again, give it a name from a later day."
        problems.append(Problem("area.ended", "The area has ended by that day.", fix, field="ended_date"))
    if any(one.from_date > ended_date for one in history):
        fix = "Choose a day after its last name begins."
        problems.append(Problem("area.later", "A later name is recorded already.", fix, field="ended_date"))
    if running:
        words = "One contract" if running == 1 else f"{running} contracts"
        message = f"{words} of this area would still run on that day."
        problems.append(Problem("area.running", message, "Choose a day after the last one ends.", field="ended_date"))
    return problems
