"""Erase one person everywhere, after saying what goes and what stays; then a receipt."""

from typing import Any

from django.http import Http404, HttpResponse

from cairn.access.permissions import Permission as P
from cairn.interfaces.workspace.clients.forms import EraseForm
from cairn.interfaces.workspace.clients.views import client_url
from cairn.interfaces.workspace.pages import Request, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel.problems import Done
from cairn.people import queries as people
from cairn.people.actions.erasure import erase as erase_person


@page(P.READ_CLIENTS, P.ERASE_CLIENTS, writes=True)
def erase(request: Request, client: str) -> HttpResponse:
    card = people.details(request.actor, client).card

    def make(**given: Any) -> EraseForm:
        return EraseForm(expected=card.reference, **given)

    sending = prepare(request, make)

    def do(said: dict[str, Any]) -> Done[Any]:
        receipt = erase_person(by=request.actor, client_uid=client, reason=said["reason"])
        return Done((receipt,), (), receipt.event_uid)

    if attempt(request, sending, do):
        receipt = sending.done.one  # type: ignore[union-attr]
        request.session["receipt"] = {
            "event": receipt.event_uid,
            "removed": [(one.store, one.count) for one in receipt.removed],
            "unanswered": list(receipt.unanswered),
        }
        return to(request, "erased")
    return draw_form(
        request, sending, title=f"Erase {card.title}", back=client_url(request, client), submit="Erase for good",
        template="clients/erase", card=card,
    )  # fmt: skip


@page(P.ERASE_CLIENTS)
def erased(request: Request) -> HttpResponse:
    """The receipt: every store and how much of it is gone. It names nobody."""
    receipt = request.session.get("receipt")
    if receipt is None:
        raise Http404
    return draw(request, "clients/erased", receipt=receipt)
