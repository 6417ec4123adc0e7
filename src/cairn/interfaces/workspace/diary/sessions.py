"""Sessions planned: one, or as they come round; moved, cancelled."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import planned_sessions as actions
from cairn.cases.models import PlannedSession
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.activities.going import back_of
from cairn.interfaces.workspace.codes import choices
from cairn.interfaces.workspace.diary.days import day_of
from cairn.interfaces.workspace.diary.forms import ONCE, PlanForm
from cairn.interfaces.workspace.diary.planning import draw_move, move, planned, words
from cairn.interfaces.workspace.pages import Request, done, page, to
from cairn.interfaces.workspace.saving import draw_form, prepare, say
from cairn.kernel.problems import Done
from cairn.services.models import ActivityType

NOT_PLANNED = ("kept", "missed", "no_answer")


class SessionForm(PlanForm):
    """What for is asked first, and must be said."""

    field_order = ("activity_type_uid", "planned_date", "start_time", "all_the_same", "end_time", "worker_uid")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "activity_type_uid" in self.fields:
            self.fields["activity_type_uid"].required = True
            self.fields["activity_type_uid"].label = "Which session?"


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def session_plan(request: Request) -> HttpResponse:
    """Plan a session for whoever comes."""
    kinds = _kinds(request)

    def make(**given: Any) -> SessionForm:
        return SessionForm(workers=members.workers(request), kinds=kinds, **given)

    first = {"activity_type_uid": kinds[0][0] if len(kinds) == 1 else "", "worker_uid": request.actor.uid}
    initial = {**first, "planned_date": day_of(request.GET.get("day", "")), "unit": ONCE, "uid": uuid.uuid4()}
    sending = prepare(request, make, initial=initial)

    def plan(said: dict[str, Any]) -> Done[Any]:
        return actions.plan(by=request.actor, sessions=[actions.NewSession(**{"activity_type_uid": "", **said})])

    if planned(request, sending, plan):
        row = sending.done.one  # type: ignore[union-attr]
        say(request, sending, words(row, sending.form.cleaned_data))
        return _back(request, row.planned_date)
    back = back_of(request) or reverse("workspace:diary", kwargs={"organisation": request.actor.slug})
    return draw_form(
        request, sending, title="Plan a session", submit="Plan it", back=back, template="diary/plan", offer=None,
        nothing="" if kinds else "No service has a group or an open door yet. A manager adds one under Services.",
    )  # fmt: skip


def _kinds(request: Request) -> list[tuple[str, str]]:
    rows = cases.visible_to(request.actor, ActivityType).filter(mode__in=("group", "head_count"), is_active=True)
    columns = rows.order_by("service__name", "name").values_list("uid", "name", "service__name")
    return [(str(uid), f"{name} ({service})") for uid, name, service in columns]


def _back(request: Request, day: dt.date) -> HttpResponse:
    """To the page that was left, else to the day in the diary."""
    response = to(request, "diary")
    response["Location"] = back_of(request) or f"{response['Location']}?day={day.isoformat()}"
    return response


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def session_change(request: Request, planned_session: str) -> HttpResponse:
    """Move a planned session, give it to a colleague, cancel it."""
    row = cases.get(request.actor, PlannedSession, planned_session, "activity_type", "service")
    names = ("planned_date", "start_time", "worker_uid", "state", "place")

    def stands() -> tuple[int, dict[str, Any]]:
        now = cases.get(request.actor, PlannedSession, planned_session)
        return now.version, {name: getattr(now, name) for name in names}

    def change(said: dict[str, Any]) -> Done[Any]:
        one = actions.SessionChange(session_uid=str(planned_session), **said)
        return actions.change(by=request.actor, changes=[one])

    sending = move(request, row, choices("appointment_state", NOT_PLANNED))
    if planned(request, sending, change, now=stands):
        done(request, "What was planned is changed.", sending.done.event_uid)  # type: ignore[union-attr]
        return _back(request, row.planned_date)
    intro = f"{row.activity_type.name}, {row.service.name}."
    return draw_move(request, sending, title="Change a planned session", intro=intro)
