"""A collection, or a year of it, ended by whoever runs it, and opened again."""

from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import programmes
from cairn.collection.actions import ending
from cairn.collection.actions.ending import Ending
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done, Problem, Refused


class EndForm(forms.Form):
    reason = forms.CharField(
        label="Why", max_length=300, help_text="Providers read it wherever something is not taken any more."
    )


@page(P.MANAGE_CONTRACTS, writes=True)
def end(request: Request, collection: str) -> HttpResponse:
    row = programmes.run_by(request.actor, collection)
    intro = (
        "From now on no form, no change and no request to take part is taken. Forms on their way cannot be sent any more. What "
        "was sent stays: forms are read, and figures stand. It can be opened again until another collection of the "
        "programme follows it."
    )
    return _end(request, row, row.name, intro, collection=collection)


@page(P.MANAGE_CONTRACTS, writes=True)
def end_year(request: Request, year: str) -> HttpResponse:
    row = programmes.year_run_by(request.actor, year)
    intro = (
        "From now on no new form of this year is taken, and no change, whatever its closing dates say. What was sent stays: "
        "forms are read, and figures stand. It can be opened again."
    )
    return _end(request, row, row.label, intro, collection=str(row.collection.uid), year=year)


def _end(
    request: Request, row: Ending, name: str, intro: str, *, collection: str, year: str | None = None
) -> HttpResponse:  # fmt: skip
    sending = prepare(request, EndForm)

    def deed(said: dict[str, Any]) -> Done[Any]:
        return ending.end(by=request.actor, collection_uid=collection, year_uid=year, reason=said["reason"])

    def also(said: dict[str, Any]) -> list[Problem]:
        return ending.end_problems(row, said["reason"] or "")

    if attempt(request, sending, deed, also=also):
        said = f"{name} has ended. What was sent stays."
        return go(request, "commissioner:collection", collection=collection, said=said, event=sending.event)
    back = address(request, "commissioner:collection", collection=collection)
    return form_page(request, sending, title=f"End {name}", submit="End it", back=back, intro=intro)


@page(P.MANAGE_CONTRACTS, only_post=True)
def reopen(request: Request, collection: str) -> HttpResponse:
    row = programmes.run_by(request.actor, collection)
    return _reopen(request, row.name, collection)


@page(P.MANAGE_CONTRACTS, only_post=True)
def reopen_year(request: Request, year: str) -> HttpResponse:
    row = programmes.year_run_by(request.actor, year)
    return _reopen(request, row.label, str(row.collection.uid), year)


def _reopen(request: Request, name: str, collection: str, year: str | None = None) -> HttpResponse:
    back: dict[str, Any] = {"said": f"{name} goes on."}
    try:
        back["event"] = ending.reopen(by=request.actor, collection_uid=collection, year_uid=year).event_uid
    except Refused as refused:
        back = {"said": str(refused), "is_refusal": True}
    return go(request, "commissioner:collection", collection=collection, **back)
