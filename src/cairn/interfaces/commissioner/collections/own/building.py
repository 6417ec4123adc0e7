"""A draft built step by step: each page changes one thing of it, and says at once what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.collection import own_building, own_forms, rules_own
from cairn.collection.actions import own_forms as deeds
from cairn.collection.models import LocalForm
from cairn.definitions.shapes.form import CollectionForm
from cairn.interfaces.commissioner.collections.own import forms as asked
from cairn.interfaces.commissioner.collections.own.pages import to_copy, tried
from cairn.interfaces.pages import Request, address, go, page, version_of
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done, Problem

Step = Callable[[CollectionForm, Any], CollectionForm]
"""(the draft, the valid Django form) → the draft, one step further"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the builder: its words, its questions, what they show at first, and what their answers make of the draft."""

    title: str
    said: str
    make: Callable[..., forms.Form]
    initial: Callable[[CollectionForm], dict[str, Any]]
    step: Step
    intro: str = ""
    fragment: str = ""
    kept_as: str = ""
    """Under which name it is kept while it is typed, where that takes long."""


@page(P.MANAGE_CONTRACTS, writes=True)
def new(request: Request) -> HttpResponse:
    """Begin: `from` names a form to copy; without one, from nothing."""
    wanted = request.GET.get("from", "")
    pattern = next((form for form in to_copy(request) if form.id == wanted), None)
    if wanted and pattern is None:
        raise NotFound("no such form to copy")
    sending = prepare(request, asked.CopyForm if pattern else asked.BeginForm)

    def begin(said: dict[str, Any]) -> Done[Any]:
        return deeds.begin(by=request.actor, form=_begun(request, said, pattern))

    if attempt(request, sending, begin):
        row = sending.done.one  # type: ignore[union-attr]
        words = "The draft is there. Nobody is asked anything before you publish it."
        return go(request, "commissioner:own_form", form=row.form, said=words, event=sending.event)
    title = f"Begin with a copy of “{pattern.label}”" if pattern else "Write a form of your own"
    intro = "You can change everything in the copy that your own form may differ in." if pattern else ""
    back = address(request, "commissioner:own_forms")
    return form_page(request, sending, title=title, intro=intro, back=back, submit="Begin the draft")


def _begun(request: Request, said: dict[str, Any], pattern: CollectionForm | None) -> CollectionForm:
    author = request.organisation.name
    if pattern:
        return own_building.copied(pattern, "own-new", said["label"], author)
    return own_building.begun("own-new", said["label"], said["when"], said["ongoing"] == "yes", author)


@page(P.MANAGE_CONTRACTS, writes=True)
def about(request: Request, form: str, number: int) -> HttpResponse:
    draft = own_forms.form_of(own_forms.get(request.actor, form, number))

    def step(now: CollectionForm, sent: asked.AboutForm) -> CollectionForm:
        said = sent.cleaned_data
        changed = replace(now, label=said["label"], note=said["note"] or None)
        return replace(changed, ongoing=said["ongoing"] == "yes") if "ongoing" in said else changed

    def initial(now: CollectionForm) -> dict[str, Any]:
        return {"label": now.label, "note": now.note or "", "ongoing": "yes" if now.ongoing else "no"}

    def make(**given: Any) -> forms.Form:
        return asked.AboutForm(form=draft, **given)

    return _edit(
        request, form, number, Page("Name and purpose", "The name and purpose are saved.", make, initial, step)
    )


@page(P.MANAGE_CONTRACTS, writes=True)
def fields(request: Request, form: str, number: int) -> HttpResponse:
    offered = own_building.offered_fields(own_forms.form_of(own_forms.get(request.actor, form, number)))
    columns = {field.column for field in offered}

    def step(now: CollectionForm, sent: asked.FieldsForm) -> CollectionForm:
        return own_building.with_fields(now, sent.cleaned_data["fields_asked"])

    def initial(now: CollectionForm) -> dict[str, Any]:
        return {"fields_asked": [f.column for s in now.sections for f in s.fields if f.column in columns]}

    def make(**given: Any) -> forms.Form:
        return asked.FieldsForm(offered=offered, **given)

    intro = (
        "Its own number, the authority, the service, the provider's code for the person and the dates are always there."
    )
    said = "What is asked about the person is saved."
    return _edit(request, form, number, Page("About the person", said, make, initial, step, intro, fragment="person"))


@page(P.MANAGE_CONTRACTS, writes=True)
def domain(request: Request, form: str, number: int, domain: str = "") -> HttpResponse:
    """A new domain, or one in other words."""
    taken = own_forms.taken(request.actor, form)

    def step(now: CollectionForm, sent: asked.DomainForm) -> CollectionForm:
        said = sent.cleaned_data
        return own_building.with_domain(now, domain, said["domain"], said["words"], taken)

    def initial(now: CollectionForm) -> dict[str, Any]:
        if not domain:
            return {}
        known = _found([one for one in now.domains if one.id == domain])
        return {"domain": known.label, "words": known.words or ""}

    title = "Change the domain" if domain else "Add a domain"
    return _edit(
        request, form, number, Page(title, "The domain is saved.", asked.DomainForm, initial, step, fragment="asked")
    )


