"""How life stands: each kind of status over time, what stands in the way of moving on, the level of support, carers'
assessments, and what was answered to optional questions. A change is two taps away: Change, and the answer."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.queries.optional import Known, asked_of
from cairn.cases.queries.situation import Situation, situation
from cairn.definitions import registry
from cairn.interfaces.workspace.clients.frame import frame
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.interfaces.workspace.situation import forms
from cairn.interfaces.workspace.situation.places import called, home, life_url, person_of, taken_out
from cairn.kernel import clock
from cairn.kernel.problems import Done
from cairn.people import around, queries, rules
from cairn.people.actions import statuses
from cairn.people.queries import StatusView
from cairn.people.rules_optional import NO_ANSWER
from cairn.presentation import lifelines
from cairn.presentation.lifelines import Lifeline, Stretch

NOT_ASKED = "not_asked"
"""Stands where there is no entry; none is made to say so."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of status as the page shows it; `picture` is None while nothing is noted."""

    id: str
    label: str
    now: StatusView | None
    entries: tuple[StatusView, ...]
    picture: Lifeline | None
    is_restricted: bool


@page(P.READ_CLIENTS)
def life(request: Request, client: str) -> HttpResponse:
    """How life stands, from when to when."""
    by, person = request.actor, person_of(request, client)
    stands, today = situation(by, person), clock.today()
    record = cases.record(by, person)
    running = [one for one in record.episodes if one.end_date is None]
    circle = around.around(by, person)
    known = Known(stands.statuses, circle.speaking.interpreter.code if circle.speaking else NO_ANSWER)
    return draw(
        request, "situation/life", **frame(request, client, "life", queries.card_of(person, today)), stands=stands,
        kinds=kinds(by, stands), running=running, asked=asked_of(by, person, known), today=today,
        around=circle, levels=level_lines(stands), blocks=block_line(stands),
    )  # fmt: skip


def kinds(by: Any, stands: Situation) -> list[Kind]:
    """Every kind that exists for the reader, drawn over one span of time."""
    found = {kind: tuple(one for one in stands.statuses if one.kind == kind) for kind in queries.status_kinds(by)}
    first = min((one.start_date for one in stands.statuses), default=clock.today())
    return [_kind(kind, entries, first) for kind, entries in found.items()]


def _kind(kind: str, entries: tuple[StatusView, ...], first: Any) -> Kind:
    codes = registry.get("codes", kind)
    stretches = [
        Stretch(one.label, one.start_date, one.end_date, codes.entry(one.code).missing) for one in reversed(entries)
    ]
    picture = lifelines.drawn(stretches, first, clock.today()) if entries else None
    now = next((one for one in entries if one.end_date is None), None)
    return Kind(kind, codes.label, now, entries, picture, kind in rules.RESTRICTED_KINDS)


def level_lines(stands: Situation) -> Lifeline | None:
    """The levels of the support that is open, over time; None where there are none, or of more than one support."""
    now = {one.episode_uid for one in stands.levels_now}
    if len(now) != 1:
        return None
    own = [one for one in reversed(stands.levels) if one.episode_uid in now]
    stretches = [Stretch(one.name, one.start_date, one.end_date, False) for one in own]
    return lifelines.drawn(stretches, own[0].start_date, clock.today())


def block_line(stands: Situation) -> Lifeline | None:
    """When they were blocked, over time."""
    if not stands.blocks:
        return None
    codes = registry.get("codes", "move_on_cause")
    own = sorted(stands.blocks, key=lambda one: one.start_date)
    stretches = [Stretch(codes.label_of(one.cause), one.start_date, one.end_date, False) for one in own]
    return lifelines.drawn(stretches, own[0].start_date, clock.today())


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def status_new(request: Request, client: str, kind: str) -> HttpResponse:
    """Another answer from a date on: the date stands at today, each answer is a button."""
    person = person_of(request, client)
    if kind not in queries.status_kinds(request.actor):
        raise Http404

    def make(**given: Any) -> forms.NewStatusForm:
        return forms.NewStatusForm(kind=kind, **given)

    sending = prepare(request, make, initial={"start_date": clock.today()})

    def add(said: dict[str, Any]) -> Done[Any]:
        new = statuses.NewStatus(str(client), kind, said["code"], said["start_date"])
        return statuses.add(by=request.actor, statuses=[new])

    codes = registry.get("codes", kind)
    if attempt(request, sending, add):
        return home(request, client, sending, "Noted from that day.", kind)
    now = next((one for one in queries.statuses(request.actor, person) if one.kind == kind and not one.end_date), None)
    return draw_form(
        request, sending, title=f"{codes.label}: {called(person)}", back=life_url(request, client),
        template="situation/pick", name="code", now=now.label if now else "", since=now.start_date if now else None,
        offered=[(entry.code, entry.label) for entry in codes.entries if not entry.missing],
        apart=[(entry.code, entry.label) for entry in codes.entries if entry.missing and entry.code != NOT_ASKED],
        intro=codes.question or "", hints={}, empty="",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def status_change(request: Request, client: str, status: str) -> HttpResponse:
    """Put an entry right that was a mistake."""
    row = _own(request, client, status)

    def make(**given: Any) -> forms.StatusForm:
        return forms.StatusForm(kind=row.kind, **given)

    def stands() -> tuple[int, dict[str, Any]]:
        now = _own(request, client, status)
        return now.version, {"code": now.code, "start_date": now.start_date}

    version, now = stands()
    sending = prepare(request, make, initial={**now, "version": version})

    def change(said: dict[str, Any]) -> Done[Any]:
        return statuses.change(by=request.actor, status_uid=status, **said)

    if attempt(request, sending, change, now=stands):
        return home(request, client, sending, "Put right.", row.kind)
    return draw_form(
        request, sending, title=f"Put right: {registry.get('codes', row.kind).label.lower()}",
        back=life_url(request, client), template="situation/change", row=row, remove="status_remove", names="status",
        intro="If life changed, go back and note the change from its day. This is for an entry that was a mistake.",
        remove_words="Take this entry out",
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def status_remove(request: Request, client: str, status: str) -> HttpResponse:
    row = _own(request, client, status)
    deed = statuses.remove
    words = "The entry is taken out. What stood before it stands again."
    return taken_out(request, client, lambda: deed(by=request.actor, status_uid=status), words, row.kind)


def _own(request: Request, client: str, status: str) -> Any:
    row, person = statuses.find(request.actor, status)
    if str(person.uid) != str(client):
        raise Http404
    return row
