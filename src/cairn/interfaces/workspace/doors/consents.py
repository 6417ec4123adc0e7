"""Record what a person agrees to, or no longer."""

from functools import partial
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.queries.shared_about import recipients
from cairn.interfaces.pages import address
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.doors import forms
from cairn.interfaces.workspace.pages import Request, done, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.people import queries as people
from cairn.people.actions import consents


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def consent_new(request: Request, client: str) -> HttpResponse:
    by = request.actor
    person = people.get(by, client)
    key = f"consent.new.{client}"
    initial = {"start_date": clock.today(), "purpose": request.GET.get("purpose", "")}
    make = partial(forms.ConsentForm, recipients=recipients(by, person))
    sending = prepare(request, make, draft_key=key, initial=initial)

    def record(said: dict[str, Any]) -> Done[Any]:
        told = {**said, "recipient_uid": said.get("recipient_uid") or None}
        return consents.record(by=by, consents=[consents.NewConsent(client_uid=str(client), **told)])

    if attempt(request, sending, record):
        done(request, "Their word is written down.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "own_page", client=client, fragment="agreed")
    return draw_form(
        request, sending, title=f"What {person.name or person.reference} agrees to",
        back=address(request, "workspace:own_page", client=client), draft_url=drafts.address(request, key, client),
        intro="Their word stands from its day until they say otherwise; what they said before is kept. A no to sharing their row "
        "keeps it out of returns from now on: they are still counted in the totals, and what was sent before stays sent.",
    )  # fmt: skip
