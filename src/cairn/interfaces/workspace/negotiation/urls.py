"""The provider’s pages of a negotiation: addresses, and who may open them."""

from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import burden
from cairn.contracts.actions import burden as actions
from cairn.insight import recorded
from cairn.interfaces.negotiating import promises, proposing, talks, values
from cairn.interfaces.negotiating.sides import PROVIDER
from cairn.interfaces.pages import Request, page
from cairn.interfaces.workspace.negotiation import templates
from cairn.kernel import clock, periods


@page(P.MAKE_MEASURES)
def every(request: Request) -> HttpResponse:
    return talks.every(request, PROVIDER)


@page(P.MAKE_MEASURES)
def one(request: Request, contract: str) -> HttpResponse:
    return talks.one(request, PROVIDER, contract)


@page(P.MAKE_MEASURES, writes=True)
def propose(request: Request, contract: str) -> HttpResponse:
    return proposing.propose(request, PROVIDER, contract)


@page(P.MAKE_MEASURES)
def proposal(request: Request, proposal: str) -> HttpResponse:
    return talks.proposal(request, PROVIDER, proposal)


@page(P.MAKE_MEASURES, writes=True)
def comment(request: Request, proposal: str) -> HttpResponse:
    return talks.comment(request, PROVIDER, proposal)


@page(P.SIGN_AGREEMENTS, only_post=True)
def agree(request: Request, proposal: str) -> HttpResponse:
    return talks.agree(request, PROVIDER, proposal)


@page(P.SIGN_AGREEMENTS, writes=True)
def decline(request: Request, proposal: str) -> HttpResponse:
    return talks.decline(request, PROVIDER, proposal)


@page(P.MAKE_MEASURES, only_post=True)
def withdraw(request: Request, proposal: str) -> HttpResponse:
    return talks.withdraw(request, PROVIDER, proposal)


@page(P.MAKE_MEASURES)
def commitments(request: Request, contract: str) -> HttpResponse:
    return promises.every(request, PROVIDER, contract)


@page(P.SIGN_AGREEMENTS, writes=True)
def commitments_new(request: Request, contract: str) -> HttpResponse:
    return promises.new(request, PROVIDER, contract)


@page(P.SIGN_AGREEMENTS, writes=True)
def match(request: Request, commitment: str) -> HttpResponse:
    return promises.match(request, PROVIDER, commitment)


@page(P.MAKE_MEASURES, only_post=True)
def tell(request: Request, contract: str) -> HttpResponse:
    """Count what was recorded for the contract in the last quarter, and let both sides read it."""
    row = PROVIDER.contract(request, contract)
    period = burden.last_quarter(clock.today())
    counts = recorded.counts(request.actor, str(row.uid), period)
    done = actions.tell(by=request.actor, contract_uid=str(row.uid), period=period, counts=counts)
    said = f"Counted: what was recorded in {periods.words(period)}. Both sides read it, to the nearest ten."
    return PROVIDER.go(request, "negotiation", contract=row.uid, said=said, event=done.event_uid, fragment="burden")


@page(P.MAKE_MEASURES)
def value_shelf(request: Request) -> HttpResponse:
    return values.shelf(request, PROVIDER)


@page(P.MAKE_MEASURES)
def value_choice(request: Request, contract: str) -> HttpResponse:
    return values.shelf(request, PROVIDER, contract)


@page(P.MAKE_MEASURES, writes=True)
def value_load(request: Request) -> HttpResponse:
    return values.load(request, PROVIDER)


@page(P.MAKE_MEASURES)
def value_template(request: Request) -> HttpResponse:
    return values.template()


urls = [
    path("negotiation/", every, name="negotiations"),
    path("negotiation/values/", value_shelf, name="values"),
    path("negotiation/values/load/", value_load, name="values_load"),
    path("negotiation/values/template.xlsx", value_template, name="values_template"),
    path("negotiation/<uuid:contract>/values/", value_choice, name="values_for"),
    path("negotiation/<uuid:contract>/", one, name="negotiation"),
    path("negotiation/<uuid:contract>/propose/", propose, name="propose"),
    path("negotiation/<uuid:contract>/commitments/", commitments, name="commitments"),
    path("negotiation/<uuid:contract>/commitments/new/", commitments_new, name="commitments_new"),
    path("negotiation/commitment/<uuid:commitment>/match/", match, name="commitment_match"),
    path("negotiation/proposal/<uuid:proposal>/", proposal, name="proposal"),
    path("negotiation/proposal/<uuid:proposal>/comment/", comment, name="proposal_comment"),
    path("negotiation/proposal/<uuid:proposal>/agree/", agree, name="proposal_agree"),
    path("negotiation/proposal/<uuid:proposal>/decline/", decline, name="proposal_decline"),
    path("negotiation/proposal/<uuid:proposal>/withdraw/", withdraw, name="proposal_withdraw"),
    path("negotiation/<uuid:contract>/tell/", tell, name="recording_tell"),
    *templates.urls,
]
