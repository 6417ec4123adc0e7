"""The goals and the support plan of one client, episode by episode, and what stands of each outcome: a fixed number of
queries, whatever they hold."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import rules
from cairn.cases.extracts import aims
from cairn.cases.extracts.aims import Pair
from cairn.cases.models import Episode, Goal, Need, OutcomeSetAside, StepRecord, SupportPlan
from cairn.cases.queries.base import NotFound, get, title, visible_to, workers
from cairn.cases.queries.views import LadderView, RungView
from cairn.definitions import registry
from cairn.frameworks.outcomes import labels
from cairn.kernel import clock
from cairn.people import queries as people
from cairn.services.models import Rung


@dataclass(frozen=True, slots=True)
class PlanView:
    """One edition of a plan."""

    uid: str
    plan_date: dt.date
    review_date: dt.date
    agreed: str
    matters: str
    helps: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal; `need` and `outcome_label` in words. `ladder` is the trail towards it, where it has one."""

    uid: str
    version: int
    words: str
    first_step: str
    need_uid: str
    need: str
    ladder: LadderView | None
    framework: str
    outcome: str
    outcome_label: str
    start_date: dt.date
    review_date: dt.date | None
    end_date: dt.date | None
    state: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class AimView:
    """What stands today of one outcome that the service works towards. `state` is reached, set_aside, working (a goal
    names it, a step towards it was reached, or it was looked at and not reached yet) or not_started. `steps` counts the
    rungs reached on ladders that lead to it."""

    framework: str
    framework_label: str
    outcome: str
    label: str
    state: str
    since: dt.date | None
    is_added_later: bool
    steps: int
    set_aside_uid: str
    decided_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class EpisodePlan:
    """One episode with its plan: `current` is the edition that stands, `earlier` those before it, newest first. `needs`
    and `ladders` are what a goal may be about."""

    uid: str
    service_uid: str
    service: str
    worker: str
    start_date: dt.date
    end_date: dt.date | None
    current: PlanView | None
    earlier: tuple[PlanView, ...]
    goals: tuple[GoalView, ...]
    ended: tuple[GoalView, ...]
    aims: tuple[AimView, ...]
    needs: tuple[tuple[str, str], ...]
    ladders: tuple[LadderView, ...]


@dataclass(frozen=True, slots=True)
class ClientPlan:
    """Open episodes first, the newest first."""

    client_uid: str
    name: str
    reference: str
    episodes: tuple[EpisodePlan, ...]


def plan(by: Actor, client: object, episode_uid: str = "") -> ClientPlan:
    """Every episode's goals and plan, or one episode's. Raises NotFound. The screen logs the read."""
    person = people.get(by, client)
    rows = visible_to(by, Episode).filter(client=person)
    if episode_uid:
        rows = rows.filter(pk=get(by, Episode, episode_uid).pk)
    episodes = sorted(rows.select_related("service").order_by("-start_date", "-id"), key=lambda row: bool(row.end_date))
    if episode_uid and not episodes:
        raise NotFound("no such episode")
    parts = _Parts(by, person, episodes)
    return ClientPlan(
        client_uid=str(person.uid),
        name=title(person.name, person.known_as, person.reference),
        reference=person.reference,
        episodes=tuple(_episode(row, parts) for row in episodes),
    )


def goal(by: Actor, goal_uid: object) -> tuple[str, str, GoalView]:
    """(client uid, episode uid, the goal). Raises NotFound."""
    row = get(by, Goal, goal_uid, "client", "episode", "need", "ladder")
    parts = _Parts(by, row.client, [row.episode])
    return str(row.client.uid), str(row.episode.uid), parts.goal(row)


def _by_episode(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.episode_id].append(row)
    return found


class _Parts:
    """What belongs to the episodes of a client, read once each."""

    def __init__(self, by: Actor, client: Any, episodes: Sequence[Any]) -> None:
        self.today = clock.today()
        theirs: dict[str, Any] = {"client": client, "episode__in": [row.pk for row in episodes]}
        self.names = workers({row.worker_uid for row in episodes})
        self.plans = _by_episode(visible_to(by, SupportPlan).filter(**theirs).order_by("-plan_date"))
        goals = visible_to(by, Goal).filter(**theirs).select_related("need", "ladder", "episode")
        self.goals = _by_episode(goals.order_by("start_date", "id"))
        self.needs = _by_episode(visible_to(by, Need).filter(**theirs).order_by("presented_date", "id"))
        self.aside = _by_episode(visible_to(by, OutcomeSetAside).filter(**theirs).order_by("start_date", "id"))
        self.said = aims.read(episode_id__in=[row.pk for row in episodes])
        self.carried = aims.carried(by.organisation_id)
        self.together = aims.carried_together(by.organisation_id)
        steps = visible_to(by, StepRecord).filter(**theirs).order_by("step_date", "id")
        self.ladders = _ladders({row.service_id for row in episodes}, episodes, steps)

    def goal(self, row: Any) -> GoalView:
        need, ladder = row.need, row.ladder
        known = {view.uid: view for view, _, _ in self.ladders[row.episode_id]}
        return GoalView(
            uid=str(row.uid),
            version=row.version,
            words=row.words,
            first_step=row.first_step,
            need_uid=str(need.uid) if need else "",
            need=_need_label(need) if need else "",
            ladder=known.get(str(ladder.uid)) if ladder else None,
            framework=row.framework,
            outcome=row.outcome,
            outcome_label=labels(row.framework).get(row.outcome, row.outcome) if row.framework else "",
            start_date=row.start_date,
            review_date=row.review_date,
            end_date=row.end_date,
            state=row.state,
            is_overdue=row.state == "open" and row.review_date is not None and row.review_date < self.today,
        )


