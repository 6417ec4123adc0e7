"""What was planned is kept by what is recorded; and who else was at it is written down once, at the activity.

Two workers on one visit are one activity: it counts once, and its minutes are how long the person was seen. Staff time is
those minutes times the workers there.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from cairn.access.deeds import Deed
from cairn.cases import appointing, diary, loading, rules
from cairn.cases.models import Activity, AlsoThere, Appointment, Attendance, PlannedSession
from cairn.cases.recording import NewActivity

Fresh = Sequence[tuple[NewActivity, Activity]]


def keep(this: Deed, fresh: Fresh, came: Sequence[Attendance]) -> None:
    """Keep appointments and sessions with new activities; `came` are the attendances of `fresh`, in their order."""
    planned: dict[int, list[Any]] = defaultdict(list)
    for activity_id, row in [*_appointments(this, fresh, came), *_sessions(this, fresh)]:
        planned[activity_id].append(row)
    also = {model: diary.also_of(model, _only(model, planned)) for model in diary.OF}
    rows = []
    for new, activity in fresh:
        uids = list(new.also) if new.also is not None else _were_to_be(activity, planned[activity.pk], also)
        rows += also_rows(activity, uids)
    this.create_many(rows)


def _only(model: Any, planned: dict[int, list[Any]]) -> list[Any]:
    return [row for rows in planned.values() for row in rows if isinstance(row, model)]


def _were_to_be(activity: Activity, planned: Iterable[Any], also: dict[Any, dict[int, list[AlsoThere]]]) -> list[str]:
    """The workers of what was planned. Where somebody recorded it who was not to be there (they cover, say), whose it was is
    not taken to have been there."""
    uids: list[str] = []
    for row in planned:
        others = [one.worker_uid for one in also[type(row)].get(row.pk, ())]
        uids += [row.worker_uid, *others] if activity.worker_uid in (row.worker_uid, *others) else others
    return uids


def also_rows(activity: Activity, uids: Iterable[str]) -> list[AlsoThere]:
    """Unsaved rows of the other workers of an activity."""
    return [
        AlsoThere(
            organisation_id=activity.organisation_id,
            activity=activity,
            planned_date=activity.activity_date,
            worker_uid=uid,
        )
        for uid in dict.fromkeys(map(loading.canonical, uids))
        if uid and uid != activity.worker_uid
    ]


def _appointments(this: Deed, fresh: Fresh, came: Sequence[Attendance]) -> list[tuple[int, Appointment]]:
    """Those that are named, and else those planned for the day; each with the activity that keeps it."""
    said = [one for new, _ in fresh for one in new.attendances]
    named = loading.mine(Appointment, this.by, (one.appointment_uid for one in said))
    kept, rest = [], []
    for one, row in zip(said, came, strict=True):
        found = named.of(one.appointment_uid) if one.appointment_uid else None
        if found is not None and found.episode_id == row.episode_id and found.activity_id is None:
            this.update(found, state=rules.appointment_state(row.state), activity=row.activity)
            kept.append((row.activity_id, found))
        else:
            rest.append(row)
    there = appointing.waiting(this.by, ((row.episode_id, row.activity.activity_date) for row in rest))
    return kept + appointing.keep(this, ((row.episode, row.activity, row.state) for row in rest), there)


def _sessions(this: Deed, fresh: Fresh) -> list[tuple[int, PlannedSession]]:
    """A planned session is kept by the register of its type and day; by a named one first."""
    groups = [(new, activity) for new, activity in fresh if activity.activity_type.mode != "individual"]
    if not groups:
        return []
    named = loading.mine(PlannedSession, this.by, (new.session_uid for new, _ in groups))
    rows = PlannedSession.objects.filter(
        organisation_id=this.by.organisation_id,
        activity__isnull=True,
        state="planned",
        activity_type_id__in={activity.activity_type_id for _, activity in groups},
        planned_date__in={activity.activity_date for _, activity in groups},
    )
    there: dict[Any, list[PlannedSession]] = defaultdict(list)
    for row in rows.order_by("start_time", "id"):
        there[row.activity_type_id, row.planned_date].append(row)
    found = []
    for new, activity in groups:
        waiting = there[activity.activity_type_id, activity.activity_date]
        asked = named.of(new.session_uid) if new.session_uid else None
        if asked is None or asked.activity_id is not None or asked.activity_type_id != activity.activity_type_id:
            asked = waiting[0] if waiting else None
        if asked is not None:
            there[activity.activity_type_id, asked.planned_date] = [row for row in waiting if row.pk != asked.pk]
            found.append((activity.pk, this.update(asked, state="kept", activity=activity)))
    return found


def move(this: Deed, activity: Activity, also: Sequence[str] | None) -> None:
    """Who else was there, as it is to stand (None: as it was), on the activity's day."""
    there = list(AlsoThere.objects.filter(activity=activity).order_by("id"))
    wanted = [one.worker_uid for one in there] if also is None else list(map(loading.canonical, also))
    for one in there:
        if one.worker_uid in wanted and one.worker_uid != activity.worker_uid:
            this.update(one, planned_date=activity.activity_date)
            wanted = [uid for uid in wanted if uid != one.worker_uid]
        else:
            this.delete(one)
    this.create_many(also_rows(activity, wanted))


def let_go(this: Deed, activity: Activity) -> None:
    """The activity is taken away: what was planned for it stands as planned again."""
    appointing.let_go(this, activity)
    for row in PlannedSession.objects.filter(activity=activity):
        this.update(row, state="planned", activity=None)
    for one in AlsoThere.objects.filter(activity=activity):
        this.delete(one)
