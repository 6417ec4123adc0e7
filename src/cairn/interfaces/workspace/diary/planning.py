"""Contacts planned: make one, move it, say that somebody did not come or did not answer."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import activities
from cairn.cases.actions import appointments as actions
from cairn.cases.models import Appointment
from cairn.cases.queries.quick import quick
from cairn.interfaces.pages import version_of
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.activities.going import back_of, go_back
from cairn.interfaces.workspace.activities.quick import cannot
from cairn.interfaces.workspace.codes import choices
from cairn.interfaces.workspace.diary.days import day_of
from cairn.interfaces.workspace.diary.forms import ONCE, MoveForm, PlanForm, asked_once, end_of
from cairn.interfaces.workspace.pages import Request, done, page, pressed
from cairn.interfaces.workspace.saving import Sending, attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.people import queries as people
from cairn.web import formats

WEEK = 7
NOT_COME = {"missed": "did_not_attend", "no_answer": "no_answer"}
NAMES = ("planned_date", "start_time", "worker_uid", "state", "place")


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def appointment_new(request: Request, client: str) -> HttpResponse:
    """Plan a contact: as long after the last one as usual, of the same kind, by whoever plans it."""
    person = people.get(request.actor, client)
    asked = request.POST if request.method == "POST" else request.GET
    offer = quick(request.actor, person, asked.get("episode", ""))
    if offer.episode is None:
        return cannot(request, offer)
    episode = offer.episode.uid

    def make(**given: Any) -> PlanForm:
        kinds = [(one.uid, one.name) for one in offer.kinds]
        return PlanForm(workers=members.workers(request), kinds=kinds, **given)

    day = day_of(request.GET.get("day", ""), clock.today() + dt.timedelta(days=offer.again_days or WEEK))
    initial = {"planned_date": day, "activity_type_uid": offer.kind_uid, "worker_uid": request.actor.uid, "unit": ONCE,
               "uid": uuid.uuid4()}  # fmt: skip
    sending = prepare(request, make, initial=initial)

    def plan(said: dict[str, Any]) -> Done[Any]:
        return actions.make(by=request.actor, appointments=[actions.NewAppointment(episode_uid=episode, **said)])

    if planned(request, sending, plan):
        say(request, sending, words(sending.done.one, sending.form.cleaned_data))  # type: ignore[union-attr]
        return go_back(request, client)
    return draw_form(
        request, sending, title="Plan a contact", submit="Plan it", intro=f"{offer.name}, {offer.episode.service}.",
        back=back_of(request) or _client_url(request, client), template="diary/plan", offer=offer,
    )  # fmt: skip


def planned(request: Request, sending: Sending, deed: Any, **more: Any) -> bool:
    """Do it, or ask once where somebody would be in two places."""
    form: Any = sending.form
    if not form.is_bound or not form.is_valid():
        form.without_asking()
    return attempt(request, sending, asked_once(lambda: form, deed), **more)


def words(row: Any, said: dict[str, Any]) -> str:
    """What was planned, in one line."""
    at = f" at {formats.time(row.start_time)}" if row.start_time else ""
    again = ", and again as it repeats" if said.get("unit", ONCE) not in ("", ONCE) else ""
    return f"Planned for {formats.weekday_date(row.planned_date)}{at}{again}."


def _client_url(request: Request, client: object) -> str:
    return reverse("workspace:client", kwargs={"organisation": request.actor.slug, "client": client})


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def appointment_change(request: Request, appointment: str) -> HttpResponse:
    """Move it, give it to a colleague, cancel it, or plan it again; with all later ones of its series, or alone."""
    row = cases.get(request.actor, Appointment, appointment, "client")

    def stands() -> tuple[int, dict[str, Any]]:
        now = cases.get(request.actor, Appointment, appointment)
        return now.version, {name: getattr(now, name) for name in NAMES}

    def change(said: dict[str, Any]) -> Done[Any]:
        one = actions.AppointmentChange(appointment_uid=str(appointment), **said)
        return actions.change(by=request.actor, changes=[one])

    sending = move(request, row, choices("appointment_state", ("kept",)))
    if planned(request, sending, change, now=stands):
        done(request, "What was planned is changed.", sending.done.event_uid)  # type: ignore[union-attr]
        return go_back(request)
    name = row.client.name or row.client.known_as or row.client.reference
    return draw_move(request, sending, intro=f"With {name}.", title="Change what is planned")


def move(request: Request, row: Any, states: list[tuple[str, str]]) -> Sending:
    """The form of something planned, as it stands."""

    def make(**given: Any) -> MoveForm:
        return MoveForm(workers=_with_whose(request, row), states=states, in_series=row.series_id is not None, **given)

    at = f"{row.start_time:%H:%M}" if row.start_time else ""
    now = {name: getattr(row, name) for name in NAMES}
    also = list(row.also.values_list("worker_uid", flat=True))
    initial = {**now, "start_time": at, "end_time": end_of(row), "also": also, "which": "this", "version": row.version}
    return prepare(request, make, initial=initial)


def _with_whose(request: Request, row: Any) -> list[tuple[str, str]]:
    """Who records here; and whoever's it is, should they have left, or nobody."""
    workers = members.workers(request)
    return workers if row.worker_uid in dict(workers) else [(row.worker_uid, "As it is"), *workers]


def draw_move(request: Request, sending: Sending, *, title: str, intro: str) -> HttpResponse:
    back = back_of(request) or reverse("workspace:diary", kwargs={"organisation": request.actor.slug})
    return draw_form(request, sending, title=title, back=back, intro=intro, template="diary/plan", offer=None)


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def appointment_missed(request: Request, appointment: str) -> HttpResponse:
    """They did not come, or nobody answered, in one tap. It is recorded as a contact that did not happen, so that it
    stands in the record and in the figures too."""
    row = cases.get(request.actor, Appointment, appointment, "client", "episode", "activity_type")
    name = row.client.name or row.client.known_as or row.client.reference
    how = "no_answer" if request.POST.get("how") == "no_answer" else "missed"
    words = f"{name}: no answer, noted." if how == "no_answer" else f"{name} did not come: noted."
    pressed(request, words, lambda: _missed(request, row, how))
    return go_back(request)


def _missed(request: Request, row: Appointment, how: str) -> Done[Any]:
    version = version_of(request, row.version)
    kind = _kind(request, row)
    if not kind or row.state != "planned" or version != row.version or row.planned_date > clock.today():
        missed = actions.AppointmentChange(appointment_uid=str(row.uid), state=how, version=version)
        return actions.change(by=request.actor, changes=[missed])
    came = activities.NewAttendance(episode_uid=str(row.episode.uid), state=NOT_COME[how], appointment_uid=str(row.uid))
    new = activities.NewActivity(
        activity_type_uid=kind, activity_date=row.planned_date, worker_uid=row.worker_uid, attendances=[came]
    )
    return activities.record(by=request.actor, activities=[new])


def _kind(request: Request, row: Any) -> str:
    """The kind of contact that it was to be: where none was said, the one usual for this person."""
    if row.activity_type is not None:
        return str(row.activity_type.uid) if row.activity_type.mode == "individual" else ""
    if row.episode.end_date is not None:
        return ""
    return quick(request.actor, row.client, str(row.episode.uid)).kind_uid
