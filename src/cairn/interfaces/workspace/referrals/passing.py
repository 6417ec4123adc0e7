"""Refer somebody to another organisation on this Cairn: to whom, what goes, their yes, a look at just what the other will
see; then what came of it, and taking it back while it waits."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.cases import passing as rules
from cairn.cases.actions import passing_on
from cairn.cases.passing import NewPassingOn
from cairn.cases.queries import incoming as queries
from cairn.cases.rules_incoming import NewIncoming
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.referrals.passing_forms import PassingForm
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel.problems import Done, Problem, Refused
from cairn.people import around
from cairn.people import queries as people
from cairn.services import doors
from cairn.web.forms import add_problems

FIELDS = {"fields": "fields_sent"}


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def pass_on(request: Request, client: str) -> HttpResponse:
    """Without a service, those that may be chosen; with one, the form; with the form filled, a look before it goes."""
    person = people.get(request.actor, client)
    asked = request.POST.get("service_uid") or request.GET.get("to", "")
    if not asked:
        return draw(
            request, "referrals/pass_on", person=people.card_of(person, person.added_date),
            doors=doors.doors(request.actor), sent=queries.sent(request.actor, person),
        )  # fmt: skip
    _, door = doors.door(request.actor, asked)
    return _fill_in(request, person, door)


def _fill_in(request: Request, person: Any, door: doors.Door) -> HttpResponse:
    speaking = around.around(request.actor, person).speaking
    held = rules.held(person, speaking)

    def make(**given: Any) -> PassingForm:
        return PassingForm(held=[(name, rules.FIELDS[name], held[name]) for name in held], **given)

    initial = {"service_uid": door.service_uid, "uid": uuid.uuid4(), "how": "spoken", "sector": _sector(request)}
    sending = prepare(request, make, draft_key=f"pass_on.{person.uid}.{door.service_uid}", initial=initial)
    if not sending.form.is_bound or not sending.form.is_valid():
        return _ask(request, sending, person, door)
    new = _new(sending.form.cleaned_data, person)
    landing = rules.sent(request.actor, request.organisation.name, new, person, speaking)
    if problems := rules.problems_of(new, landing, held):
        add_problems(sending.form, [_at_the_field(one) for one in problems])
        return _ask(request, sending, person, door)
    if "change" in request.POST:  # from the look back to the form, as it was filled
        sending.form = make(initial=sending.form.cleaned_data)
        return _ask(request, sending, person, door)
    if "sure" not in request.POST:
        return _look(request, person, door, landing)
    return _send(request, sending, new, door, person)


def _look(request: Request, person: Any, door: doors.Door, landing: NewIncoming) -> HttpResponse:
    """What the other will see, word for word, before it goes."""
    posted = [(name, value) for name in request.POST for value in request.POST.getlist(name) if name not in APART]
    card = people.card_of(person, person.added_date)
    return draw(request, "referrals/pass_on_look", door=door, person=card, landing=landing, posted=posted)


def _send(request: Request, sending: Any, new: NewPassingOn, door: doors.Door, person: Any) -> HttpResponse:
    def send(_: Mapping[str, Any]) -> Done[Any]:
        try:
            return passing_on.send(by=request.actor, new=new)
        except Refused as refused:
            raise Refused(_at_the_field(one) for one in refused.problems) from refused

    if not attempt(request, sending, send):
        return _ask(request, sending, person, door)
    again = any(one.rule == "uid.again" for one in sending.done.problems)
    done(request, "This was sent already, so nothing was sent twice." if again else
         f"Sent to {door.organisation}. What comes of it returns here.")  # fmt: skip
    return to(request, "passed_on", client=person.uid, sent=sending.done.one.uid)


APART = ("csrfmiddlewaretoken", "sure", "change")


def _ask(request: Request, sending: Any, person: Any, door: doors.Door) -> HttpResponse:
    back = reverse("workspace:pass_on", kwargs={"organisation": request.actor.slug, "client": person.uid})
    return draw_form(
        request, sending, title=f"Refer {person.name or person.known_as} to {door.service}", back=back,
        draft_url=drafts.address(request, sending.draft_key, person.uid), submit="Look at what is sent",
        intro=f"{door.organisation}. {door.who_for}".strip(),
    )  # fmt: skip


def _sector(request: Request) -> str:
    return "statutory" if request.organisation.is_commissioner else "voluntary"


def _new(said: Mapping[str, Any], person: Any) -> NewPassingOn:
    return NewPassingOn(
        uid=str(said["uid"]), client_uid=str(person.uid), service_uid=str(said["service_uid"]), reason=said["reason"],
        fields=tuple(said.get("fields_sent", ())), urgency=said["urgency"], sector=said["sector"],
        referrer_contact=said["referrer_contact"], agreed=said["agreed"] == "yes", how=said["how"] or "spoken",
        consent_words=said["consent_words"],
    )  # fmt: skip


def _at_the_field(one: Problem) -> Problem:
    return replace(one, row=None, field=FIELDS.get(one.field, one.field))


@page(P.READ_CLIENTS)
def passed_on(request: Request, client: str, sent: str) -> HttpResponse:
    """One that was sent: what was sent, where it stands, what came of it."""
    person = people.get(request.actor, client)
    row = queries.sent_one(request.actor, person, sent)
    card = people.card_of(person, person.added_date)
    return draw(request, "referrals/passed_on", row=row, person=card, may_record=request.actor.may(P.RECORD))


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def passed_on_withdraw(request: Request, client: str, sent: str) -> HttpResponse:
    """Take it back while nobody has answered."""
    person = people.get(request.actor, client)
    row = queries.sent_one(request.actor, person, sent)
    try:
        passing_on.withdraw(by=request.actor, uid=row.uid)
        done(request, f"Withdrawn. {row.organisation} keeps no word of what was sent.")
    except NotFound:
        raise
    except Refused as refused:
        done(request, refused.words)
    return to(request, "passed_on", client=client, sent=sent)
