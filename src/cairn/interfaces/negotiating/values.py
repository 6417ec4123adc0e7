"""Value banks, for either side: load one's own licensed sheet, browse its outcomes, choose some for a proposal."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.contracts import value_banks
from cairn.contracts.actions import value_banks as actions
from cairn.contracts.models import Contract
from cairn.contracts.proposals import ProposalView
from cairn.contracts.rules_value_banks import NO_LONGER
from cairn.exchange import value_banks as files
from cairn.interfaces.negotiating.sides import Side
from cairn.interfaces.pages import Request
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CHOSEN = 20


class LoadForm(forms.Form):
    file = forms.FileField(
        label="Your sheet of the bank", max_length=200, widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text="An Excel workbook (.xlsx) or CSV with the headings of the template. The whole file is checked first: with one "
        "row wrong, nothing is taken.",
        error_messages={"required": "Choose the file.", "empty": "The file is empty."},
    )  # fmt: skip
    licensed = forms.BooleanField(
        label="Our organisation may use this bank under the licence that the sheet names", required=False,
        help_text="Some banks charge for some uses, or forbid them. Who holds the licence is who loads it.",
    )  # fmt: skip


def shelf(request: Request, side: Side, contract: str = "") -> HttpResponse:
    """What is loaded, by topic and words; of a contract, to be ticked for a proposal."""
    topic, words = request.GET.get("topic", ""), request.GET.get("words", "")[:200]
    row = side.contract(request, contract) if contract else None
    found = value_banks.browse(request.actor, topic, words)
    shown = {one["uid"] for one in found.outcomes}
    ticked = list(dict.fromkeys(request.GET.getlist("outcome")))[:MOST_CHOSEN] if row else []
    return side.show(
        request, "values", contract=row, shelf=found, topic=topic, asked=words, ticked=ticked,
        kept=[uid for uid in ticked if uid not in shown],
    )  # fmt: skip


def load(request: Request, side: Side) -> HttpResponse:
    """Take in a sheet, whole or not at all."""

    def make(**given: Any) -> LoadForm:
        return LoadForm(files=request.FILES if request.method == "POST" else None, **given)

    def take(said: dict[str, Any]) -> Done[Any]:
        outcomes = files.read(said["file"].read())
        return actions.load(by=request.actor, outcomes=outcomes, licensed=said["licensed"])

    sending = prepare(request, make)
    if attempt(request, sending, take):
        loaded = value_banks.browse(request.actor).loaded
        said = f"Loaded. {loaded:,} {'outcome stands' if loaded == 1 else 'outcomes stand'} for your proposals."
        return side.go(request, "values", said=said, event=sending.event)

    def at(page: str, **about: Any) -> str:
        return side.url(request, page, **about)

    return form_page(
        request, sending, template="negotiation/values_load", title="Load a value bank", submit="Check and load it",
        at=at, back=at("values"),
    )  # fmt: skip


def template(request: Request, side: Side) -> HttpResponse:
    """The workbook to fill, the same for everybody."""
    response = HttpResponse(files.template(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="value-bank.xlsx"'
    return response


def chosen(request: Request, contract: Contract, instead: ProposalView | None) -> dict[str, str]:
    """The outcomes that a proposal may name, in words: those that were ticked, and those of the one whose place it takes."""
    lines: Sequence[Any] = instead.changed if instead else ()
    uids = [*request.GET.getlist("outcome")[:MOST_CHOSEN], *(line.outcome.get("uid", "") for line in lines)]
    found = value_banks.facts_of(request.actor, contract, [uid for uid in uids if uid != NO_LONGER])
    return {uid: f"{one['label']} ({one['bank']}, {one['code']})" for uid, one in found.items()}
