"""The list of open episodes and what is owed in them, in a fixed number of queries."""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from cairn.access.actors import Actor
from cairn.cases import rules
from cairn.cases.models import Attendance, EpisodeLevel, Need, StepRecord
from cairn.cases.queries.base import title, visible_to, workers
from cairn.cases.queries.due import asked_readings, asked_scales, dues_of, readings_from
from cairn.cases.queries.filters import CaseFilter, narrowed, ordered
from cairn.cases.queries.views import Caseload, CaseRow
from cairn.kernel import clock
from cairn.kernel.gather import gather
from cairn.people import queries as people
from cairn.services import measuring
from cairn.services import queries as services

FIELDS = (
    "id", "uid", "worker_uid", "start_date", "no_baseline_reason", "client__uid", "client__name", "client__known_as",
    "client__reference", "service_id", "service__uid", "service__name", "service__is_one_off",
    "service__is_short_stay",
)  # fmt: skip


#: How many are counted, and how far one may leaf: beyond it, narrowing down is quicker than leafing.
MOST = 1_000
NOTHING = CaseFilter()


def caseload(
    by: Actor,
    *,
    service_uid: str | None = None,
    worker_uid: str | Sequence[str] | None = None,
    text: str = "",
    only: CaseFilter = NOTHING,
    page: int = 1,
    per_page: int = 50,
) -> Caseload:
    """Open episodes, by the name of the client unless `only.sort` says otherwise. `text` is looked for in names, references
    and phones. `worker_uid`: whose, or several workers'. Counted up to `MOST`: `is_more` says that there are others.

    Raises NotFound for an unknown service.
    """
    fitting = _fitting(by, service_uid, worker_uid, only)
    found = _called(by, fitting, text)
    ids = list(found.order_by().values_list("id", flat=True)[: MOST + 1])
    total = min(len(ids), MOST)
    pages = max(1, ceil(total / per_page))
    page = min(max(1, page), pages)
    part = slice((page - 1) * per_page, page * per_page)
    sort = only.sort if only.by_name else "name"  # when so many were last seen is not worked out for a page
    # Few are put in order among themselves; of many, the first are found by walking the index of names.
    if len(ids) <= MOST:
        rows = ordered(visible_to(by).filter(pk__in=ids), only.sort)[part]
    elif only.by_name or only.by_last_seen:
        these = _by_name(by, fitting, text, sort)[part]
        inside = (
            connection.features.allow_sliced_subqueries_with_in
        )  # not on MariaDB: there it is a question of its own
        rows = ordered(fitting.filter(client__in=these if inside else list(these)), sort)
    else:
        rows = ordered(found, only.sort)[part]
    return Caseload(_rows(by, _values(rows)), total, page, pages, is_more=len(ids) > MOST)


def every_row(
    by: Actor, *, service_uid: str | None, worker_uid: str | Sequence[str] | None, text: str, only: CaseFilter
) -> Iterator[CaseRow]:
    """All that fit, however many, in the order of the list: for taking it out as a file."""
    found = ordered(_called(by, _fitting(by, service_uid, worker_uid, only), text), only.sort)
    ids = list(found.values_list("id", flat=True))
    for start in range(0, len(ids), MOST):
        part = ids[start : start + MOST]
        place = {pk: number for number, pk in enumerate(part)}
        values = sorted(_values(visible_to(by).filter(pk__in=part)), key=lambda row: place[row["id"]])
        yield from _rows(by, values)


def _by_name(by: Actor, fitting: "QuerySet[Any]", text: str, sort: str) -> "QuerySet[Any]":
    """The ids of the people of episodes that fit, in the order of their names: read off its index, as far as is wanted."""
    sign = "-" if sort.startswith("-") else ""
    rows = people.visible_to(by).filter(Exists(fitting.filter(client_id=OuterRef("pk"))))
    if text.strip():
        rows = rows.filter(pk__in=people.matching(by, text).values("pk"))
    return rows.order_by(f"{sign}search_text", f"{sign}id").values_list("id", flat=True)


