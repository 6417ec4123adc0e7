"""What lands at the door of a service: what may be wrong with it, and its row. One writer for the public form and for an
organisation that sends a person on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import checks, loading, rules, rules_incoming
from cairn.cases.models import IncomingReferral
from cairn.cases.rules_incoming import NewIncoming
from cairn.kernel import clock
from cairn.kernel.problems import Problem

#: the kind of subject by which the audit log names what waits at the door
SUBJECT = IncomingReferral.SUBJECT
CODED = {"origin": "incoming_origin", "sector": "referral_sector", "urgency": "urgency", "consent": "incoming_consent"}


def wrong(new: NewIncoming, today: date, row: int | None = None) -> list[Problem]:
    """Everything that is wrong with what is sent, but whether its service is known."""
    found = rules_incoming.sent_problems(new, today, row)
    for field, list_id in CODED.items():
        found += checks.code(list_id, getattr(new, field), field, row)
    return found


def problems_of(by: Actor, incoming: Sequence[NewIncoming], services: loading.Rows) -> list[Problem]:
    """The same of many, with their services and uids; `services` are those whose doors they come to."""
    today, taken = clock.today(), loading.taken(IncomingReferral, by, (new.uid for new in incoming))
    found: list[Problem] = []
    for row, new in enumerate(incoming):
        found += wrong(new, today, row) + checks.sender_uid(new.uid, taken, row)
        found += [] if services.of(new.service_uid) else [rules.unknown("service", "service_uid", row)]
    return found


def row_of(new: NewIncoming, service: Any, **sent: Any) -> IncomingReferral:
    """The unsaved row at the door of a service; `sent` says which organisation sends whom."""
    said = {name: " ".join(getattr(new, name).split()) for name in ("name", "phone", "email", "postcode")}
    long = {name: getattr(new, name).strip() for name in ("reason", "safe_contact", "referrer", "referrer_contact")}
    return IncomingReferral(
        uid=loading.canonical(new.uid), organisation_id=service.organisation_id, service=service, origin=new.origin,
        birth_date=new.birth_date, sector=new.sector, urgency=new.urgency, consent=new.consent, more=dict(new.more),
        received_at=clock.now(), received_date=clock.today(), **said, **long, **sent,
    )  # fmt: skip
