"""What is done with somebody at the door: taken in, closed as not for us, or set aside as no referral."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access import reads
from cairn.access.permissions import Permission as P
from cairn.cases.actions import incoming as actions
from cairn.cases.queries import incoming as queries
from cairn.cases.queries.incoming import Came
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.pages import Request, done, page, to
from cairn.interfaces.workspace.referrals import door_forms as forms
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.people import queries as people


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def came_take(request: Request, incoming: str) -> HttpResponse:
    """Take somebody in: their record, a referral, and support at once where it begins today."""
    row = queries.incoming(request.actor, incoming)
    if not row.is_waiting:
        return _answered(request, row)
    known = _known(request, row)

    def make(**given: Any) -> forms.TakeForm:
        return forms.TakeForm(known=known, has_sender=bool(row.sender), workers=members.workers(request), **given)

    start = {"next": forms.WAITS, "start_date": clock.today(), "worker_uid": request.actor.uid}
    sending = prepare(request, make, initial={**_initial(request, row, known), **start})

    def take(said: dict[str, Any]) -> Done[Any]:
        begins = said.pop("next") == forms.BEGINS
        if not begins:
            said |= {"start_date": None, "worker_uid": ""}
        return actions.take_in(by=request.actor, takings=[actions.TakingIn(incoming_uid=row.uid, **said)])

    if attempt(request, sending, take, now=lambda: _stands(request, row)):
        referral = sending.done.one  # type: ignore[union-attr]
        begun = referral.state == "accepted"
        words = "Taken in: support begins." if begun else "Taken in. Accept the referral, or say why not."
        done(request, words, sending.done.event_uid)  # type: ignore[union-attr]
        if begun:
            return to(request, "client", client=referral.client.uid)
        return to(request, "referral", referral=referral.uid)
    return _form(request, sending, row, "Take in", "Take in")


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def came_no(request: Request, incoming: str) -> HttpResponse:
    """Not for us: it was a referral all the same, and counts as one that was unsuccessful."""
    row = queries.incoming(request.actor, incoming)
    if not row.is_waiting:
        return _answered(request, row)
    known = _known(request, row)

    def make(**given: Any) -> forms.NotForUsForm:
        return forms.NotForUsForm(known=known, has_sender=bool(row.sender), **given)

    sending = prepare(request, make, initial=_initial(request, row, known))

    def turn_down(said: dict[str, Any]) -> Done[Any]:
        return actions.turn_down(by=request.actor, refusals=[actions.TurningDown(incoming_uid=row.uid, **said)])

    if attempt(request, sending, turn_down, now=lambda: _stands(request, row)):
        done(request, "Closed as not for you. It counts as a referral that was unsuccessful.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "door")
    return _form(
        request, sending, row, "Not for us", "Close the referral",
        intro="They are kept as somebody who was referred and not supported, so that who was refused can be seen.",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def came_dismiss(request: Request, incoming: str) -> HttpResponse:
    """No referral at all: nobody is recorded, and nothing is counted."""
    row = queries.incoming(request.actor, incoming)
    if not row.is_waiting:
        return _answered(request, row)
    sending = prepare(request, forms.DismissForm, initial={"version": row.version})

    def dismiss(said: dict[str, Any]) -> Done[Any]:
        return actions.dismiss(by=request.actor, dismissals=[actions.Dismissal(incoming_uid=row.uid, **said)])

    if attempt(request, sending, dismiss, now=lambda: _stands(request, row)):
        done(request, "Set aside as no referral. What was sent is blanked in 30 days.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "door")
    return _form(
        request, sending, row, "Not a referral", "Set it aside",
        intro="Nobody is recorded and nothing is counted. What was sent is kept for 30 days, then blanked.",
    )  # fmt: skip


def _answered(request: Request, row: Came) -> HttpResponse:
    """Somebody was first: what became of it."""
    done(request, "This has been answered already: see below what became of it.")
    return to(request, "came", incoming=row.uid)


def _known(request: Request, row: Came) -> list[tuple[str, str, str]]:
    """Who it may be: whoever was chosen on the page before, then those that are like them, with why."""
    found = {
        one.client_uid: (one.name, f"{one.reference}: {', '.join(one.why)}")
        for one in queries.likely(request.actor, row)
    }
    asked = people.canonical(request.POST.get("client_uid") or request.GET.get("client", ""))
    if asked and asked not in found:
        chosen = people.visible_to(request.actor).filter(uid=asked).first()
        if chosen is not None:
            found[asked] = (chosen.name or chosen.known_as or chosen.reference, f"{chosen.reference}: chosen by you")
    return [(uid, name, why) for uid, (name, why) in found.items()]


def _initial(request: Request, row: Came, known: list[tuple[str, str, str]]) -> dict[str, Any]:
    asked = request.GET.get("client", "")
    return {
        "client_uid": asked if asked in {uid for uid, _, _ in known} else None, "sector": row.sector,
        "urgency": row.urgency, "version": row.version,
    }  # fmt: skip


def _stands(request: Request, row: Came) -> tuple[int, dict[str, Any]]:
    return queries.incoming(request.actor, row.uid).version, {}


def _form(request: Request, sending: Any, row: Came, title: str, submit: str, intro: str = "") -> HttpResponse:
    reads.log(by=request.actor, kind="incoming_referral", uid=row.uid)
    back = reverse("workspace:came", kwargs={"organisation": request.actor.slug, "incoming": row.uid})
    return draw_form(
        request, sending, title=f"{title}: {row.name}", back=back, submit=submit, intro=intro or f"To {row.service}.",
        row=row,
    )  # fmt: skip
