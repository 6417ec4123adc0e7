"""A worker's day: whom they see, what they owe. A bounded read, however many people an organisation supports.

Their own open episodes are read whole, up to `LOOK`; of everybody's, the `LOOK` that began first. `is_whole` says whether
that was all of them.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.cases import rules
from cairn.cases.loading import canonical
from cairn.cases.models import Activity, Attendance, Goal, Referral, StepRecord
from cairn.cases.queries import covering, diary, owing
from cairn.cases.queries.base import title, visible_to, workers
from cairn.cases.queries.covering import Desk
from cairn.cases.queries.diary import DiaryItem
from cairn.cases.queries.door import not_looked_at
from cairn.cases.queries.due import Plans, asked_scales, dues_of, latest_readings
from cairn.cases.queries.owing import Owing
from cairn.cases.queries.referrals import RELATED, row_of
from cairn.cases.queries.views import ReferralRow
from cairn.kernel import clock
from cairn.kernel.gather import Row, gather
from cairn.services import measuring
from cairn.services.models import ActivityType

LOOK, SHOWN, MOST = 200, 6, 99
WEEKS, TIMES = 8, 2
"""A session is usual on a weekday on which it was held so many times in so many weeks."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One open episode in which something is owed; `worker` is "" where it is the actor's own. `due` is "first", "review"
    or "", since `due_date`. `has_plan`: steps were taken, or a goal is open. `quiet_since`: the last contact or step, where
    that is four weeks ago or more."""

    client_uid: str
    episode_uid: str
    name: str
    reference: str
    service: str
    worker: str
    scale: str
    due: str
    due_date: dt.date | None
    due_scales: tuple[str, ...]
    last_seen_date: dt.date | None
    last_step_date: dt.date | None
    has_plan: bool
    quiet_since: dt.date | None


@dataclass(frozen=True, slots=True)
class UsualSession:
    """A group or an open door that usually meets on this weekday; `is_recorded`: today's is there already."""

    activity_type_uid: str
    name: str
    service: str
    mode: str
    is_recorded: bool


@dataclass(frozen=True, slots=True)
class Today:
    """What a day asks. `desks`: whose desks the actor looks after today: what is on them stands here too. `waiting` counts
    referrals up to `MOST`, of which the first are shown; `everyone`: not only the actor's own; `people`: how many open
    episodes were looked at; `at_the_door`: what came and nobody has looked at, up to `MOST`; `owing`: memos, plans, and how
    lives stand."""

    day: dt.date
    everyone: bool
    planned: tuple[DiaryItem, ...]
    tomorrow: tuple[DiaryItem, ...]
    sessions: tuple[UsualSession, ...]
    referrals: tuple[ReferralRow, ...]
    waiting: int
    first_readings: tuple[Owed, ...]
    reviews: tuple[Owed, ...]
    quiet: tuple[Owed, ...]
    people: int
    is_whole: bool
    owing: Owing
    desks: tuple[Desk, ...] = ()
    at_the_door: int = 0


def today(by: Actor, *, everyone: bool | None = None) -> Today:
    """The actor's day. A manager's is everybody's unless said otherwise."""
    everyone = by.may(Permission.MANAGE_SERVICES) if everyone is None else everyone
    day = clock.today()
    tomorrow = day + dt.timedelta(days=1)
    door = (not_looked_at(by, MOST), {"id": "pk"})
    desks = covering.asked(by, day, tomorrow)
    said = gather({"desks": desks, "usual": _usual(by, day), "door": door, "asked": asked_scales(by)})
    covered = covering.read(said["desks"], {})
    desks_now = [desk.worker_uid for desk in covered if desk.on(day)]
    mine = None if everyone else [by.uid, *desks_now]
    plans = diary.planned(by, [day, tomorrow], by.uid, covered)
    episodes, other = _episodes(by, mine), owing.find(by, mine, SHOWN, desks_now)
    uids = {desk.worker_uid for desk in covered} | diary.uids_in(plans) | {row["worker_uid"] for row in episodes}
    names = workers(uids | other.uids, by)
    covered = covering.read(said["desks"], names)
    planned = diary.laid(plans, names, by.uid, covered, cancelled=False)
    waiting, first = _waiting(by)
    rows = _owed(episodes, measuring.by_service(said["asked"]), names if everyone else {**names, by.uid: ""}, day)
    quiet = sorted((row for row in rows if row.quiet_since), key=lambda row: (not row.has_plan, row.quiet_since))
    return Today(
        day=day,
        at_the_door=len(said["door"]),
        everyone=everyone,
        planned=tuple(row for row in planned if row.planned_date == day),
        tomorrow=tuple(row for row in planned if row.planned_date > day and row.state == "planned"),
        sessions=_sessions(said["usual"], {item.activity_type_uid for item in planned if item.planned_date == day}),
        referrals=first,
        waiting=waiting,
        first_readings=tuple(row for row in rows if row.due == "first"),
        reviews=tuple(sorted((row for row in rows if row.due == "review"), key=lambda row: str(row.due_date))),
        quiet=tuple(quiet),
        people=len(rows),
        is_whole=len(rows) < LOOK,
        desks=tuple(desk for desk in covered if desk.on(day)),
        owing=other.laid(names),
    )


