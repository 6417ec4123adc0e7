"""How a form ends: checked and sent, left out with a reason, or dropped."""

from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import filled, judging, rules_filling
from cairn.collection.actions import filling, sending
from cairn.collection.filled import Filled
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.collections.filling import shown
from cairn.interfaces.workspace.collections.filling.forms import LeaveOutForm
from cairn.interfaces.workspace.collections.filling.pages import of_form
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel.problems import Problem, Refused
from cairn.web.forms import ErrorLink


@page(P.READ_CLIENTS, P.RECORD)
@of_form
def form_check(request: Request, now: Filled) -> HttpResponse:
    """Every answer with the way to change it; after a try to send it, all that keeps it from being sent."""
    year = judging.year_for(now)
    problems = judging.send_problems(request.actor, now, year) if "all" in request.GET else []
    parts = shown.parts(now)
    return draw(
        request, "collections/filling/check", now=now, parts=parts,
        errors=[_link(request, now, one) for one in problems], year=year,
        was=rules_filling.mark(now.answers), locks=judging.lock_problems(request.actor, now, year) if year else [],
        asked=sum(one.progress.asked for one in parts), answered=sum(one.progress.given for one in parts),
        given=[(column, now.answers[column.name]) for column in now.columns if column.name in now.given],
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
@of_form
def form_send(request: Request, now: Filled) -> HttpResponse:
    """Send it, and show the receipt; or say all that keeps it from being sent, each with the way to its page."""
    try:
        was = request.POST.get("was", "")
        made = sending.send(
            by=request.actor, form_uid=now.row.uid, was=int(was) if was.isdecimal() and len(was) < 20 else None
        )
    except Refused as refused:
        if any(one.rule == "form.changed" for one in refused.problems):
            done(request, "An answer has changed since you looked, so nothing was sent. Look over the form again.")
        response = to(request, "form_check", form=now.row.uid)
        response["Location"] += "?all"
        return response
    sent = filled.sent(request.actor).get(collection_id=made.one.collection_id, number=now.row.number)
    return to(request, "sent_form", sent=sent.uid)


def _link(request: Request, now: Filled, problem: Problem) -> ErrorLink:
    """A problem with the way to its page."""
    task, anchor = shown.place_of(now, problem)
    label = next((column.label for column in now.columns if column.name == problem.field), "")
    words = " ".join(filter(None, (f"{label}:" if label else "", problem.message, problem.fix)))
    if not task:
        return ErrorLink(words)
    return ErrorLink(words, address(request, "workspace:form_page", form=now.row.uid, task=task, fragment=anchor))


@page(P.READ_CLIENTS, P.RECORD, writes=True)
@of_form
def form_leave_out(request: Request, now: Filled) -> HttpResponse:
    """No form will be sent, and why."""
    sent = prepare(request, LeaveOutForm, initial={"reason": now.row.left_out_reason})

    def leave(said: dict[str, Any]) -> Any:
        return filling.leave_out(by=request.actor, form_uid=now.row.uid, reason=said["reason"])

    if attempt(request, sent, leave):
        say(request, sent, "Left out. It stands with its reason among those that are not owed.")
        return to(request, "forms_due")
    return draw_form(
        request, sent, title="Send no form", submit="Leave it out", back=address(request, "workspace:form", form=now.row.uid),
        intro="The form is owed no more, and its reason is kept. What was filled in stays until it is dropped.",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
@of_form
def form_take_up(request: Request, now: Filled) -> HttpResponse:
    """A form that was left out is owed again."""
    made = filling.leave_out(by=request.actor, form_uid=now.row.uid, reason="")
    done(request, "It is owed again.", made.event_uid)
    return to(request, "form", form=now.row.uid)


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
@of_form
def form_drop(request: Request, now: Filled) -> HttpResponse:
    """Take away a form that was begun by mistake; what was sent stands."""
    made = filling.drop(by=request.actor, form_uid=now.row.uid)
    done(request, "Dropped. What was sent before, if anything, stands.", made.event_uid)
    return to(request, "forms_due")
