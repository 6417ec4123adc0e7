"""The provider's side of a data-sharing agreement: read what leaves and why, sign it, narrow it, pause it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import queries, sharing
from cairn.contracts.actions import agreements as actions
from cairn.contracts.actions import partners
from cairn.contracts.sharing import Shared
from cairn.contracts.views import AgreementView, ContractView
from cairn.definitions import registry
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.pages import Request, address, go, page, show, version_of
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done, Problem, Refused
from cairn.returns import relevance


class StrikeForm(forms.Form):
    reason = forms.CharField(
        label="Why?",
        required=False,
        max_length=300,
        help_text="It is kept with the deed, for whoever asks later.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@dataclass(frozen=True, slots=True)
class Mine:
    """A contract with what its reader may do about the sharing of data under it."""

    contract: Shared
    agreed_as_partner: bool


@page(P.SIGN_AGREEMENTS)
def agreements(request: Request) -> HttpResponse:
    """What waits for a signature first; then every contract with its agreement, or without one."""
    found = sharing.listing(request.actor)
    led = [each for each in found if each.side == "provider"]
    partnered = [Mine(each, each.agreed_as_partner) for each in found if each.side == "partner"]
    waiting = [(each, one) for each in led for one in each.agreements if waits(one)]
    if (file := files.answer(request, "Agreements", COLUMNS, lambda: _lines(led, partnered))) is not None:
        return file
    return show(request, "agreements/list", led=led, partnered=partnered, waiting=waiting, state_words=STATES)


STATES = {
    "draft": ("Draft: nobody has signed", "govuk-tag--yellow"),
    "signed_by_one": ("Signed by one side", "govuk-tag--yellow"),
    "in_force": ("In force", "govuk-tag--green"),
    "not_yet": ("Signed, not begun", "govuk-tag--grey"),
    "ended": ("Ended", "govuk-tag--grey"),
}


COLUMNS = ("Contract", "Title", "Commissioner", "Lead", "From", "Until", "State", "Fields", "Live reading")


def _lines(led: Sequence[Shared], partnered: Sequence[Mine]) -> Iterator[tuple[Cell, ...]]:
    """Each agreement; a contract without one; then those where the organisation is a partner."""
    for each in led:
        about = _about(each)
        for one in each.agreements:
            live = "paused" if one.is_paused else "yes" if one.live_now else "no"
            fields = ", ".join(field.label for field in one.fields)
            yield (*about, one.start_date, one.end_date, STATES[one.state][0], fields, live)
        if not each.agreements:
            yield (*about, None, None, "None: only totals leave", "", "")
    for mine in partnered:
        state = "Partner: you share rows" if mine.agreed_as_partner else "Partner: not agreed"
        yield (*_about(mine.contract), None, None, state, "", "")


def _about(each: Shared) -> tuple[Cell, ...]:
    return each.reference, each.title, each.commissioner_name, each.provider_name


def waits(agreement: AgreementView) -> bool:
    """Whether it waits for the provider's signature."""
    return agreement.provider_signed_date is None and agreement.state in {"draft", "signed_by_one"}


def _both(request: Request, uid: object) -> tuple[AgreementView, ContractView]:
    """An agreement that the reader's organisation gives data under. Raises NotFound."""
    found = queries.agreement(request.actor, str(uid))
    contract = queries.get(request.actor, found.contract_uid)
    if contract.side != "provider":
        raise queries.NotFound(uid)
    return found, contract


@page(P.SIGN_AGREEMENTS)
def agreement(request: Request, agreement: str) -> HttpResponse:
    return _draw(request, agreement)


def _draw(request: Request, uid: str, problems: tuple[Problem, ...] = (), status: int = 200) -> HttpResponse:
    found, contract = _both(request, uid)
    return show(
        request, "agreements/one", status=status, agreement=found, contract=contract, problems=problems,
        tag=STATES[found.state], waits=waits(found), classes=registry.get("codes", "measure_class"),
        talks=relevance.of(request.actor, contract.uid) if request.actor.may(P.PREPARE_RETURNS) else None,
    )  # fmt: skip


def _do(request: Request, uid: str, deed: Callable[[], Done[Any]], said: str) -> HttpResponse:
    """One deed from a button: done and said, or the page again with why not."""
    try:
        deed()
    except Refused as refused:
        return _draw(request, uid, refused.problems, status=422)
    return go(request, "workspace:agreement", agreement=uid, said=said)


@page(P.SIGN_AGREEMENTS, only_post=True)
def sign(request: Request, agreement: str) -> HttpResponse:
    found, contract = _both(request, agreement)
    other = "" if found.commissioner_signed_date else f" It holds once {contract.commissioner_name} has signed too."
    version = version_of(request, found.version)
    return _do(
        request, agreement, lambda: actions.sign(by=request.actor, agreement_uid=found.uid, version=version),
        f"You have signed.{other}",
    )  # fmt: skip


@page(P.SIGN_AGREEMENTS, only_post=True)
def pause(request: Request, agreement: str) -> HttpResponse:
    """Stop, or with `resume` let go on, the reading of provisional figures. Returns are not touched."""
    found, _ = _both(request, agreement)
    paused = "resume" not in request.POST
    said = "Paused: only returns are read." if paused else "Provisional figures may be read again."
    return _do(
        request, agreement, lambda: actions.pause(
            by=request.actor, agreement_uid=found.uid, paused=paused, version=version_of(request, found.version)
        ), said,
    )  # fmt: skip


@page(P.SIGN_AGREEMENTS, writes=True)
def strike(request: Request, agreement: str, field: str) -> HttpResponse:
    """Take a field out: from then on it no longer leaves."""
    found, _ = _both(request, agreement)
    named = next((each for each in found.fields if each.name == field), None)
    if named is None:
        raise queries.NotFound(field)
    sending = prepare(request, StrikeForm)

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.strike_field(by=request.actor, agreement_uid=found.uid, name=field, **said)

    if attempt(request, sending, do):
        return go(
            request,
            "workspace:agreement",
            agreement=found.uid,
            said=f"“{named.label}” no longer leaves, nor is it read.",
        )
    return form_page(
        request, sending, title=f"Strike “{named.label}”", submit="Strike the field",
        back=address(request, "workspace:agreement", agreement=found.uid),
        intro="At once it leaves no more, and of what was sent before the commissioner reads it no longer: it is out of the "
        "shared figures, the pages and the files. What was sent keeps its digest and still verifies; the commissioner is "
        "told to delete the field from it. To have it again, the commissioner drafts a new agreement.",
    )  # fmt: skip


@page(P.SIGN_AGREEMENTS, writes=True)
def partner(request: Request, contract: str) -> HttpResponse:
    """As a partner: agree that the lead sees this organisation's rows for this contract, and no others."""
    found = queries.get(request.actor, str(contract))
    mine = next((each for each in found.partners if each.organisation_uid == request.actor.organisation_uid), None)
    if found.side != "partner" or mine is None:
        raise queries.NotFound(contract)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            partners.agree(by=request.actor, contract_uid=found.uid)
            return go(
                request, "workspace:agreements", said=f"{found.provider_name} now sees your rows for {found.reference}."
            )
        except Refused as refused:
            problems = refused.problems
    status = 422 if problems else 200
    return show(request, "agreements/partner", status=status, contract=found, partner=mine, problems=problems)
