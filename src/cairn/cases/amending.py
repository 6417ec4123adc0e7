"""Take from an activity, or give it, what came of it: who was there, their steps, outcomes and needs. Each function takes
the open deed; a refusal raised inside it leaves everything as it was."""

from collections.abc import Iterable, Sequence
from typing import Any

from cairn.access.deeds import Deed
from cairn.cases import keeping, loading, rules
from cairn.cases.models import Activity, ActivityFunding, Attendance, AttendanceNeed, Note, OutcomeRecord, StepRecord
from cairn.cases.recording import Ground, NewActivity, NewAttendance
from cairn.cases.writers import StepDraft, settle, step_problems, write_outcomes, write_steps
from cairn.kernel.problems import Problem, refuse_if


def amend(this: Deed, activity: Activity, new: NewActivity, ground: Ground) -> None:
    """Make the register stand as `new` says, whose problems were found before. Whoever is not on it goes, with theirs."""
    there = {row.episode_id: row for row in Attendance.objects.filter(activity=activity)}
    said = {ground.episodes.of(one.episode_uid).pk: one for one in new.attendances}
    _steps(this, activity, new, ground)
    _outcomes(this, activity, new, ground)
    for episode_id, attendance in there.items():
        if episode_id in said:
            _stands(this, attendance, said[episode_id], ground)
        else:
            _leave(this, activity, attendance)
    for episode_id, one in said.items():
        if episode_id not in there:
            _join(this, activity, ground.episodes.of(one.episode_uid), one, ground)


def _stands(this: Deed, attendance: Attendance, said: NewAttendance, ground: Ground) -> None:
    this.update(attendance, state=said.state)
    for row in attendance.activity.appointments.filter(episode=attendance.episode_id):
        this.update(row, state=rules.appointment_state(said.state))
    _needs(this, attendance, said.needs, ground)


def _join(this: Deed, activity: Activity, episode: Any, said: NewAttendance, ground: Ground) -> None:
    attendance = this.create(
        Attendance(
            organisation_id=activity.organisation_id,
            client_id=episode.client_id,
            episode=episode,
            activity=activity,
            activity_date=activity.activity_date,
            state=said.state,
        )
    )
    _needs(this, attendance, said.needs, ground)


def _needs(this: Deed, attendance: Attendance, needs: Iterable[str], ground: Ground) -> None:
    wanted = {ground.needs.of(need).pk for need in needs}
    there = {row.need_id: row for row in AttendanceNeed.objects.filter(attendance=attendance)}
    for need_id in there.keys() - wanted:
        this.delete(there[need_id])
    this.create_many(
        AttendanceNeed(
            organisation_id=attendance.organisation_id,
            client_id=attendance.client_id,
            attendance=attendance,
            need_id=need_id,
        )
        for need_id in sorted(wanted - there.keys())
    )


def _leave(this: Deed, activity: Activity, attendance: Attendance) -> None:
    """Their attendance goes, with what it was for and what was written of it; steps and outcomes went before."""
    for need in AttendanceNeed.objects.filter(attendance=attendance):
        this.delete(need)
    _notes(this, Note.objects.filter(activity=activity, client=attendance.client_id))
    for row in activity.appointments.filter(episode=attendance.episode_id):
        this.update(row, state="planned", activity=None)
    this.delete(attendance)


def _notes(this: Deed, rows: Iterable[Note]) -> None:
    """Notes go with their visit; one that was answered, or that not everybody may read, stays by itself."""
    for row in list(rows):
        if row.is_restricted or row.answered_by.exists():
            this.update(row, activity=None)
        else:
            this.delete(row)


def _steps(this: Deed, activity: Activity, new: NewActivity, ground: Ground) -> None:
    drafts = {draft.key: draft for draft in ground.steps([new])}
    own = list(StepRecord.objects.filter(activity=activity))
    gone = [row for row in own if not _is_said(row, drafts.get((row.episode_id, row.rung_id)))]
    kept = {(row.episode_id, row.rung_id) for row in own if row not in gone}
    history = take_steps(this, gone, [(draft.episode.pk, draft.rung.pk) for draft in drafts.values()])
    fresh = [draft for key, draft in drafts.items() if key not in kept]
    refuse_if([*step_problems(fresh, history), *_lost_without(history, fresh)])
    write_steps(this, fresh, history, {0: activity})


def _is_said(row: StepRecord, draft: StepDraft | None) -> bool:
    return draft is not None and (row.state == "lost") == (draft.state == "lost")


def take_steps(
    this: Deed, gone: Sequence[StepRecord], also: Iterable[tuple[int, int]] = ()
) -> dict[tuple[int, int], list[StepRecord]]:
    """Delete steps and settle what is left of their rungs, which is returned, with that of others, by (episode, rung)."""
    keys = [*((row.episode_id, row.rung_id) for row in gone), *also]
    history = loading.steps_of((episode for episode, _ in keys), (rung for _, rung in keys))
    ids = {row.pk for row in gone}
    for key in {(row.episode_id, row.rung_id) for row in gone}:
        history[key] = [row for row in history[key] if row.pk not in ids]
    for row in gone:
        this.delete(row)
    settle(this, (history[row.episode_id, row.rung_id] for row in gone))
    return history


def _lost_without(history: dict[tuple[int, int], list[StepRecord]], fresh: Iterable[StepDraft]) -> list[Problem]:
    """A loss that would stand without the step having been reached before."""
    coming = {draft.key for draft in fresh if draft.state != "lost"}
    for key, rows in history.items():
        said = [(row.step_date, row.state) for row in rows]
        losses = [day for day, state in said if state == "lost"]
        if key not in coming and any(not rules.can_be_lost(day, said) for day in losses):
            fix = "Take off the later loss first, or leave the step."
            return [Problem("step.lost_later", "This step was recorded as lost later.", fix, field="steps")]
    return []


def _outcomes(this: Deed, activity: Activity, new: NewActivity, ground: Ground) -> None:
    drafts = {(draft.episode.pk, draft.framework, draft.outcome): draft for draft in ground.outcomes([new])}
    for row in OutcomeRecord.objects.filter(activity=activity):
        draft = drafts.get((row.episode_id, row.framework, row.outcome))
        if draft is None:
            this.delete(row)
    existing = loading.outcomes_of({draft.episode.pk for draft in drafts.values()})
    write_outcomes(this, list(drafts.values()), existing, {0: activity})


def take_away(this: Deed, activity: Activity) -> None:
    """The activity and all that was recorded with it."""
    history = take_steps(this, list(StepRecord.objects.filter(activity=activity)))
    refuse_if(_lost_without(history, ()))
    for outcome in OutcomeRecord.objects.filter(activity=activity):
        this.delete(outcome)
    keeping.let_go(this, activity)
    for attendance in Attendance.objects.filter(activity=activity):
        _leave(this, activity, attendance)
    _notes(this, Note.objects.filter(activity=activity))
    for funding in ActivityFunding.objects.filter(activity=activity):
        this.delete(funding)
    this.delete(activity)
