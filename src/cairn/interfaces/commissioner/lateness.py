"""Until when a late return is taken."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.interfaces.commissioner.returns import ours
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done
from cairn.returns.actions import lateness
from cairn.web import formats
from cairn.web.formfields import DateField


class LateForm(forms.Form):
    late_until_date = DateField(
        label="Taken late until",
        help_text="Until then it can be sent, and is marked as late; after it, it is refused.",
    )


@page(P.MANAGE_CONTRACTS, P.REVIEW_RETURNS, writes=True)
def late_until(request: Request, answer: str) -> HttpResponse:
    """For a return that is not sent."""
    found = ours(request, answer)
    sending = prepare(request, LateForm, initial={"late_until_date": found.last_day})

    def do(said: dict[str, Any]) -> Done[Any]:
        return lateness.allow(by=request.actor, return_uid=found.uid, **said)

    if attempt(request, sending, do):
        until = formats.date(sending.form.cleaned_data["late_until_date"])
        said = f"{found.provider_name} can send it until {until}."
        return go(request, "commissioner:return", answer=found.uid, said=said)
    return form_page(
        request, sending, title="Until when is it taken late?", submit="Take it until then",
        intro=f"{found.contract_reference}, {found.round_name}, from {found.provider_name}. "
        f"It was due by {formats.date(found.closes_date)}.",
        back=address(request, "commissioner:return", answer=found.uid),
    )  # fmt: skip


urls = [path("returns/<uuid:answer>/late/", late_until, name="late_until")]
