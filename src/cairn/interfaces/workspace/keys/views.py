"""Keys for other programs of the organisation: make one, see when each was used, take it back. A key is shown once: nobody can
look it up again."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from cairn.access import queries
from cairn.access.actions import keys as actions
from cairn.access.keys import DAYS, LONGEST_NAME, SCOPES, NewKey
from cairn.access.permissions import Permission as P
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel.problems import Done
from cairn.web.formfields import CodesField


class KeyForm(forms.Form):
    """Field names are those of `access.keys.NewKey`."""

    name = forms.CharField(
        label="Which program is it for?",
        max_length=LONGEST_NAME,
        help_text="So that you know later which key to take back.",
    )
    scopes = CodesField(
        label="What may the program do?",
        choices=[(scope.key, scope.label) for scope in SCOPES.values()],
        hints={scope.key: scope.words for scope in SCOPES.values()},
    )
    days = forms.IntegerField(
        label="For how many days does it stand?",
        required=False,
        initial=365,
        min_value=DAYS[0],
        max_value=DAYS[1],
        help_text="Leave it blank if it is not to run out. You can take it back on any day.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3", "suffix": "days"}),
    )


@page(P.MANAGE_ORGANISATION)
def keys(request: Request) -> HttpResponse:
    return _list(request)


@page(P.MANAGE_ORGANISATION, writes=True)
def key_new(request: Request) -> HttpResponse:
    sending = prepare(request, KeyForm)

    def make(said: dict[str, Any]) -> Done[Any]:
        return actions.make(by=request.actor, keys=[NewKey(**said)])

    if attempt(request, sending, make):
        made = sending.done.one  # type: ignore[union-attr]
        return _list(request, made=made.secret, name=made.row.name)
    return draw_form(
        request, sending, title="A key for another program", submit="Make the key", back=address(request, "workspace:keys"),
        intro="Whoever has the key may do what it is for, in your organisation's name. Give it to nobody else.",
    )  # fmt: skip


@page(P.MANAGE_ORGANISATION, only_post=True)
def key_end(request: Request, api_key: str) -> HttpResponse:
    actions.revoke(by=request.actor, key_uids=[api_key])
    done(request, "The key opens nothing any more.")
    return to(request, "keys")


def _list(request: Request, *, made: str = "", name: str = "") -> HttpResponse:
    """Every key; with the one that was `made` just now, the only time that it is shown."""
    labels = {scope.key: scope.label for scope in SCOPES.values()}
    found = queries.keys_of(request.actor)
    return draw(
        request, "keys/list", keys=found, made=made, made_name=name, labels=labels, document=reverse("api:openapi")
    )
