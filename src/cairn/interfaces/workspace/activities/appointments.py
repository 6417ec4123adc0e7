"""Contacts planned: make one, move it, say that somebody did not come; and a day as a list."""

import datetime as dt
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import activities
from cairn.cases.actions import appointments as actions
from cairn.cases.models import Appointment
from cairn.cases.queries.quick import Quick, quick
from cairn.exchange.tables import Cell
from cairn.interfaces.pages import version_of
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.activities.going import back_of, go_back
from cairn.interfaces.workspace.activities.quick import cannot
from cairn.interfaces.workspace.codes import choices, label
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, done, draw, page
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Refused
from cairn.people import queries as people
from cairn.web import formats
from cairn.web.formfields import CodeField, DateField, VersionField

WEEK, IN_A_FILE = 7, 10_000


class AppointmentForm(forms.Form):
    """When, and what for."""

    planned_date = DateField(label="Which day?")
    start_time = forms.TimeField(
        label="What time?",
        required=False,
        help_text="Leave blank for some time that day.",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "govuk-input--width-5"}),
        error_messages={"invalid": "Write the time as hours and minutes, like 14:30."},
    )
    activity_type_uid = CodeField(label="What for?", required=False)
    worker_uid = forms.ChoiceField(label="Who sees them?", required=False)

    def __init__(self, *args: Any, offer: Quick, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.uid, one.name) for one in offer.kinds]
        self.fields["activity_type_uid"].choices = kinds  # type: ignore[attr-defined]
        self.fields["worker_uid"].choices = workers  # type: ignore[attr-defined]
        if not kinds:
            del self.fields["activity_type_uid"]


class ChangeForm(forms.Form):
    """When, who, and whether it stands."""

    planned_date = DateField(label="Which day?")
    start_time = AppointmentForm.base_fields["start_time"]
    worker_uid = forms.ChoiceField(label="Who sees them?", required=False)
    state = CodeField(label="How does it stand?", choices=choices("appointment_state", ("kept",)))
    version = VersionField()

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker_uid"].choices = workers  # type: ignore[attr-defined]


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def appointment_new(request: Request, client: str) -> HttpResponse:
    """Plan a contact: as long after the last one as usual, of the same kind, by whoever plans it."""
    person = people.get(request.actor, client)
    asked = request.POST if request.method == "POST" else request.GET
    offer = quick(request.actor, person, asked.get("episode", ""))
    if offer.episode is None:
        return cannot(request, offer)
    episode = offer.episode.uid

    def make(**given: Any) -> AppointmentForm:
        return AppointmentForm(offer=offer, workers=members.workers(request), **given)

    day = clock.today() + dt.timedelta(days=offer.again_days or WEEK)
    initial = {"planned_date": day, "activity_type_uid": offer.kind_uid, "worker_uid": request.actor.uid}
    sending = prepare(request, make, initial=initial)

    def plan(said: dict[str, Any]) -> Done[Any]:
        return actions.make(by=request.actor, appointments=[actions.NewAppointment(episode_uid=episode, **said)])

    if attempt(request, sending, plan):
        made = sending.done.one  # type: ignore[union-attr]
        at = f" at {formats.time(made.start_time)}" if made.start_time else ""
        done(request, f"Planned for {formats.weekday_date(made.planned_date)}{at}.", sending.done.event_uid)  # type: ignore[union-attr]
        return go_back(request, client)
    return draw_form(
        request, sending, title="Plan a contact", submit="Plan it", intro=f"{offer.name}, {offer.episode.service}.",
        back=back_of(request) or _client_url(request, client), template="activities/appointment", offer=offer,
    )  # fmt: skip


