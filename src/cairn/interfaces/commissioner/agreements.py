"""The commissioner's side of a data-sharing agreement: draft, read, sign, narrow."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import queries, rules
from cairn.contracts.actions import agreements as actions
from cairn.contracts.views import AgreementView, ContractView
from cairn.interfaces.commissioner import forms
from cairn.interfaces.commissioner.pages import ours
from cairn.interfaces.pages import Request, address, go, page, show, version_of
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done, Problem, Refused


@page(P.MANAGE_CONTRACTS, writes=True)
def agreement_new(request: Request, contract: str) -> HttpResponse:
    """Say which fields may leave, why, and until when."""
    found = ours(request, contract)
    initial = {"start_date": found.start_date, "end_date": found.end_date, "retention_months": 72, "threshold": 4}
    sending = prepare(request, forms.AgreementForm, initial=initial)

    def draft(said: dict[str, Any]) -> Done[Any]:
        form: forms.AgreementForm = sending.form  # type: ignore[assignment]
        plain = {name: said[name] for name in AGREED}
        try:
            return actions.draft(by=request.actor, contract_uid=found.uid, fields=form.named(), **plain)
        except Refused as refused:
            raise Refused([_placed(problem, form.places()) for problem in refused.problems]) from refused

    if attempt(request, sending, draft, also=_terms_wrong):
        made = sending.done.one  # type: ignore[union-attr]
        said = "The agreement is drafted. It holds once both sides have signed it."
        return go(request, "commissioner:agreement", agreement=made.uid, said=said)
    return form_page(
        request, sending, title="Draft a data-sharing agreement", submit="Draft the agreement",
        back=address(request, "commissioner:contract", contract=found.uid),
        intro=f"Both sides sign it, either side may strike a field later. {found.provider_name} sees every word of it.",
    )  # fmt: skip


def _placed(problem: Problem, places: list[dict[str, str]]) -> Problem:
    """A problem of the n-th field that was ticked, at the question of the form that says it."""
    return problem if problem.row is None else replace(problem, field=places[problem.row].get(problem.field, ""))


def _terms_wrong(said: dict[str, Any]) -> list[Problem]:
    terms = (said[name] for name in ("purpose", "start_date", "end_date", "retention_months", "threshold"))
    return rules.agreement_problems(*terms)


STRUCK = (
    "At once it leaves no more, and of what was sent before {} it no longer: it is out of the shared figures, the pages and "
    "the files. The sealed copy keeps its digest, so that what was sent still verifies; the field itself is listed to be "
    "deleted at once from what is kept."
)
AGREED = ("purpose", "start_date", "end_date", "retention_months", "threshold", "allows_live", "allows_linking")


def _both(request: Request, uid: object) -> tuple[AgreementView, ContractView]:
    found = queries.agreement(request.actor, str(uid))
    return found, ours(request, found.contract_uid)


@page(P.MANAGE_CONTRACTS)
def agreement(request: Request, agreement: str) -> HttpResponse:
    found, contract = _both(request, agreement)
    return show(request, "commissioner/agreement", agreement=found, contract=contract, problems=())


@page(P.MANAGE_CONTRACTS, only_post=True)
def sign(request: Request, agreement: str) -> HttpResponse:
    """For the commissioner's side, today."""
    found, contract = _both(request, agreement)
    try:
        actions.sign(by=request.actor, agreement_uid=found.uid, version=version_of(request, found.version))
    except Refused as refused:
        found, contract = _both(request, agreement)
        more = {"agreement": found, "contract": contract, "problems": refused.problems}
        return show(request, "commissioner/agreement", status=422, **more)
    said = (
        "You have signed." if found.provider_signed_date else f"You have signed. {contract.provider_name} signs next."
    )
    return go(request, "commissioner:agreement", agreement=found.uid, said=said)


@page(P.MANAGE_CONTRACTS, writes=True)
def strike(request: Request, agreement: str, field: str) -> HttpResponse:
    """Take a field out: from then on it no longer leaves."""
    found, _ = _both(request, agreement)
    named = next((each for each in found.fields if each.name == field), None)
    if named is None:
        raise queries.NotFound(field)
    sending = prepare(request, forms.StrikeForm)

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.strike_field(by=request.actor, agreement_uid=found.uid, name=field, **said)

    if attempt(request, sending, do):
        return go(
            request,
            "commissioner:agreement",
            agreement=found.uid,
            said=f"“{named.label}” no longer leaves, nor is it read.",
        )
    return form_page(
        request, sending, title=f"Strike “{named.label}”", submit="Strike the field",
        back=address(request, "commissioner:agreement", agreement=found.uid),
        intro=STRUCK.format("you read") + " To have it again, a new agreement is drafted and signed.",
    )  # fmt: skip
