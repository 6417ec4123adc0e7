"""A session of several people: one register, ticked in one go; or, at an open door, two numbers."""

import uuid
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import activities
from cairn.cases.models import Activity
from cairn.desk.actions import drafts as desk
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.activities import forms, register
from cairn.interfaces.workspace.activities.views import type_of
from cairn.interfaces.workspace.pages import Request, done, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
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
        done(request, f"{kind.name}: {heads} people counted.", sending.done.event_uid)  # type: ignore[union-attr]
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
    sent = _sent(request, key)
    finding = "find" in request.POST
    who = _who(request, kind, sent, request.POST.get("q", "") if finding else "")
    rows = register.read(sent, cases.proposals(request.actor, kind.uid, who))

    def record(said: dict[str, Any]) -> Done[Any]:
        said["uid"] = str(said["uid"]) if said["uid"] else None
        came = register.attendances(rows)
        new = activities.NewActivity(activity_type_uid=kind.uid, attendances=came, **said)
        return activities.record(by=request.actor, activities=[new])

    if request.method == "POST" and not finding:
        good = register.check(rows)
        if not good:
            sending.form.is_valid()
        elif attempt(request, sending, record):
            came = sum(row.here for row in rows)
            steps = sum(len(row.steps) for row in rows)
            words = f"{kind.name}: {came} {'person' if came == 1 else 'people'}, {steps} {'step' if steps == 1 else 'steps'}."
            done(request, words, sending.done.event_uid)  # type: ignore[union-attr]
            return to(request, "activity_new")
    return draw_form(
        request, sending, title=kind.name, back=_back(request), submit="Record the session", template="activities/session",
        intro=kind.service_name, rows=rows, draft_url=drafts.address(request, key), finding=finding,
        q=request.POST.get("q", "") if finding else "",
    )  # fmt: skip


def _sent(request: Request, key: str) -> QueryDict:
    """What was sent; or, on opening, what was left half filled."""
    if request.method == "POST":
        return request.POST
    sent = QueryDict(mutable=True)
    for name, values in (desk.get(by=request.actor, form=key) or {}).items():
        sent.setlist(name, values)
    return sent


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
    rest = cases.caseload(request.actor, service_uid=kind.service_uid, per_page=50).rows
    rest = sorted(rest, key=lambda row: row.worker_uid != request.actor.uid)
    return list(dict.fromkeys([*map(str, came), *(row.episode_uid for row in rest)]))[: max(ROWS, len(came))]


def _back(request: Request) -> str:
    return reverse("workspace:activity_new", kwargs={"organisation": request.actor.slug})