@page(P.MANAGE_CONTRACTS, writes=True)
def need(request: Request, form: str, number: int, need: str = "") -> HttpResponse:
    """A new need, `?domain=` under which, or one in other words."""
    draft, taken = own_forms.form_of(own_forms.get(request.actor, form, number)), own_forms.taken(request.actor, form)

    def step(now: CollectionForm, sent: asked.NeedForm) -> CollectionForm:
        return own_building.with_need(now, need, sent.new(), taken)

    def initial(now: CollectionForm) -> dict[str, Any]:
        if not need:
            return {"domain": request.GET.get("domain", "")}
        return asked.need_initial(_found([one for one in now.needs if one.ref == need]))

    def make(**given: Any) -> forms.Form:
        return asked.NeedForm(domains=draft.domains, **given)

    title = "Change the need" if need else "Add a need"
    intro = "It is asked like every other: was support needed, was it achieved, and if not, why not?"
    kept_as = f"own-form.{form}.{number}.need.{need or 'new'}"
    return _edit(request, form, number, Page(title, "The need is saved.", make, initial, step, intro, "asked", kept_as))


@page(P.MANAGE_CONTRACTS, writes=True)
def reasons(request: Request, form: str, number: int) -> HttpResponse:
    taken = own_forms.taken(request.actor, form)

    def step(now: CollectionForm, sent: asked.ReasonsForm) -> CollectionForm:
        return own_building.with_reasons(now, dict(sent.lines()), taken)

    def initial(now: CollectionForm) -> dict[str, Any]:
        return dict(asked.reasons_initial(now))

    intro = (
        "What may be chosen where something was not achieved. The three groups are those of every programme, so that "
        "figures can be set side by side."
    )
    said = "The reasons are saved."
    return _edit(
        request, form, number, Page("Reasons", said, asked.ReasonsForm, initial, step, intro, fragment="reasons")
    )


def _found(items: list[Any]) -> Any:
    if not items:
        raise NotFound("no such part of the form")
    return items[0]


def _edit(request: Request, form: str, number: int, page: Page) -> HttpResponse:
    """Draw the page, or take its answers into the draft."""
    row = own_forms.get(request.actor, form, number)
    if row.state != "draft":
        return go(request, "commissioner:own_form", form=form)
    now = own_forms.form_of(row)
    first = {**page.initial(now), "version": row.version}
    sending = prepare(request, page.make, draft_key=page.kept_as, initial=first)

    def keep(said: dict[str, Any]) -> Done[Any]:
        return deeds.change(by=request.actor, form=page.step(now, sending.form), seen=said["version"])

    def theirs() -> tuple[int, dict[str, Any]]:
        fresh = own_forms.get(request.actor, form, number)
        return fresh.version, page.initial(own_forms.form_of(fresh))

    if attempt(request, sending, keep, now=theirs, also=lambda said: _wrong(now, page, sending.form)):
        return go(
            request, "commissioner:own_form", form=form, said=page.said, event=sending.event, fragment=page.fragment
        )
    back = address(request, "commissioner:own_form", form=form, fragment=page.fragment)
    kept = address(request, "workspace:draft", key=page.kept_as) if page.kept_as else ""
    return form_page(
        request, sending, template="commissioner/collections/own/form", title=page.title, intro=page.intro, back=back,
        draft_url=kept,
    )  # fmt: skip


def _wrong(now: CollectionForm, page: Page, sent: forms.Form) -> list[Problem]:
    """What the rules find besides, where the answers can be read at all."""
    try:
        return rules_own.faults(page.step(now, sent))
    except (KeyError, TypeError, ValueError):
        return []


@page(P.MANAGE_CONTRACTS, only_post=True)
def arrange(request: Request, form: str, number: int) -> HttpResponse:
    """A domain or a need one place up or down, or away: `do` is up, down or remove; `what` domain or need; `id` which."""
    row = own_forms.get(request.actor, form, number)
    do, what, id = (request.POST.get(name, "") for name in ("do", "what", "id"))
    now = own_forms.form_of(row)
    made = _arranged(now, do, what, id)
    words = {"up": "Moved up.", "down": "Moved down.", "remove": "Removed."}[do]
    return tried(
        request,
        form,
        words,
        lambda: deeds.change(by=request.actor, form=made, seen=_seen(request, row)),
        fragment="asked",
    )


def _arranged(now: CollectionForm, do: str, what: str, id: str) -> CollectionForm:
    known = {"domain": {one.id for one in now.domains}, "need": {one.ref for one in now.needs}}
    if do not in ("up", "down", "remove") or id not in known.get(what, ()):
        raise NotFound("no such part of the form")
    if do == "remove":
        return own_building.without_domain(now, id) if what == "domain" else own_building.without_need(now, id)
    return own_building.moved(now, "domain" if what == "domain" else "need", id, -1 if do == "up" else 1)


def _seen(request: Request, row: LocalForm) -> int:
    return version_of(request, row.version)
