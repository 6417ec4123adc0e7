"""A session of several people: one register, ticked in one go; or, at an open door, two numbers."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import activities
from cairn.cases.loading import canonical
from cairn.cases.models import PlannedSession
from cairn.cases.queries.sessions import earlier, needs_for
from cairn.definitions import registry
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.activities import forms, halfway, register
from cairn.interfaces.workspace.activities.rows import Rows, rows_of
from cairn.interfaces.workspace.activities.views import type_of
from cairn.interfaces.workspace.pages import Request, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.services.queries import ActivityTypeView


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def session(request: Request, activity_type: str) -> HttpResponse:
    kind = type_of(request, activity_type)
    return _count(request, kind) if kind.mode == "head_count" else _register(request, kind)


def _initial(request: Request, kind: ActivityTypeView) -> dict[str, Any]:
    """Today and as long as usual; of a planned session its own day and length."""
    row = _planned(request, kind)
    day = min(row.planned_date, clock.today()) if row else clock.today()
    minutes = (row.minutes if row else None) or kind.usual_minutes
    return {"activity_date": day, "minutes": minutes, "uid": uuid.uuid4()}


def _planned(request: Request, kind: ActivityTypeView) -> PlannedSession | None:
    """The planned session that the address names, if nothing came of it yet."""
    rows = cases.visible_to(request.actor, PlannedSession).filter(activity=None, activity_type__uid=kind.uid)
    key = canonical(request.GET.get("planned", ""))
    return rows.filter(uid=key).first() if key else None


def _session_uid(request: Request, kind: ActivityTypeView) -> str:
    row = _planned(request, kind)
    return str(row.uid) if row else ""


def _count(request: Request, kind: ActivityTypeView) -> HttpResponse:
    """Nobody is named: how many came, how many for the first time."""
    sending = prepare(request, forms.HeadsForm, initial=_initial(request, kind))

    def record(said: dict[str, Any]) -> Done[Any]:
        said["uid"] = str(said["uid"]) if said["uid"] else None
        return activities.record(
            by=request.actor,
            activities=[
                activities.NewActivity(activity_type_uid=kind.uid, session_uid=_session_uid(request, kind), **said)
            ],
        )

    if attempt(request, sending, record):
        heads = sending.form.cleaned_data["heads"]
        say(request, sending, f"{kind.name}: {heads} people counted.")
        return to(request, "home")
    return draw_form(
        request,
        sending,
        title=kind.name,
        back=_back(request),
        submit="Record",
        template="activities/heads",
        intro=f"{kind.service_name}. Nobody is named.",
        earlier=earlier(request.actor, kind.uid),
    )


def _register(request: Request, kind: ActivityTypeView) -> HttpResponse:
    """Tick who came; the steps and outcomes that go with it are beside each name."""
    key = f"session.{kind.uid}"
    sending = prepare(request, forms.WhenForm, draft_key=key, initial=_initial(request, kind))
    sent = request.POST if request.method == "POST" else halfway.kept(request, key)
    asked = bool({"find", "let_in", "add_new"} & set(request.POST))
    drawn = rows_of(request, kind, sent)
    rows = register.read(sent, drawn.proposals)
    drawn.mark(rows)

    def record(said: dict[str, Any]) -> Done[Any]:
        said["uid"] = str(said["uid"]) if said["uid"] else None
        came = [row.uid for row in rows if row.here and not row.walks_in]
        needs = needs_for(request.actor, came, set(sent.getlist("needs")) & set(kind.needs))
        new = activities.NewActivity(
            activity_type_uid=kind.uid,
            attendances=register.attendances(rows, needs),
            walk_ins=register.walk_ins(rows),
            session_uid=_session_uid(request, kind),
            **said,
        )
        return activities.record(by=request.actor, activities=[new])

    if request.method == "POST" and not asked:
        sending.form.is_valid()
        if register.check(rows, sending.form.cleaned_data.get("activity_date")) and attempt(request, sending, record):
            halfway.forget(request, key, [row.uid for row in rows])
            say(request, sending, _words(kind, rows))
            return to(request, "home")
    return _draw(request, kind, sending, rows, drawn, asked=asked)


def _draw(
    request: Request, kind: ActivityTypeView, sending: Any, rows: list[register.Row], drawn: Rows, *, asked: bool
) -> HttpResponse:
    """The register as it stands; somebody looked for or added is no error."""
    view = register.summary(sending.view, rows) if not asked else sending.view
    chosen = request.POST.getlist("needs") if request.method == "POST" else list(kind.needs)
    needs = registry.get("needs")
    if asked:
        sending.form.errors.clear()
        view = sending.view
    response = draw_form(
        request, sending, title=kind.name, back=_back(request), submit="Record the session", form=view,
        template="activities/session", intro=kind.service_name, rows=rows, drawn=drawn, kind=kind,
        needs=[(need, needs.need(need).label, need in chosen) for need in kind.needs],
        earlier=earlier(request.actor, kind.uid) if request.method == "GET" else (),
        draft_url=reverse(
            "workspace:session_draft", kwargs={"organisation": request.actor.slug, "activity_type": kind.uid}
        ),
    )  # fmt: skip
    if asked:
        response.status_code = 200
    return response


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def session_draft(request: Request, activity_type: str) -> HttpResponse:
    """Keep a register half filled, person by person."""
    kind = type_of(request, activity_type)
    key = f"session.{kind.uid}"
    if "forget" in request.POST:
        halfway.forget(request, key, halfway.kept(request, key).getlist("who"))
        return to(request, "session", activity_type=kind.uid)
    if drafts.too_long(request):
        return HttpResponse(status=413)
    halfway.keep(request, key)
    return HttpResponse(status=204)


def _words(kind: ActivityTypeView, rows: list[register.Row]) -> str:
    came, steps = sum(row.here for row in rows), sum(len(row.steps) for row in rows)
    new = sum(row.here and row.walks_in for row in rows)
    parts = [f"{came} {'person' if came == 1 else 'people'}"]
    parts += [f"{steps} {'step' if steps == 1 else 'steps'}"] if steps else []
    parts += [f"{new} walked in"] if new else []
    return f"{kind.name}: {', '.join(parts)}."


def _back(request: Request) -> str:
    return reverse("workspace:home", kwargs={"organisation": request.actor.slug})
