"""The organisation's own settings: its word for the people it supports, which sides it is on, and its members."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.mail import get_connection
from django.core.mail.backends.console import EmailBackend as ToTheWindow
from django.http import HttpResponse
from django.urls import reverse

from cairn.access.actions import members, organisations
from cairn.access.models import Membership
from cairn.access.permissions import ROLES
from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.cases.leaving import desk_of
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, done, draw, page, pressed, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.web.formats import date as long_date
from cairn.web.formfields import CodesField, VersionField

MEMBERS = ("Name", "What they do", "E-mail", "Last signed in")


class WordsForm(forms.Form):
    client_word = forms.CharField(
        label="One person", max_length=40, help_text="Such as: client, citizen, member, tenant."
    )
    client_words = forms.CharField(
        label="Several people", max_length=40, help_text="Such as: clients, citizens, members."
    )


def _roles() -> CodesField:
    return CodesField(
        label="What will they do?",
        choices=[(role.key, role.label) for role in ROLES.values()],
        hints={role.key: role.words for role in ROLES.values()},
    )


class MemberForm(forms.Form):
    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(
        label="E-mail address",
        help_text="They sign in with it. Their first password they choose themselves by “I have forgotten my password”.",
    )
    roles = _roles()


class RolesForm(forms.Form):
    roles = _roles()
    version = VersionField()


def _members(request: Request) -> list[Membership]:
    rows = Membership.objects.filter(organisation_id=request.actor.organisation_id).select_related("user")
    return list(rows.order_by("user__name"))


def _cells(row: Membership) -> tuple[str, ...]:
    does = ", ".join(ROLES[key].label for key in row.roles if key in ROLES)
    seen = long_date(clock.london_date(row.user.last_login)) if row.user.last_login else "never"
    return (row.user.name, does if row.is_active else "No longer a member", row.user.email, seen)


@page(P.MANAGE_ORGANISATION)
def settings(request: Request) -> HttpResponse:
    found = _members(request)
    if (file := files.answer(request, "Members", MEMBERS, lambda: map(_cells, found))) is not None:
        return file
    shown = [(str(row.user.uid), row.is_active, _cells(row)) for row in found]
    return draw(request, "services/settings", members=shown, head=MEMBERS, may_record=request.actor.may(P.RECORD),
                may_manage=request.actor.may(P.MANAGE_SERVICES))  # fmt: skip


@page(P.MANAGE_ORGANISATION, only_post=True)
def provide(request: Request) -> HttpResponse:
    """A council says that it runs services of its own too."""
    event = organisations.provide_too(by=request.actor).event_uid
    done(
        request,
        "Your contracts can name your own organisation now. Give a colleague a role that records or prepares returns.",
        event,
    )
    return to(request, "settings")


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


@page(P.MANAGE_ORGANISATION, writes=True)
def member(request: Request, member: str) -> HttpResponse:
    """What one of them may do; and the end of their membership, or the way back in."""
    row = _member(request, member)
    sending = prepare(request, RolesForm, initial=_now(row)[1] | {"version": row.version})

    def change(said: dict[str, Any]) -> Done[Any]:
        return members.change(by=request.actor, user_uid=str(member), roles=said["roles"], version=said["version"])

    def also(said: dict[str, Any]) -> Iterator[Problem]:
        yield from members.change_problems(_members(request), row, said.get("roles") or ())

    if attempt(request, sending, change, also=also, now=lambda: _now(_member(request, member))):
        was = "" if row.is_active else "They are a member again. "
        done(request, f"{was}What {row.user.name} may do here is changed from now on.")
        return to(request, "settings", fragment="members")
    return draw_form(
        request, sending, title=row.user.name, template="services/member", back=_back(request), member=row,
        submit="Save" if row.is_active else "Let them back in", own=str(row.user.uid) == request.actor.uid,
    )  # fmt: skip


@page(P.MANAGE_ORGANISATION, only_post=True)
def member_leave(request: Request, member: str) -> HttpResponse:
    """At once, whatever is still on their desk: who may no longer come in must not wait for a handover."""
    row = _member(request, member)
    words = f"{row.user.name} can open nothing here any more."
    if not desk_of(request.actor, str(member)).is_empty:
        words += " What is on their desk can be handed over: Diary, Hand over a desk."
    if pressed(request, words, lambda: members.end(by=request.actor, user_uid=str(member))):
        return to(request, "settings", fragment="members")
    return to(request, "member", member=member)


def _member(request: Request, member: object) -> Membership:
    """Raises NotFound."""
    row = next((each for each in _members(request) if str(each.user.uid) == str(member)), None)
    if row is None:
        raise NotFound("no such member")
    return row


def _now(row: Membership) -> tuple[int, dict[str, Any]]:
    return row.version, {"roles": row.roles if row.is_active else []}


def _where_mail_goes() -> str:
    """Without a mail server nobody gets the link, unless somebody knows where it is to be read."""
    if isinstance(get_connection(), ToTheWindow):
        return "No mail server is set: read the link in the window where Cairn runs, and give it to them."
    return "The link comes by e-mail."


def _back(request: Request) -> str:
    return reverse("workspace:settings", kwargs={"organisation": request.actor.slug})
