"""The provider’s pages of a negotiation: addresses, and who may open them."""

from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import burden
from cairn.contracts.actions import burden as actions
from cairn.insight import recorded
from cairn.interfaces.negotiating import addresses
from cairn.interfaces.negotiating.sides import PROVIDER
from cairn.interfaces.pages import Request, page
from cairn.interfaces.workspace.negotiation import templates
from cairn.kernel import clock, periods


@page(P.MAKE_MEASURES, only_post=True)
def tell(request: Request, contract: str) -> HttpResponse:
    """Count what was recorded for the contract in the last quarter, and let both sides read it."""
    row = PROVIDER.contract(request, contract)
    period = burden.last_quarter(clock.today())
    counts = recorded.counts(request.actor, str(row.uid), period)
    done = actions.tell(by=request.actor, contract_uid=str(row.uid), period=period, counts=counts)
    said = f"Counted: what was recorded in {periods.words(period)}. Both sides read it, to the nearest ten."
    return PROVIDER.go(request, "negotiation", contract=row.uid, said=said, event=done.event_uid, fragment="burden")


urls = [
    *addresses.of(PROVIDER),
    path("negotiation/<uuid:contract>/tell/", tell, name="recording_tell"),
    *templates.urls,
]
