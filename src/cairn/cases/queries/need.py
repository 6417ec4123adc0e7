"""One need opened: everything that was done about it, by every service that met the person with it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import dictionary, rules
from cairn.cases.dictionary import Entry
from cairn.cases.models import AttendanceNeed, Goal, Need, StepRecord
from cairn.cases.queries.base import NotFound, get, title, visible_to, workers
from cairn.cases.queries.needs import NeedRow, checks_of, entries_of, needs_of_client
from cairn.cases.queries.notes import readable
from cairn.cases.queries.views import NoteView
from cairn.people import queries as people


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact that was for this need, with the steps that came of it."""

    activity_uid: str
    activity_date: dt.date
    activity_type: str
    service: str
    minutes: int
    worker: str
    state: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedStep:
    """A step on a ladder that is towards this need."""

    label: str
    ladder: str
    state: str
    step_date: dt.date


@dataclass(frozen=True, slots=True)
class NeedGoal:
    uid: str
    words: str
    state: str
    start_date: dt.date
    end_date: dt.date | None


@dataclass(frozen=True, slots=True)
class NeedAnswer:
    """What was said of this need when the whole person was asked about."""

    check_date: dt.date
    answer: str
    answered_by: str


@dataclass(frozen=True, slots=True)
class NeedPage:
    """A need with its words (`entry`, as when it was recorded), the same need in other episodes (`elsewhere`), and all
    that was done about it there too, newest first."""

    client_uid: str
    name: str
    row: NeedRow
    entry: Entry
    elsewhere: tuple[NeedRow, ...]
    contacts: tuple[Contact, ...]
    steps: tuple[NeedStep, ...]
    notes: tuple[NoteView, ...]
    goals: tuple[NeedGoal, ...]
    answers: tuple[NeedAnswer, ...]

    @property
    def attended(self) -> tuple[Contact, ...]:
        return tuple(one for one in self.contacts if one.state == "attended")

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.attended)

    @property
    def services(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.service for one in self.attended))


def need_page(by: Actor, client: object, need_uid: object) -> NeedPage:
    """Everything about one need of a client, in a fixed number of queries. Raises NotFound. The screen logs the read."""
    person = people.get(by, client)
    wanted = get(by, Need, need_uid)
    if wanted.client_id != person.pk:
        raise NotFound("no such need")
    episodes = {row.pk: row for row in visible_to(by).filter(client=person).select_related("service")}
    checks = checks_of(by, person)
    same = [row for row in needs_of_client(by, person, episodes, checks) if row.need == wanted.need]
    about = visible_to(by, Need).filter(client=person, need=wanted.need).values_list("pk", flat=True)
    ids = list(about)
    answers = [
        NeedAnswer(row.check_date, answer, row.answered_by)
        for row in reversed(checks)
        for entry, answer in entries_of(row)
        if entry.id == wanted.need
    ]
    return NeedPage(
        client_uid=str(person.uid),
        name=title(person.name, person.known_as, person.reference),
        row=next(row for row in same if row.uid == str(wanted.uid)),
        entry=dictionary.entry(wanted.need, wanted.dictionary_version),
        elsewhere=tuple(row for row in same if row.uid != str(wanted.uid)),
        contacts=_contacts(by, ids),
        steps=_steps(by, person, wanted.need),
        notes=_notes(by, ids),
        goals=_goals(by, ids),
        answers=tuple(answers),
    )


def _contacts(by: Actor, need_ids: Sequence[int]) -> tuple[Contact, ...]:
    rows = visible_to(by, AttendanceNeed).filter(need_id__in=need_ids)
    found = {
        row.attendance.pk: row.attendance
        for row in rows.select_related("attendance__activity__activity_type", "attendance__activity__service")
    }
    names = workers({row.activity.worker_uid for row in found.values()})
    steps = _steps_at(by, found.values())
    ordered = sorted(found.values(), key=lambda row: (row.activity.activity_date, row.activity_id), reverse=True)
    return tuple(_contact(row, names, steps[row.activity_id]) for row in ordered)


def _steps_at(by: Actor, attendances: Iterable[Any]) -> dict[int, list[str]]:
    """What was reached at these contacts, by activity; of the person they are about, and nobody else who was there."""
    came = list(attendances)
    found: dict[int, list[str]] = defaultdict(list)
    rows = visible_to(by, StepRecord).filter(
        client_id__in={row.client_id for row in came}, activity_id__in={row.activity_id for row in came},
        state__in=rules.CONFIRMED,
    )  # fmt: skip
    for row in rows.select_related("rung").order_by("rung__position", "id"):
        found[row.activity_id].append(row.rung.label)
    return found


def _contact(row: Any, names: dict[str, str], steps: Sequence[str]) -> Contact:
    activity = row.activity
    return Contact(
        activity_uid=str(activity.uid),
        activity_date=activity.activity_date,
        activity_type=activity.activity_type.name,
        service=activity.service.name,
        minutes=activity.minutes,
        worker=names.get(activity.worker_uid, ""),
        state=row.state,
        steps=tuple(steps),
    )


def _steps(by: Actor, person: Any, need: str) -> tuple[NeedStep, ...]:
    rows = visible_to(by, StepRecord).filter(client=person, rung__ladder__need=need)
    return tuple(
        NeedStep(row.rung.label, row.rung.ladder.name, row.state, row.step_date)
        for row in rows.select_related("rung__ladder").order_by("-step_date", "-rung__position", "-id")
    )


def _notes(by: Actor, need_ids: Sequence[int]) -> tuple[NoteView, ...]:
    rows = list(readable(by).filter(need_id__in=need_ids).order_by("-note_date", "-id"))
    names = workers({row.author_uid for row in rows})
    return tuple(NoteView(str(row.uid), row.note_date, names.get(row.author_uid, ""), row.text) for row in rows)


def _goals(by: Actor, need_ids: Sequence[int]) -> tuple[NeedGoal, ...]:
    rows = visible_to(by, Goal).filter(need_id__in=need_ids).order_by("end_date", "-start_date", "-id")
    return tuple(NeedGoal(str(row.uid), row.words, row.state, row.start_date, row.end_date) for row in rows)
