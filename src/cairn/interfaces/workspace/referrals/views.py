"""Referrals: who asked for support, and what became of it. Referred = accepted + unsuccessful + withdrawn + pending."""

import uuid
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access import reads
from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases import trying
from cairn.cases.actions import referrals as actions
from cairn.cases.queries import door, incoming, waiting
from cairn.exchange.tables import Cell
from cairn.interfaces.workspace import codes, drafts, members
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, draw, page, to
from cairn.interfaces.workspace.referrals import forms
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.people import queries as people
from cairn.services import queries as services

STATES = ("pending", "accepted", "unsuccessful", "withdrawn")


@page(P.RECORD)
def referrals(request: Request) -> HttpResponse:
    """Those waiting first; the four states, which add up."""
    state = request.GET.get("state", "pending")
    state = state if state in STATES else ""
    rows = cases.referrals(request.actor, state=state or None)
    if (file := files.answer(request, "Referrals", COLUMNS, lambda: map(_line, rows))) is not None:
        return file
    return draw(
        request, "referrals/list", rows=rows, state=state, counts=cases.referral_counts(request.actor),
        at_the_door=door.how_many(request.actor), may_see_figures=request.actor.may(P.SEE_OWN_FIGURES),
    )  # fmt: skip


COLUMNS = (
    "Reference",
    "Name",
    "Service",
    "Received",
    "Decided",
    "State",
    "Why unsuccessful",
    "Who sent it",
    "In crisis",
    "Urgency",
    "Days waiting",
    "How to reach the referrer",
)


def _line(row: cases.ReferralRow) -> tuple[Cell, ...]:
    reason = codes.label("unsuccessful_reason", row.unsuccessful_reason) if row.unsuccessful_reason else ""
    return (
        row.reference, row.client, row.service, row.received_date, row.decided_date, row.state, reason, row.source,
        row.crisis, codes.label("urgency", row.urgency), row.waiting_days, row.referrer_contact,
    )  # fmt: skip


@page(P.RECORD)
def referral_find(request: Request) -> HttpResponse:
    """First see whether the person is known, so that nobody is recorded twice."""
    text = request.GET.get("q", "")
    found = people.find(request.actor, text)
    return draw(request, "referrals/find", q=text, found=found, has_services=bool(_open_services(request)))


@page(P.RECORD, writes=True)
def referral_new(request: Request, client: str) -> HttpResponse:
    person = people.get(request.actor, client)
    open_services = _open_services(request)
    key = f"referral.new.{client}"

    def make(**given: Any) -> forms.ReferralForm:
        return forms.ReferralForm(services=open_services, **given)

    only = open_services[0][0] if len(open_services) == 1 else None
    initial = {"received_date": clock.today(), "uid": uuid.uuid4(), "service_uid": only}
    sending = prepare(request, make, draft_key=key, initial=initial)

    def receive(said: dict[str, Any]) -> Done[Any]:
        said["uid"] = str(said["uid"]) if said["uid"] else None
        return actions.receive(by=request.actor, referrals=[actions.NewReferral(client_uid=str(client), **said)])

    def also(said: dict[str, Any]) -> list[Problem]:
        new = actions.NewReferral(client_uid=str(client), **{**said, "uid": None})
        return trying.of_a_referral(new, clock.today())

    if attempt(request, sending, receive, also=also):
        say(request, sending, "The referral is taken. Accept it, or say why not.")
        return to(request, "referral", referral=sending.done.one.uid)  # type: ignore[union-attr]
    back = reverse("workspace:referral_find", kwargs={"organisation": request.actor.slug})
    return draw_form(
        request, sending, title=f"Referral of {person.name or person.reference}", back=back, submit="Take the referral",
        draft_url=drafts.address(request, key, client),
    )  # fmt: skip


def _open_services(request: Request) -> list[tuple[str, str]]:
    today = clock.today()
    rows = services.visible_to(request.actor).exclude(end_date__lt=today).order_by("name")
    return [(str(uid), name) for uid, name in rows.values_list("uid", "name")]


@page(P.READ_CLIENTS, P.RECORD)
def referral(request: Request, referral: str) -> HttpResponse:
    row = cases.referral(request.actor, referral)
    reads.log(by=request.actor, kind="client", uid=row.client_uid)
    came, waited = incoming.came_as(request.actor, row.uid), waiting.waited(request.actor, row)
    return draw(request, "referrals/one", row=row, came=came, waited=waited)


