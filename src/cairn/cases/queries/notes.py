"""Notes and memos, as an actor may read them. Whoever reads a note reads it through `readable`."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.cases.models import Note
from cairn.cases.queries.base import get, title, visible_to, workers

RELATED = ("client", "episode__service", "need")


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo to a colleague: about whom, from whom, and whether it still waits (`dealt_at` None)."""

    uid: str
    version: int
    client_uid: str
    client: str
    reference: str
    author: str
    to_uid: str
    to: str
    note_date: dt.date
    written_at: dt.datetime | None
    dealt_at: dt.datetime | None
    text: str
    kind: str
    is_restricted: bool


def readable(by: Actor) -> "QuerySet[Any]":
    """The notes that the actor may read: their organisation's; of the restricted ones, those they wrote, those written
    to them, or all with the permission for restricted records. No other is shown, counted or found anywhere."""
    rows = visible_to(by, Note)
    if by.may(Permission.READ_RESTRICTED):
        return rows
    return rows.filter(Q(is_restricted=False) | Q(author_uid=by.uid) | Q(to_uid=by.uid))


def note(by: Actor, uid: object) -> Any:
    """One note with its client, episode and need. Raises NotFound, also where it may not be read."""
    row = get(by, Note, uid, *RELATED)
    return readable(by).select_related(*RELATED).get(pk=row.pk)


def memos_waiting(by: Actor, limit: int = 50) -> list[Memo]:
    """Memos to the actor that are not dealt with, the oldest first."""
    rows = readable(by).filter(to_uid=by.uid, dealt_at__isnull=True)
    return memos(rows.order_by("written_at", "id")[:limit])


def memos(rows: Iterable[Any]) -> list[Memo]:
    """Rows of notes as memos, in two queries."""
    found = list(rows.select_related("client") if isinstance(rows, QuerySet) else rows)
    names = workers({uid for row in found for uid in (row.author_uid, row.to_uid)})
    return [_memo(row, names) for row in found]


def _memo(row: Any, names: dict[str, str]) -> Memo:
    who = row.client
    return Memo(
        uid=str(row.uid),
        version=row.version,
        client_uid=str(who.uid),
        client=title(who.name, who.known_as, who.reference),
        reference=who.reference,
        author=names.get(row.author_uid, ""),
        to_uid=row.to_uid,
        to=names.get(row.to_uid, ""),
        note_date=row.note_date,
        written_at=row.written_at,
        dealt_at=row.dealt_at,
        text=row.text,
        kind=row.kind,
        is_restricted=row.is_restricted,
    )
