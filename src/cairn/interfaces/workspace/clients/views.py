"""One person: the page, who they are, the core questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.actors import Actor
from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.queries import own_seen
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.clients import about as about_form
from cairn.interfaces.workspace.clients.facts import facts
from cairn.interfaces.workspace.clients.forms import PersonForm
from cairn.interfaces.workspace.clients.frame import frame
from cairn.interfaces.workspace.clients.nextsteps import next_steps
from cairn.interfaces.workspace.clients.timeline import items
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.people import around as people_around
from cairn.people import queries as people
from cairn.people import trying
from cairn.people.actions import clients
from cairn.presentation import trail, wheel
from cairn.presentation.measured import Drawn, drawn, kind_of
from cairn.scales.queries import worded
from cairn.services import queries as services

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """One scale's readings in an episode, by one rater, drawn and said. `rows` newest first."""

    label: str
    scale: str
    rater: str
    drawn: Drawn
    rows: tuple[cases.ReadingView, ...]
    has_pair: bool


@dataclass(frozen=True, slots=True)
class EpisodePage:
    """An episode as the page shows it."""

    view: cases.EpisodeView
    trails: list[trail.Trail]
    measured: list[Measured]


@page(P.READ_CLIENTS)
def client(request: Request, client: str) -> HttpResponse:
    """How far somebody has come, and what to do next."""
    by = request.actor
    person = people.get(by, client)
    details, around = people_around.whole(by, person)
    record = cases.record(by, person)
    line = cases.timeline(by, person, cases.Asked(limit=SHOWN))
    running = [one for one in record.episodes if one.end_date is None]
    whole = running or list(record.episodes[:1])
    framed = frame(request, client, "client", details.card)
    seen, things = own_seen.seen(by, person)
    return draw(
        request, "clients/one", **framed, plan_url=section_url(framed, "plan"), details=details, record=record,
        facts=facts(details),
        episodes=[episode_page(by, episode) for episode in whole], past=[one for one in record.episodes if one not in whole],
        next_steps=next_steps(record, details) if by.may(P.RECORD) else [], items=items(line.entries), more=bool(line.older),
        around=around, needs=needs_in_short(record), stands=record.stands, today=clock.today(),
        seen=[one for one in seen if one.taken_back_date is None], things=things,
        may_erase=by.may(P.ERASE_CLIENTS), may_fund=by.may(P.MANAGE_SERVICES), may_audit=by.may(P.READ_AUDIT),
    )  # fmt: skip


def section_url(framed: Mapping[str, Any], name: str) -> str:
    """The address of one of the sections, "" where the reader has none of that name."""
    return next((one.url for one in framed["sections"] if one.name == name), "")


def needs_in_short(record: cases.ClientRecord) -> wheel.Wheel | None:
    """The ring of needs, where anything is known of them."""
    return wheel.small(record.areas) if record.areas else None


def episode_page(by: Actor, episode: cases.EpisodeView) -> EpisodePage:
    """An episode with its pictures. A ladder nobody has stepped on is shown only while no other is."""
    trails = [trail.trail(ladder.name, ladder.rungs) for ladder in episode.ladders]
    started = [one for one in trails if one.is_started]
    return EpisodePage(episode, started or trails[:1], measured(by, [one for one in episode.scales if one.readings]))


def measured(by: Actor, views: Sequence[cases.ScaleView]) -> list[Measured]:
    """The picture of each scale's readings, and its change in words; areas and items are named as the organisation names
    them, and a score lies between the ends of the table of values that it loaded."""
    found = [(view, registry.get("scale", view.scale, view.version)) for view in views]
    own = worded(by, [scale for view, scale in found if _is_theirs(view, scale)])
    return [_measured(view, own.get((scale.id, scale.version), scale)) for view, scale in found]


def _is_theirs(view: cases.ScaleView, scale: Scale) -> bool:
    """Whether the organisation's own words or table show in the picture."""
    return kind_of(scale, view.readings) != "line" or bool(scale.tariff and scale.tariff.lacking)


