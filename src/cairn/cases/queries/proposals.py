"""What usually goes with an activity, proposed for each person; and the last activity, for the next one's defaults."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import loading, rules
from cairn.cases.models import Attendance, Episode, OutcomeRecord
from cairn.cases.queries.base import NotFound, get, title, visible_to
from cairn.cases.queries.views import LastActivity, OutcomeProposal, Proposal, StepProposal
from cairn.services.models import ActivityType


def proposals(by: Actor, activity_type_uid: str, episode_uids: Sequence[str]) -> tuple[Proposal, ...]:
    """For each person, in the order given, the steps and outcomes that the type carries. Raises NotFound."""
    kind = get(by, ActivityType, activity_type_uid)
    found = loading.Rows()
    for part in loading.chunks(loading.canonical(uid) for uid in episode_uids):
        rows = visible_to(by, Episode).filter(uid__in=[key for key in part if key]).select_related("client")
        found.update({str(row.uid): row for row in rows})
    episodes = [found.of(uid) for uid in episode_uids]
    if None in episodes:
        raise NotFound("no such episode")
    rungs = [step.rung for step in kind.steps.select_related("rung__ladder")]
    history = loading.steps_of((episode.pk for episode in episodes), (rung.pk for rung in rungs))
    pairs = list(kind.outcomes.order_by("framework", "outcome").values_list("framework", "outcome"))
    labels = loading.outcome_refs(framework for framework, _ in pairs)
    carried = {pair: labels.get(pair[0], {}).get(pair[1], pair[1]) for pair in pairs}
    reached = _reached([episode.pk for episode in episodes] if carried else [])
    return tuple(
        Proposal(
            episode_uid=str(episode.uid),
            client_uid=str(episode.client.uid),
            name=title(episode.client.name, episode.client.known_as, episode.client.reference),
            reference=episode.client.reference,
            steps=_steps(rungs, {rung.pk: history.get((episode.pk, rung.pk), []) for rung in rungs}),
            outcomes=tuple(
                OutcomeProposal(framework, ref, label, reached.get((episode.pk, framework, ref)))
                for (framework, ref), label in carried.items()
            ),
            start_date=episode.start_date,
            end_date=episode.end_date,
        )
        for episode in episodes
    )


def _reached(episode_ids: Sequence[int]) -> dict[tuple[int, str, str], dt.date]:
    """When each outcome was first reached, by episode."""
    rows = OutcomeRecord.objects.filter(episode_id__in=episode_ids, is_reached=True).order_by("-outcome_date")
    values = rows.values_list("episode_id", "framework", "outcome", "outcome_date")
    return {(episode_id, framework, ref): day for episode_id, framework, ref, day in values}


def _steps(rungs: Sequence[Any], history: dict[int, list[Any]]) -> tuple[StepProposal, ...]:
    """The next unreached rung of each ladder first, then the other unreached, then those reached, from the bottom."""
    ladders: dict[int, list[StepProposal]] = defaultdict(list)
    for rung in sorted(rungs, key=lambda rung: (rung.ladder.name, rung.ladder_id, rung.position)):
        reached = rules.first_reached((row.step_date, row.state) for row in history[rung.pk])
        others = ladders[rung.ladder_id]
        ladders[rung.ladder_id].append(
            StepProposal(
                rung_uid=str(rung.uid),
                label=rung.label,
                ladder=rung.ladder.name,
                position=rung.position,
                state="kept" if reached else "reached",
                reached_date=reached,
                is_next=reached is None and not any(other.is_next for other in others),
            )
        )
    proposed = [step for steps in ladders.values() for step in steps]
    return tuple(sorted(proposed, key=lambda step: (not step.is_next, step.reached_date is not None)))


def last_activity(by: Actor, episode_uid: str) -> LastActivity | None:
    """The episode's latest activity, if any. Raises NotFound for an unknown episode."""
    episode = get(by, Episode, episode_uid)
    came = visible_to(by, Attendance).filter(episode=episode).select_related("activity__activity_type")
    latest = came.order_by("-activity__activity_date", "-id").first()
    if latest is None:
        return None
    activity = latest.activity
    return LastActivity(
        activity_uid=str(activity.uid),
        activity_type_uid=str(activity.activity_type.uid),
        activity_date=activity.activity_date,
        minutes=activity.minutes,
        worker_uid=activity.worker_uid,
    )
