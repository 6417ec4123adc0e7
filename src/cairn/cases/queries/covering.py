"""Who covers for whom. While a cover runs, what is on the absent colleague's desk stands on the other's too."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.models import AuditEvent, AuditSubject
from cairn.cases.models import Cover
from cairn.cases.queries.base import visible_to, workers
from cairn.kernel import clock
from cairn.kernel.gather import Row, day, gather

SUBJECT = "cover"
"""What the log calls a cover: so that who set it is known."""


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One cover. `set_by` is the name of whoever set it."""

    uid: str
    version: int
    worker_uid: str
    worker: str
    covered_by_uid: str
    covered_by: str
    start_date: dt.date
    end_date: dt.date
    set_by: str
    is_running: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """A colleague's desk that somebody looks after, from one day to another."""

    worker_uid: str
    worker: str
    start_date: dt.date
    end_date: dt.date

    def on(self, day: dt.date) -> bool:
        return self.start_date <= day <= self.end_date


def desks(
    by: Actor, first: dt.date | None = None, last: dt.date | None = None, *, covered_by: str = ""
) -> tuple[Desk, ...]:
    """Whose desks somebody (the actor, unless another is named) looks after on any of these days; today's, unless said."""
    first = first or clock.today()
    return read(gather({"desks": asked(by, first, last or first, covered_by)})["desks"])


def asked(by: Actor, first: dt.date, last: dt.date, covered_by: str = "") -> tuple["QuerySet[Any]", dict[str, str]]:
    """The question after desks, for whoever gathers several."""
    rows = visible_to(by, Cover).filter(covered_by_uid=covered_by or by.uid, end_date__gte=first, start_date__lte=last)
    return rows.order_by("start_date", "id"), {"worker": "worker_uid", "start": "start_date", "end": "end_date"}


def read(rows: Sequence[Row], names: Mapping[str, str] | None = None) -> tuple[Desk, ...]:
    """Its answer; with these `names`, for whoever asks for those of several things at once."""
    names = workers({row["worker"] for row in rows}) if names is None else names
    return tuple(Desk(row["worker"], names.get(row["worker"], ""), day(row["start"]), day(row["end"])) for row in rows)


def covers(by: Actor) -> list[CoverRow]:
    """Covers that run or are to come, the first to begin first."""
    today = clock.today()
    rows = list(visible_to(by, Cover).filter(end_date__gte=today).order_by("start_date", "id"))
    setters = _setters(by, rows)
    names = workers({uid for row in rows for uid in (row.worker_uid, row.covered_by_uid)} | set(setters.values()))
    return [
        CoverRow(
            str(row.uid), row.version, row.worker_uid, names.get(row.worker_uid, ""), row.covered_by_uid,
            names.get(row.covered_by_uid, ""), row.start_date, row.end_date, names.get(setters.get(str(row.uid), ""), ""),
            row.start_date <= today,
        )
        for row in rows
    ]  # fmt: skip


def _setters(by: Actor, rows: Sequence[Any]) -> dict[str, str]:
    """Who set each, by its uid: the log knows."""
    uids = [str(row.uid) for row in rows]
    subjects = AuditSubject.objects.filter(organisation_id=by.organisation_id, kind=SUBJECT, uid__in=uids)
    events = dict(subjects.order_by("-event_id").values_list("uid", "event_id"))
    actors = dict(_events(by, events.values()))
    return {uid: actors.get(event, "") for uid, event in events.items()}


def _events(by: Actor, ids: Iterable[int]) -> Any:
    rows = AuditEvent.objects.filter(organisation_id=by.organisation_id, pk__in=list(ids), type="cases.cover_set")
    return rows.values_list("pk", "actor_uid")
