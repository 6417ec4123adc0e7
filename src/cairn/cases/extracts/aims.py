"""What a person is working towards: which outcomes an episode has, what stands of each when, and which ladders lead there.

An episode's outcomes are those that any type of activity of its service carries, and those that were recorded or set
aside in it. A ladder leads to an outcome when the need that it is about counts towards it in a framework, or when one
type of activity carries both a step of the ladder and the outcome.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from cairn.cases.models import OutcomeRecord, OutcomeSetAside
from cairn.definitions import registry
from cairn.frameworks.outcomes import PREVENTION_FIRST, SUPPORTING_PEOPLE, outcome_of_need
from cairn.services.models import ActivityTypeOutcome, ActivityTypeStep

Pair = tuple[str, str]
"""A framework and an outcome's reference in it."""
State = Literal["working", "set_aside", "reached"]
_SPACE = uuid.UUID("6f1c0f0e-6c40-4a2c-9d0c-7c7b5a3f2b11")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days over which one thing stands; without `last`, from `first` on."""

    state: State
    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def stretches(
    start: date, end: date | None, reached: date | None, aside: Iterable[tuple[date, date | None]]
) -> list[Stretch]:
    """What stands of one outcome from the first day of an episode to its last, in order of date, without a gap.

    Reached stays reached, whatever is set aside later. Set aside is from the first day to the day before it is taken up
    again. What is reached after the end has a day of its own.
    """
    spans = list(aside)
    marks = {start, *(day for span in spans for day in span if day), *([reached] if reached else [])}
    days = sorted(day for day in marks if day >= start and (end is None or day <= end))
    found: list[Stretch] = []
    for at, day in enumerate(days):
        last = days[at + 1] - timedelta(days=1) if at + 1 < len(days) else end
        state = _state_on(day, reached, spans)
        if found and found[-1].state == state:
            found[-1] = Stretch(state, found[-1].first, last)
        else:
            found.append(Stretch(state, day, last))
    if reached and end and reached > end:
        found.append(Stretch("reached", reached, reached))
    return found


def _state_on(day: date, reached: date | None, spans: Sequence[tuple[date, date | None]]) -> State:
    if reached and reached <= day:
        return "reached"
    is_aside = any(first <= day and (until is None or day < until) for first, until in spans)
    return "set_aside" if is_aside else "working"


@dataclass(frozen=True, slots=True)
class Reached:
    """When an outcome was first reached in an episode, and whether that was confirmed later for past attendance."""

    day: date
    is_added_later: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What was recorded of outcomes in some episodes, by episode and outcome."""

    reached: Mapping[tuple[int, Pair], Reached]
    aside: Mapping[tuple[int, Pair], Sequence[tuple[date, date | None]]]
    named: Mapping[int, frozenset[Pair]]

    def of(self, episode: int, carried: Iterable[Pair]) -> list[Pair]:
        """The outcomes of an episode: those that its service carries, and those that were named in it."""
        return sorted({*carried, *self.named.get(episode, frozenset())})

    def stretches(self, episode: int, pair: Pair, start: date, end: date | None) -> list[Stretch]:
        reached = self.reached.get((episode, pair))
        return stretches(start, end, reached.day if reached else None, self.aside.get((episode, pair), ()))

    def is_aside(self, episode: int, pairs: Iterable[Pair], day: date) -> bool:
        """Whether any of these outcomes was set aside in an episode on a day."""
        if episode not in self.named:
            return False
        return any(self._state(episode, pair, day) == "set_aside" for pair in pairs)

    def _state(self, episode: int, pair: Pair, day: date) -> State:
        reached = self.reached.get((episode, pair))
        return _state_on(day, reached.day if reached else None, self.aside.get((episode, pair), ()))


def said(
    records: Iterable[tuple[int, str, str, bool, date, bool]], aside: Iterable[tuple[int, str, str, date, date | None]]
) -> Said:
    """From (episode, framework, outcome, reached?, date, added later?) in order of date, and from what was set aside."""
    reached: dict[tuple[int, Pair], Reached] = {}
    spans: dict[tuple[int, Pair], list[tuple[date, date | None]]] = defaultdict(list)
    named: dict[int, set[Pair]] = defaultdict(set)
    for episode, framework, ref, is_reached, day, later in records:
        named[episode].add((framework, ref))
        if is_reached:
            reached.setdefault((episode, (framework, ref)), Reached(day, later))
    for episode, framework, ref, first, until in aside:
        named[episode].add((framework, ref))
        spans[episode, (framework, ref)].append((first, until))
    return Said(reached, spans, {episode: frozenset(pairs) for episode, pairs in named.items()})


def read(**where: object) -> Said:
    """What was recorded in the episodes of these clients or of these episodes: two queries."""
    records = OutcomeRecord.objects.filter(**where).order_by("outcome_date", "pk")
    aside = OutcomeSetAside.objects.filter(**where)
    return said(
        records.values_list("episode_id", "framework", "outcome", "is_reached", "outcome_date", "is_added_later"),
        aside.values_list("episode_id", "framework", "outcome", "start_date", "end_date"),
    )


def carried(organisation_id: int) -> dict[int, frozenset[Pair]]:
    """What each service works towards, by its inner id: the outcomes that its types of activity carry. One query."""
    found: dict[int, set[Pair]] = defaultdict(set)
    rows = ActivityTypeOutcome.objects.filter(organisation_id=organisation_id)
    for service, framework, ref in rows.values_list("activity_type__service_id", "framework", "outcome"):
        found[service].add((framework, ref))
    return {service: frozenset(pairs) for service, pairs in found.items()}


def carried_together(organisation_id: int) -> dict[int, frozenset[Pair]]:
    """The outcomes that stand beside a step of each ladder on one type of activity, by the ladder's inner id. One query."""
    found: dict[int, set[Pair]] = defaultdict(set)
    rows = ActivityTypeStep.objects.filter(
        organisation_id=organisation_id, activity_type__outcomes__isnull=False
    ).values_list("rung__ladder_id", "activity_type__outcomes__framework", "activity_type__outcomes__outcome")
    for ladder, framework, ref in rows.distinct():
        found[ladder].add((framework, ref))
    return {ladder: frozenset(pairs) for ladder, pairs in found.items()}


@cache
def of_need(need: str) -> frozenset[Pair]:
    """The outcomes that a need of the dictionary counts towards, in either framework."""
    try:
        entry = registry.get("needs", "common").need(need)
    except (KeyError, LookupError):
        return frozenset()
    found = {framework: outcome_of_need(entry, framework) for framework in (PREVENTION_FIRST, SUPPORTING_PEOPLE)}
    return frozenset((framework, outcome.ref) for framework, outcome in found.items() if outcome is not None)


def leads_to(ladder: int, need: str, together: Mapping[int, frozenset[Pair]]) -> frozenset[Pair]:
    """The outcomes that a ladder leads to."""
    return of_need(need) | together.get(ladder, frozenset())


def code(pair: Pair) -> str:
    """An outcome in one word, as measures and marts name it: `framework/reference`."""
    return "/".join(pair)


def aim_uid(episode: str, pair: Pair) -> str:
    """The name of one episode's one outcome, the same whenever it is read."""
    return str(uuid.uuid5(_SPACE, f"{episode} {code(pair)}"))


def stretch_uid(aim: str, stretch: Stretch) -> str:
    return str(uuid.uuid5(_SPACE, f"{aim} {stretch.first.isoformat()}"))
