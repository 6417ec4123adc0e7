"""How many forms a provider expects, where nobody can count that from the record."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import expecting, programmes
from cairn.collection.actions import expecting as deeds
from cairn.collection.expecting import Asked
from cairn.collection.rules_completion import Place
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done, Problem
from cairn.presentation.collected.completion import quarter_words

NUMBER = {"inputmode": "numeric", "class": "govuk-input--width-4", "autocomplete": "off"}


class ExpectForm(forms.Form):
    """One number for each quarter of each service and form; a blank says that it is not known."""

    def __init__(self, *args: Any, of: list[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in of:
            for first in one.quarters:
                came = one.came.get(first)
                self.fields[one.place(first).key] = forms.IntegerField(
                    label=quarter_words(first), required=False, widget=forms.TextInput(attrs=NUMBER),
                    help_text=f"{came} came" if came is not None else "",
                    error_messages={"invalid": "Write a whole number, or leave it blank."},
                )  # fmt: skip


@page(P.PREPARE_RETURNS, writes=True)
def expect(request: Request, sign_up: str, year: str) -> HttpResponse:
    row = programmes.own_sign_up(request.actor, sign_up)
    of_year = expecting.year_of(row, year)
    asked = expecting.asked(request.actor, row, of_year)
    initial = {one.place(first).key: one.said[first] for one in asked for first in one.quarters}
    sending = prepare(request, partial(ExpectForm, of=asked), initial=initial)

    def numbers(said: dict[str, Any]) -> dict[Place, int | None]:
        every = (one.place(first) for one in asked for first in one.quarters)
        return {place: said[place.key] for place in every if place.key in said}

    def deed(said: dict[str, Any]) -> Done[Any]:
        return deeds.say(by=request.actor, sign_up_uid=sign_up, year_uid=year, numbers=numbers(said))

    def also(said: dict[str, Any]) -> list[Problem]:
        return deeds.problems(request.actor, row, of_year, numbers(said))

    if attempt(request, sending, deed, also=also):
        said = f"{row.commissioner.name} sees what you expect in {of_year.label}, and what has come of it."
        return go(request, "workspace:collections", said=said, event=sending.event)
    fields = {field.name: field for field in sending.view.fields}
    return form_page(
        request, sending, template="collections/expect", title=f"How many forms you expect in {of_year.label}",
        back=address(request, "workspace:collections"), asked=[(one, _fields(one, fields)) for one in asked],
    )  # fmt: skip


def _fields(one: Asked, fields: dict[str, Any]) -> list[Any]:
    return [fields[one.place(first).key] for first in one.quarters]
