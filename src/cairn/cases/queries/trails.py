"""Every ladder that a person has stepped on, with all that was said of each rung, in its order."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import rules
from cairn.cases.models import StepRecord
from cairn.cases.queries.base import visible_to
from cairn.services.models import Rung


@dataclass(frozen=True, slots=True)
class TrailRung:
    """A rung as it stands now, "" where it was never reached, and when it was first reached."""

    label: str
    state: str
    first_date: dt.date | None


@dataclass(frozen=True, slots=True)
class Stone:
    """One thing that happened on the way: a rung reached, kept, or lost again."""

    date: dt.date
    label: str
    state: str
    position: int


@dataclass(frozen=True, slots=True)
class TrailView:
    """One ladder in one episode: its rungs from the bottom, and what happened, oldest first."""

    ladder_uid: str
    name: str
    service: str
    is_open: bool
    rungs: tuple[TrailRung, ...]
    stones: tuple[Stone, ...]


def trails(by: Actor, client: Any) -> tuple[TrailView, ...]:
    """The ladders of a client (a row) on which at least one step was taken, the latest first; two queries."""
    rows = visible_to(by, StepRecord).filter(client=client).order_by("step_date", "rung__position", "id")
    said: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for row in rows.select_related("rung__ladder", "episode__service"):
        said[row.episode_id, row.rung.ladder_id].append(row)
    rungs: dict[int, list[Any]] = defaultdict(list)
    for rung in Rung.objects.filter(ladder__in={ladder for _, ladder in said}).order_by("position"):
        rungs[rung.ladder_id].append(rung)
    found = [_view(steps, rungs[ladder]) for (_, ladder), steps in said.items()]
    return tuple(sorted(found, key=lambda one: (one.is_open, one.stones[-1].date), reverse=True))


def _view(steps: list[Any], rungs: list[Any]) -> TrailView:
    by_rung: dict[int, list[tuple[dt.date, str]]] = defaultdict(list)
    for step in steps:
        by_rung[step.rung_id].append((step.step_date, step.state))
    ladder, episode = steps[0].rung.ladder, steps[0].episode
    return TrailView(
        str(ladder.uid),
        ladder.name,
        episode.service.name,
        episode.end_date is None,
        tuple(_rung(rung.label, by_rung[rung.pk]) for rung in rungs),
        tuple(Stone(step.step_date, step.rung.label, step.state, step.rung.position) for step in steps),
    )


def _rung(label: str, said: list[tuple[dt.date, str]]) -> TrailRung:
    states = rules.step_states(said)
    return TrailRung(label, states[-1] if states else "", rules.first_reached(said))
