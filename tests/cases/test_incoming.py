"""What waits at the door of a service."""

import uuid
from datetime import date
from typing import Any

import pytest

from cairn.access import chain
from cairn.access.models import AuditEvent, Revision
from cairn.cases.actions import incoming
from cairn.cases.actions.incoming import NewIncoming
from cairn.cases.models import IncomingReferral
from tests.cases.conftest import Ground, refused


def at_the_door(ground: Ground, **changes: Any) -> NewIncoming:
    values = {"uid": str(uuid.uuid4()), "service_uid": str(ground.service.uid), "name": "Dilys Parry"}
    return NewIncoming(**{**values, **changes})


def landed(ground: Ground, **changes: Any) -> IncomingReferral:
    return incoming.receive(by=ground.party.system, incoming=[at_the_door(ground, **changes)]).one


def test_what_is_sent_twice_lands_once(ground: Ground) -> None:
    new = at_the_door(ground, phone="0121 496 0000", urgency="soon")
    first = incoming.receive(by=ground.party.system, incoming=[new])
    again = incoming.receive(by=ground.party.system, incoming=[new, new])
    assert first.problems == () and [p.rule for p in again.problems] == ["uid.again"] * 2
    assert {row.pk for row in again.items} == {first.one.pk} and again.event_uid == ""
    assert (first.one.state, first.one.received_date) == ("waiting", date(2025, 6, 30))


def test_what_came_leaves_no_words_in_the_log(ground: Ground) -> None:
    row = landed(ground, reason="Cannot get out")
    event = AuditEvent.objects.get(type="cases.incoming_received")
    kept = str(list(Revision.objects.filter(event_id=event.pk).values_list("payload", flat=True)))
    assert str(row.uid) in kept and "Dilys" not in kept and "Cannot" not in kept
    assert chain.verify(ground.by.organisation_id) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "Di\x00lys"}, "name"),
        ({"birth_date": date(2025, 7, 1)}, "birth_date"),
        ({"phone": "call me"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"postcode": "somewhere"}, "postcode"),
        ({"reason": "y" * 4001}, "reason"),
        ({"reason": "bell\x07"}, "reason"),
        ({"safe_contact": "z" * 1001}, "safe_contact"),
        ({"referrer": "r" * 201}, "referrer"),
        ({"more": {"Anything else": "m" * 8001}}, "more"),
        ({"more": {"Anything else": "\ud800"}}, "more"),
        ({"sector": "martian"}, "sector"),
        ({"urgency": "now!"}, "urgency"),
        ({"origin": "letter"}, "origin"),
        ({"consent": "maybe"}, "consent"),
        ({"uid": "x"}, "uid"),
        ({"service_uid": str(uuid.uuid4())}, "service_uid"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(ground: Ground, said: dict[str, Any], field: str) -> None:
    found = refused(incoming.receive, by=ground.party.system, incoming=[at_the_door(ground, **said)])
    assert {(row, at) for row, at, _ in found} == {(0, field)}
    assert not IncomingReferral.objects.exists()
