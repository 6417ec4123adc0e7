"""The commissioner's own list of outcomes for an area: pasted in, looked over, put right, ended, taken out as a file."""

import hashlib
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import area_outcomes as reading
from cairn.contracts.actions import area_outcomes as actions
from cairn.contracts.areas import Area
from cairn.contracts.rules_measures import read_list
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.commissioner.areas import _found
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, fresh, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.web.formfields import DateField, VersionField

COLUMNS = ("Area", "Code", "Outcome", "Not used from", "Measures that tell of it")


class PasteForm(forms.Form):
    """`seen` is what the list was when its preview was shown: what was changed since is shown again first."""

    text = forms.CharField(
        label="The outcomes, one a line",
        help_text="First the code, then a space, then the words: “1.2 More people leave home every week”.",
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput())


class OutcomeForm(forms.Form):
    label = forms.CharField(label="Words", max_length=200)
    ended_date = DateField(
        label="Not used from", required=False, help_text="Blank: it is used. What is tagged with it already stays so."
    )
    version = VersionField()


@page(P.MANAGE_CONTRACTS)
def outcomes(request: Request, area: str) -> HttpResponse:
    found = _found(request, area)
    listed = reading.listed(request.actor, area)
    if (
        file := files.answer(request, "Own outcomes", COLUMNS, lambda: [_line(found, one) for one in listed])
    ) is not None:
        return file
    return show(request, "commissioner/outcomes", area=found, outcomes=listed, today=clock.today())


def _line(area: Area, one: reading.Outcome) -> tuple[Cell, ...]:
    return (area.label, one.code, one.label, one.ended_date, one.used)


@page(P.MANAGE_CONTRACTS, writes=True)
def paste(request: Request, area: str) -> HttpResponse:
    """First what the list would do, line by line; then, unchanged, it is done."""
    found = _found(request, area)
    sending = prepare(request, PasteForm)
    form = sending.form
    shown: tuple[reading.Pasted, ...] = ()

    def deed(said: dict[str, Any]) -> Done[Any]:
        return actions.paste(by=request.actor, area=area, outcomes=read_list(said["text"]))

    if form.is_bound and form.is_valid() and form.cleaned_data["seen"] != _digest(form.cleaned_data["text"]):
        lines = read_list(form.cleaned_data["text"])
        if not actions.paste_problems(request.actor, area, lines):
            shown = reading.pasted(request.actor, area, lines)
            sending = prepare(request, PasteForm)
            sending.form.data = fresh(sending.form.data, seen=_digest(form.cleaned_data["text"]))
    if not shown and attempt(request, sending, deed):
        said = f"{len(sending.done.items)} added to the list." if sending.done else ""
        return go(request, "commissioner:area_outcomes", area=area, said=said, event=sending.event)
    return form_page(
        request, sending, template="commissioner/outcomes_paste", title="Paste your own outcomes", pasted=shown,
        submit="Save this list" if shown else "Look at what it does",
        back=address(request, "commissioner:area_outcomes", area=area),
        intro=f"Your own list for {found.label}, such as a tender’s. None is shipped with Cairn: it is yours, in your words.",
    )  # fmt: skip


def _digest(text: str) -> str:
    return hashlib.sha256("\n".join(text.split()).encode()).hexdigest()


@page(P.MANAGE_CONTRACTS, writes=True)
def outcome(request: Request, area: str, outcome: str) -> HttpResponse:
    """Put the words of one right, or end it from a day on."""
    _found(request, area)
    one = reading.outcome(request.actor, area, outcome)
    initial = {"label": one.label, "ended_date": one.ended_date, "version": one.version}
    sending = prepare(request, OutcomeForm, initial=initial)

    def deed(said: dict[str, Any]) -> Done[Any]:
        return actions.change(by=request.actor, area=area, outcome_uid=one.uid, **said)

    def also(said: dict[str, Any]) -> list[Problem]:
        return actions.change_problems(said.get("label") or "", said.get("ended_date"))

    if attempt(request, sending, deed, also=also, now=lambda: (one.version, initial)):
        said_now = f"{one.code} is saved."
        return go(request, "commissioner:area_outcomes", area=area, said=said_now, event=sending.event)
    return form_page(
        request, sending, title=f"Outcome {one.code}", submit="Save",
        back=address(request, "commissioner:area_outcomes", area=area),
        intro=f"{one.used} agreed measures tell of it." if one.used else "No agreed measure tells of it.",
    )  # fmt: skip


urls = [
    path("areas/<slug:area>/outcomes/", outcomes, name="area_outcomes"),
    path("areas/<slug:area>/outcomes/paste/", paste, name="area_outcomes_paste"),
    path("areas/<slug:area>/outcomes/<uuid:outcome>/", outcome, name="area_outcome"),
]
