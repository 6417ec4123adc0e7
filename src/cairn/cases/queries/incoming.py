"""What came to the door, one by one; and what was sent to the doors of others, with what came of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.cases.loading import canonical
from cairn.cases.models import IncomingReferral
from cairn.cases.queries.base import get
from cairn.cases.queries.door import waiting_days
from cairn.cases.rules_incoming import ACCEPTED, NOT_A_REFERRAL, WAITING
from cairn.people import matching
from cairn.people.matching import Match


@dataclass(frozen=True, slots=True)
class Came:
    """What was sent to a door, and where it stands. `sender` is the organisation, "" for a form; `referral_uid` and
    `client_uid` where it was taken in. `is_blank`: what was sent is gone."""

    uid: str
    version: int
    service_uid: str
    service: str
    origin: str
    sender: str
    received_at: dt.datetime
    received_date: dt.date
    waiting_days: int
    name: str
    birth_date: dt.date | None
    phone: str
    email: str
    postcode: str
    reason: str
    safe_contact: str
    referrer: str
    referrer_contact: str
    sector: str
    urgency: str
    consent: str
    more: Mapping[str, str]
    state: str
    answer_reason: str
    answer_words: str
    answered_date: dt.date | None
    referral_uid: str
    client_uid: str

    @property
    def is_blank(self) -> bool:
        return not self.name

    @property
    def is_waiting(self) -> bool:
        return self.state == WAITING


@dataclass(frozen=True, slots=True)
class Sent:
    """Somebody who was passed on: to which service of whom, and what the other answered. Nothing of what was recorded
    there since. `reason` is a code of `unsuccessful_reason`, or of `not_a_referral` where they say it is none."""

    uid: str
    version: int
    client_uid: str
    service: str
    organisation: str
    sent_date: dt.date
    state: str
    reason_list: str
    reason: str
    words: str
    answered_date: dt.date | None
    what: Mapping[str, str]

    @property
    def is_waiting(self) -> bool:
        return self.state == WAITING

    @property
    def has_support(self) -> bool:
        """Whether support was opened: an acceptance opens it."""
        return self.state == ACCEPTED


def incoming(by: Actor, uid: object) -> Came:
    """One that came to the actor's organisation. Raises NotFound."""
    row = get(by, IncomingReferral, uid, "service", "sender", "referral__client")
    same = (
        "version", "origin", "received_at", "received_date", "name", "birth_date", "phone", "email", "postcode", "reason",
        "safe_contact", "referrer", "referrer_contact", "sector", "urgency", "consent", "more", "state", "answer_reason",
        "answer_words", "answered_date",
    )  # fmt: skip
    return Came(
        uid=str(row.uid),
        service_uid=str(row.service.uid),
        service=row.service.name,
        sender=row.sender.name if row.sender else "",
        waiting_days=waiting_days(row.received_date),
        referral_uid=str(row.referral.uid) if row.referral else "",
        client_uid=str(row.referral.client.uid) if row.referral else "",
        **{name: getattr(row, name) for name in same},
    )


def came_as(by: Actor, referral_uid: str) -> Came | None:
    """What a referral came as, where it came through the door."""
    row = IncomingReferral.objects.filter(
        organisation_id=by.organisation_id, referral__uid=canonical(referral_uid) or None
    )
    uid = row.values_list("uid", flat=True).first() if by.may(Permission.READ_CLIENTS) else None
    return incoming(by, uid) if uid else None


def has_sender(by: Actor, referral_uid: str) -> bool:
    """Whether another organisation on this Cairn sent a referral, and reads what is decided."""
    rows = IncomingReferral.objects.filter(organisation_id=by.organisation_id, sender__isnull=False)
    return rows.filter(referral__uid=canonical(referral_uid) or None).exists()


def likely(by: Actor, came: Came) -> list[Match]:
    """Who on record may be the person that was sent, the likeliest first."""
    if came.is_blank:
        return []
    return matching.likely(
        by, name=came.name, birth_date=came.birth_date, phone=came.phone, email=came.email, postcode=came.postcode
    )


def sent(by: Actor, client: Any) -> tuple[Sent, ...]:
    """Where a person was passed on to, the latest first. One query."""
    return tuple(_sent(row, str(client.uid)) for row in _rows(by).filter(sender_client=client))


def sent_one(by: Actor, client: Any, uid: object) -> Sent:
    """One of them. Raises NotFound."""
    key = canonical(uid)
    row = _rows(by).filter(sender_client=client, uid=key).first() if key else None
    if row is None:
        raise NotFound("nothing was sent so")
    return _sent(row, str(client.uid))


def _rows(by: Actor) -> Any:
    """What the actor's organisation sent: the service's name is public, and no more of the other's is read."""
    rows = IncomingReferral.objects.filter(sender_id=by.organisation_id)
    rows = rows if by.may(Permission.READ_CLIENTS) else rows.none()
    return rows.select_related("service", "organisation").defer("referral").order_by("-received_at", "-pk")


#: what the sender reads again of what it sent, and what it is called
_WHAT = {
    "name": "Name", "phone": "Phone", "email": "E-mail", "postcode": "Postcode",
    "safe_contact": "When and how it is safe to call", "reason": "Why",
}  # fmt: skip


def _sent(row: Any, client_uid: str) -> Sent:
    decided = row.answered_date is not None
    born = {"Date of birth": f"{row.birth_date:%-d %B %Y}"} if row.birth_date else {}
    what = {label: getattr(row, name) for name, label in _WHAT.items() if getattr(row, name)}
    return Sent(
        uid=str(row.uid), version=row.version, client_uid=client_uid, service=row.service.name,
        organisation=row.organisation.name, sent_date=row.received_date, state=row.state,
        reason_list="not_a_referral" if row.state == NOT_A_REFERRAL else "unsuccessful_reason",
        reason=row.answer_reason if decided else "", words=row.answer_words if decided else "",
        answered_date=row.answered_date, what={**what, **born, **row.more},
    )  # fmt: skip
