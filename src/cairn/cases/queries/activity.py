"""One activity as it was recorded, to be put right."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.cases.loading import outcome_refs
from cairn.cases.models import Activity, Attendance, AttendanceNeed, Need, OutcomeRecord, StepRecord
from cairn.cases.queries.base import get, title, visible_to
from cairn.definitions import registry
from cairn.services.models import ActivityType

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be said of somebody at an activity: a step's rung, `framework|outcome`, a need's uid."""

    code: str
    label: str
    is_said: bool
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Came:
    """One person at an activity, with what was recorded of them there and what else may be. `not_reached`: outcomes of
    which it was said that they were not."""

    episode_uid: str
    client_uid: str
    name: str
    reference: str
    state: str
    steps: tuple[Offer, ...]
    outcomes: tuple[Offer, ...]
    needs: tuple[Offer, ...]
    not_reached: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ActivityView:
    uid: str
    version: int
    kind: str
    service: str
    mode: str
    activity_date: dt.date
    minutes: int
    heads: int | None
    heads_new: int | None
    came: tuple[Came, ...]
    worker_uid: str = ""


def activity(by: Actor, uid: object) -> ActivityView:
    """One activity with everybody at it. Raises NotFound."""
    row = get(by, Activity, uid, "activity_type", "service")
    return ActivityView(
        uid=str(row.uid),
        version=row.version,
        kind=row.activity_type.name,
        service=row.service.name,
        mode=row.activity_type.mode,
        activity_date=row.activity_date,
        minutes=row.minutes,
        heads=row.heads,
        heads_new=row.heads_new,
        came=_came(by, row),
        worker_uid=row.worker_uid,
    )


def _came(by: Actor, row: Any) -> tuple[Came, ...]:
    attendances = list(
        visible_to(by, Attendance).filter(activity=row).select_related("client", "episode").order_by("id")
    )
    kind: ActivityType = row.activity_type
    steps, rungs = _steps(row, kind)
    outcomes, labels = _outcomes(row, kind)
    needs = _needs(by, attendances)
    missed: dict[int, list[Key]] = defaultdict(list)
    for said in OutcomeRecord.objects.filter(activity=row, is_reached=False):
        missed[said.episode_id].append((said.framework, said.outcome))
    ticked = set(AttendanceNeed.objects.filter(attendance__activity=row).values_list("attendance_id", "need_id"))
    return tuple(
        Came(
            episode_uid=str(one.episode.uid),
            client_uid=str(one.client.uid),
            name=title(one.client.name, one.client.known_as, one.client.reference),
            reference=one.client.reference,
            state=one.state,
            steps=tuple(
                Offer(uid, label, pk in steps[one.episode_id], steps[one.episode_id].get(pk) == "lost")
                for pk, (uid, label) in rungs.items()
            ),
            outcomes=tuple(
                Offer("|".join(key), label, key in outcomes[one.episode_id]) for key, label in labels.items()
            ),
            needs=tuple(
                Offer(uid, label, (one.pk, pk) in ticked)
                for pk, uid, label, is_open in needs[one.client_id]
                if is_open or (one.pk, pk) in ticked
            ),
            not_reached=tuple(missed[one.episode_id]),
        )
        for one in attendances
    )


def _steps(row: Any, kind: Any) -> tuple[dict[int, dict[int, str]], dict[int, tuple[str, str]]]:
    """What was said of each rung, by episode; and the rungs on offer: those of the type, and those that were said."""
    said: dict[int, dict[int, str]] = defaultdict(dict)
    offered = list(kind.steps.select_related("rung__ladder").order_by("rung__ladder__name", "rung__position"))
    rungs = {one.rung_id: (str(one.rung.uid), one.rung.label) for one in offered}
    for step in StepRecord.objects.filter(activity=row).select_related("rung").order_by("rung__position"):
        said[step.episode_id][step.rung_id] = step.state
        rungs.setdefault(step.rung_id, (str(step.rung.uid), step.rung.label))
    return said, rungs


def _outcomes(row: Any, kind: Any) -> tuple[dict[int, set[Key]], dict[Key, str]]:
    said: dict[int, set[Key]] = defaultdict(set)
    keys: list[Key] = list(kind.outcomes.order_by("framework", "outcome").values_list("framework", "outcome"))
    for one in OutcomeRecord.objects.filter(activity=row, is_reached=True):
        said[one.episode_id].add((one.framework, one.outcome))
        keys.append((one.framework, one.outcome))
    labels = outcome_refs(framework for framework, _ in keys)
    return said, {key: labels.get(key[0], {}).get(key[1], key[1]) for key in dict.fromkeys(keys)}


def _needs(by: Actor, attendances: list[Any]) -> dict[int, list[tuple[int, str, str, bool]]]:
    """Everybody's needs, by client."""
    found: dict[int, list[tuple[int, str, str, bool]]] = defaultdict(list)
    rows = (
        visible_to(by, Need).filter(client__in=[one.client_id for one in attendances]).order_by("presented_date", "id")
    )
    for row in rows:
        label = registry.get("needs", "common", row.dictionary_version).need(row.need).label
        found[row.client_id].append((row.pk, str(row.uid), label, row.state != "met"))
    return found