@page(P.RECORD, writes=True)
def referral_contact(request: Request, referral: str) -> HttpResponse:
    row = cases.referral(request.actor, referral)
    names = ("first_contact_date", "assessed_date", "version")
    sending = prepare(request, forms.ContactForm, initial={name: getattr(row, name) for name in names})

    def note(said: dict[str, Any]) -> Done[Any]:
        return actions.note_contact(by=request.actor, contacts=[actions.Contact(referral_uid=str(referral), **said)])

    return _send(
        request, sending, note, row, title="First contact and assessment", words="The dates are noted.", names=names
    )


@page(P.RECORD, writes=True)
def referral_accept(request: Request, referral: str) -> HttpResponse:
    """Accept: an episode opens, and the person's page asks for what is still missing."""
    row = cases.referral(request.actor, referral)
    today, sender = clock.today(), incoming.has_sender(request.actor, row.uid)

    def make(**given: Any) -> forms.AcceptForm:
        return forms.AcceptForm(workers=members.workers(request), has_sender=sender, **given)

    initial = {"decided_date": today, "start_date": today, "worker_uid": request.actor.uid, "version": row.version}
    sending = prepare(request, make, initial=initial)

    def accept(said: dict[str, Any]) -> Done[Any]:
        return actions.accept(by=request.actor, decisions=[actions.Acceptance(referral_uid=str(referral), **said)])

    def also(said: dict[str, Any]) -> list[Problem]:
        return trying.of_a_decision(row, said["decided_date"], said["start_date"], today)

    if attempt(request, sending, accept, now=lambda: _stands(request, referral, ("version",)), also=also):
        say(request, sending, "Accepted. Now the questions that every service asks: what is not known can stay open.")
        return to(request, "client_about", client=row.client_uid)
    return draw_form(request, sending, title=f"Accept {row.client}", back=_url(request, referral), submit="Accept")


@page(P.RECORD, writes=True)
def referral_close(request: Request, referral: str) -> HttpResponse:
    row = cases.referral(request.actor, referral)
    make = partial(forms.CloseForm, has_sender=incoming.has_sender(request.actor, row.uid))
    sending = prepare(request, make, initial={"decided_date": clock.today(), "version": row.version})

    def close(said: dict[str, Any]) -> Done[Any]:
        closing = actions.UnsuccessfulClosing(referral_uid=str(referral), **said)
        return actions.close_unsuccessful(by=request.actor, closings=[closing])

    return _send(request, sending, close, row, title="Close as unsuccessful", words="The referral is closed.")


@page(P.RECORD, writes=True)
def referral_withdraw(request: Request, referral: str) -> HttpResponse:
    row = cases.referral(request.actor, referral)
    make = partial(forms.WithdrawForm, has_sender=incoming.has_sender(request.actor, row.uid))
    sending = prepare(request, make, initial={"decided_date": clock.today(), "version": row.version})

    def withdraw(said: dict[str, Any]) -> Done[Any]:
        return actions.withdraw(by=request.actor, withdrawals=[actions.Withdrawal(referral_uid=str(referral), **said)])

    return _send(
        request, sending, withdraw, row, title="Note that it was withdrawn", words="The referral is noted as withdrawn."
    )


def _send(
    request: Request, sending: Any, deed: Any, row: cases.ReferralRow, *, title: str, words: str,
    names: tuple[str, ...] = ("version",),
) -> HttpResponse:  # fmt: skip
    """Do it and go back to the referral, or show the form again."""
    if attempt(request, sending, deed, now=lambda: _stands(request, row.uid, names)):
        say(request, sending, words)
        return to(request, "referral", referral=row.uid)
    return draw_form(request, sending, title=title, back=_url(request, row.uid), intro=f"{row.client}, {row.service}.")


def _stands(request: Request, referral: str, names: tuple[str, ...]) -> tuple[int, dict[str, Any]]:
    now = cases.referral(request.actor, referral)
    return now.version, {name: getattr(now, name) for name in names if name != "version"}


def _url(request: Request, referral: object) -> str:
    return reverse("workspace:referral", kwargs={"organisation": request.actor.slug, "referral": referral})
