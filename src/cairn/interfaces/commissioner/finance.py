"""Finance outcomes: money from elsewhere as providers recorded it; demand, savings and the workforce as the commissioner did."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import areas, money
from cairn.contracts.actions import money as actions
from cairn.contracts.money import HEADS, INVESTMENT, InvestmentView, NewFact
from cairn.definitions import registry
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.pages import Request, address, go, page, show, version_of
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.periods import Period, year_period
from cairn.kernel.problems import Done, Problem, Refused
from cairn.web.formfields import CodeField, DateField, NumberField


class FactForm(forms.Form):
    """Field names are those of `contracts.money.NewFact`."""

    head = CodeField(label="Which outcome does it tell of?")
    label = forms.CharField(
        label="What is counted?", help_text="Such as: new requests for support from people over 65."
    )
    value = NumberField(
        label="Value", max_digits=16, decimal_places=2, error_messages={"invalid": "Write a number."},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
    )  # fmt: skip
    unit = forms.CharField(label="Unit", max_length=40, help_text="Such as: requests, pounds, per cent of staff.")
    from_date = DateField(label="From")
    to_date = DateField(label="Until")
    source = forms.CharField(
        label="Source", help_text="Where anybody could look it up: the collection, table or report."
    )
    note = forms.CharField(
        label="What must be known to read it?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = registry.get("codes", HEADS).entries
        self.fields["head"].choices = [  # type: ignore[attr-defined]
            (entry.code, entry.label) for entry in entries if entry.code != INVESTMENT
        ]


@dataclass(frozen=True, slots=True)
class Brought:
    """Money from elsewhere of one kind."""

    label: str
    times: int
    pounds: int


def years(today: date) -> list[Period]:
    """The financial year that runs, and the four before it."""
    last = today.year if today.month >= 4 else today.year - 1
    return [year_period(year, financial=True) for year in range(last, last - 5, -1)]


@page(P.MANAGE_CONTRACTS)
def finance(request: Request) -> HttpResponse:
    """Each number with its source and period; where there is none, the page says so."""
    offered = years(clock.today())
    asked = next((one for one in offered if one.label == request.GET.get("year")), None)
    span = (asked.start, asked.end) if asked else (None, None)
    every = money.investments(request.actor, *span)
    counted, heads = tuple(one for one in every if one.withdrawn_date is None), money.facts(request.actor)
    columns = COLUMNS
    file = files.answer(request, "Finance outcomes", columns, lambda: _rows(counted, heads))
    return file or show(
        request, "commissioner/finance", investments=counted, brought=_brought(counted), heads=heads, years=offered,
        asked=asked, together=sum(one.pounds for one in counted), first=registry.get("codes", HEADS).label_of(INVESTMENT),
        areas=areas.labels(request.actor, clock.today()),
    )  # fmt: skip


def _brought(found: Sequence[InvestmentView]) -> list[Brought]:
    labels = dict.fromkeys(one.kind_label for one in found)
    groups = [[one for one in found if one.kind_label == label] for label in labels]
    sums = [Brought(group[0].kind_label, len(group), sum(one.pounds for one in group)) for group in groups]
    return sorted(sums, key=lambda one: -one.pounds)


COLUMNS = ("Outcome", "What", "Value", "Unit", "From", "Until", "Source", "Contract", "Provider", "Note")


def _rows(found: Sequence[InvestmentView], heads: Sequence[money.Head]) -> Iterator[tuple[Cell, ...]]:
    first = registry.get("codes", HEADS).label_of(INVESTMENT)
    for one in found:
        days = (one.received_date, one.received_date)
        yield (
            first,
            one.kind_label,
            one.pounds,
            "pounds",
            *days,
            one.source,
            one.contract_reference,
            one.provider_name,
            one.what_for,
        )
    if not found:
        yield first, "No data", None, "", None, None, "", "", "", ""
    for head in heads:
        for fact in head.facts:
            yield (
                head.label, fact.label, float(fact.value), fact.unit, fact.from_date, fact.to_date, fact.source, "", "",
                fact.note,
            )  # fmt: skip
        if not head.facts:
            yield head.label, "No data", None, "", None, None, "", "", "", ""


@page(P.MANAGE_CONTRACTS, writes=True)
def fact_new(request: Request) -> HttpResponse:
    sending = prepare(request, FactForm, initial={"uid": uuid4(), "head": request.GET.get("head", "")})

    def new(said: dict[str, Any]) -> NewFact:
        return NewFact(**{**said, "uid": str(said.get("uid") or "")})

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.state(by=request.actor, new=new(said))

    def also(said: dict[str, Any]) -> list[Problem]:
        return money.fact_problems(new(said))

    if attempt(request, sending, do, also=also):
        return go(request, "commissioner:finance", said="Recorded, with its source.", event=sending.event)
    return form_page(
        request, sending, title="Record a figure of your own", submit="Record it",
        back=address(request, "commissioner:finance"),
        intro="Providers are not asked for these: they are yours to answer. A figure without a source is not taken.",
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, only_post=True)
def fact_drop(request: Request, fact: str) -> HttpResponse:
    row = money.fact(request.actor, str(fact))
    try:
        done = actions.drop(by=request.actor, fact_uid=str(row.uid), version=version_of(request, row.version))
    except Refused as refused:
        said = refused.words
        return go(request, "commissioner:finance", said=said, is_refusal=True)
    said = "It is shown no more. The log of deeds keeps it."
    return go(request, "commissioner:finance", said=said, event=done.event_uid)


urls = [
    path("finance/", finance, name="finance"),
    path("finance/new/", fact_new, name="finance_new"),
    path("finance/<uuid:fact>/withdraw/", fact_drop, name="finance_drop"),
]
