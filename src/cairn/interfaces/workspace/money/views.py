"""Money that the organisation brought in from elsewhere because of a contract, as its commissioner reads it too."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import grants, money
from cairn.contracts.actions import money as actions
from cairn.contracts.models import Contract
from cairn.contracts.money import KINDS, InvestmentView, NewInvestment
from cairn.definitions import registry
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.pages import Request, address, go, page, show, version_of
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.web.formfields import CodeField, DateField, WholeField

COLUMNS = ("Contract", "From whom", "Kind", "Pounds", "Received on", "What for", "Withdrawn")


class InvestmentForm(forms.Form):
    """Field names are those of `contracts.money.NewInvestment`, and the contract."""

    contract = forms.ChoiceField(label="Because of which contract?")
    source = forms.CharField(label="Who gave it?", help_text="An organisation. Not the council, and not the NHS.")
    kind = CodeField(label="What kind of source is it?")
    pounds = WholeField(
        label="Amount", error_messages={"invalid": "Write whole pounds, without pence."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10", "prefix": "£"}),
    )  # fmt: skip
    received_date = DateField(label="When did it come?", not_future=True)
    what_for = forms.CharField(label="What is it for?", required=False, max_length=300)
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, contracts: Sequence[Contract], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(row.uid), f"{row.reference} {row.title}") for row in contracts]
        first = [] if len(offered) == 1 else [("", "Choose one")]
        self.fields["contract"].choices = [*first, *offered]  # type: ignore[attr-defined]
        entries = registry.get("codes", KINDS).entries
        self.fields["kind"].choices = [(entry.code, entry.label) for entry in entries]  # type: ignore[attr-defined]


@page(P.PREPARE_RETURNS)
def listing(request: Request) -> HttpResponse:
    """The newest first; what was withdrawn stays to be read, and counts for nothing."""
    found = [one for one in money.investments(request.actor) if one.is_mine]
    if (file := files.answer(request, "Money from elsewhere", COLUMNS, lambda: _cells(found))) is not None:
        return file
    together = sum(one.pounds for one in found if one.withdrawn_date is None)
    return show(
        request, "returns/money", investments=found, together=together, has_contract=bool(money.led(request.actor)),
        pots=[each for each in grants.pots(request.actor) if each[0].provider_id == request.actor.organisation_id],
    )  # fmt: skip


def _cells(found: Sequence[InvestmentView]) -> Iterator[tuple[Cell, ...]]:
    for one in found:
        about = (one.contract_reference, one.source, one.kind_label, one.pounds, one.received_date, one.what_for)
        yield (*about, one.withdrawn_date)


@page(P.PREPARE_RETURNS, writes=True)
def new(request: Request) -> HttpResponse:
    contracts = money.led(request.actor)
    named = {str(row.uid): row for row in contracts}
    sending = prepare(
        request, lambda **given: InvestmentForm(contracts=contracts, **given), initial={"uid": uuid4()}
    )  # fmt: skip

    def made(said: dict[str, Any]) -> NewInvestment:
        return NewInvestment(
            **{name: said[name] for name in said if name != "contract"} | {"uid": str(said["uid"] or "")}
        )

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.bring(by=request.actor, contract_uid=said["contract"], new=made(said))

    def also(said: dict[str, Any]) -> list[Problem]:
        blank = {"source": "", "kind": "", "pounds": 1, "received_date": clock.today(), "uid": ""}
        row = named.get(said.get("contract", ""))
        name = row.commissioner.name if row else "\0"
        return money.investment_problems(made({**blank, **said}), name, clock.today())

    if attempt(request, sending, do, also=also):
        said_now = "Recorded. Whoever commissions the contract reads it too."
        return go(request, "workspace:money", said=said_now, event=sending.event)
    return form_page(
        request, sending, title="Record money from elsewhere", submit="Record it",
        back=address(request, "workspace:money"),
        intro="What a contract made it possible to bring in from outside the council and the NHS: a trust, a lottery, giving.",
    )  # fmt: skip


@page(P.PREPARE_RETURNS, only_post=True)
def withdraw(request: Request, investment: str) -> HttpResponse:
    """It was recorded in error; with `restore` it stands again."""
    row, again = money.find(request.actor, str(investment)), "restore" in request.POST
    version = version_of(request, row.version)
    try:
        actions.set_aside(by=request.actor, investment_uid=str(row.uid), aside=not again, version=version)
    except Refused as refused:
        said = refused.words
        return go(request, "workspace:money", said=said, is_refusal=True)
    said = "It counts again." if again else "Withdrawn: it counts no more. It can be put back."
    return go(request, "workspace:money", said=said)
