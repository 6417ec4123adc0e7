"""Who is around a person: household, carers, whom to call; and how to reach and speak with them."""

from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.interfaces.pages import address
from cairn.interfaces.workspace import drafts
from cairn.interfaces.workspace.clients import around_forms as forms
from cairn.interfaces.workspace.clients.frame import frame
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.people import around as reading
from cairn.people import queries as people
from cairn.people import rules_around
from cairn.people.actions import circle, communication
from cairn.people.models import RelatedPerson

ROLES = ("is_carer", "is_cared_for", "is_emergency_contact")
ASKED = ("relation", "lives_with", "name", "phone", "words")
NOTHING_SAID = {"language": "not_asked", "interpreter": "not_asked", "contact_by": "not_asked"}


@page(P.READ_CLIENTS)
def around(request: Request, client: str) -> HttpResponse:
    person = people.get(request.actor, client)
    return draw(
        request, "clients/around", **frame(request, client, "around", people.card_of(person, clock.today())),
        around=reading.around(request.actor, person),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD)
def around_find(request: Request, client: str) -> HttpResponse:
    """Somebody who is supported here too: found, then linked; both pages show it."""
    person = people.get(request.actor, client)
    text = request.GET.get("q", "")
    found = [card for card in people.find(request.actor, text) if card.uid != str(person.uid)]
    return draw(request, "clients/around_find", card=people.card_of(person, clock.today()), q=text, found=found)


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def around_new(request: Request, client: str) -> HttpResponse:
    person = people.get(request.actor, client)
    linked = _linked(request)
    key = f"around.new.{client}{f'.{linked.uid}' if linked else ''}"
    initial = {"other_uid": linked.uid if linked else None, "lives_with": "not_asked", "version": 0}
    sending = prepare(request, _form(bool(linked)), draft_key=key, initial=initial)

    def add(said: dict[str, Any]) -> Done[Any]:
        told = _told(said)
        return circle.add(by=request.actor, related=[circle.NewRelated(client_uid=str(client), **told)])

    if attempt(request, sending, add, also=lambda said: _wrong(said, bool(linked))):
        done(request, "Noted.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "around", client=client)
    who = f"{linked.title}, who is supported here too." if linked else ""
    return draw_form(
        request, sending, title=f"Who is around {person.name or person.reference}?", intro=who,
        back=address(request, "workspace:around", client=client), draft_url=drafts.address(request, key, client),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def around_change(request: Request, client: str, near: str) -> HttpResponse:
    person = people.get(request.actor, client)
    row = reading.one(request.actor, person, near)

    def stands() -> tuple[int, dict[str, Any]]:
        now = reading.one(request.actor, person, near)
        return now.version, _initial(now)

    version, now = stands()
    sending = prepare(request, _form(row.other is not None), initial={**now, "version": version})

    def change(said: dict[str, Any]) -> Done[Any]:
        seen = said["version"]
        return circle.change(by=request.actor, client_uid=client, related_uid=near, version=seen, **_told(said))

    if attempt(request, sending, change, now=stands, also=lambda said: _wrong(said, row.other is not None)):
        done(request, "Changed.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "around", client=client)
    return draw_form(
        request, sending, title=f"Change what is noted of {_called(row)}",
        back=address(request, "workspace:around", client=client),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def around_remove(request: Request, client: str, near: str) -> HttpResponse:
    person = people.get(request.actor, client)
    row = reading.one(request.actor, person, near)
    sending = prepare(request, forms.LeaveForm, initial={"ended_date": clock.today(), "version": row.version})

    def remove(said: dict[str, Any]) -> Done[Any]:
        return circle.remove(by=request.actor, client_uid=client, related_uid=near, **said)

    if attempt(request, sending, remove):
        done(request, "Taken out of the circle.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "around", client=client)
    return draw_form(
        request, sending, title=f"Take {_called(row)} out of the circle", submit="Take out",
        back=address(request, "workspace:around", client=client),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def communication_change(request: Request, client: str) -> HttpResponse:
    person = people.get(request.actor, client)

    def stands() -> tuple[int, dict[str, Any]]:
        row = reading.speaking_of(person)
        values = {name: getattr(row, name) for name in communication.FIELDS} if row else NOTHING_SAID
        return row.version if row else 0, values

    version, now = stands()
    key = f"communication.{client}"
    sending = prepare(request, forms.SpeakingForm, draft_key=key, initial={**now, "version": version})

    def change(said: dict[str, Any]) -> Done[Any]:
        return communication.change(by=request.actor, client_uid=client, **said)

    if attempt(request, sending, change, now=stands, also=rules_around.communication_problems):
        done(request, "Noted.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "around", client=client)
    return draw_form(
        request, sending, title=f"How to reach and speak with {person.name or person.reference}",
        back=address(request, "workspace:around", client=client), draft_url=drafts.address(request, key, client),
    )  # fmt: skip


def _linked(request: Request) -> people.ClientCard | None:
    """The other person whom the address or the form names, if they may be seen. Raises NotFound."""
    named = request.POST.get("other_uid") or request.GET.get("other", "")
    return people.card_of(people.get(request.actor, named), clock.today()) if named else None


def _form(linked: bool) -> Any:
    return lambda **given: forms.RelatedForm(linked=linked, **given)


def _told(said: dict[str, Any]) -> dict[str, Any]:
    """The answers of the form, as the action takes them."""
    other = said.get("other_uid")
    return {
        **{name: said.get(name) or "" for name in ASKED},
        **{role: role in said.get("roles", ()) for role in ROLES},
        "other_uid": str(other) if other else "",
    }


def _wrong(said: dict[str, Any], linked: bool) -> list[Problem]:
    told = {"lives_with": "not_asked", "relation": "", **_told(said)}
    return rules_around.related_problems(told, linked, None)


def _initial(row: RelatedPerson) -> dict[str, Any]:
    other: Any = row.other
    return {**{name: getattr(row, name) for name in ASKED}, "roles": [role for role in ROLES if getattr(row, role)],
            "other_uid": str(other.uid) if other else None}  # fmt: skip


def _called(row: RelatedPerson) -> str:
    other: Any = row.other
    return str(people.card_of(other, clock.today()).title) if other else row.name
