"""Record an activity with all that happened at it, in one deed; change its date or length."""

from collections.abc import Iterator, Sequence
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.cases import appointing, checks, loading, rules
from cairn.cases.appointing import NewAppointment
from cairn.cases.models import Activity, ActivityFunding, Attendance, AttendanceNeed, Note
from cairn.cases.recording import (
    Ground,
    NewActivity,
    NewActivityFunding,
    NewAttendance,
    activity_problems,
    dated_problems,
)
from cairn.cases.writers import (
    at_most_twice,
    at_version,
    move_records,
    note,
    once,
    step_problems,
    write_outcomes,
    write_steps,
)
from cairn.kernel.problems import Done, Problem, Refused, refuse_if

__all__ = ["NewActivity", "NewActivityFunding", "NewAttendance", "change", "record"]


def record(*, by: Actor, activities: Sequence[NewActivity]) -> Done[Activity]:
    """Record activities with who came, the steps and outcomes confirmed and the notes, as one deed that one undo takes
    back. One that was sent before is given back, with a warning; nothing of it is written twice."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _record(by, activities))


def _record(by: Actor, activities: Sequence[NewActivity]) -> Done[Activity]:
    ground = Ground.of(by, activities)
    steps, outcomes = ground.steps(activities), ground.outcomes(activities)
    problems = [problem for row, new in enumerate(activities) for problem in activity_problems(ground, new, row)]
    refuse_if(problems + step_problems(steps, ground.history))
    made: dict[int, Activity] = {}

    def make(place: int, new: NewActivity) -> Activity:
        made[place] = _activity(by, new, ground)
        return made[place]

    _, items, warnings = once(activities, ground.known, make)
    fresh = [(activities[place], activity) for place, activity in made.items()]
    with deed("cases.activity_recorded", by=by) as this:
        this.create_many(made.values())
        this.create_many(row for new, activity in fresh for row in _fundings(by, new, activity, ground))
        came = this.create_many(row for new, activity in fresh for row in _attendances(by, new, activity, ground))
        this.create_many(_for_needs(by, fresh, came, ground))
        _appointments(this, by, fresh, came)
        write_steps(this, steps, ground.history, made)
        write_outcomes(this, outcomes, loading.outcomes_of({draft.episode.pk for draft in outcomes}), made)
        this.create_many(row for new, activity in fresh for row in _notes(by, new, activity, ground))
    return Done(items, warnings, this.uid if made else "")


def _activity(by: Actor, new: NewActivity, ground: Ground) -> Activity:
    kind = ground.types.of(new.activity_type_uid)
    return Activity(
        **({"uid": loading.canonical(new.uid)} if new.uid else {}),
        organisation_id=by.organisation_id,
        service_id=kind.service_id,
        activity_type=kind,
        activity_date=new.activity_date,
        minutes=new.minutes,
        worker_uid=new.worker_uid or (by.uid if by.kind == "user" else ""),
        heads=new.heads,
        heads_new=new.heads_new,
    )


def _attendances(by: Actor, new: NewActivity, activity: Activity, ground: Ground) -> Iterator[Attendance]:
    for came in new.attendances:
        episode = ground.episodes.of(came.episode_uid)
        yield Attendance(
            organisation_id=by.organisation_id,
            client_id=episode.client_id,
            episode=episode,
            activity=activity,
            state=came.state,
            activity_date=activity.activity_date,
        )


def _for_needs(
    by: Actor, fresh: Sequence[tuple[NewActivity, Activity]], came: Sequence[Attendance], ground: Ground
) -> Iterator[AttendanceNeed]:
    """What each attendance was for; `came` are the attendances of `fresh`, in their order."""
    rows = iter(came)
    for new, _ in fresh:
        for said in new.attendances:
            attendance = next(rows)
            for need in dict.fromkeys(map(loading.canonical, said.needs)):
                yield AttendanceNeed(
                    organisation_id=by.organisation_id,
                    client_id=attendance.client_id,
                    attendance=attendance,
                    need=ground.needs.of(need),
                )


def _appointments(
    this: Deed, by: Actor, fresh: Sequence[tuple[NewActivity, Activity]], came: Sequence[Attendance]
) -> None:
    """What was planned for the day is kept, and the next contact is planned."""
    there = appointing.waiting(by, ((row.episode_id, row.activity.activity_date) for row in came))
    appointing.keep(this, ((row.episode, row.activity, row.state) for row in came), there)
    rows = iter(came)
    again = []
    for new, activity in fresh:
        for said in new.attendances:
            attendance = next(rows)
            if said.again_on is not None:
                planned = NewAppointment(
                    episode_uid=said.episode_uid,
                    planned_date=said.again_on,
                    start_time=said.again_at,
                    worker_uid=new.worker_uid,
                )
                again.append(appointing.row_of(by, planned, attendance.episode, activity.activity_type))
    this.create_many(again)


def _notes(by: Actor, new: NewActivity, activity: Activity, ground: Ground) -> Iterator[Note]:
    for came in new.attendances:
        if came.note.strip():
            episode = ground.episodes.of(came.episode_uid)
            yield note(by, episode.client_id, new.activity_date, came.note, episode.pk, activity)


def _fundings(by: Actor, new: NewActivity, activity: Activity, ground: Ground) -> Iterator[ActivityFunding]:
    for paid in new.fundings:
        yield ActivityFunding(
            organisation_id=by.organisation_id,
            activity=activity,
            kind=paid.kind,
            contract=ground.contracts.of(paid.contract_uid),
            funder=paid.funder.strip(),
        )


def change(
    *,
    by: Actor,
    activity_uid: str,
    version: int | None = None,
    activity_date: date | None = None,
    minutes: int | None = None,
) -> Done[Activity]:
    """Change the date or the length of an activity. The steps, outcomes and notes recorded with it move with its date;
    every person who is named at it is named as touched."""
    by.require(Permission.RECORD)
    activity = loading.mine(Activity, by, [activity_uid], "activity_type").of(activity_uid)
    if activity is None:
        raise Refused([rules.unknown("activity", "activity_uid")])
    day = activity_date or activity.activity_date
    length = activity.minutes if minutes is None else minutes
    came = list(Attendance.objects.filter(activity=activity).select_related("client", "episode"))
    refuse_if([*dated_problems(day, length, None), *_moving_problems(activity, day, came)])
    was = activity.activity_date
    with deed("cases.activity_changed", by=by) as this:
        this.update(at_version(activity, version), activity_date=day, minutes=length)
        if was != day:
            move_records(this, activity, was)
        for attendance in came:
            this.update(attendance, activity_date=day)
            this.about("client", attendance.client.uid)
    return Done((activity,), (), this.uid)


def _moving_problems(activity: Activity, day: date, came: Sequence[Attendance]) -> list[Problem]:
    problems = []
    for attendance in came:
        problems += checks.within_episode(attendance.episode, day, "activity_date", None)
    paid = ActivityFunding.objects.filter(activity=activity, contract__isnull=False).select_related("contract")
    for funding in paid:
        problems += checks.within_contract(funding.contract, [day], "activity_date", None)
    return list(dict.fromkeys(problems))
