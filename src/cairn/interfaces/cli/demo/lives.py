"""Draw what happens to a person: a referral, perhaps an episode, readings, needs, visits, steps, an end. Pure; seeded."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from cairn.interfaces.cli.demo import drawing
from cairn.interfaces.cli.demo.city import DemoService

REASONS = (
    ("not_eligible", "no_contact", "refused_support", "risk", "needs_too_high", "no_capacity", "other"),
    (24, 28, 15, 4, 9, 16, 4),
)
ROUTES = (
    (("statutory", "health"), ("statutory", "social_care"), ("statutory", "housing"), ("statutory", "criminal_justice"),
     ("voluntary", "community"), ("voluntary", "housing"), ("self", "not_applicable"), ("family_or_friend", "community")),
    (24, 20, 12, 5, 16, 5, 13, 5),
)  # fmt: skip
CLOSURES = (
    ("goals_met", "goals_part_met", "moved_on", "moved_away", "disengaged", "declined", "other"),
    (38, 22, 10, 6, 15, 6, 3),
)
NOTES = (
    "Talked about the week. Agreed to try the same again next time.",
    "Nervous at first, steadier by the end. Chose where we went.",
    "Short visit today; everything as planned.",
    "Rang ahead, which helped. Wants to go a little further next week.",
    "Good day. Asked about the group.",
)


@dataclass(slots=True)
class Judged:
    """A need, and what was judged of it since."""

    need: str
    presented: date
    can_meet: str
    judged_by: str
    judgements: list[tuple[date, str]] = field(default_factory=list)


@dataclass(slots=True)
class Visit:
    """One contact: which type of the service, and the rungs confirmed at it (counted from 1)."""

    day: date
    type: int
    minutes: int
    rungs: tuple[int, ...] = ()
    note: str = ""


@dataclass(slots=True)
class Life:
    """Everything that is drawn of one person with one service. `start` is None where no episode opened."""

    service: int
    person: dict[str, Any]
    received: date
    contacted: date
    decided: date | None
    outcome: str
    reason: str
    route: tuple[str, str]
    crisis: str
    start: date | None = None
    end: date | None = None
    closure: str = ""
    no_baseline: str = ""
    two_contracts: bool = False
    readings: list[tuple[date, str, list[int]]] = field(default_factory=list)
    needs: list[Judged] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)


def life(rng: Random, index: int, service: DemoService, first: date, last: date) -> Life:
    """One life between two dates, both inside; nothing in it lies after `last`."""
    received = first + timedelta(days=rng.randrange((last - first).days))
    contacted = received + timedelta(days=rng.randrange(5))
    decided: date | None = contacted + timedelta(days=rng.randrange(1, 18))
    outcome = rng.choices(("accepted", "unsuccessful", "withdrawn"), weights=(76, 17, 7))[0]
    if decided and decided > last:
        decided, outcome = None, "pending"
    drawn = Life(
        service=index,
        person=drawing.person(rng, received, asks_postcode=service.asks_postcode, women_only=not service.asks_postcode),
        received=received,
        contacted=min(contacted, last),
        decided=decided,
        outcome=outcome,
        reason=drawing.pick(rng, REASONS) if outcome == "unsuccessful" else "",
        route=drawing.pick(rng, ROUTES),
        crisis=rng.choices(("yes", "no", "not_known"), weights=(service.crisis, 0.95 - service.crisis, 0.05))[0],
    )
    if outcome == "accepted" and decided:
        _live(rng, drawn, service, last)
    return drawn


def _live(rng: Random, drawn: Life, service: DemoService, last: date) -> None:
    assert drawn.decided
    start = drawn.start = min(last, drawn.decided + timedelta(days=rng.randrange(8)))
    length = rng.randint(1, 30) if service.is_one_off else rng.randint(30, 420)
    end = start + timedelta(days=length)
    if end <= last:
        drawn.end, drawn.closure = end, drawing.pick(rng, CLOSURES)
    until = min(end, last)
    drawn.two_contracts = rng.random() < 0.12
    _assess(rng, drawn, service, until)
    _need(rng, drawn, service, until)
    _visit(rng, drawn, service, until)


def _assess(rng: Random, drawn: Life, service: DemoService, until: date) -> None:
    """A first reading, then one about every three months; some never have a first one, and the reason is kept."""
    assert drawn.start
    if not service.has_scale:
        drawn.no_baseline = "one_off" if service.is_one_off else ""
        return
    child = drawn.person.get("age_band") == "0-15" or drawn.person.get("age_years", 99) < 16
    born = drawn.person.get("birth_date")
    if child or (born and (drawn.start - born).days < 16 * 365):
        drawn.no_baseline = "not_appropriate"
        return
    level, gain = rng.gauss(2.5, 0.45), rng.gauss(0.16, 0.14)
    day = drawn.start + timedelta(days=rng.randrange(10))
    if rng.random() < (0.45 if drawn.crisis == "yes" else 0.12):
        drawn.no_baseline = "crisis" if drawn.crisis == "yes" else rng.choice(("declined", "not_appropriate", ""))
        day += timedelta(days=90)
    stage = "review" if drawn.no_baseline or day > drawn.start + timedelta(days=42) else "start"
    while day <= until:
        drawn.readings.append((day, stage, drawing.answers(rng, level)))
        level, stage = level + gain, "review"
        day += timedelta(days=rng.choice((84, 91, 98, 120, 180)))


def _need(rng: Random, drawn: Life, service: DemoService, until: date) -> None:
    assert drawn.start
    for need in rng.sample(service.needs, k=min(len(service.needs), rng.choice((1, 2, 2, 3, 3, 4)))):
        presented = min(until, drawn.start + timedelta(days=rng.choice((0, 0, 0, 14, 60))))
        entry = Judged(need, presented, rng.choices(("yes", "no", "not_known"), weights=(78, 17, 5))[0],
                       rng.choice(("worker", "together", "together", "person")))  # fmt: skip
        day = presented + timedelta(days=rng.randint(20, 150))
        if day <= until and rng.random() < 0.72:
            entry.judgements.append((day, "part_met" if rng.random() < 0.6 else "met"))
            later = day + timedelta(days=rng.randint(20, 120))
            if entry.judgements[0][1] == "part_met" and later <= until and rng.random() < 0.6:
                entry.judgements.append((later, "met"))
        drawn.needs.append(entry)


def _visit(rng: Random, drawn: Life, service: DemoService, until: date) -> None:
    """Contacts a week to a month apart; a rung now and then, in order, often kept, sometimes lost again."""
    assert drawn.start
    alone = [place for place, kind in enumerate(service.types) if kind.mode == "individual"]
    pace = rng.choice((10, 14, 14, 21, 28))
    day, rung = drawn.start + timedelta(days=rng.randrange(4)), 0
    while alone and day <= until and len(drawn.visits) < (2 if service.is_one_off else 24):
        onward = [place for place in alone if rung + 1 in service.types[place].rungs]
        place = rng.choice(onward if onward and rng.random() < 0.4 else alone)
        kind = service.types[place]
        reached: tuple[int, ...] = ()
        if kind.rungs and rng.random() < 0.75:
            following = [number for number in kind.rungs if number == rung + 1]
            if following and rng.random() < 0.5:
                rung = following[0]
                reached = (rung,)
            elif rung in kind.rungs:
                reached = (rung,)
        note = rng.choice(NOTES) if rng.random() < 0.4 else ""
        drawn.visits.append(Visit(day, place, kind.minutes, reached, note))
        day += timedelta(days=max(3, round(rng.gauss(pace, 4))))