def _client_url(request: Request, client: object) -> str:
    return reverse("workspace:client", kwargs={"organisation": request.actor.slug, "client": client})


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def appointment_change(request: Request, appointment: str) -> HttpResponse:
    """Move it, give it to a colleague, cancel it, or plan it again."""
    row = cases.get(request.actor, Appointment, appointment, "client")
    names = ("planned_date", "start_time", "worker_uid", "state")

    def stands() -> tuple[int, dict[str, Any]]:
        now = cases.get(request.actor, Appointment, appointment)
        return now.version, {name: getattr(now, name) for name in names}

    def make(**given: Any) -> ChangeForm:
        return ChangeForm(workers=members.workers(request), **given)

    at = f"{row.start_time:%H:%M}" if row.start_time else ""
    sending = prepare(request, make, initial={**stands()[1], "start_time": at, "version": row.version})

    def change(said: dict[str, Any]) -> Done[Any]:
        said["start_time"] = said["start_time"] or ""
        return actions.change(
            by=request.actor, changes=[actions.AppointmentChange(appointment_uid=str(appointment), **said)]
        )

    if attempt(request, sending, change, now=stands):
        done(request, "What was planned is changed.", sending.done.event_uid)  # type: ignore[union-attr]
        return go_back(request)
    back = back_of(request) or reverse("workspace:home", kwargs={"organisation": request.actor.slug})
    name = row.client.name or row.client.known_as or row.client.reference
    return draw_form(request, sending, title="Change what is planned", back=back, intro=f"With {name}.")


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def appointment_missed(request: Request, appointment: str) -> HttpResponse:
    """They did not come, in one tap. Where the kind of contact was said, it is recorded as one that did not happen, so
    that it stands in the record and in the figures too."""
    row = cases.get(request.actor, Appointment, appointment, "client", "episode", "activity_type")
    name = row.client.name or row.client.known_as or row.client.reference
    try:
        made = _missed(request, row)
        done(request, f"{name} did not come: noted.", made.event_uid)
    except Refused as refused:
        done(request, " ".join(f"{one.message} {one.fix}" for one in refused.problems))
    return go_back(request)


def _missed(request: Request, row: Appointment) -> Done[Any]:
    version = version_of(request, row.version)
    kind: Any = row.activity_type
    if kind is None or kind.mode != "individual" or row.state != "planned" or version != row.version:
        missed = actions.AppointmentChange(appointment_uid=str(row.uid), state="missed", version=version)
        return actions.change(by=request.actor, changes=[missed])
    came = activities.NewAttendance(episode_uid=str(row.episode.uid), state="did_not_attend")
    new = activities.NewActivity(
        activity_type_uid=str(kind.uid), activity_date=row.planned_date, worker_uid=row.worker_uid, attendances=[came]
    )
    return activities.record(by=request.actor, activities=[new])


@page(P.READ_CLIENTS, P.RECORD)
def appointment_day(request: Request) -> HttpResponse:
    """A day as a list: the reader's own, or everybody's."""
    day = _day(request.GET.get("day", ""))
    everyone = "all" in request.GET
    whose = None if everyone else request.actor.uid
    every = partial(cases.appointments, request.actor, day, whose, limit=IN_A_FILE)
    if (file := files.answer(request, "Planned", COLUMNS, lambda: map(_line, every()))) is not None:
        return file
    rows = cases.appointments(request.actor, day, whose)
    return draw(
        request, "today/day", rows=rows, day=day, everyone=everyone, today=clock.today(),
        before=day - dt.timedelta(days=1), after=day + dt.timedelta(days=1),
    )  # fmt: skip


COLUMNS = ("Day", "Time", "Name", "Reference", "Service", "What", "Worker", "State")


def _line(row: cases.AppointmentRow) -> tuple[Cell, ...]:
    time = f"{row.start_time:%H:%M}" if row.start_time else ""
    state = label("appointment_state", row.state)
    return (row.planned_date, time, row.client, row.reference, row.service, row.activity_type, row.worker, state)


def _day(text: str) -> dt.date:
    today = clock.today()
    if text == "tomorrow":
        return today + dt.timedelta(days=1)
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        return today
    return found if abs((found - today).days) < 4000 else today
