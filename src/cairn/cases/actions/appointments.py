"""Plan a contact with somebody; move it, cancel it, say that they did not come. That it took place is said by recording
what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules
from cairn.cases.appointing import Named, NewAppointment, problems_of, rows_of
from cairn.cases.models import Appointment
from cairn.cases.writers import at_version
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if

__all__ = ["AppointmentChange", "NewAppointment", "change", "make"]

SAID = ("planned", "missed", "cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentChange:
    """How an appointment is to stand now; what is None stays. `start_time` "" takes the time away. `state` is planned,
    missed or cancelled."""

    appointment_uid: str
    planned_date: date | None = None
    start_time: time | str | None = None
    worker_uid: str | None = None
    state: str | None = None
    version: int | None = None


def make(*, by: Actor, appointments: Sequence[NewAppointment]) -> Done[Appointment]:
    """Plan contacts, from today on."""
    by.require(Permission.RECORD)
    named = Named.by(by, appointments)
    refuse_if(problem for row, new in enumerate(appointments) for problem in problems_of(by, new, named, row))
    with deed("cases.appointment_made", by=by) as this:
        made = this.create_many(rows_of(by, appointments, named))
    return Done(tuple(made), (), this.uid)


def change(*, by: Actor, changes: Sequence[AppointmentChange]) -> Done[Appointment]:
    """Move appointments, cancel them, or say that somebody did not come. One that took place is changed no more."""
    by.require(Permission.RECORD)
    found = loading.mine(Appointment, by, (one.appointment_uid for one in changes))
    members = loading.members(by, (one.worker_uid or "" for one in changes))
    problems = []
    for row, one in enumerate(changes):
        problems += checks.worker(one.worker_uid or "", members, by, row)
        problems += _problems(one, found.of(one.appointment_uid), clock.today(), row)
    refuse_if(problems)
    with deed("cases.appointment_changed", by=by) as this:
        items = [this.update(at_version(found.of(one.appointment_uid), one.version), **_said(one)) for one in changes]
    return Done(tuple(items), (), this.uid)


def _problems(one: AppointmentChange, row: Appointment | None, today: date, place: int) -> list[Problem]:
    if row is None:
        return [rules.unknown("appointment", "appointment_uid", place)]
    problems = rules.not_a_code(one.state, SAID, "state", place) if one.state is not None else []
    if row.activity_id is not None:
        fix = "Change or remove the activity that was recorded."
        message = "What came of this is recorded already."
        problems.append(Problem("appointment.over", message, fix, field="state", row=place))
    day = one.planned_date or row.planned_date
    if day != row.planned_date:
        problems += rules.planned_problems(day, today, "planned_date", place)
    if one.state == "missed" and day > today:
        fix = "Wait for the day, or cancel it."
        problems.append(Problem("appointment.early", "That day has not come yet.", fix, field="state", row=place))
    return problems


def _said(one: AppointmentChange) -> dict[str, object]:
    values = {"planned_date": one.planned_date, "worker_uid": one.worker_uid, "state": one.state}
    said: dict[str, object] = {name: value for name, value in values.items() if value is not None}
    if one.start_time is not None:
        said["start_time"] = one.start_time or None
    return said
