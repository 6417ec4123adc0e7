"""A contact planned with one person: what may be wrong with it, and its rows. Shared by the actions that make one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.cases import diary, loading, rules
from cairn.cases.models import Activity, Appointment, Episode
from cairn.cases.rules_diary import Repeat
from cairn.kernel import clock
from cairn.kernel.problems import Problem
from cairn.services.models import ActivityType

Place = tuple[int, date]
"""An episode's id and a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAppointment:
    """A contact planned. Without a time it is some time that day; without a worker it is whoever plans it. `also` are other
    workers of the same contact; with `repeat` it comes round; `all_the_same`: planned although somebody has something else
    then. A `uid` made by the sender makes sending twice the same contact once."""

    episode_uid: str
    planned_date: date
    start_time: time | None = None
    minutes: int | None = None
    place: str = ""
    activity_type_uid: str = ""
    worker_uid: str = ""
    also: Sequence[str] = ()
    repeat: Repeat | None = None
    all_the_same: bool = False
    uid: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """The rows that appointments name, each read once."""

    episodes: loading.Rows
    types: loading.Rows
    members: frozenset[str]

    @classmethod
    def by(cls, by: Actor, appointments: Sequence[NewAppointment]) -> "Named":
        return cls(
            episodes=loading.mine(Episode, by, (new.episode_uid for new in appointments)),
            types=loading.mine(ActivityType, by, (new.activity_type_uid for new in appointments)),
            members=loading.members(by, (uid for new in appointments for uid in (new.worker_uid, *new.also))),
        )


def problems_of(by: Actor, new: NewAppointment, named: Named, row: int | None) -> list[Problem]:
    """Everything that is wrong with one appointment."""
    episode = named.episodes.of(new.episode_uid)
    problems = diary.problems_of(by, new, named.members, clock.today(), row)
    if episode is None:
        return [*problems, rules.unknown("episode", "episode_uid", row)]
    if episode.end_date is not None:
        fix = "Reopen the episode first, or accept a new referral."
        problems.append(Problem("appointment.closed", "This episode is closed.", fix, field="planned_date", row=row))
    if new.activity_type_uid:
        kind = named.types.of(new.activity_type_uid)
        if kind is None or kind.service_id != episode.service_id:
            problems.append(rules.unknown("type of activity", "activity_type_uid", row))
    return problems


def write(this: Deed, new: NewAppointment, named: Named) -> list[Appointment]:
    """The rows of an appointment that has no problem, one for each of its days, with whoever else is there."""
    by, days = this.by, diary.days_of(new)
    series = diary.series_row(this, new, days)
    episode, kind = named.episodes.of(new.episode_uid), named.types.of(new.activity_type_uid)
    rows = [row_of(by, new, episode, kind) for _ in days]
    for row, day in zip(rows, days, strict=True):
        row.planned_date, row.series = day, series
    if new.uid:
        rows[0].uid = loading.canonical(new.uid)  # type: ignore[assignment]
    return rows


def row_of(by: Actor, new: NewAppointment, episode: Any, kind: Any) -> Appointment:
    return Appointment(
        organisation_id=by.organisation_id,
        client_id=episode.client_id,
        episode=episode,
        activity_type=kind,
        planned_date=new.planned_date,
        start_time=new.start_time,
        minutes=new.minutes or (kind.usual_minutes if kind is not None and new.start_time else None) or None,
        place=new.place.strip(),
        worker_uid=diary.worker_of(by, new.worker_uid),
    )


def waiting(by: Actor, places: Iterable[Place]) -> dict[Place, list[Appointment]]:
    """Appointments of these episodes on these days of which nothing came yet, the earliest first."""
    wanted = set(places)
    found: dict[Place, list[Appointment]] = defaultdict(list)
    rows = Appointment.objects.filter(organisation_id=by.organisation_id, activity__isnull=True)
    rows = rows.filter(state__in=("planned", "missed", "no_answer"), planned_date__in={day for _, day in wanted})
    for part in loading.chunks(episode for episode, _ in wanted):
        for row in rows.filter(episode_id__in=part).order_by("start_time", "id"):
            if (row.episode_id, row.planned_date) in wanted:
                found[row.episode_id, row.planned_date].append(row)
    return found


def keep(
    this: Deed, came: Iterable[tuple[Any, Activity, str]], there: dict[Place, list[Appointment]]
) -> list[tuple[int, Appointment]]:
    """What was planned for a day on which something was recorded is kept, missed or cancelled by it: (episode, activity,
    state of attendance). One activity keeps one appointment, of its own kind if there is one. Returns the activity's id
    with each that it keeps."""
    kept = []
    for episode, activity, state in came:
        planned = there.get((episode.pk, activity.activity_date), [])
        if planned:
            same = [row for row in planned if row.activity_type_id in (None, activity.activity_type_id)]
            row = (same or planned)[0]
            planned.remove(row)
            this.update(row, state=rules.appointment_state(state), activity=activity)
            kept.append((activity.pk, row))
    return kept


def let_go(this: Deed, activity: Activity) -> None:
    """The activity that an appointment led to is taken away: it stands as planned again."""
    for row in Appointment.objects.filter(activity=activity):
        this.update(row, state="planned", activity=None)