def _values(rows: "QuerySet[Any]") -> list[dict[str, Any]]:
    """What a line shows, with when somebody was last seen, how many needs are open and the step confirmed last: one query."""
    came = Attendance.objects.filter(episode_id=OuterRef("pk"), state="attended").order_by("-activity_date")
    needs = Need.objects.filter(episode_id=OuterRef("pk"), state="unmet").order_by().values("episode_id")
    last = Subquery(came.values("activity_date")[:1])
    unmet = Subquery(needs.annotate(n=Count("id")).values("n"))
    begun = EpisodeLevel.objects.filter(episode_id=OuterRef("pk"), start_date__lte=clock.today()).order_by(
        "-start_date"
    )
    level = Subquery(begun.values("level__name")[:1])
    steps = StepRecord.objects.filter(episode_id=OuterRef("pk"), state__in=rules.CONFIRMED)
    latest = steps.order_by("-step_date", "-rung__position", "-id")  # of several on one date, the highest
    step, stepped = (Subquery(latest.values(name)[:1]) for name in ("rung__label", "step_date"))
    noted = rows.annotate(last_seen=last, unmet=unmet, level=level, step=step, stepped=stepped)
    return list(noted.values(*FIELDS, "last_seen", "unmet", "level", "step", "stepped"))


def fitting_uids(
    by: Actor, *, service_uid: str | None, worker_uid: str | Sequence[str] | None, text: str, only: CaseFilter
) -> list[str]:
    """The uids of every episode that fits, at most `MOST`, in the order of the list: for doing something with them all."""
    fitting = ordered(_called(by, _fitting(by, service_uid, worker_uid, only), text), only.sort)
    return [str(uid) for uid in fitting.values_list("uid", flat=True)[:MOST]]


def episodes_of(by: Actor, uids: Iterable[str]) -> tuple[CaseRow, ...]:
    """These open episodes, by name; what is not there, or not the actor's to read, is left out."""
    wanted = [key for uid in uids if (key := people.canonical(uid))][:MOST]
    rows = _open(by).filter(uid__in=wanted).order_by("client__search_text", "id")
    return _rows(by, _values(rows))


def _fitting(
    by: Actor, service_uid: str | None, worker_uid: str | Sequence[str] | None, only: CaseFilter
) -> "QuerySet[Any]":
    episodes = _open(by)
    if service_uid:
        episodes = episodes.filter(service=services.get(by, service_uid))
    if worker_uid is not None:
        one = isinstance(worker_uid, str)
        episodes = episodes.filter(worker_uid=worker_uid) if one else episodes.filter(worker_uid__in=worker_uid)
    return narrowed(episodes, only)


def _called(by: Actor, episodes: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    """Those of people of whom the text is part."""
    return episodes.filter(client__in=people.matching(by, text)) if text.strip() else episodes


def _open(by: Actor) -> "QuerySet[Any]":
    return visible_to(by).filter(end_date__isnull=True)


def _rows(by: Actor, episodes: Sequence[dict[str, Any]]) -> tuple[CaseRow, ...]:
    """Two more queries at most, however many episodes."""
    said = gather({"asked": asked_scales(by), "last": asked_readings([episode["id"] for episode in episodes])})
    asked, readings = measuring.by_service(said["asked"]), readings_from(said["last"])
    names = workers({episode["worker_uid"] for episode in episodes}, by)
    day = clock.today()
    return tuple(_row(e, names, dues_of(e, asked, readings, day)) for e in episodes)


def _row(episode: dict[str, Any], names: dict[str, str], dues: Sequence[rules.Due]) -> CaseRow:
    due = dues[0] if dues else None
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
        last_seen_date=episode["last_seen"],
        due=due.what if due else "",
        due_date=due.since if due else None,
        scale=due.scale if due else "",
        due_scales=tuple(one.scale for one in dues),
        unmet_needs=episode["unmet"] or 0,
        latest_step=episode["step"] or "",
        latest_step_date=episode["stepped"],
        level=episode["level"] or "",
    )