def _measured(view: cases.ScaleView, scale: Scale) -> Measured:
    found = drawn(scale, view.readings, baseline=view.baseline, change=view.change)
    has_pair = view.change is not None if found.kind == "line" else len(view.readings) > 1
    return Measured(view.label, view.scale, view.rater, found, tuple(reversed(view.readings)), has_pair)


def client_url(request: Request, client: object) -> str:
    return reverse("workspace:client", kwargs={"organisation": request.actor.slug, "client": client})


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def client_contact(request: Request, client: str) -> HttpResponse:
    """Name, phone, reference."""
    names = tuple(name for name in PersonForm.base_fields if name != "version")

    def stands() -> tuple[int, dict[str, Any]]:
        row = people.get(request.actor, client)
        return row.version, {name: getattr(row, name) for name in names}

    version, now = stands()
    key = f"client.contact.{client}"
    sending = prepare(request, PersonForm, draft_key=key, initial={**now, "version": version})

    def change(said: dict[str, Any]) -> Done[Any]:
        return clients.change(by=request.actor, client_uid=client, **said)

    def also(said: dict[str, Any]) -> list[Problem]:
        given = {name: said[name] for name in names}
        return trying.problems_after(people.answers_of(people.get(request.actor, client)), given, clock.today())

    if attempt(request, sending, change, now=stands, also=also):
        done(request, "Changed.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "client", client=client)
    return draw_form(
        request, sending, title=f"Who {now['name'] or now['reference']} is", back=client_url(request, client),
        draft_url=drafts.address(request, key, client),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def client_about(request: Request, client: str) -> HttpResponse:
    """The core questions. An open question stays open; nothing is guessed."""
    asks = asks_postcode(request, client)

    def make(**given: Any) -> about_form.AboutForm:
        return about_form.AboutForm(asks_postcode=asks, **given)

    def stands() -> tuple[int, dict[str, Any]]:
        row = people.get(request.actor, client)
        return row.version, about_form.initial(people.answers_of(row))

    person = people.get(request.actor, client)

    version, now = stands()
    key = f"client.about.{client}"
    sending = prepare(request, make, draft_key=key, initial={**now, "version": version})

    def change(said: dict[str, Any]) -> Done[Any]:
        return _at_the_forms_fields(
            lambda: clients.change(by=request.actor, client_uid=client, version=said["version"], **said["answers"]),
            said["answers"],
        )

    def also(said: dict[str, Any]) -> list[Problem]:
        told = about_form.answers(said, asks)
        wrong = trying.problems_after(people.answers_of(person), told, clock.today())
        return [_at_the_forms_field(one, told) for one in wrong]

    if attempt(request, sending, change, now=stands, also=also):
        done(request, "The answers are kept.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "client", client=client)
    return draw_form(
        request, sending, title=f"About {person.name or person.reference}", back=client_url(request, client),
        draft_url=drafts.address(request, key, client),
        intro="Ask, do not guess. What you leave open is kept as not asked.",
    )  # fmt: skip


def asks_postcode(request: Request, client: str) -> bool:
    """Whether any service that the person is or was referred to asks; where there is none yet, yes."""
    record = cases.record(request.actor, str(client))
    uids = {row.service_uid for row in record.referrals} | {row.service_uid for row in record.episodes}
    asked = list(services.visible_to(request.actor).filter(uid__in=uids).values_list("asks_postcode", flat=True))
    return any(asked) or not asked


def _at_the_forms_fields(deed: Any, answers: Mapping[str, Any]) -> Done[Any]:
    """Problems of ethnicity at the step of the form where it was said."""
    try:
        return deed()  # type: ignore[no-any-return]
    except Refused as refused:
        if all(problem.field != "ethnicity" for problem in refused.problems):
            raise
        raise Refused(_at_the_forms_field(one, answers) for one in refused.problems) from refused


def _at_the_forms_field(one: Problem, answers: Mapping[str, Any]) -> Problem:
    return replace(one, field=f"ethnicity_{answers['ethnicity_group']}") if one.field == "ethnicity" else one
