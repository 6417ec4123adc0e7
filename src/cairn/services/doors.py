"""Services of other organisations on this Cairn that take referrals from them: what is public of each, and nothing more."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.queries import NotFound
from cairn.kernel import clock
from cairn.services.models import Service

WHY = "which services take referrals from others is public to every organisation here"


@dataclass(frozen=True, slots=True)
class Door:
    """A service to which another organisation may refer somebody."""

    service_uid: str
    service: str
    who_for: str
    organisation_uid: str
    organisation: str


def doors(by: Actor) -> tuple[Door, ...]:
    """Every service of another organisation that takes referrals today, by organisation and name. One query."""
    with scope.every(WHY):
        return tuple(_door(row) for row in _open(by).order_by("organisation__name", "name", "pk"))


def door(by: Actor, uid: object) -> tuple[Service, Door]:
    """One of them, as the row that a referral is to. Raises NotFound."""
    try:
        key = UUID(str(uid))
    except ValueError:
        raise NotFound("no such service") from None
    with scope.every(WHY):
        row = _open(by).filter(uid=key).first()
    if row is None:
        raise NotFound("no such service")
    return row, _door(row)


def _open(by: Actor) -> "QuerySet[Any]":
    today = clock.today()
    running = Q(end_date__isnull=True) | Q(end_date__gte=today)
    others = Service.objects.exclude(organisation_id=by.organisation_id).select_related("organisation")
    return others.filter(running, takes_referrals=True, start_date__lte=today)


def _door(row: Any) -> Door:
    other = row.organisation
    return Door(str(row.uid), row.name, row.who_for, str(other.uid), other.name)
