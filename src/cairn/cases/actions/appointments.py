"""Plan a contact with somebody; move it, cancel it, say that they did not come. That it took place is said by recording
what was done."""

from collections.abc import Sequence
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import appointing, checks, diary, loading, rules
from cairn.cases.appointing import Named, NewAppointment, problems_of
from cairn.cases.diary import DiaryChange
from cairn.cases.models import Appointment
from cairn.cases.writers import at_most_twice, at_version, once
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if

__all__ = ["AppointmentChange", "NewAppointment", "change", "make"]

SAID = ("planned", "missed", "no_answer", "cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentChange(DiaryChange):
    """How an appointment is to stand now. `state` is planned, missed, no_answer or cancelled."""

    appointment_uid: str


def make(*, by: Actor, appointments: Sequence[NewAppointment]) -> Done[Appointment]:
    """Plan contacts, from today on; of one that comes round, the first is given back. One that was sent before is given
    back with a warning."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _make(by, appointments))


def _make(by: Actor, appointments: Sequence[NewAppointment]) -> Done[Appointment]:
    named, uids = Named.by(by, appointments), [new.uid for new in appointments]
    known, taken = loading.mine(Appointment, by, uids), loading.taken(Appointment, by, uids)
    fresh = {row: new for row, new in enumerate(appointments) if not (new.uid and known.of(new.uid))}
    problems = [problem for row, new in fresh.items() for problem in problems_of(by, new, named, row)]
    problems += [problem for row, new in fresh.items() for problem in checks.sender_uid(new.uid, taken, row)]
    refuse_if(problems or _clashes(by, fresh))
    with deed("cases.appointment_made", by=by) as this:
        rows: dict[int, list[Appointment]] = {}

        def first(place: int, new: NewAppointment) -> Appointment:
            rows[place] = appointing.write(this, new, named)
            return rows[place][0]

        _, items, warnings = once(appointments, known, first)
        this.create_many(row for each in rows.values() for row in each)
        this.create_many(
            one
            for place, each in rows.items()
            for row in each
            for one in diary.also_rows(by, row, diary.others(by, row.worker_uid, appointments[place].also))
        )
    return Done(items, warnings, this.uid if rows else "")


def _clashes(by: Actor, fresh: dict[int, NewAppointment]) -> list[Problem]:
    """Asked when nothing else is wrong: whether somebody would be in two places."""
    wanted = {row: diary.slots_of(by, new, f"new.{row}") for row, new in fresh.items()}
    there = diary.taken(by, (slot for slots in wanted.values() for slot in slots))
    return diary.clash_problems(by, wanted, there, {row for row, new in fresh.items() if new.all_the_same})


def change(*, by: Actor, changes: Sequence[AppointmentChange]) -> Done[Appointment]:
    """Move appointments, cancel them, or say that somebody did not come or did not answer. One that took place is changed
    no more. With `later`, all later ones of its series go the same way."""
    by.require(Permission.RECORD)
    found = loading.mine(Appointment, by, (one.appointment_uid for one in changes))
    rows = [found.of(one.appointment_uid) for one in changes]
    members = loading.members(by, (uid for one in changes for uid in (one.worker_uid or "", *(one.also or ()))))
    problems = [rules.unknown("appointment", "appointment_uid", n) for n, row in enumerate(rows) if row is None]
    pairs = zip(changes, rows, strict=True)
    moved = {n: diary.moving(Appointment, row, one) for n, (one, row) in enumerate(pairs) if row is not None}
    refuse_if(problems + diary.change_problems(by, moved, members, clock.today(), SAID))
    with deed("cases.appointment_changed", by=by) as this:
        for each in moved.values():
            at_version(each.row, each.one.version)
            each.write(this)
    return Done(tuple(rows), (), this.uid)
