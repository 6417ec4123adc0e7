"""Which contract pays for a service: what its returns will count."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases.actions import funding
from cairn.contracts import queries as contracts
from cairn.contracts.actions import services as funded
from cairn.interfaces.workspace.pages import Request, done, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.interfaces.workspace.services import forms
from cairn.kernel.problems import Done
from cairn.services import queries


@page(P.MANAGE_SERVICES, writes=True)
def service_fund(request: Request, service: str) -> HttpResponse:
    """Two deeds, each complete: who is accepted from now on, and, where asked, who is supported already."""
    found = queries.view(request.actor, service)
    others = contracts.paying(request.actor, service)[1]
    offered = [(line.uid, f"{line.title} ({line.reference}, {line.commissioner_name})") for line in others]

    def make(**given: Any) -> forms.PaysForm:
        return forms.PaysForm(contracts=offered, **given)

    sending = prepare(request, make)

    def fund(said: dict[str, Any]) -> Done[Any]:
        made = funded.fund(by=request.actor, contract_uid=said["contract_uid"], service_uid=found.uid)
        if said["already"]:
            funding.catch_up(by=request.actor, service_uid=found.uid, contract_uid=said["contract_uid"])
        return made

    if attempt(request, sending, fund):
        done(request, "The contract pays for this service. Its returns fill themselves from now on.")
        return to(request, "service", service=found.uid)
    back = reverse("workspace:service", kwargs={"organisation": request.actor.slug, "service": found.uid})
    intro = "" if others else "No other contract names your organisation. A commissioner sets one up first."
    return draw_form(
        request, sending, title=f"Who pays for {found.name}?", back=back, submit="It pays for this", intro=intro
    )
