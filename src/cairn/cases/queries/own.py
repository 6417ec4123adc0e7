"""What a person may see of their own record: the path, goals, readings, what is planned, who supports them.

Never a note, a memo, a concern or anything restricted: nothing here reads those tables. Plain queries, none through
`access.asking`, because the reader may be the person themself, by a link."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import dictionary, models
from cairn.cases.queries.base import visible_to, workers
from cairn.cases.queries.readings import scales_of
from cairn.cases.queries.trails import TrailView, trails
from cairn.cases.queries.views import ScaleView
from cairn.kernel import clock

MOST = 40


@dataclass(frozen=True, slots=True)
class OwnSupport:
    """A service that supports, or supported, the person; `worker` is whom to ask there."""

    service: str
    worker: str
    start_date: dt.date
    end_date: dt.date | None
    scales: tuple[ScaleView, ...]


@dataclass(frozen=True, slots=True)
class OwnStep:
    """A step as it was recorded once."""

    uid: str
    date: dt.date
    label: str
    ladder: str
    state: str


@dataclass(frozen=True, slots=True)
class OwnGoal:
    words: str
    first_step: str
    state: str
    review_date: dt.date | None
    end_date: dt.date | None


@dataclass(frozen=True, slots=True)
class OwnJudgement:
    """How a need stood on a day, and who said so (a code of `judged_by`)."""

    uid: str
    date: dt.date
    state: str
    judged_by: str


@dataclass(frozen=True, slots=True)
class OwnNeed:
    label: str
    state: str
    judgements: tuple[OwnJudgement, ...]


@dataclass(frozen=True, slots=True)
class OwnPlanned:
    date: dt.date
    time: dt.time | None
    kind: str
    worker: str
    place: str


@dataclass(frozen=True, slots=True)
class OwnRecord:
    supports: tuple[OwnSupport, ...]
    trails: tuple[TrailView, ...]
    steps: tuple[OwnStep, ...]
    goals: tuple[OwnGoal, ...]
    needs: tuple[OwnNeed, ...]
    planned: tuple[OwnPlanned, ...]


def own_record(by: Actor, client: Any) -> OwnRecord:
    """All of it, of a person (a row), in a dozen queries."""
    episodes = list(visible_to(by).filter(client=client).select_related("service").order_by("-start_date", "-id"))
    episodes.sort(key=lambda row: row.end_date is not None)
    planned = _planned_rows(by, client)
    names = workers({row.worker_uid for row in (*episodes, *planned)})
    return OwnRecord(
        supports=_supports(by, client, episodes, names),
        trails=trails(by, client),
        steps=_steps(by, client),
        goals=_goals(by, client),
        needs=_needs(by, client),
        planned=tuple(
            OwnPlanned(
                row.planned_date, row.start_time, row.activity_type.name if row.activity_type else "",
                names.get(row.worker_uid, ""), row.place,
            )
            for row in planned
        ),
    )  # fmt: skip


def _supports(by: Actor, client: Any, episodes: Sequence[Any], names: dict[str, str]) -> tuple[OwnSupport, ...]:
    taken: dict[int, list[Any]] = defaultdict(list)
    for row in visible_to(by, models.Assessment).filter(client=client).order_by("assessed_date", "id"):
        taken[row.episode_id].append(row)
    return tuple(
        OwnSupport(
            row.service.name, names.get(row.worker_uid, ""), row.start_date, row.end_date,
            scales_of(row.start_date, row.service.baseline_days, taken[row.pk]),
        )
        for row in episodes
    )  # fmt: skip


def _steps(by: Actor, client: Any) -> tuple[OwnStep, ...]:
    rows = visible_to(by, models.StepRecord).filter(client=client).select_related("rung__ladder")
    return tuple(
        OwnStep(str(row.uid), row.step_date, row.rung.label, row.rung.ladder.name, row.state)
        for row in rows.order_by("-step_date", "-id")[:MOST]
    )


def _goals(by: Actor, client: Any) -> tuple[OwnGoal, ...]:
    rows = visible_to(by, models.Goal).filter(client=client).order_by("-start_date", "-id")[:MOST]
    found = [OwnGoal(row.words, row.first_step, row.state, row.review_date, row.end_date) for row in rows]
    return tuple(sorted(found, key=lambda goal: goal.state != "open"))


def _needs(by: Actor, client: Any) -> tuple[OwnNeed, ...]:
    judged: dict[int, list[OwnJudgement]] = defaultdict(list)
    said = visible_to(by, models.NeedJudgement).filter(client=client).order_by("-judged_date", "-id")
    for row in said:
        judged[row.need_id].append(OwnJudgement(str(row.uid), row.judged_date, row.state, row.judged_by))
    rows = visible_to(by, models.Need).filter(client=client).order_by("presented_date", "id")
    return tuple(
        OwnNeed(dictionary.entry(row.need, row.dictionary_version).label, row.state, tuple(judged[row.pk]))
        for row in rows
    )


def _planned_rows(by: Actor, client: Any) -> list[Any]:
    rows = visible_to(by, models.Appointment).filter(
        client=client, state="planned", planned_date__gte=clock.today()
    )  # fmt: skip
    return list(rows.select_related("activity_type").order_by("planned_date", "start_time", "id")[:MOST])
