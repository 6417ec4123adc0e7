"""Somebody new, on one page: who they are, who sent them, whether support begins now, and the questions every service asks."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import trying
from cairn.cases.actions import arrivals
from cairn.desk.actions.drafts import NEWCOMER
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.clients import about, alike
from cairn.interfaces.workspace.clients.forms import PersonForm
from cairn.interfaces.workspace.pages import Request, page, to
from cairn.interfaces.workspace.referrals.forms import ReferralForm
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare, say
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.people.matching import Match
from cairn.services import queries as services
from cairn.web.formfields import CodeField, DateField

BEGINS, WAITS = "begins", "waits"
WHO = ("name", "known_as", "phone", "email", "reference")
REFERRAL = (
    "service_uid",
    "sector",
    "kind",
    "source",
    "referrer_contact",
    "reason",
    "urgency",
    "crisis",
    "received_date",
)
NEXT = ("next", "start_date", "worker_uid")


class ArrivalForm(about.AboutForm, ReferralForm):
    """All three forms as one; the first contact and the assessment of a referral that waits are noted on its own page."""

    name = PersonForm.base_fields["name"]
    known_as = PersonForm.base_fields["known_as"]
    phone = PersonForm.base_fields["phone"]
    email = PersonForm.base_fields["email"]
    reference = PersonForm.base_fields["reference"]
    next = CodeField(
        label="What happens now?", choices=[(BEGINS, "Support begins"), (WAITS, "The referral waits for a decision")]
    )
    start_date = DateField(label="When does support start?", required=False)
    worker_uid = forms.ChoiceField(label="Who works with them?", required=False)

    reveals: Mapping[tuple[str, str], tuple[str, ...]] = {  # type: ignore[assignment]
        **about.AboutForm.reveals,
        ("next", BEGINS): ("start_date", "worker_uid"),
    }

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("version", "first_contact_date", "assessed_date"):
            del self.fields[name]
        self.fields["worker_uid"].choices = [("", "Not decided yet"), *workers]  # type: ignore[attr-defined]
        core = [name for name in self.fields if name not in (*WHO, *REFERRAL, *NEXT, "uid")]
        self.core = tuple(core)
        self.order_fields([*WHO, *REFERRAL, *NEXT, *core, "uid"])

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("next") == BEGINS and not said.get("start_date") and "start_date" not in self.errors:
            self.add_error("start_date", "Enter the day, or let the referral wait.")
        return said


@page(P.RECORD, writes=True)
def person_new(request: Request) -> HttpResponse:
    """Half filled it is kept for its writer, and for a few days only: an erasure could not find the words of somebody who is
    not recorded yet."""
    open_services = services.visible_to(request.actor).exclude(end_date__lt=clock.today()).order_by("name")
    rows = list(open_services.values_list("uid", "name", "asks_postcode"))
    offered = [(str(uid), name) for uid, name, _ in rows]
    asks = any(one for _, _, one in rows) or not rows

    def make(**given: Any) -> ArrivalForm:
        return ArrivalForm(services=offered, asks_postcode=asks, workers=members.workers(request), **given)

    initial = {
        "name": request.GET.get("name", ""), "received_date": clock.today(), "start_date": clock.today(),
        "worker_uid": request.actor.uid, "uid": uuid.uuid4(), "service_uid": offered[0][0] if len(offered) == 1 else None,
    }  # fmt: skip
    sending = prepare(request, make, draft_key=NEWCOMER, initial=initial)

    known: list[Match] = []

    def take_in(said: dict[str, Any]) -> Done[Any]:
        return _take_in(request, said, known)

    def also(said: dict[str, Any]) -> list[Problem]:
        answers = about.answers(said, asks)
        return [_at_the_field(one, answers) for one in trying.of_an_arrival(_new(said, answers), clock.today())]

    if attempt(request, sending, take_in, also=also):
        row = sending.done.one  # type: ignore[union-attr]
        if row.state == "accepted":
            say(request, sending, "Taken in: support begins.")
            return to(request, "client", client=row.client.uid)
        say(request, sending, "The referral is taken. Accept it, or say why not.")
        return to(request, "referral", referral=row.uid)
    back = reverse("workspace:referral_find", kwargs={"organisation": request.actor.slug})
    return draw_form(
        request, sending, title="Who is it?", back=back, submit="Take in", template="referrals/arriving",
        intro="A name or a reference is enough to begin. What you leave open is kept as not asked.",
        parts=_parts(sending, has_choice=len(rows) > 1), service=offered[0][0] if len(rows) == 1 else "", has_services=bool(rows),
        matches=known or alike.of_typed(request), ticked=alike.ticked(request),
    )  # fmt: skip


def _take_in(request: Request, said: dict[str, Any], known: list[Match]) -> Done[Any]:
    """Unless they may be known already, and nobody has said yet that this is somebody else."""
    known.extend(alike.of_answers(request, {**said, **said["answers"]}))
    alike.ask_once(request, known)
    try:
        return arrivals.take_in(by=request.actor, arrivals=[_new(said, said["answers"])])
    except Refused as refused:
        raise Refused(_at_the_field(one, said["answers"]) for one in refused.problems) from refused


def _parts(sending: Any, *, has_choice: bool) -> dict[str, list[Any]]:
    """The questions in three groups; of one service only, nobody is asked to which."""
    fields = {one.name: one for one in sending.view.fields}
    groups = {
        "who": WHO,
        "referral": (*REFERRAL[0 if has_choice else 1 :], *NEXT),
        "core": sending.form.core,
        "hidden": ("uid",),
    }
    return {part: [fields[name] for name in names if name in fields] for part, names in groups.items()}


def _new(said: Mapping[str, Any], answers: Mapping[str, Any]) -> arrivals.NewArrival:
    begins = said["next"] == BEGINS
    person = arrivals.NewClient(**{name: said[name] for name in WHO}, **answers)
    uid = str(said["uid"]) if said.get("uid") else None
    referral = arrivals.NewReferral(client_uid="", uid=uid, **{name: said[name] for name in REFERRAL})
    return arrivals.NewArrival(
        person=person,
        referral=referral,
        start_date=said["start_date"] if begins else None,
        worker_uid=said["worker_uid"] if begins else "",
    )


def _at_the_field(one: Problem, answers: Mapping[str, Any]) -> Problem:
    """A problem of ethnicity at the step of the form where it was said."""
    return replace(one, field=f"ethnicity_{answers['ethnicity_group']}") if one.field == "ethnicity" else one
