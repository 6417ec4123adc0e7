"""A session of several people: one register, ticked in one go; or, at an open door, two numbers."""

import uuid
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import activities
from cairn.cases.models import Activity
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.activities import forms, halfway, register
from cairn.interfaces.workspace.activities.views import type_of
from cairn.interfaces.workspace.pages import Request, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.services.queries import ActivityTypeView

ROWS = 12
MOST = 60


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def session(request: Request, activity_type: str) -> HttpResponse:
    kind = type_of(request, activity_type)
    return _count(request, kind) if kind.mode == "head_count" else _register(request, kind)


def _initial(kind: ActivityTypeView) -> dict[str, Any]:
    return {"activity_date": clock.today(), "minutes": kind.usual_minutes, "uid": uuid.uuid4()}


def _count(request: Request, kind: ActivityTypeView) -> HttpResponse:
    """Nobody is named: how many came, how many for the first time."""
    sending = prepare(request, forms.HeadsForm, initial=_initial(kind))

    def record(said: dict[str, Any]) -> Done[Any]:
        said["uid"] = str(said["uid"]) if said["uid"] else None
        return activities.record(
            by=request.actor, activities=[activities.NewActivity(activity_type_uid=kind.uid, **said)]
        )

    if attempt(request, sending, record):
        heads = sending.form.cleaned_data["heads"]
        say(request, sending, f"{kind.name}: {heads} people counted.")
        return to(request, "activity_new")
    return draw_form(
        request,
        sending,
        title=kind.name,
        back=_back(request),
        submit="Record",
        intro=f"{kind.service_name}. Nobody is named.",
    )


def _register(request: Request, kind: ActivityTypeView) -> HttpResponse:
    """Tick who came; the steps and outcomes that go with it are beside each name."""
    key = f"session.{kind.uid}"
    sending = prepare(request, forms.WhenForm, draft_key=key, initial=_initial(kind))
    sent = request.POST if request.method == "POST" else halfway.kept(request, key)
    text = request.POST.get("q", "") if "find" in request.POST else ""
    rows = register.read(sent, cases.proposals(request.actor, kind.uid, _who(request, kind, sent, text)))
    finding = "find" in request.POST

    def record(said: dict[str, Any]) -> Done[Any]:
        said["uid"] = str(said["uid"]) if said["uid"] else None
        came = register.attendances(rows)
        new = activities.NewActivity(activity_type_uid=kind.uid, attendances=came, **said)
        return activities.record(by=request.actor, activities=[new])

    if request.method == "POST" and not finding:
        if not register.check(rows):
            sending.form.is_valid()
        elif attempt(request, sending, record):
            halfway.forget(request, key, [row.uid for row in rows])
            say(request, sending, _words(kind, rows))
            return to(request, "activity_new")
    return draw_form(
        request, sending, title=kind.name, back=_back(request), submit="Record the session",
        form=register.summary(sending.view, rows),
        template="activities/session",
        intro=kind.service_name, rows=rows, finding=finding, q=text,
        draft_url=reverse(
            "workspace:session_draft", kwargs={"organisation": request.actor.slug, "activity_type": kind.uid}
        ),
    )  # fmt: skip


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
    return f"{kind.name}: {came} {'person' if came == 1 else 'people'}, {steps} {'step' if steps == 1 else 'steps'}."


def _who(request: Request, kind: ActivityTypeView, sent: QueryDict, text: str) -> list[str]:
    """Whose rows: those sent; else who came last time, then the reader's own people. A search adds to them."""
    who = sent.getlist("who") or _usual(request, kind)
    if text:
        found = cases.caseload(request.actor, service_uid=kind.service_uid, text=text, per_page=10).rows
        who = [row.episode_uid for row in found if row.episode_uid not in who] + who
    return list(dict.fromkeys(who))[:MOST]


def _usual(request: Request, kind: ActivityTypeView) -> list[str]:
    last = (
        cases.visible_to(request.actor, Activity).filter(activity_type__uid=kind.uid).order_by("-activity_date", "-pk")
    )
    before = last.first()
    came = before.attendances.filter(episode__end_date=None).values_list("episode__uid", flat=True) if before else ()
    others = cases.caseload(request.actor, service_uid=kind.service_uid, per_page=50).rows
    rest = sorted(others, key=lambda row: row.worker_uid != request.actor.uid)
    return list(dict.fromkeys([*map(str, came), *(row.episode_uid for row in rest)]))[: max(ROWS, len(came))]


def _back(request: Request) -> str:
    return reverse("workspace:activity_new", kwargs={"organisation": request.actor.slug})
