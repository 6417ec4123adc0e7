"""Record an activity with all that happened at it, in one deed; change it; take it away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, Deed, deed
from cairn.access.permissions import Permission
from cairn.cases import amending, appointing, arriving, checks, diary, keeping, loading, rules
from cairn.cases.appointing import NewAppointment
from cairn.cases.arriving import NewWalkIn
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
    OutcomeDraft,
    StepDraft,
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
from cairn.services.models import ActivityType

__all__ = ["NewActivity", "NewActivityFunding", "NewAttendance", "NewWalkIn", "change", "record", "remove"]


def record(*, by: Actor, activities: Sequence[NewActivity]) -> Done[Activity]:
    """Record activities with who came, the steps and outcomes confirmed and the notes, as one deed that one undo takes
    back. One that was sent before is given back, with a warning; nothing of it is written twice."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _record(by, activities))


def _record(by: Actor, activities: Sequence[NewActivity]) -> Done[Activity]:
    if not any(new.walk_ins for new in activities):
        ready = _checked(by, activities)
        with deed("cases.activity_recorded", by=by) as this:
            return _written(this, ready)
    # Whoever walked in must be there before they can attend: all is checked inside the deed, and a refusal leaves nothing.
    with deed("cases.activity_recorded", by=by) as this:
        return _written(this, _checked(by, [_let_in(this, row, new) for row, new in enumerate(activities)]))


@dataclass(frozen=True, slots=True)
class _Ready:
    """Activities of which nothing is wrong, with all that they name."""

    activities: Sequence[NewActivity]
    ground: Ground
    steps: list[StepDraft]
    outcomes: list[OutcomeDraft]


def _checked(by: Actor, activities: Sequence[NewActivity]) -> _Ready:
    """Raises Refused with everything that is wrong."""
    ground = Ground.of(by, activities)
    steps, outcomes = ground.steps(activities), ground.outcomes(activities)
    problems = [problem for row, new in enumerate(activities) for problem in activity_problems(ground, new, row)]
    refuse_if(problems + step_problems(steps, ground.history))
    return _Ready(activities, ground, steps, outcomes)


def _let_in(this: Deed, row: int, new: NewActivity) -> NewActivity:
    """The activity with the walk-ins' own episodes in place of their keys. Sent before, nobody is added twice."""
    by = this.by
    if not new.walk_ins or (new.uid and loading.mine(Activity, by, [new.uid])):
        return new
    kind = loading.mine(ActivityType, by, [new.activity_type_uid], "service").of(new.activity_type_uid)
    problems = arriving.walk_in_problems(by, new.walk_ins, row) + dated_problems(new.activity_date, new.minutes, row)
    refuse_if([*problems, *([] if kind else [rules.unknown("type of activity", "activity_type_uid", row)])])
    episodes = arriving.let_in(this, new.walk_ins, kind.service, new.activity_date, new.worker_uid or _user(by))
    came = [
        replace(one, episode_uid=str(episodes[one.episode_uid].uid)) if one.episode_uid in episodes else one
        for one in new.attendances
    ]
    return replace(new, attendances=came)


def _user(by: Actor) -> str:
    return by.uid if by.kind == "user" else ""


def _written(this: Deed, ready: _Ready) -> Done[Activity]:
    by, ground, activities = this.by, ready.ground, ready.activities
    made: dict[int, Activity] = {}

    def make(place: int, new: NewActivity) -> Activity:
        made[place] = _activity(by, new, ground)
        return made[place]

    _, items, warnings = once(activities, ground.known, make)
    fresh = [(activities[place], activity) for place, activity in made.items()]
    this.create_many(made.values())
    this.create_many(row for new, activity in fresh for row in _fundings(by, new, activity, ground))
    came = this.create_many(row for new, activity in fresh for row in _attendances(by, new, activity, ground))
    this.create_many(_for_needs(by, fresh, came, ground))
    clashes = _appointments(this, by, fresh, came)
    write_steps(this, ready.steps, ground.history, made)
    write_outcomes(this, ready.outcomes, loading.outcomes_of({draft.episode.pk for draft in ready.outcomes}), made)
    this.create_many(row for new, activity in fresh for row in _notes(by, new, activity, ground))
    return Done(items, (*warnings, *clashes), this.uid if made else "")


