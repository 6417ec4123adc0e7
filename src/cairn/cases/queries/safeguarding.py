"""Safeguarding referrals that were made, as an actor may read them.

Who holds the permission for restricted records reads all; who made one reads that one, and whoever raised the concern that
it came out of, because it stands in its chronology. For anybody else there is none.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.cases.loading import canonical
from cairn.cases.models import SafeguardingReferral
from cairn.cases.queries.base import NotFound, title, visible_to, workers
from cairn.kernel import clock

MOST = 50


@dataclass(frozen=True, slots=True)
class MadeReferral:
    """A safeguarding referral. `concern_uid` is "" for one that came out of no concern; `waiting_days` how long nothing was
    heard, None once something was."""

    uid: str
    version: int
    client_uid: str
    client: str
    made_date: dt.date
    made_by: str
    body: str
    outcome: str
    outcome_date: dt.date | None
    words: str
    concern_uid: str
    service: str
    waiting_days: int | None


def readable(by: Actor) -> "QuerySet[Any]":
    """The referrals that the actor may know of."""
    rows = visible_to(by, SafeguardingReferral)
    if by.may(Permission.READ_RESTRICTED):
        return rows
    return rows.filter(Q(made_by_uid=by.uid) | Q(concern__raised_by_uid=by.uid))


def find(by: Actor, uid: object) -> Any:
    """One referral that the actor may read. Raises NotFound."""
    row = readable(by).filter(uid=canonical(uid) or None).select_related("client", "concern").first()
    if row is None:
        raise NotFound("no such referral")
    return row


def made_about(by: Actor, client: Any, concern: object = None) -> tuple[MadeReferral, ...]:
    """Those about one person, the latest first; only those out of one concern where its uid is given."""
    rows = readable(by).filter(client=client)
    if concern is not None:
        rows = rows.filter(concern__uid=canonical(concern) or None)
    return _views(rows.order_by("-made_date", "-id"))


def waiting(by: Actor, limit: int = MOST) -> tuple[MadeReferral, ...]:
    """Those of which nothing was heard yet, longest waiting first, up to `limit`. Who may not read restricted records has
    those they may know of."""
    rows = readable(by).filter(outcome="waiting").order_by("made_date", "id")
    return _views(rows[:limit])


def _views(rows: "QuerySet[Any]") -> tuple[MadeReferral, ...]:
    found = list(rows.select_related("client", "concern", "episode__service"))
    names = workers({row.made_by_uid for row in found})
    return tuple(_view(row, names) for row in found)


def _view(row: Any, names: dict[str, str]) -> MadeReferral:
    is_waiting = row.outcome == "waiting"
    return MadeReferral(
        uid=str(row.uid),
        version=row.version,
        client_uid=str(row.client.uid),
        client=title(row.client.name, row.client.known_as, row.client.reference),
        made_date=row.made_date,
        made_by=names.get(row.made_by_uid, ""),
        body=row.body,
        outcome=row.outcome,
        outcome_date=row.outcome_date,
        words=row.words,
        concern_uid=str(row.concern.uid) if row.concern else "",
        service=row.episode.service.name if row.episode else "",
        waiting_days=(clock.today() - row.made_date).days if is_waiting else None,
    )
