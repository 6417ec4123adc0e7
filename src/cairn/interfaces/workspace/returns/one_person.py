"""One person whom only another system knows: what was sent about them, that they said no, that they are erased. Their code is
sent in the form, and stands in no address."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.desk.actions import exports
from cairn.exchange import tables
from cairn.exchange.actions import supplied
from cairn.exchange.returned import one_person
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done
from cairn.presentation import returned as drawn
from cairn.web.formfields import CodeField

LOOK, FILE, OBJECT, ALLOW, ERASE = "look", "file", "object", "allow", "erase"


class PersonForm(forms.Form):
    """Who, by the code that your own system gives them, and what they ask for."""

    code = forms.CharField(
        label="Your code for the person",
        max_length=64,
        help_text="As it stands in your files, in the column “row”. Never a name.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    what = CodeField(
        label="What do they ask for?",
        choices=[
            (LOOK, "To know what was sent about them"),
            (FILE, "The same, to take away (CSV)"),
            (OBJECT, "That nothing about them is sent: they say no"),
            (ALLOW, "That it may be sent again"),
            (ERASE, "To be erased"),
        ],
        hints={
            OBJECT: "What was sent is emptied, and no file with a row about them is taken. They stay counted in the figures.",
            ALLOW: "What was emptied stays so.",
            ERASE: "What was sent is emptied, their code is forgotten, and files that may hold them are deleted.",
        },
        initial=LOOK,
    )
    sure = forms.BooleanField(label="I have made sure that it is this person", required=False)
    reveals = {("what", ERASE): ("sure",)}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("what") == ERASE and not said.get("sure"):
            self.add_error("sure", "Make sure first: there is no way back.")
        return said


@page(P.PREPARE_RETURNS, writes=True)
def person(request: Request) -> HttpResponse:
    """Look, and do what they ask for."""
    by = request.actor
    sending = prepare(request, PersonForm, initial={"what": LOOK})
    known: one_person.Known | None = None

    def do(said: dict[str, Any]) -> Done[Any]:
        nonlocal known
        if said["what"] in _DEEDS:
            return _DEEDS[said["what"]][0](by=by, code=said["code"])
        known = one_person.get(by, said["code"])
        return Done((known,))

    if attempt(request, sending, do):
        what = sending.form.cleaned_data["what"]
        if what in _DEEDS:
            return go(request, "workspace:supplied_person", said=_DEEDS[what][1])
        if what == FILE and known:
            return _file(request, known)
    return form_page(
        request, sending, template="returns/one_person", title="One person’s rows", submit="Go on",
        back=address(request, "workspace:returns"), known=known, sent=drawn.sent(by, known.rows) if known else (),
    )  # fmt: skip


_DEEDS: dict[str, tuple[Any, str]] = {
    OBJECT: (
        supplied.object_to,
        "Noted that they said no. What was sent about them is emptied; every return still verifies.",
    ),
    ALLOW: (supplied.allow, "Noted that rows about them may be sent again."),
    ERASE: (
        supplied.erase,
        "Erased. Every return still verifies. Erase them in your own system too, or its next file brings them back.",
    ),
}


def _file(request: Request, known: one_person.Known) -> HttpResponse:
    lines = list(known.lines())
    exports.note(by=request.actor, list_name="What was sent about one person", form="csv", rows=len(lines))
    headers = {"Content-Disposition": 'attachment; filename="what-was-sent.csv"'}
    return HttpResponse(tables.csv(one_person.COLUMNS, lines), content_type="text/csv; charset=utf-8", headers=headers)


urls = [path("returns/elsewhere/person/", person, name="supplied_person")]
