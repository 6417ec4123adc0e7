"""A commissioner's own list of outcomes for one of its areas, entered by itself: nothing of it is shipped."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.contracts.models import AgreedMeasure, AreaOutcome
from cairn.contracts.queries import NotFound, one
from cairn.contracts.rules_measures import NewOutcome
from cairn.kernel import clock


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome; `used` is how many agreed measures tell of it."""

    uid: str
    version: int
    area: str
    code: str
    label: str
    ended_date: date | None
    used: int

    @property
    def words(self) -> str:
        return f"{self.code} {self.label}"

    def is_open(self, day: date) -> bool:
        return self.ended_date is None or self.ended_date > day


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a line of a pasted list does: adds an outcome, changes the words of one, or leaves it. `before` are its words now."""

    new: NewOutcome
    before: str
    is_again: bool

    @property
    def does(self) -> str:
        if self.is_again:
            return "used again"
        if not self.before:
            return "added"
        return "changed" if self.before != self.new.label else "stays"


def listed(by: Actor, area: str) -> tuple[Outcome, ...]:
    """The list of an area, in its order, ended ones too. Two queries."""
    rows = list(AreaOutcome.objects.filter(organisation_id=by.organisation_id, area=area).order_by("position", "pk"))
    tagged = AgreedMeasure.objects.filter(area_outcome__in=[row.pk for row in rows])
    used: dict[int, int] = {}
    for pk in tagged.values_list("area_outcome_id", flat=True):
        used[pk] = used.get(pk, 0) + 1
    return tuple(
        Outcome(str(row.uid), row.version, row.area, row.code, row.label, row.ended_date, used.get(row.pk, 0))
        for row in rows
    )


def outcome(by: Actor, area: str, uid: str) -> Outcome:
    """Raises NotFound."""
    found = next((each for each in listed(by, area) if each.uid == str(uid)), None)
    if found is None:
        raise NotFound(uid)
    return found


def offered(by: Actor, area: str, now: str = "") -> dict[str, str]:
    """What a measure may be tagged with: outcomes that have not ended, and the one that it has `now`, by uid."""
    today = clock.today()
    return {each.uid: each.words for each in listed(by, area) if each.is_open(today) or each.uid == now}


def pasted(by: Actor, area: str, outcomes: tuple[NewOutcome, ...]) -> tuple[Pasted, ...]:
    """What a pasted list would do."""
    known, today = {each.code: each for each in listed(by, area)}, clock.today()
    return tuple(_pasted(new, known.get(new.code), today) for new in outcomes)


def _pasted(new: NewOutcome, before: Outcome | None, today: date) -> Pasted:
    return Pasted(new, before.label if before else "", bool(before and not before.is_open(today)))


def row_of(by: Actor, area: str, uid: str) -> Any:
    """Raises NotFound."""
    return one(AreaOutcome.objects.filter(organisation_id=by.organisation_id, area=area), uid)
