"""The list of open episodes and what is owed in them, in a fixed number of queries."""

import datetime as dt
from collections.abc import Sequence
from math import ceil
from typing import Any

from django.db.models import Count, Max, QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.cases import rules
from cairn.cases.models import Assessment, Attendance, Need, StepRecord
from cairn.cases.queries.base import title, visible_to, workers
from cairn.cases.queries.referrals import referrals
from cairn.cases.queries.views import Caseload, CaseRow, Today
from cairn.kernel import clock
from cairn.people.queries import fold
from cairn.services import queries as services

FIELDS = (
    "id", "uid", "worker_uid", "start_date", "no_baseline_reason", "client__uid", "client__name", "client__known_as",
    "client__reference", "service__uid", "service__name", "service__scale", "service__is_one_off",
)  # fmt: skip


def caseload(
    by: Actor,
    *,
    service_uid: str | None = None,
    worker_uid: str | None = None,
    text: str = "",
    page: int = 1,
    per_page: int = 50,
) -> Caseload:
    """Open episodes, by the name of the client. `text` is looked for in names, references and phones.

    Raises NotFound for an unknown service.
    """
    episodes = _open(by).order_by("client__search_text", "id")
    if service_uid:
        episodes = episodes.filter(service=services.get(by, service_uid))
    if worker_uid is not None:
        episodes = episodes.filter(worker_uid=worker_uid)
    for word in fold(text).split():
        episodes = episodes.filter(client__search_text__contains=word)
    total = episodes.count()
    pages = max(1, ceil(total / per_page))
    page = min(max(1, page), pages)
    rows = _rows(list(episodes.values(*FIELDS)[(page - 1) * per_page : page * per_page]))
    return Caseload(rows, total, page, pages)


def today(by: Actor, *, everyone: bool | None = None) -> Today:
    """What the actor owes: readings and contacts in their own episodes, and every referral that waits. A manager's is
    everybody's unless said otherwise."""
    everyone = by.may(Permission.MANAGE_SERVICES) if everyone is None else everyone
    episodes = _open(by) if everyone else _open(by).filter(worker_uid=by.uid)
    rows = _rows(list(episodes.order_by("start_date", "id").values(*FIELDS)))
    quiet_since = clock.today() - dt.timedelta(days=rules.QUIET_DAYS)
    return Today(
        everyone=everyone,
        referrals=referrals(by, state="pending"),
        first_readings=tuple(row for row in rows if row.due == "first"),
        reviews=tuple(sorted((row for row in rows if row.due == "review"), key=lambda row: str(row.due_date))),
        quiet=tuple(row for row in rows if (row.last_seen_date or row.start_date) <= quiet_since),
    )


def _open(by: Actor) -> "QuerySet[Any]":
    return visible_to(by).filter(end_date__isnull=True)


def _rows(episodes: Sequence[dict[str, Any]]) -> tuple[CaseRow, ...]:
    """Five more queries, however many episodes."""
    ids = [episode["id"] for episode in episodes]
    seen = _last_seen(ids)
    readings = _reading_dates(ids)
    needs = _unmet(ids)
    steps = _latest_steps(ids)
    names = workers({episode["worker_uid"] for episode in episodes})
    day = clock.today()
    return tuple(
        _row(e, names, seen.get(e["id"]), _due(e, readings, day), needs.get(e["id"], 0), steps.get(e["id"]))
        for e in episodes
    )


def _row(
    episode: dict[str, Any],
    names: dict[str, str],
    seen: dt.date | None,
    due: rules.Due | None,
    unmet: int,
    step: tuple[str, dt.date] | None,
) -> CaseRow:
    return CaseRow(
        client_uid=str(episode["client__uid"]),
        episode_uid=str(episode["uid"]),
        name=title(episode["client__name"], episode["client__known_as"], episode["client__reference"]),
        reference=episode["client__reference"],
        service_uid=str(episode["service__uid"]),
        service=episode["service__name"],
        worker_uid=episode["worker_uid"],
        worker=names.get(episode["worker_uid"], ""),
        start_date=episode["start_date"],
        last_seen_date=seen,
        due=due.what if due else "",
        due_date=due.since if due else None,
        scale=episode["service__scale"],
        unmet_needs=unmet,
        latest_step=step[0] if step else "",
        latest_step_date=step[1] if step else None,
    )


def _due(episode: dict[str, Any], readings: dict[tuple[int, str], list[dt.date]], day: dt.date) -> rules.Due | None:
    scale = episode["service__scale"]
    if not scale:
        return None
    return rules.reading_due(
        day,
        episode["start_date"],
        readings.get((episode["id"], scale), []),
        is_one_off=episode["service__is_one_off"],
        explained=bool(episode["no_baseline_reason"]),
    )


def _last_seen(ids: Sequence[int]) -> dict[int, dt.date]:
    came = Attendance.objects.filter(episode_id__in=ids, state="attended").values("episode_id")
    return {row["episode_id"]: row["last"] for row in came.annotate(last=Max("activity__activity_date"))}


def _reading_dates(ids: Sequence[int]) -> dict[tuple[int, str], list[dt.date]]:
    found: dict[tuple[int, str], list[dt.date]] = {}
    rows = Assessment.objects.filter(episode_id__in=ids).values_list("episode_id", "scale", "assessed_date")
    for episode_id, scale, day in rows:
        found.setdefault((episode_id, scale), []).append(day)
    return found


def _unmet(ids: Sequence[int]) -> dict[int, int]:
    rows = Need.objects.filter(episode_id__in=ids, state="unmet").values("episode_id").annotate(n=Count("id"))
    return {row["episode_id"]: row["n"] for row in rows}


def _latest_steps(ids: Sequence[int]) -> dict[int, tuple[str, dt.date]]:
    """The step confirmed last in each episode; of several on one date, the highest."""
    rows = StepRecord.objects.filter(episode_id__in=ids, state__in=rules.CONFIRMED)
    ordered = rows.order_by("step_date", "rung__position", "id").values_list("episode_id", "rung__label", "step_date")
    return {episode_id: (label, day) for episode_id, label, day in ordered}
