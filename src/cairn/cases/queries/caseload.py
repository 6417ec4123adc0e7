"""The list of open episodes and what is owed in them, in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

from django.db.models import Count, Max, QuerySet

from cairn.access.actors import Actor
from cairn.cases import rules
from cairn.cases.models import Assessment, Attendance, Need, StepRecord
from cairn.cases.queries.base import title, visible_to, workers
from cairn.cases.queries.filters import CaseFilter, narrowed, ordered
from cairn.cases.queries.views import Caseload, CaseRow
from cairn.kernel import clock
from cairn.people import queries as people
from cairn.services import queries as services

FIELDS = (
    "id", "uid", "worker_uid", "start_date", "no_baseline_reason", "client__uid", "client__name", "client__known_as",
    "client__reference", "service__uid", "service__name", "service__scale", "service__is_one_off",
)  # fmt: skip


#: How many are counted, and how far one may leaf: beyond it, narrowing down is quicker than leafing.
MOST = 1_000
NOTHING = CaseFilter()


def caseload(
    by: Actor,
    *,
    service_uid: str | None = None,
    worker_uid: str | None = None,
    text: str = "",
    only: CaseFilter = NOTHING,
    page: int = 1,
    per_page: int = 50,
) -> Caseload:
    """Open episodes, by the name of the client unless `only.sort` says otherwise. `text` is looked for in names, references
    and phones. Counted up to `MOST`: `is_more` says that there are others.

    Raises NotFound for an unknown service.
    """
    fitting = _fitting(by, service_uid, worker_uid, text, only)
    ids = list(fitting.order_by().values_list("id", flat=True)[: MOST + 1])
    total = min(len(ids), MOST)
    pages = max(1, ceil(total / per_page))
    page = min(max(1, page), pages)
    # Few are put in order among themselves; of many, the first are found by walking the index of names.
    rows = fitting if len(ids) > MOST else visible_to(by).filter(pk__in=ids)
    shown = ordered(rows, only.sort).values(*FIELDS)[(page - 1) * per_page : page * per_page]
    return Caseload(_rows(list(shown)), total, page, pages, is_more=len(ids) > MOST)


def fitting_uids(
    by: Actor, *, service_uid: str | None, worker_uid: str | None, text: str, only: CaseFilter
) -> list[str]:
    """The uids of every episode that fits, at most `MOST`, in the order of the list: for doing something with them all."""
    fitting = ordered(_fitting(by, service_uid, worker_uid, text, only), only.sort)
    return [str(uid) for uid in fitting.values_list("uid", flat=True)[:MOST]]


def episodes_of(by: Actor, uids: Iterable[str]) -> tuple[CaseRow, ...]:
    """These open episodes, by name; what is not there, or not the actor's to read, is left out."""
    wanted = [key for uid in uids if (key := people.canonical(uid))][:MOST]
    rows = _open(by).filter(uid__in=wanted).order_by("client__search_text", "id")
    return _rows(list(rows.values(*FIELDS)))


def _fitting(
    by: Actor, service_uid: str | None, worker_uid: str | None, text: str, only: CaseFilter
) -> "QuerySet[Any]":
    episodes = _open(by)
    if service_uid:
        episodes = episodes.filter(service=services.get(by, service_uid))
    if worker_uid is not None:
        episodes = episodes.filter(worker_uid=worker_uid)
    if text.strip():
        episodes = episodes.filter(client__in=people.matching(by, text))
    return narrowed(episodes, only)


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
    return {row["episode_id"]: row["last"] for row in came.annotate(last=Max("activity_date"))}


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
