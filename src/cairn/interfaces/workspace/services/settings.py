"""The organisation's own settings: its word for the people it supports, and its members."""

from typing import Any

from django import forms
from django.core.mail import get_connection
from django.core.mail.backends.console import EmailBackend as ToTheWindow
from django.http import HttpResponse
from django.urls import reverse

from cairn.access.actions import organisations
from cairn.access.models import Membership
from cairn.access.permissions import ROLES
from cairn.access.permissions import Permission as P
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel.problems import Done
from cairn.web.formfields import CodesField


class WordsForm(forms.Form):
    client_word = forms.CharField(
        label="One person", max_length=40, help_text="Such as: client, citizen, member, tenant."
    )
    client_words = forms.CharField(
        label="Several people", max_length=40, help_text="Such as: clients, citizens, members."
    )


class MemberForm(forms.Form):
    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(
        label="E-mail address",
        help_text="They sign in with it. Their first password they choose themselves by “I have forgotten my password”.",
    )
    roles = CodesField(
        label="What will they do?",
        choices=[(role.key, role.label) for role in ROLES.values()],
        hints={role.key: role.words for role in ROLES.values()},
    )


@page(P.MANAGE_ORGANISATION)
def settings(request: Request) -> HttpResponse:
    members = Membership.objects.filter(organisation_id=request.actor.organisation_id).select_related("user")
    shown = [
        (row.user.name, row.user.email, ", ".join(ROLES[key].label for key in row.roles if key in ROLES))
        for row in members.order_by("user__name")
    ]
    if (file := files.answer(request, "Members", ("Name", "E-mail", "What they do"), lambda: shown)) is not None:
        return file
    return draw(request, "services/settings", members=shown)


@page(P.MANAGE_ORGANISATION, writes=True)
def words(request: Request) -> HttpResponse:
    organisation = request.organisation
    initial = {"client_word": organisation.client_word, "client_words": organisation.client_words}
    sending = prepare(request, WordsForm, initial=initial)

    def change(said: dict[str, Any]) -> Done[Any]:
        return Done((organisations.change_words(by=request.actor, **said),))

    if attempt(request, sending, change):
        done(request, "Every page now uses your word.")
        return to(request, "settings")
    return draw_form(request, sending, title="Your word for the people you support", back=_back(request))


@page(P.MANAGE_ORGANISATION, writes=True)
def member_new(request: Request) -> HttpResponse:
    sending = prepare(request, MemberForm)

    def add(said: dict[str, Any]) -> Done[Any]:
        return Done((organisations.add_member(by=request.actor, **said),))

    if attempt(request, sending, add):
        done(request, f"They choose a password by “I have forgotten my password”, and sign in. {_where_mail_goes()}")
        return to(request, "settings", fragment="members")
    return draw_form(request, sending, title="Add a member", back=_back(request), submit="Add the member")


def _where_mail_goes() -> str:
    """Without a mail server nobody gets the link, unless somebody knows where it is to be read."""
    if isinstance(get_connection(), ToTheWindow):
        return "No mail server is set: read the link in the window where Cairn runs, and give it to them."
    return "The link comes by e-mail."


def _back(request: Request) -> str:
    return reverse("workspace:settings", kwargs={"organisation": request.actor.slug})
