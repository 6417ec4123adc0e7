"""Plan a session for whoever comes; move it, cancel it. That it took place is said by recording its register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.cases import checks, diary, loading, rules
from cairn.cases.diary import DiaryChange
from cairn.cases.models import PlannedSession
from cairn.cases.rules_diary import Repeat
from cairn.cases.writers import at_most_twice, at_version, once
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.services.models import ActivityType

SAID = ("planned", "cancelled")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A session planned; what is not said of it, as of an appointment."""

    activity_type_uid: str
    planned_date: date
    start_time: time | None = None
    minutes: int | None = None
    place: str = ""
    worker_uid: str = ""
    also: Sequence[str] = ()
    repeat: Repeat | None = None
    all_the_same: bool = False
    uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChange(DiaryChange):
    """How a planned session is to stand now. `state` is planned or cancelled."""

    session_uid: str


def plan(*, by: Actor, sessions: Sequence[NewSession]) -> Done[PlannedSession]:
    """Plan sessions, from today on; of one that comes round, the first is given back."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _plan(by, sessions))


def _plan(by: Actor, sessions: Sequence[NewSession]) -> Done[PlannedSession]:
    uids = [new.uid for new in sessions]
    known, taken = loading.mine(PlannedSession, by, uids), loading.taken(PlannedSession, by, uids)
    kinds = loading.mine(ActivityType, by, (new.activity_type_uid for new in sessions))
    members = loading.members(by, (uid for new in sessions for uid in (new.worker_uid, *new.also)))
    fresh = {row: new for row, new in enumerate(sessions) if not (new.uid and known.of(new.uid))}
    problems: list[Problem] = []
    for row, new in fresh.items():
        problems += checks.sender_uid(new.uid, taken, row) + _kind_problems(kinds.of(new.activity_type_uid), row)
        problems += diary.problems_of(by, new, members, clock.today(), row)
    refuse_if(problems or _clashes(by, fresh))
    with deed("cases.session_planned", by=by) as this:
        rows: dict[int, list[PlannedSession]] = {}

        def first(place: int, new: NewSession) -> PlannedSession:
            rows[place] = _rows(this, new, kinds.of(new.activity_type_uid))
            return rows[place][0]

        _, items, warnings = once(sessions, known, first)
        this.create_many(row for each in rows.values() for row in each)
        this.create_many(
            one
            for place, each in rows.items()
            for row in each
            for one in diary.also_rows(by, row, diary.others(by, row.worker_uid, sessions[place].also))
        )
    return Done(items, warnings, this.uid if rows else "")


def _kind_problems(kind: Any, row: int) -> list[Problem]:
    if kind is None:
        return [rules.unknown("type of activity", "activity_type_uid", row)]
    if kind.mode == "individual":
        fix = "Plan it from the person's page."
        message = "This is a contact with one person."
        return [Problem("session.alone", message, fix, field="activity_type_uid", row=row)]
    return []


def _clashes(by: Actor, fresh: dict[int, NewSession]) -> list[Problem]:
    wanted = {row: diary.slots_of(by, new, f"new.{row}") for row, new in fresh.items()}
    there = diary.taken(by, (slot for slots in wanted.values() for slot in slots))
    return diary.clash_problems(by, wanted, there, {row for row, new in fresh.items() if new.all_the_same})


def _rows(this: Deed, new: NewSession, kind: Any) -> list[PlannedSession]:
    days = diary.days_of(new)
    series = diary.series_row(this, new, days)
    rows = [
        PlannedSession(
            organisation_id=this.by.organisation_id,
            service_id=kind.service_id,
            activity_type=kind,
            series=series,
            planned_date=day,
            start_time=new.start_time,
            minutes=new.minutes or (kind.usual_minutes if new.start_time else None) or None,
            place=new.place.strip(),
            worker_uid=diary.worker_of(this.by, new.worker_uid),
        )
        for day in days
    ]
    if new.uid:
        rows[0].uid = loading.canonical(new.uid)  # type: ignore[assignment]
    return rows


def change(*, by: Actor, changes: Sequence[SessionChange]) -> Done[PlannedSession]:
    """Move planned sessions or cancel them; with `later`, all later ones of the series too."""
    by.require(Permission.RECORD)
    found = loading.mine(PlannedSession, by, (one.session_uid for one in changes))
    rows = [found.of(one.session_uid) for one in changes]
    members = loading.members(by, (uid for one in changes for uid in (one.worker_uid or "", *(one.also or ()))))
    problems = [rules.unknown("session", "session_uid", n) for n, row in enumerate(rows) if row is None]
    pairs = zip(changes, rows, strict=True)
    moved = {n: diary.moving(PlannedSession, row, one) for n, (one, row) in enumerate(pairs) if row is not None}
    refuse_if(problems + diary.change_problems(by, moved, members, clock.today(), SAID))
    with deed("cases.session_changed", by=by) as this:
        for each in moved.values():
            at_version(each.row, each.one.version)
            each.write(this)
    return Done(tuple(rows), (), this.uid)
