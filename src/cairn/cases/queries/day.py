"""A day as it is planned."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.cases.models import Appointment
from cairn.cases.queries.base import title, visible_to, workers

MOST = 60


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """A contact planned with one person. `also` are the uids of all its workers, where there are several
    and it was asked."""

    uid: str
    version: int
    client_uid: str
    client: str
    reference: str
    episode_uid: str
    service: str
    activity_type_uid: str
    activity_type: str
    planned_date: dt.date
    start_time: dt.time | None
    worker_uid: str
    worker: str
    state: str
    minutes: int | None = None
    also: tuple[str, ...] = ()


RELATED = ("client", "episode__service", "activity_type")


def appointments(
    by: Actor, day: dt.date, worker_uid: str | None = None, *, until: dt.date | None = None, limit: int = MOST
) -> tuple[AppointmentRow, ...]:
    """What is planned for a day (or until another, both inclusive), by time; of one worker, or of everybody. Cancelled
    ones are left out; a person's own are in `appointments_of`."""
    rows = visible_to(by, Appointment).filter(planned_date__range=(day, until or day)).exclude(state="cancelled")
    if worker_uid is not None:
        rows = rows.filter(worker_uid=worker_uid)
    return _views(rows, limit, {by.uid: by.name} if worker_uid == by.uid else None)


def appointments_of(by: Actor, client_uid: object, since: dt.date, limit: int = MOST) -> tuple[AppointmentRow, ...]:
    """What is planned with one person from a day on."""
    return _views(visible_to(by, Appointment).filter(client__uid=client_uid, planned_date__gte=since), limit)


def _views(rows: Any, limit: int, names: dict[str, str] | None = None) -> tuple[AppointmentRow, ...]:
    found = list(rows.select_related(*RELATED).order_by("planned_date", "start_time", "id")[:limit])
    known = workers({row.worker_uid for row in found}) if names is None else names
    return tuple(appointment_row(row, known) for row in found)


def appointment_row(row: Any, names: dict[str, str], also: tuple[str, ...] = ()) -> AppointmentRow:
    """A row (with its related rows) as screens show it."""
    kind = row.activity_type
    return AppointmentRow(
        uid=str(row.uid),
        version=row.version,
        client_uid=str(row.client.uid),
        client=title(row.client.name, row.client.known_as, row.client.reference),
        reference=row.client.reference,
        episode_uid=str(row.episode.uid),
        service=row.episode.service.name,
        activity_type_uid=str(kind.uid) if kind else "",
        activity_type=kind.name if kind else "",
        planned_date=row.planned_date,
        start_time=row.start_time,
        worker_uid=row.worker_uid,
        worker=names.get(row.worker_uid, ""),
        state=row.state,
        minutes=row.minutes,
        also=also,
    )
