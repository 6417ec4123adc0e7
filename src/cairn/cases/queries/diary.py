"""A worker's diary, or a service's: what is planned, day by day. A bounded read, however many people there are."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.cases import rules_diary
from cairn.cases.models import AlsoThere, Appointment, PlannedSession
from cairn.cases.queries.base import get, title, visible_to, workers
from cairn.cases.queries.covering import Desk, desks
from cairn.cases.rules_diary import Slot

MOST = 400
ENDED = ("missed", "no_answer", "cancelled")


@dataclass(frozen=True, slots=True)
class DiaryItem:
    """A contact or a session planned. `others` are the names of the other workers; `desk` the name of the absent colleague
    whose it is, "" where it is the reader's own; `clashes`: one of its workers has something else then. `activity_uid` is
    what came of it."""

    kind: str
    uid: str
    version: int
    planned_date: dt.date
    start_time: dt.time | None
    minutes: int | None
    state: str
    place: str
    client_uid: str
    client: str
    reference: str
    episode_uid: str
    service: str
    activity_type_uid: str
    activity_type: str
    mode: str
    worker_uid: str
    worker: str
    other_uids: tuple[str, ...]
    others: tuple[str, ...]
    in_series: bool
    activity_uid: str
    desk: str = ""
    clashes: bool = False

    @property
    def end_time(self) -> dt.time | None:
        return rules_diary.end_of(self.start_time, self.minutes)

    @property
    def is_session(self) -> bool:
        return self.kind == "session"

    @property
    def slots(self) -> list[Slot]:
        if self.state != "planned":
            return []
        who = (self.worker_uid, *self.other_uids)
        return [Slot(uid, self.planned_date, self.start_time, self.minutes, self.uid) for uid in who if uid]


@dataclass(frozen=True, slots=True)
class DiaryDay:
    day: dt.date
    items: tuple[DiaryItem, ...]


@dataclass(frozen=True, slots=True)
class Diary:
    """Days in order. `desks`: whose desks are looked after on any of them; `is_whole`: nothing was left out."""

    days: tuple[DiaryDay, ...]
    desks: tuple[Desk, ...]
    is_whole: bool

    @property
    def items(self) -> tuple[DiaryItem, ...]:
        return tuple(item for day in self.days for item in day.items)


def diary(
    by: Actor,
    first: dt.date,
    days: int = 7,
    *,
    worker_uid: str = "",
    service_uid: str = "",
    cancelled: bool = True,
    known: Sequence[Desk] | None = None,
) -> Diary:
    """What is planned on these days: of a service, where one is named, else of a worker (the actor, unless another is) with
    the desks that they look after. `known`: those desks, where they were read already."""
    dates = [first + dt.timedelta(days=n) for n in range(days)]
    worker = worker_uid or by.uid
    covered: Sequence[Desk] = ()
    if not service_uid:
        covered = known if known is not None else desks(by, dates[0], dates[-1], covered_by=worker)
    rows = _of_service(by, dates, service_uid) if service_uid else _of_workers(by, dates, worker, covered)
    also = _also(rows)
    names = workers({uid for row in rows for uid in (row.worker_uid, *also.get((type(row), row.pk), ()))})
    items = [_item(row, also.get((type(row), row.pk), ()), names) for row in rows]
    items = [item for item in items if cancelled or item.state != "cancelled"]
    if not service_uid:
        items = [mine for item in items for mine in _on_a_desk(item, worker, covered)]
    shown = _marked(sorted(items, key=_order)[:MOST])
    by_day = tuple(DiaryDay(day, tuple(item for item in shown if item.planned_date == day)) for day in dates)
    return Diary(by_day, tuple(covered), len(rows) < MOST)


def _order(item: DiaryItem) -> tuple[Any, ...]:
    return item.planned_date, item.start_time or dt.time.max, item.client or item.activity_type, item.uid


_RELATED = {
    Appointment: ("client", "episode__service", "activity_type", "activity"),
    PlannedSession: ("service", "activity_type", "activity"),
}


def _of_service(by: Actor, dates: Sequence[dt.date], service_uid: str) -> list[Any]:
    found: list[Any] = []
    for model, path in ((Appointment, "episode__service__uid"), (PlannedSession, "service__uid")):
        found += _rows(visible_to(by, model).filter(planned_date__in=dates, **{path: service_uid}), model)
    return found


def _of_workers(by: Actor, dates: Sequence[dt.date], worker: str, covered: Iterable[Desk]) -> list[Any]:
    uids = [worker, *(desk.worker_uid for desk in covered)]
    second = visible_to(by, AlsoThere).filter(planned_date__in=dates, worker_uid__in=uids)
    there = list(second.values_list("appointment_id", "session_id"))
    found: list[Any] = []
    for model, ids in ((Appointment, {a for a, _ in there if a}), (PlannedSession, {s for _, s in there if s})):
        own = Q(planned_date__in=dates, worker_uid__in=uids)
        rows = visible_to(by, model)
        found += _rows(rows.filter(own), model)
        if more := ids - {row.pk for row in found if isinstance(row, model)}:
            found += _rows(rows.filter(pk__in=more), model)
    return found


def _rows(rows: "QuerySet[Any]", model: Any) -> list[Any]:
    return list(rows.select_related(*_RELATED[model]).order_by("planned_date", "start_time", "id")[:MOST])


def _also(rows: Sequence[Any]) -> dict[tuple[Any, int], list[str]]:
    """The other workers of each, in one query."""
    ids = {model: [row.pk for row in rows if isinstance(row, model)] for model in _RELATED}
    if not rows:
        return {}
    there = AlsoThere.objects.filter(Q(appointment_id__in=ids[Appointment]) | Q(session_id__in=ids[PlannedSession]))
    found: dict[tuple[Any, int], list[str]] = {}
    for appointment, session, uid in there.order_by("id").values_list("appointment_id", "session_id", "worker_uid"):
        key = (Appointment, appointment) if appointment else (PlannedSession, session)
        found.setdefault(key, []).append(uid)
    return found


def _item(row: Any, also: Sequence[str], names: dict[str, str]) -> DiaryItem:
    kind, who = row.activity_type, getattr(row, "client", None)
    service = row.episode.service if who is not None else row.service
    return DiaryItem(
        kind="contact" if who is not None else "session",
        uid=str(row.uid),
        version=row.version,
        planned_date=row.planned_date,
        start_time=row.start_time,
        minutes=row.minutes,
        state=row.state,
        place=row.place,
        client_uid=str(who.uid) if who is not None else "",
        client=title(who.name, who.known_as, who.reference) if who is not None else "",
        reference=who.reference if who is not None else "",
        episode_uid=str(row.episode.uid) if who is not None else "",
        service=service.name,
        activity_type_uid=str(kind.uid) if kind else "",
        activity_type=kind.name if kind else "",
        mode=kind.mode if kind else "individual",
        worker_uid=row.worker_uid,
        worker=names.get(row.worker_uid, ""),
        other_uids=tuple(also),
        others=tuple(names.get(uid, "") for uid in also),
        in_series=row.series_id is not None,
        activity_uid=str(row.activity.uid) if row.activity_id else "",
    )


def _on_a_desk(item: DiaryItem, worker: str, covered: Iterable[Desk]) -> Iterable[DiaryItem]:
    """The item, where the worker is at it; or as an absent colleague's, on the days that they are covered for."""
    who = (item.worker_uid, *item.other_uids)
    if worker in who:
        return [item]
    desk = next((one for one in covered if one.worker_uid in who and one.on(item.planned_date)), None)
    return [replace(item, desk=desk.worker)] if desk else []


def _marked(items: Sequence[DiaryItem]) -> list[DiaryItem]:
    """With a mark on those at which somebody would be in two places."""
    met = rules_diary.clashes((slot for item in items for slot in item.slots), ())
    twice: Collection[str] = {key for one, other in met for key in (one.key, other.key)}
    return [replace(item, clashes=item.uid in twice) for item in items]


def the_one(by: Actor, item_uid: object, model: Any) -> Any:
    """One row planned, with what it is about. Raises NotFound."""
    return get(by, model, item_uid, *_RELATED[model])
