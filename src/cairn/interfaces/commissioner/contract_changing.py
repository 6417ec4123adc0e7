"""Change the terms of a contract that stands, and read what they were before."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import changes, queries
from cairn.contracts.actions import contracts as actions
from cairn.contracts.actions.contracts import Terms
from cairn.contracts.models import Contract
from cairn.interfaces.commissioner.forms import SMALL_GRANTS, SMALL_GRANTS_HINT, ContractForm
from cairn.interfaces.commissioner.pages import ours
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done, Problem
from cairn.web.formfields import DateField, VersionField

TERMS = ("title", "start_date", "end_date", "value_pounds", "lot", "has_small_grants")


class TermsForm(forms.Form):
    """Field names are those of `contracts.actions.contracts.Terms`."""

    title = forms.CharField(label="Title", help_text="What it buys, in a few words.")
    start_date = DateField(label="From")
    end_date = DateField(label="Until")
    value_pounds = ContractForm.base_fields["value_pounds"]
    lot = ContractForm.base_fields["lot"]
    has_small_grants = forms.BooleanField(label=SMALL_GRANTS, required=False, help_text=SMALL_GRANTS_HINT)
    version = VersionField()


@page(P.MANAGE_CONTRACTS, writes=True)
def change(request: Request, contract: str) -> HttpResponse:
    """What changes is kept with what it was: the page shows both."""
    found = ours(request, contract)
    row: Contract = queries.one(queries.visible_to(request.actor), found.uid)
    now = {name: getattr(row, name) for name in TERMS}
    sending = prepare(request, TermsForm, initial={**now, "version": row.version})

    def do(said: dict[str, Any]) -> Done[Any]:
        new = Terms(**{name: said[name] for name in TERMS})
        return actions.change(by=request.actor, contract_uid=found.uid, new=new, version=said["version"])

    def also(said: dict[str, Any]) -> list[Problem]:
        new = Terms(**{name: said.get(name, now[name]) for name in TERMS})
        return actions.change_problems(request.actor, row, new)

    if attempt(request, sending, do, now=lambda: (row.version, now), also=also):
        return go(
            request, "commissioner:contract", contract=found.uid, said="The contract is changed.", event=sending.event
        )
    return form_page(
        request, sending, template="commissioner/contract_change", title=f"Change {found.reference}", submit="Save",
        back=address(request, "commissioner:contract", contract=found.uid), history=changes.of(request.actor, found.uid),
        intro="Its reference, its provider and its area stay, because its returns stand under them.",
    )  # fmt: skip


urls = [path("contracts/<uuid:contract>/change/", change, name="contract_change")]
