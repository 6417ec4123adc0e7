"""The commissioner’s pages of a negotiation: addresses, and who may open them."""

from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.interfaces.commissioner.negotiation import proportion, templates
from cairn.interfaces.negotiating import promises, proposing, talks, values
from cairn.interfaces.negotiating.sides import COMMISSIONER
from cairn.interfaces.pages import Request, page


@page(P.MANAGE_CONTRACTS)
def every(request: Request) -> HttpResponse:
    return talks.every(request, COMMISSIONER)


@page(P.MANAGE_CONTRACTS)
def one(request: Request, contract: str) -> HttpResponse:
    return talks.one(request, COMMISSIONER, contract)


@page(P.MANAGE_CONTRACTS, writes=True)
def propose(request: Request, contract: str) -> HttpResponse:
    return proposing.propose(request, COMMISSIONER, contract)


@page(P.MANAGE_CONTRACTS)
def proposal(request: Request, proposal: str) -> HttpResponse:
    return talks.proposal(request, COMMISSIONER, proposal)


@page(P.MANAGE_CONTRACTS, writes=True)
def comment(request: Request, proposal: str) -> HttpResponse:
    return talks.comment(request, COMMISSIONER, proposal)


@page(P.MANAGE_CONTRACTS, only_post=True)
def agree(request: Request, proposal: str) -> HttpResponse:
    return talks.agree(request, COMMISSIONER, proposal)


@page(P.MANAGE_CONTRACTS, writes=True)
def decline(request: Request, proposal: str) -> HttpResponse:
    return talks.decline(request, COMMISSIONER, proposal)


@page(P.MANAGE_CONTRACTS, only_post=True)
def withdraw(request: Request, proposal: str) -> HttpResponse:
    return talks.withdraw(request, COMMISSIONER, proposal)


@page(P.MANAGE_CONTRACTS)
def commitments(request: Request, contract: str) -> HttpResponse:
    return promises.every(request, COMMISSIONER, contract)


@page(P.MANAGE_CONTRACTS, writes=True)
def commitments_new(request: Request, contract: str) -> HttpResponse:
    return promises.new(request, COMMISSIONER, contract)


@page(P.MANAGE_CONTRACTS, writes=True)
def match(request: Request, commitment: str) -> HttpResponse:
    return promises.match(request, COMMISSIONER, commitment)


@page(P.MANAGE_CONTRACTS, writes=True)
def vary(request: Request, commitment: str) -> HttpResponse:
    return promises.vary(request, COMMISSIONER, commitment)


@page(P.MANAGE_CONTRACTS)
def value_shelf(request: Request) -> HttpResponse:
    return values.shelf(request, COMMISSIONER)


@page(P.MANAGE_CONTRACTS)
def value_choice(request: Request, contract: str) -> HttpResponse:
    return values.shelf(request, COMMISSIONER, contract)


@page(P.MANAGE_CONTRACTS, writes=True)
def value_load(request: Request) -> HttpResponse:
    return values.load(request, COMMISSIONER)


@page(P.MANAGE_CONTRACTS)
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
    path("negotiation/commitment/<uuid:commitment>/vary/", vary, name="commitment_vary"),
    *proportion.urls,
    *templates.urls,
]
