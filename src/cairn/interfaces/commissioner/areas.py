"""Commissioning areas: what each is called today, what it was called before, and a new name or an end from a day."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse

from cairn.access.permissions import Permission as P
from cairn.contracts import areas as reading
from cairn.contracts.actions import areas as actions
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.web.formats import date as long_date
from cairn.web.formfields import DateField


class NameForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As people will read it on every screen from that day.")
    from_date = DateField(label="From", help_text="The same day again puts a name right that was written wrong.")


class EndForm(forms.Form):
    ended_date = DateField(label="Not used from", help_text="No contract of the area may run on that day or later.")


@page(P.MANAGE_CONTRACTS)
def areas(request: Request) -> HttpResponse:
    """Every area with its name of today, and the other names it has had or will have."""
    today = clock.today()
    return show(request, "commissioner/areas", areas=reading.areas_of(request.actor, today), today=today)


@page(P.MANAGE_CONTRACTS, writes=True)
def area_name(request: Request, area: str) -> HttpResponse:
    found = _found(request, area)
    sending = prepare(request, NameForm, initial={"name": found.label, "from_date": clock.today()})

    def deed(said: dict[str, Any]) -> Done[Any]:
        return actions.name(by=request.actor, area=area, **said)

    def also(said: dict[str, Any]) -> list[Problem]:
        return actions.name_problems(request.actor, area, **said)

    if attempt(request, sending, deed, also=also):
        row = sending.done.one  # type: ignore[union-attr]
        return go(request, "commissioner:areas", said=f"From {long_date(row.from_date)} it is called {row.name}.",
                  event=sending.event)  # fmt: skip
    return form_page(
        request, sending, title=f"Rename {found.label}", submit="Save the name",
        back=address(request, "commissioner:areas"),
        intro="What was recorded stays together under the new name. For a day before it, the old name is shown.",
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS, writes=True)
def area_end(request: Request, area: str) -> HttpResponse:
    found = _found(request, area)
    sending = prepare(request, EndForm)

    def deed(said: dict[str, Any]) -> Done[Any]:
        return actions.end(by=request.actor, area=area, **said)

    if attempt(request, sending, deed):
        row = sending.done.one  # type: ignore[union-attr]
        return go(request, "commissioner:areas", said=f"{row.name} is not used from {long_date(row.ended_date)}.",
                  event=sending.event)  # fmt: skip
    return form_page(
        request, sending, title=f"End {found.label}", submit="End the area",
        back=address(request, "commissioner:areas"),
        intro="New contracts can no longer be put in it. What was done in it stays, under its name. "
        "A name from a later day opens it again.",
    )  # fmt: skip


def _found(request: Request, code: str) -> reading.Area:
    for one in reading.areas_of(request.actor, clock.today()):
        if one.code == code:
            return one
    raise Http404
