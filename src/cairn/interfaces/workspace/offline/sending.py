"""Back with a connection: sign in again, say who was meant, send. Each record is a deed of its own, so that one that is
refused keeps none of the others back; its uid, made on the device, makes sending it twice the same as once."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import Resolver404, resolve

from cairn.access.actors import NotAllowed
from cairn.access.permissions import Permission as P
from cairn.access.queries import NotFound
from cairn.cases import queries as cases
from cairn.cases.actions import activities
from cairn.cases.models import Activity
from cairn.interfaces.workspace.offline import entries, fresh
from cairn.interfaces.workspace.offline.entries import Entry
from cairn.interfaces.workspace.offline.forms import EntryForm, HeadsForm, RecordForm, RegisterForm
from cairn.interfaces.workspace.offline.matching import Matcher
from cairn.interfaces.workspace.offline.shell import Kind, kinds
from cairn.interfaces.workspace.pages import Request, draw, page, to
from cairn.kernel.problems import Refused
from cairn.people import queries as people
from cairn.web.forms import ErrorLink, FormView, add_problems, view

FORMS: dict[str, type[EntryForm]] = {"record": RecordForm, "register": RegisterForm, "heads": HeadsForm}
SENT = "offline_sent"
MODES = {"record": "individual", "register": "group", "heads": "head_count"}


@dataclass(frozen=True, slots=True)
class Card:
    """One record to look through: its form, or the form of the page that it was typed on."""

    uid: str
    title: str
    form: FormView | None = None
    path: str = ""
    fields: tuple[tuple[str, str], ...] = ()


@page(P.READ_CLIENTS, P.RECORD)
def known(request: Request) -> HttpResponse:
    """Which of these records are here already: a device forgets them."""
    asked = [one for one in request.GET.getlist("uid")[:100] if _is_uid(one)]
    found = cases.visible_to(request.actor, Activity).filter(uid__in=asked).values_list("uid", flat=True)
    return JsonResponse({"known": [str(uid) for uid in found]})


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def send(request: Request) -> HttpResponse:
    """What a device hands over, with who may be meant; sent when it is confirmed."""
    if not fresh.is_open(request):
        return fresh.ask(request)
    if "entries" in request.POST:
        given = entries.read(request.POST["entries"])
        own = _Sending(request)
        forms = [own.unbound(one) for one in given if one.kind != "form"]
        return own.draw(forms, [one for one in given if one.kind == "form"])
    if "uids" in request.POST:
        return _confirm(request)
    return draw(request, "offline/send", cards=None, sent=request.session.pop(SENT, []), uids=[], errors=())


def _confirm(request: Request) -> HttpResponse:
    """Send what is sound; what is not stays, with all that is wrong with it. When all is sent, away to a page that can be
    come back to: it says what was sent, and asks the device for what is left."""
    own = _Sending(request)
    forms = [own.bound(uid) for uid in request.POST.getlist("uids") if _is_uid(uid)]
    if "again" in request.POST:
        return own.draw([own.again(form) for form in forms], [])
    sent = [str(form.prefix) for form in forms if _record(request, form)]
    if sent and len(sent) == len(forms):
        request.session[SENT] = sent
        return to(request, "offline_send")
    return own.draw([form for form in forms if str(form.prefix) not in sent], [], sent)


def _record(request: Request, form: EntryForm) -> bool:
    if not form.is_valid():
        return False
    try:
        activities.record(by=request.actor, activities=[form.activity()])
    except NotAllowed:
        raise
    except Refused as refused:
        add_problems(form, refused.problems)
        return False
    return True


class _Sending:
    """The forms of one hand-over: what they are offered is read once."""

    def __init__(self, request: Request) -> None:
        self.request, self.matcher = request, Matcher(request.actor)
        self.kinds: list[Kind] = kinds(request)

    def _make(self, kind: str, uid: str, **given: Any) -> EntryForm:
        offered = [one for one in self.kinds if one.mode == MODES[kind]]
        return FORMS[kind](prefix=uid, kinds=offered, matcher=self.matcher, **given)

    def unbound(self, one: Entry) -> EntryForm:
        """As it was typed, with whoever is certainly meant chosen already."""
        kind = self._kind(one)
        said = {**one.said, "kind": kind, "activity_date": entries.day(str(one.said.get("day", "")))}
        return self._make(kind, one.uid, initial=said)

    def _kind(self, one: Entry) -> str:
        if one.kind == "record":
            return "record"
        modes = {each.uid: each.mode for each in self.kinds}
        counted = modes.get(str(one.said.get("activity_type"))) == "head_count"
        return "heads" if counted else "register"

    def bound(self, uid: str) -> EntryForm:
        kind = self.request.POST.get(f"{uid}-kind", "")
        return self._make(kind if kind in FORMS else "record", uid, data=self.request.POST)

    def again(self, form: EntryForm) -> EntryForm:
        """The same form with what stands in it now, and nothing said against it."""
        said = {
            name: one.widget.value_from_datadict(form.data, {}, form.add_prefix(name))
            for name, one in form.fields.items()
        }
        kept = {name: value for name, value in said.items() if value or name != "episode"}
        return self._make(form.data.get(f"{form.prefix}-kind", "record"), str(form.prefix), initial=kept)

    def draw(self, forms: list[EntryForm], pages: list[Entry], sent: list[str] | None = None) -> HttpResponse:
        """What is left to confirm, and which of it the device may forget."""
        views = [(form, view(form)) for form in forms]
        cards = [Card(str(form.prefix), self._title(form), drawn) for form, drawn in views]
        there = [self._card(one) for one in pages if self._leads_home(one.path)]
        errors = tuple(
            ErrorLink(f"Record {place}: {one.text}", one.href)
            for place, (_, drawn) in enumerate(views, 1)
            for one in drawn.errors
        )
        return draw(
            self.request, "offline/send", cards=cards, pages=there, sent=sent or [], errors=errors,
            uids=[card.uid for card in cards], status=422 if errors else 200,
        )  # fmt: skip

    def _title(self, form: EntryForm) -> str:
        return form.chosen.name if form.chosen else "A record of a kind that is no longer offered"

    def _leads_home(self, path: str) -> bool:
        return path.startswith(f"/o/{self.request.actor.slug}/") and "/record/" in path and bool(self._about(path))

    def _about(self, path: str) -> dict[str, Any]:
        try:
            return {"found": True, **resolve(path).kwargs}
        except Resolver404:
            return {}

    def _card(self, one: Entry) -> Card:
        """A form whose person was known when it was typed; who it is stands on no device, so it is read here."""
        about = self._about(one.path)
        try:
            person = people.get(self.request.actor, about["client"]) if "client" in about else None
        except NotFound:
            person = None
        name = (person.name or person.known_as or person.reference) if person else ""
        said = {**dict(one.fields), **about}
        kind = next((each.name for each in self.kinds if each.uid == str(said.get("activity_type", ""))), one.title)
        return Card(one.uid, ", ".join(filter(None, (kind, name))), path=one.path, fields=one.fields)


def _is_uid(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False
