"""Seats of authorities: asking for one, inviting, letting in, refusing."""

from functools import partial
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import programmes, seats
from cairn.collection.actions import programme, seating
from cairn.interfaces.commissioner.collections.keeping import forms
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Problem, Refused


@page(P.MANAGE_CONTRACTS, writes=True)
def join(request: Request, collection: str) -> HttpResponse:
    """A seat at once where the collection is open or one was invited; else it is asked for."""
    row = programmes.to_join(request.actor, collection)
    before = seats.own_request(request.actor, row)
    at_once = not row.by_approval or (before is not None and before.state == "invited")
    asks = row.by_approval or (before is not None and before.state == "invited")
    sending = prepare(request, forms.JoinForm)

    def also(said: dict[str, Any]) -> list[Problem]:
        if asks:
            return seating.ask_problems(request.actor, row, said["code"], before)
        return programme.join_problems(request.actor, row, said["code"])

    deed = partial(seating.ask if asks else programme.join, by=request.actor, collection_uid=collection)
    if attempt(request, sending, lambda said: deed(**said), also=also):
        said = f"You sit in {row.name}." if at_once else f"Asked. {row.organisation.name} lets you in, or says why not."
        if at_once:
            return go(request, "commissioner:collection", collection=collection, said=said, event=sending.event)
        return go(request, "commissioner:collections", said=said, event=sending.event)
    return form_page(
        request, sending, title=f"{'Join' if at_once else 'Ask to join'} {row.name}", submit="Join" if at_once else "Ask",
        back=address(request, "commissioner:collections"),
        intro=f"Run by {row.organisation.name}{'' if at_once else ', which lets authorities in'}. Providers then ask you to take "
        "part, and the forms that name you come to you. Whoever runs it counts the whole.",
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, only_post=True)
def decline(request: Request, collection: str) -> HttpResponse:
    try:
        done = seating.decline(by=request.actor, collection_uid=collection)
    except Refused as refused:
        return go(request, "commissioner:collections", said=str(refused), is_refusal=True)
    return go(request, "commissioner:collections", said="You take no seat in it.", event=done.event_uid)


@page(P.MANAGE_CONTRACTS, writes=True)
def invite(request: Request, collection: str) -> HttpResponse:
    row = programmes.run_by(request.actor, collection)
    sending = prepare(request, forms.InviteForm)

    def also(said: dict[str, Any]) -> list[Problem]:
        return seating.invite_problems(row, said["authority"])

    if attempt(
        request, sending, lambda said: seating.invite(by=request.actor, collection_uid=collection, **said), also=also
    ):
        said = f"{sending.done.one.organisation.name} finds the invitation under Collections."  # type: ignore[union-attr]
        return go(request, "commissioner:collection", collection=collection, said=said, event=sending.event)
    return form_page(
        request, sending, title=f"Invite an authority to {row.name}", submit="Invite",
        back=address(request, "commissioner:collection", collection=collection),
        intro="It sits in the collection once it has said yes, under the code that it gives.",
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, only_post=True)
def let_in(request: Request, seat: str) -> HttpResponse:
    row = seats.request_to_decide(request.actor, seat)
    try:
        seating.decide(by=request.actor, request_uid=seat, approve=True)
    except Refused as refused:
        return go(request, "commissioner:collection", collection=row.collection.uid, said=str(refused), is_refusal=True)
    said = f"{row.organisation.name} sits in the collection."
    return go(request, "commissioner:collection", collection=row.collection.uid, said=said)


@page(P.MANAGE_CONTRACTS, writes=True)
def turn_away(request: Request, seat: str) -> HttpResponse:
    row = seats.request_to_decide(request.actor, seat)
    sending = prepare(request, forms.RefuseForm)
    if attempt(
        request, sending, lambda said: seating.decide(by=request.actor, request_uid=seat, approve=False, **said)
    ):
        said = f"{row.organisation.name} is told why."
        return go(request, "commissioner:collection", collection=row.collection.uid, said=said)
    return form_page(
        request, sending, title=f"Refuse {row.organisation.name}", submit="Refuse", intro="It may ask again.",
        back=address(request, "commissioner:collection", collection=row.collection.uid),
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def contact(request: Request, collection: str) -> HttpResponse:
    """How whoever runs the collection is reached."""
    row = programmes.run_by(request.actor, collection)
    sending = prepare(request, forms.ContactForm, initial={"contact": row.contact, "version": row.version})

    def now() -> tuple[int, dict[str, Any]]:
        fresh = programmes.run_by(request.actor, collection)
        return fresh.version, {"contact": fresh.contact}

    deed = partial(programme.say_contact, by=request.actor, collection_uid=collection)
    if attempt(request, sending, lambda said: deed(**said), now=now):
        said = "Every lock says so from now on."
        return go(request, "commissioner:collection", collection=collection, said=said, event=sending.event)
    return form_page(
        request, sending, title="How you are reached", submit="Save",
        back=address(request, "commissioner:collection", collection=collection),
        intro="Whoever finds a year closed reads whom to ask: your organisation's name, and this. Write no private number: all "
        "providers and authorities of the collection read it.",
    )  # fmt: skip
