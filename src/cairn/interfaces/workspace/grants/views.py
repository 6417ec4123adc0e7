"""Small grants as the anchor organisation keeps them: what it gave to whom, and what the groups told it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import grants
from cairn.contracts.actions import grants as actions
from cairn.contracts.grants import GrantView, NewGrant, Told
from cairn.interfaces import files
from cairn.interfaces.pages import Request, address, go, page, show, version_of
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.presentation.grants import COLUMNS, cells
from cairn.web.formfields import DateField, VersionField, WholeField


class GrantForm(forms.Form):
    """Field names are those of `contracts.grants.NewGrant`."""

    group_name = forms.CharField(
        label="Which group is it for?", help_text="The name of the group, not of a person in it."
    )
    is_group = forms.BooleanField(
        label="It is a group or an organisation, not one person",
        required=False,
        help_text="Grants are published. A grant to one person is never recorded here.",
    )
    group_id = forms.CharField(
        label="Its number in a register",
        required=False,
        help_text="Such as GB-CHC-1234567 for a charity. Blank: most small groups are in none.",
    )
    title = forms.CharField(label="What is it for, in a few words?", max_length=140)
    description = forms.CharField(
        label="What will the group do with it?", help_text="Two or three sentences. They are published: name nobody.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    pounds = WholeField(
        label="Amount", help_text="Whole pounds, at most £10,000.",
        error_messages={"invalid": "Write whole pounds, without pence."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10", "prefix": "£"}),
    )  # fmt: skip
    awarded_date = DateField(label="When was it given?", not_future=True)
    start_date = DateField(label="For what happens from", required=False)
    end_date = DateField(label="until", required=False)
    ward = forms.CharField(
        label="Ward where it happens", required=False, help_text="The code, such as E05011118. Blank if it is several.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "autocapitalize": "characters"}),
    )  # fmt: skip
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)


class ToldForm(forms.Form):
    told_date = DateField(label="When did they tell you?", not_future=True)
    people = WholeField(
        label="How many people did it reach?", required=False, help_text="As the group counts them. Blank if it does not.",
        error_messages={"invalid": "Write a whole number."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )  # fmt: skip
    words = forms.CharField(
        label="What did they say?",
        required=False,
        help_text="In their words, from a letter, a call or a visit. Leave out names of people.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    version = VersionField()


@page(P.PREPARE_RETURNS)
def listing(request: Request) -> HttpResponse:
    """Each pot, then the grants, the newest first."""
    found = [one for one in grants.listing(request.actor) if one.is_mine]
    if (file := files.answer(request, "Small grants", COLUMNS, lambda: cells(found))) is not None:
        return file
    mine = [each for each in grants.pots(request.actor) if each[0].provider_id == request.actor.organisation_id]
    return show(request, "returns/grants", grants=found, pots=mine)


@page(P.PREPARE_RETURNS, writes=True)
def new(request: Request, contract: str) -> HttpResponse:
    row = actions.led(request.actor, str(contract))
    sending = prepare(request, GrantForm, draft_key=f"grant.{row.uid}", initial={"uid": uuid4()})

    def do(said: dict[str, Any]) -> Done[Any]:
        given = NewGrant(**{**said, "uid": str(said["uid"] or "")})
        return actions.record(by=request.actor, contract_uid=str(row.uid), new=[given])

    def also(said: dict[str, Any]) -> list[Problem]:
        blank = {"pounds": 1, "awarded_date": row.start_date, "is_group": False, "group_name": "", "title": ""}
        return actions.one_problems(row, NewGrant(**{**blank, "description": "", **said, "uid": ""}))

    if attempt(request, sending, do, also=also):
        made = sending.done.one  # type: ignore[union-attr]
        said_now = f"Recorded as {made.reference}."
        return go(request, "workspace:grant", grant=made.uid, said=said_now, event=sending.event)
    pot = grants.standing_of(row)
    left = f" £{pot.left:,} of its pot is left." if pot.left is not None else ""
    return form_page(
        request, sending, title="Record a small grant", submit="Record it", back=address(request, "workspace:grants"),
        intro=f"{row.reference} {row.title}.{left}",
    )  # fmt: skip


@page(P.PREPARE_RETURNS)
def one(request: Request, grant: str) -> HttpResponse:
    return show(request, "returns/grant", grant=_mine(request, grant))


def _mine(request: Request, uid: object) -> GrantView:
    """Raises NotFound."""
    found = grants.view(request.actor, grants.find(request.actor, str(uid)))
    if not found.is_mine:
        raise grants.queries.NotFound(uid)
    return found


@page(P.PREPARE_RETURNS, writes=True)
def tell(request: Request, grant: str) -> HttpResponse:
    """What the group told on paper, by phone or at a visit."""
    found = _mine(request, grant)
    now = {"told_date": found.told_date, "people": found.told_people, "words": found.told_words}
    sending = prepare(request, ToldForm, initial={**now, "version": found.version})

    def said_by(said: dict[str, Any]) -> Told:
        return Told(said.get("told_date") or clock.today(), said.get("people"), said.get("words") or "")

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.tell(by=request.actor, grant_uid=found.uid, said=said_by(said), version=said["version"])

    def also(said: dict[str, Any]) -> list[Problem]:
        return grants.told_problems(said_by(said), found.awarded_date, clock.today())

    if attempt(request, sending, do, also=also, now=lambda: (found.version, now)):
        return go(
            request, "workspace:grant", grant=found.uid, event=sending.event,
            said=f"Written down. {found.group_name} need do no more.",
        )  # fmt: skip
    return form_page(
        request, sending, title="What did the group tell you?", submit="Write it down",
        back=address(request, "workspace:grant", grant=found.uid), intro=f"{found.group_name}: {found.title}.",
    )  # fmt: skip


@page(P.PREPARE_RETURNS, only_post=True)
def withdraw(request: Request, grant: str) -> HttpResponse:
    """Withdraw a grant, or with `restore` let it stand again."""
    found, again = _mine(request, grant), "restore" in request.POST
    do = actions.restore if again else actions.withdraw
    try:
        do(by=request.actor, grant_uid=found.uid, version=version_of(request, found.version))
    except Refused as refused:
        said = refused.words
        return go(request, "workspace:grant", grant=found.uid, said=said, is_refusal=True)
    said = "It stands again." if again else "Withdrawn: it counts no more. It can be put back."
    return go(request, "workspace:grant", grant=found.uid, said=said)