Laddered = tuple[LadderView, int, str]
"""A ladder's view, its inner id, and the need that it is about."""


def _ladders(
    service_ids: Iterable[int], episodes: Sequence[Any], steps: Iterable[Any]
) -> Mapping[int, Sequence[Laddered]]:
    """The ladders of each episode's service with what was reached in it; `steps` oldest first. One query."""
    rungs: dict[int, list[Any]] = defaultdict(list)
    rows = Rung.objects.filter(ladder__service__in=service_ids).select_related("ladder")
    for rung in rows.order_by("ladder__name", "ladder_id", "position"):
        rungs[rung.ladder.service_id].append(rung)
    said: dict[tuple[int, int], list[tuple[dt.date, str]]] = defaultdict(list)
    for step in steps:
        said[step.episode_id, step.rung_id].append((step.step_date, step.state))
    return {row.pk: _laddered(rungs[row.service_id], row.pk, said) for row in episodes}


def _laddered(
    rungs: Sequence[Any], episode: int, said: Mapping[tuple[int, int], Sequence[tuple[dt.date, str]]]
) -> list[Laddered]:
    views: dict[int, list[RungView]] = defaultdict(list)
    ladders = {}
    for rung in rungs:
        views[rung.ladder_id].append(_rung(rung, said.get((episode, rung.pk), ())))
        ladders[rung.ladder_id] = rung.ladder
    return [
        (LadderView(str(ladder.uid), ladder.name, ladder.need, tuple(views[pk])), pk, ladder.need)
        for pk, ladder in ladders.items()
    ]


def _rung(rung: Any, said: Sequence[tuple[dt.date, str]]) -> RungView:
    states = rules.step_states(said)
    return RungView(
        uid=str(rung.uid),
        position=rung.position,
        label=rung.label,
        state=states[-1] if states else "",
        first_date=rules.first_reached(said),
        last_date=said[-1][0] if said else None,
        times=sum(state in rules.CONFIRMED for state in states),
    )


def _episode(row: Any, parts: _Parts) -> EpisodePlan:
    goals = [(goal.state, parts.goal(goal)) for goal in parts.goals[row.pk]]
    editions = [_plan(each, row, parts.today) for each in parts.plans[row.pk]]
    return EpisodePlan(
        uid=str(row.uid),
        service_uid=str(row.service.uid),
        service=row.service.name,
        worker=parts.names.get(row.worker_uid, ""),
        start_date=row.start_date,
        end_date=row.end_date,
        current=editions[0] if editions else None,
        earlier=tuple(editions[1:]),
        goals=tuple(goal for state, goal in goals if state == "open"),
        ended=tuple(goal for state, goal in goals if state != "open"),
        aims=_aims(row, parts),
        needs=tuple((str(need.uid), _need_label(need)) for need in parts.needs[row.pk]),
        ladders=tuple(view for view, _, _ in parts.ladders[row.pk]),
    )


def _plan(row: Any, episode: Any, today: dt.date) -> PlanView:
    is_overdue = row.is_current and episode.end_date is None and row.review_date < today
    return PlanView(str(row.uid), row.plan_date, row.review_date, row.agreed, row.matters, row.helps, is_overdue)


def _need_label(row: Any) -> str:
    return registry.get("needs", "common", row.dictionary_version).need(row.need).label


def _aims(row: Any, parts: _Parts) -> tuple[AimView, ...]:
    pairs = parts.said.of(row.pk, parts.carried.get(row.service_id, ()))
    found = [_aim(row, pair, parts) for pair in pairs]
    return tuple(sorted(found, key=lambda aim: (aim.framework, _order(aim.framework).get(aim.outcome, 999))))


def _order(framework: str) -> dict[str, int]:
    return {ref: place for place, ref in enumerate(labels(framework))}


def _aim(row: Any, pair: Pair, parts: _Parts) -> AimView:
    framework, ref = pair
    reached = parts.said.reached.get((row.pk, pair))
    standing = [a for a in parts.aside[row.pk] if (a.framework, a.outcome) == pair and a.end_date is None]
    aside = standing[-1] if standing and not reached else None
    steps = _steps_towards(row, pair, parts)
    is_wanted = any((goal.framework, goal.outcome) == pair for goal in parts.goals[row.pk])
    looked_at = pair in parts.said.named.get(row.pk, frozenset()) and not any(
        (a.framework, a.outcome) == pair for a in parts.aside[row.pk]
    )
    working = steps or is_wanted or looked_at
    return AimView(
        framework=framework,
        framework_label=_framework_label(framework),
        outcome=ref,
        label=labels(framework).get(ref, ref),
        state="reached" if reached else "set_aside" if aside else "working" if working else "not_started",
        since=reached.day if reached else aside.start_date if aside else None,
        is_added_later=bool(reached and reached.is_added_later),
        steps=steps,
        set_aside_uid=str(aside.uid) if aside else "",
        decided_by=aside.decided_by if aside else "",
        reason=aside.reason if aside else "",
    )


def _steps_towards(row: Any, pair: Pair, parts: _Parts) -> int:
    """How many rungs were reached on ladders that lead to an outcome."""
    return sum(
        rung.first_date is not None
        for view, pk, need in parts.ladders[row.pk]
        if pair in aims.leads_to(pk, need, parts.together)
        for rung in view.rungs
    )


def _framework_label(framework: str) -> str:
    try:
        return registry.get("framework", framework).label
    except LookupError:
        return framework
