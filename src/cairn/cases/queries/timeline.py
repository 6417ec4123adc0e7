"""What happened with a client, newest first."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from cairn.access.actors import Actor
from cairn.cases.loading import outcome_refs
from cairn.cases.models import Attendance, Note, OutcomeRecord, StepRecord
from cairn.cases.queries.base import visible_to, workers
from cairn.cases.queries.views import NoteView, OutcomeView, StepView, TimelineEntry

Brought = tuple[tuple[StepView, ...], tuple[OutcomeView, ...], tuple[NoteView, ...]]
Place = tuple[int | None, dt.date]
"""An activity and its date, or no activity and the date of what stands by itself."""


def timeline(by: Actor, client: Any) -> tuple[TimelineEntry, ...]:
    """Activities with what they brought; steps, outcomes and notes without one stand together by date."""
    came = {row.activity_id: row for row in _attendances(by, client)}
    people = _people(came)
    steps = _placed(came, _steps(by, client), "step_date", lambda row: _step(row))
    labels_of = list(visible_to(by, OutcomeRecord).filter(client=client).order_by("outcome_date", "id"))
    labels = outcome_refs({row.framework for row in labels_of})
    outcomes = _placed(came, labels_of, "outcome_date", lambda row: _outcome(row, labels))
    written = list(visible_to(by, Note).filter(client=client).order_by("note_date", "id"))
    names = workers({row.author_uid for row in written} | {row.activity.worker_uid for row in came.values()})
    notes = _placed(came, written, "note_date", lambda row: _note(row, names))
    places = {*((pk, row.activity.activity_date) for pk, row in came.items()), *steps, *outcomes, *notes}
    ordered = sorted(places, key=lambda place: (place[1], place[0] or 0), reverse=True)
    return tuple(
        _entry(
            place,
            came,
            people,
            names,
            (tuple(steps.get(place, ())), tuple(outcomes.get(place, ())), tuple(notes.get(place, ()))),
        )
        for place in ordered
    )


def _attendances(by: Actor, client: Any) -> Iterable[Any]:
    rows = visible_to(by, Attendance).filter(client=client)
    return rows.select_related("activity__activity_type", "activity__service")


def _steps(by: Actor, client: Any) -> Iterable[Any]:
    rows = visible_to(by, StepRecord).filter(client=client).select_related("rung__ladder")
    return rows.order_by("step_date", "rung__position", "id")


def _people(came: dict[int, Any]) -> dict[int, int]:
    rows = Attendance.objects.filter(activity_id__in=list(came)).values_list("activity_id").annotate(n=Count("id"))
    return dict(rows.order_by())


def _placed(came: dict[int, Any], rows: Iterable[Any], date_field: str, view: Any) -> dict[Place, list[Any]]:
    """Views by place: the activity they came with, or their own date."""
    found: dict[Place, list[Any]] = defaultdict(list)
    for row in rows:
        at = came.get(row.activity_id)
        place = (at.activity_id, at.activity.activity_date) if at else (None, getattr(row, date_field))
        found[place].append(view(row))
    return found


def _step(row: Any) -> StepView:
    return StepView(str(row.rung.uid), row.rung.label, row.rung.ladder.name, row.state, row.step_date)


def _outcome(row: Any, labels: dict[str, dict[str, str]]) -> OutcomeView:
    label = labels.get(row.framework, {}).get(row.outcome, row.outcome)
    return OutcomeView(row.framework, row.outcome, label, row.is_reached, row.outcome_date)


def _note(row: Any, names: dict[str, str]) -> NoteView:
    return NoteView(str(row.uid), row.note_date, names.get(row.author_uid, ""), row.text)


def _entry(
    place: Place, came: dict[int, Any], people: dict[int, int], names: dict[str, str], brought: Brought
) -> TimelineEntry:
    activity_id, day = place
    if activity_id is None:
        return TimelineEntry(day, None, 0, "", "", 0, "", "", 0, *brought)
    attendance = came[activity_id]
    activity = attendance.activity
    return TimelineEntry(
        day,
        str(activity.uid),
        activity.version,
        activity.activity_type.name,
        activity.service.name,
        activity.minutes,
        names.get(activity.worker_uid, ""),
        attendance.state,
        people[activity_id],
        *brought,
    )
