"""Which of the usual instruments a contract does without, and why."""

from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import instruments as reading
from cairn.contracts.actions import instruments as actions
from cairn.interfaces.commissioner.pages import ours
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done


class InstrumentsForm(forms.Form):
    """One reason a slot; a blank keeps it."""

    def __init__(self, *args: Any, slots: tuple[reading.Instrument, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in slots:
            self.fields[one.slot] = forms.CharField(
                label=f"Leave out: {one.label}", required=False, max_length=300,
                help_text="Say why. Leave it blank and it is expected.",
            )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def instruments(request: Request, contract: str) -> HttpResponse:
    """A reason beside each that is left out; what has none is expected."""
    found = ours(request, contract)
    slots = reading.instruments_of(found)

    def make(**given: Any) -> InstrumentsForm:
        return InstrumentsForm(slots=slots, **given)

    sending = prepare(request, make, initial={one.slot: one.reason for one in slots})

    def agree(said: dict[str, Any]) -> Done[Any]:
        dropped = {slot: reason for slot, reason in said.items() if reason.strip()}
        return actions.agree(by=request.actor, contract_uid=found.uid, dropped=dropped)

    if attempt(request, sending, agree):
        return go(
            request, "commissioner:contract", contract=found.uid, fragment="instruments",
            said="The instruments that this contract expects are agreed.", event=sending.event,
        )  # fmt: skip
    return form_page(
        request, sending, title="Which instruments does the contract do without?", submit="Agree",
        back=address(request, "commissioner:contract", contract=found.uid),
        intro="The usual set for primary outcomes is a Star or another ladder, SWEMWBS, and life satisfaction from 0 to 10. "
        "Its services are told what is expected.",
    )  # fmt: skip