def _waiting(by: Actor) -> tuple[int, tuple[ReferralRow, ...]]:
    """How many referrals wait, up to `MOST`, and those that have waited longest."""
    rows = visible_to(by, Referral).filter(state="pending").order_by("received_date", "id")
    found = list(rows.select_related(*RELATED)[: MOST + 1])
    return len(found), tuple(row_of(row) for row in found[:SHOWN])


def _usual(by: Actor, day: dt.date) -> tuple["QuerySet[Any]", dict[str, str]]:
    """Worked out from the sessions of the last weeks; nobody need keep a timetable for it. What is planned is left out."""
    before = [day - dt.timedelta(weeks=week) for week in range(1, WEEKS + 1)]
    held = Activity.objects.filter(activity_type=OuterRef("pk"))
    days = held.filter(activity_date__in=before).order_by().values("activity_type")
    types = visible_to(by, ActivityType).filter(mode__in=("group", "head_count"), is_active=True)
    rows = types.annotate(
        times=Subquery(days.annotate(n=Count("activity_date", distinct=True)).values("n")),
        now=Exists(held.filter(activity_date=day)),
    )
    facts = {"uid": "uid", "name": "name", "service": "service__name", "mode": "mode", "times": "times", "now": "now"}
    return rows.order_by("name", "uid"), facts


def _sessions(rows: Sequence[Row], planned: Collection[str]) -> tuple[UsualSession, ...]:
    return tuple(
        UsualSession(canonical(row["uid"]), row["name"], row["service"], row["mode"], bool(row["now"]))
        for row in rows
        if ((row["times"] or 0) >= TIMES or row["now"]) and canonical(row["uid"]) not in planned
    )


_FIELDS = (
    "uid", "worker_uid", "start_date", "no_baseline_reason", "client__uid", "client__name", "client__known_as",
    "id", "service_id", "client__reference", "service__name", "service__is_one_off", "service__is_short_stay", "seen",
    "stepped", "aims",
)  # fmt: skip


def _episodes(by: Actor, whose: Sequence[str] | None) -> list[dict[str, Any]]:
    """The open episodes looked at, those that began first first; the latest of everything is sought in the database."""
    episodes = visible_to(by).filter(end_date__isnull=True)
    if whose is not None:
        episodes = episodes.filter(worker_uid=whose[0]) if len(whose) == 1 else episodes.filter(worker_uid__in=whose)
    own = {"episode": OuterRef("pk")}
    return list(
        episodes.order_by("start_date", "id")
        .annotate(
            seen=_latest(Attendance.objects.filter(**own, state="attended"), "activity_date"),
            stepped=_latest(StepRecord.objects.filter(**own), "step_date"),
            aims=Exists(Goal.objects.filter(**own, state="open")),
        )
        .values(*_FIELDS)[:LOOK]
    )


def _owed(episodes: Sequence[dict[str, Any]], asked: Plans, names: Mapping[str, str], day: dt.date) -> tuple[Owed, ...]:
    read = latest_readings([row["id"] for row in episodes])
    return tuple(_row(row, names, dues_of(row, asked, read, day), day) for row in episodes)


def _latest(rows: "QuerySet[Any]", field: str) -> Subquery:
    return Subquery(rows.order_by(f"-{field}").values(field)[:1])


def _row(row: dict[str, Any], names: Mapping[str, str], dues: Sequence[rules.Due], day: dt.date) -> Owed:
    due = dues[0] if dues else None
    last = max(filter(None, (row["seen"], row["stepped"], row["start_date"])))
    return Owed(
        client_uid=str(row["client__uid"]),
        episode_uid=str(row["uid"]),
        name=title(row["client__name"], row["client__known_as"], row["client__reference"]),
        reference=row["client__reference"],
        service=row["service__name"],
        worker=names.get(row["worker_uid"], ""),
        scale=due.scale if due else "",
        due=due.what if due else "",
        due_date=due.since if due else None,
        due_scales=tuple(one.scale for one in dues),
        last_seen_date=row["seen"],
        last_step_date=row["stepped"],
        has_plan=bool(row["stepped"] or row["aims"]),
        quiet_since=last if last <= day - dt.timedelta(days=rules.QUIET_DAYS) else None,
    )
