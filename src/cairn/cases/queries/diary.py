"""A worker's diary, or a service's: what is planned, day by day. A bounded read, however many people there are."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.cases import rules_diary
from cairn.cases.loading import canonical
from cairn.cases.models import AlsoThere, Appointment, PlannedSession
from cairn.cases.queries.base import title, visible_to, workers
from cairn.cases.queries.covering import Desk, desks
from cairn.cases.rules_diary import Slot
from cairn.kernel.gather import Row, gather

MOST = 400


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
    most: int = MOST,
) -> Diary:
    """What is planned on these days: of a service, where one is named, else of a worker (the actor, unless another is) with
    the desks that they look after. `most`: so many at most of each kind."""
    dates = [first + dt.timedelta(days=n) for n in range(days)]
    worker = "" if service_uid else worker_uid or by.uid
    covered: tuple[Desk, ...] = ()
    if service_uid:
        rows = _rows(_of_service(by, dates, service_uid), most)
    else:
        covered = desks(by, dates[0], dates[-1], covered_by=worker)
        rows = planned(by, dates, worker, covered, most)
    items = laid(rows, workers(uids_in(rows), by), worker, covered, cancelled=cancelled, most=most)
    by_day = tuple(DiaryDay(day, tuple(item for item in items if item.planned_date == day)) for day in dates)
    return Diary(by_day, covered, len(rows) < most)


def planned(by: Actor, dates: Sequence[dt.date], worker: str, covered: Iterable[Desk], most: int = MOST) -> list[Row]:
    """What is planned for a worker and on the desks that they look after, as it is stored."""
    return _rows(_of_workers(by, dates, worker, covered), most)


def uids_in(rows: Iterable[Row]) -> set[str]:
    """Whose names `laid` wants."""
    return {uid for row in rows for uid in (row["worker_uid"], *row["also"])}


def laid(
    rows: Iterable[Row],
    names: Mapping[str, str],
    worker: str,
    covered: Sequence[Desk],
    *,
    cancelled: bool = True,
    most: int = MOST,
) -> list[DiaryItem]:
    """Rows as the diary of a worker shows them ("": of a service), in order."""
    items = [_item(row, names) for row in rows]
    items = [item for item in items if cancelled or item.state != "cancelled"]
    if worker:
        items = [mine for item in items for mine in _on_a_desk(item, worker, covered)]
    return _marked(sorted(items, key=_order)[:most])


def _order(item: DiaryItem) -> tuple[Any, ...]:
    return item.planned_date, item.start_time or dt.time.max, item.client or item.activity_type, item.uid


_FACTS = {
    "id": "pk", "uid": "uid", "version": "version", "day": "planned_date", "start": "start_time", "minutes": "minutes",
    "state": "state", "place": "place", "worker_uid": "worker_uid", "series": "series_id", "came": "activity__uid",
    "kind_uid": "activity_type__uid", "kind": "activity_type__name", "mode": "activity_type__mode",
}  # fmt: skip
_CONTACT = {
    **_FACTS, "client_uid": "client__uid", "name": "client__name", "known_as": "client__known_as",
    "reference": "client__reference", "episode": "episode__uid", "service": "episode__service__name",
}  # fmt: skip
_SESSION = {**_FACTS, "service": "service__name"}
_ALSO = {"appointment": "appointment_id", "session": "session_id", "worker_uid": "worker_uid"}
Parts = tuple["QuerySet[Any]", ...]


def _of_service(by: Actor, dates: Sequence[dt.date], service_uid: str) -> dict[Any, Parts]:
    own = {"planned_date__in": dates}
    contacts = visible_to(by, Appointment).filter(**own, episode__service__uid=service_uid)
    return {
        Appointment: (contacts,),
        PlannedSession: (visible_to(by, PlannedSession).filter(**own, service__uid=service_uid),),
    }


def _of_workers(by: Actor, dates: Sequence[dt.date], worker: str, covered: Iterable[Desk]) -> dict[Any, Parts]:
    """Whose they are, and where they are a second worker: two questions each, so that either has its index."""
    uids = [worker, *(desk.worker_uid for desk in covered)]
    own = {"planned_date__in": dates, "worker_uid__in": uids}
    second = visible_to(by, AlsoThere).filter(**own)
    return {
        model: (
            visible_to(by, model).filter(**own),
            visible_to(by, model).filter(
                pk__in=second.filter(**{f"{name}__isnull": False}).order_by().values(f"{name}_id")
            ),
        )
        for model, name in ((Appointment, "appointment"), (PlannedSession, "session"))
    }


def _rows(parts: dict[Any, Parts], most: int) -> list[Row]:
    """Everything planned, once, with whoever else is there: in one question."""
    asked: dict[str, Any] = {}
    for model, name, facts in ((Appointment, "appointment", _CONTACT), (PlannedSession, "session", _SESSION)):
        for number, rows in enumerate(parts[model]):
            asked[f"{name}{number}"] = (rows.order_by("planned_date", "start_time", "id")[:most], facts)
            others = AlsoThere.objects.filter(**{f"{name}_id__in": rows.order_by().values("pk")})
            asked[f"also.{name}{number}"] = (others.order_by("id")[: most * 2], _ALSO)
    said = gather(asked)
    also: dict[tuple[str, int], list[str]] = {}
    for key in (key for key in said if key.startswith("also.")):
        for row in said[key]:
            place = ("appointment", row["appointment"]) if row["appointment"] else ("session", row["session"])
            if row["worker_uid"] not in also.setdefault(place, []):
                also[place].append(row["worker_uid"])
    found = {}
    for name in ("appointment", "session"):
        for key in (key for key in said if key.startswith(name)):
            for row in said[key]:
                found[name, row["id"]] = {**row, "what": name, "also": also.get((name, row["id"]), [])}
    return list(found.values())


def _item(row: Row, names: Mapping[str, str]) -> DiaryItem:
    contact = row["what"] == "appointment"
    return DiaryItem(
        kind="contact" if contact else "session",
        uid=canonical(row["uid"]),
        version=row["version"],
        planned_date=dt.date.fromisoformat(row["day"]),
        start_time=dt.time.fromisoformat(row["start"]) if row["start"] else None,
        minutes=row["minutes"],
        state=row["state"],
        place=row["place"],
        client_uid=canonical(row["client_uid"]) if contact else "",
        client=title(row["name"], row["known_as"], row["reference"]) if contact else "",
        reference=row["reference"] if contact else "",
        episode_uid=canonical(row["episode"]) if contact else "",
        service=row["service"],
        activity_type_uid=canonical(row["kind_uid"]) if row["kind_uid"] else "",
        activity_type=row["kind"] or "",
        mode=row["mode"] or "individual",
        worker_uid=row["worker_uid"],
        worker=names.get(row["worker_uid"], ""),
        other_uids=tuple(row["also"]),
        others=tuple(names.get(uid, "") for uid in row["also"]),
        in_series=row["series"] is not None,
        activity_uid=canonical(row["came"]) if row["came"] else "",
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