def _activity(by: Actor, new: NewActivity, ground: Ground) -> Activity:
    kind = ground.types.of(new.activity_type_uid)
    return Activity(
        **({"uid": loading.canonical(new.uid)} if new.uid else {}),
        organisation_id=by.organisation_id,
        service_id=kind.service_id,
        activity_type=kind,
        activity_date=new.activity_date,
        minutes=new.minutes,
        worker_uid=new.worker_uid or _user(by),
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
) -> list[Problem]:
    """What was planned is kept, and the next contact is planned; warnings where that would put somebody in two places."""
    keeping.keep(this, fresh, came)
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
    clashes = diary.warnings_of(by, again)
    this.create_many(again)
    return clashes


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
    attendances: Sequence[NewAttendance] | None = None,
    heads: int | None = None,
    heads_new: int | None = None,
    also: Sequence[str] | None = None,
) -> Done[Activity]:
    """Change the date or the length of an activity, or what came of it. The steps, outcomes and notes recorded with it
    move with its date; every person who is named at it is named as touched.

    `attendances`, where given, is the whole register as it is to stand, with everybody's steps, outcomes and needs; a note
    in it is added to what was written. Heads, where given, are the two counts as they are to stand; `also`, all the other
    workers there.
    """
    by.require(Permission.RECORD)
    activity = loading.mine(Activity, by, [activity_uid], "activity_type").of(activity_uid)
    if activity is None:
        raise Refused([rules.unknown("activity", "activity_uid")])
    came = list(Attendance.objects.filter(activity=activity).select_related("client", "episode"))
    new = _as_it_is_to_stand(activity, activity_date, minutes, attendances, (heads, heads_new))
    ground = Ground.of(by, [new])
    refuse_if(_change_problems(activity, new, ground, came, attendances is not None) + _also_problems(by, also))
    was = activity.activity_date
    with deed("cases.activity_changed", by=by) as this:
        this.update(at_version(activity, version), activity_date=new.activity_date, minutes=new.minutes,
                    heads=new.heads, heads_new=new.heads_new)  # fmt: skip
        move_records(this, activity, was)
        keeping.move(this, activity, also)
        for attendance in came:
            this.update(attendance, activity_date=new.activity_date)
            this.about("client", attendance.client.uid)
        if attendances is not None:
            amending.amend(this, activity, new, ground)
            this.create_many(_notes(by, new, activity, ground))
    return Done((activity,), (), this.uid)


def _also_problems(by: Actor, also: Sequence[str] | None) -> list[Problem]:
    return diary.people_problems(by, "", also or (), loading.members(by, also or ()), None)


def _as_it_is_to_stand(
    activity: Activity,
    day: date | None,
    minutes: int | None,
    attendances: Sequence[NewAttendance] | None,
    heads: tuple[int | None, int | None],
) -> NewActivity:
    """What was said, and where nothing was, what is there."""
    counted = activity.heads is not None and heads[0] is not None
    return NewActivity(
        activity_type_uid=str(activity.activity_type.uid),
        activity_date=day or activity.activity_date,
        minutes=activity.minutes if minutes is None else minutes,
        attendances=attendances or (),
        heads=heads[0] if counted else activity.heads,
        heads_new=heads[1] if counted else activity.heads_new,
    )


def _change_problems(
    activity: Activity, new: NewActivity, ground: Ground, came: Sequence[Attendance], is_whole: bool
) -> list[Problem]:
    """What is wrong with the register, where one is given, and with moving what stays."""
    stay = {ground.episodes.of(one.episode_uid).pk for one in new.attendances if ground.episodes.of(one.episode_uid)}
    moving = [one for one in came if not is_whole or one.episode_id in stay]
    found = activity_problems(ground, new, 0) if is_whole else dated_problems(new.activity_date, new.minutes, None)
    found += _moving_problems(activity, new.activity_date, moving)
    if not is_whole and new.heads is not None:
        found += rules.heads_problems("head_count", 0, new.heads, new.heads_new, None)
    told = {(one.rule, one.field) for one in found if one.row is not None}
    return [one for one in found if one.row is not None or (one.rule, one.field) not in told]


def remove(*, by: Actor, activity_uid: str, version: int | None = None) -> Done[Activity]:
    """Take away an activity that did not happen so, with the steps, outcomes, needs and notes recorded at it. What was
    planned for it stands as planned again."""
    by.require(Permission.RECORD)
    activity = loading.mine(Activity, by, [activity_uid]).of(activity_uid)
    if activity is None:
        raise Refused([rules.unknown("activity", "activity_uid")])
    if version not in (None, activity.version):
        fix = "Look at it as it stands now; remove it then if it is still wrong."
        raise Conflict([Problem("edit.conflict", "Somebody else changed this meanwhile.", fix)])
    with deed("cases.activity_removed", by=by) as this:
        amending.take_away(this, activity)
    return Done((activity,), (), this.uid)


def _moving_problems(activity: Activity, day: date, came: Sequence[Attendance]) -> list[Problem]:
    problems = []
    for attendance in came:
        problems += checks.within_episode(attendance.episode, day, "activity_date", None)
    paid = ActivityFunding.objects.filter(activity=activity, contract__isnull=False).select_related("contract")
    for funding in paid:
        problems += checks.within_contract(funding.contract, [day], "activity_date", None)
    return list(dict.fromkeys(problems))
