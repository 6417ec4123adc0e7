"""Somebody's own receipts, and how they want those of forms from the screen by e-mail."""

from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import receipts
from cairn.definitions import registry
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.kernel.problems import Refused
from cairn.web.forms import view

SHOWN = 100


class HowForm(forms.Form):
    how = forms.ChoiceField(
        label="How should receipts of forms from the screen come?", choices=list(receipts.CHOICES.items()),
        widget=forms.RadioSelect,
        help_text="Each stands here at once, whatever you choose. The receipt of a file always comes at once.",
    )  # fmt: skip


@page(P.READ_CLIENTS)
def receipts_of(request: Request) -> HttpResponse:
    """What the reader sent, newest first, and the choice."""
    rows = list(receipts.own(request.actor)[: SHOWN + 1])
    asked = HowForm(initial={"how": receipts.choice(request.actor)})
    return draw(
        request, "collections/filling/receipts", lines=[_line(request, row) for row in rows[:SHOWN]], form=view(asked),
        more=len(rows) > SHOWN,
    )  # fmt: skip


def _line(request: Request, row: Any) -> dict[str, Any]:
    label = registry.get("form", row.form, row.form_version).label if row.form else row.collection.name
    return {"row": row, "label": label, "place": receipts.address(request.organisation, row)}


@page(P.READ_CLIENTS, only_post=True)
def receipts_how(request: Request) -> HttpResponse:
    try:
        receipts.choose(by=request.actor, how=request.POST.get("how", ""))
        done(request, "Receipts come so from now on.")
    except Refused as refused:
        done(request, refused.words)
    return to(request, "form_receipts")
