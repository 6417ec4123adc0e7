"""Own forms in a list, and one with its versions; a next version, withdrawing, giving a draft up."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.collection import library, own_building, own_forms, rules_own
from cairn.collection.actions import own_forms as deeds
from cairn.collection.own_differing import differences
from cairn.collection.own_forms import OwnVersion
from cairn.definitions import registry
from cairn.definitions.shapes.form import CollectionForm
from cairn.interfaces.pages import Request, go, page, show
from cairn.interfaces.versions import told
from cairn.kernel.problems import Done, Refused

GROUPS = {"client": "To do with the person", "service": "To do with the service", "external": "Outside both"}


@page(P.MANAGE_CONTRACTS)
def every(request: Request) -> HttpResponse:
    """The organisation's own forms, each with its newest version; and what one may begin with."""
    newest: dict[str, OwnVersion] = {}
    for one in own_forms.every(request.actor):
        newest.setdefault(one.id, one)
    return show(request, "commissioner/collections/own/list", forms=list(newest.values()), copied=to_copy(request))


def to_copy(request: Request) -> list[CollectionForm]:
    """Forms that a new one can begin as: of the package those that ask about needs, and the organisation's own."""
    package = [form for form in registry.all("form") if form.needs]
    own = {one.id: one.form for one in reversed(own_forms.every(request.actor)) if one.state == "published"}
    return [*package, *own.values()]


@page(P.MANAGE_CONTRACTS)
def one(request: Request, form: str) -> HttpResponse:
    """What it asks, and its versions, the newest first: each with what is otherwise than in the one before."""
    versions = own_forms.versions_of(request.actor, form)
    if not versions:
        raise NotFound("no such form")
    newest = versions[0]
    asked = [
        (domain, [need for need in newest.form.needs if need.domain == domain.id]) for domain in newest.form.domains
    ]
    reasons = [(words, [r for r in newest.form.reasons if r.group == group]) for group, words in GROUPS.items()]
    return show(
        request, "commissioner/collections/own/one", newest=newest, versions=told(versions, _differs), asked=asked,
        reasons=reasons, fields=_asked_fields(newest.form), in_use=bool(library.versions(form)),
        lacking=rules_own.lacking(newest.form) if newest.state == "draft" else [],
    )  # fmt: skip


def _asked_fields(form: CollectionForm) -> list[str]:
    offered = {field.column for field in own_building.offered_fields(form)}
    return [field.label for section in form.sections for field in section.fields if field.column in offered]


def _differs(before: OwnVersion, after: OwnVersion) -> list[str]:
    return differences(before.form, after.form)


@page(P.MANAGE_CONTRACTS, only_post=True)
def next_version(request: Request, form: str) -> HttpResponse:
    words = "Here is a draft of the next version. The one before stays as it is until you publish this."
    return tried(request, form, words, lambda: deeds.next_version(by=request.actor, id=form))


@page(P.MANAGE_CONTRACTS, only_post=True)
def withdraw(request: Request, form: str, number: int) -> HttpResponse:
    words = "It is withdrawn: nobody is asked for this version any more. Forms that were sent stay."
    return tried(request, form, words, lambda: deeds.withdraw(by=request.actor, id=form, number=number))


@page(P.MANAGE_CONTRACTS, only_post=True)
def drop(request: Request, form: str, number: int) -> HttpResponse:
    return tried(request, form, "The draft is gone.", lambda: deeds.drop(by=request.actor, id=form, number=number))


def tried(request: Request, form: str, words: str, deed: Callable[[], Done[Any]], fragment: str = "") -> HttpResponse:
    """Do it and say so, with its undo; or say why not. Then to the form, or to the list where no version is left."""
    event, is_refusal = "", False
    try:
        event = deed().event_uid
    except Refused as refused:
        words, is_refusal = refused.words, True
    back: dict[str, Any] = {"said": words, "event": event, "is_refusal": is_refusal}
    if own_forms.versions_of(request.actor, form):
        return go(request, "commissioner:own_form", form=form, fragment=fragment, **back)
    return go(request, "commissioner:own_forms", **back)
