"""Concerns about a person's safety, as an actor may read them.

Who holds the permission for restricted records reads all; who raised a concern reads that one and its chronology, and may
add to it, because they are who will see the person next. For anybody else there is no concern: none is shown, counted,
found or named, on a page, on the line, in the history of deeds or in an extract.
"""

import datetime as dt
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.db.models import F, Max, QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.cases.loading import canonical
from cairn.cases.models import Concern, ConcernEntry
from cairn.cases.queries.base import NotFound, title, visible_to, workers

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """A concern in a list. `last_date` is its latest entry's, None while it has none."""

    uid: str
    client_uid: str
    client: str
    reference: str
    kind: str
    level: str
    raised_date: dt.date
    raised_by: str
    closed_date: dt.date | None
    last_date: dt.date | None


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of a chronology, as it was written, when, by whom."""

    uid: str
    entry_date: dt.date
    entry_time: dt.time | None
    kind: str
    text: str
    author: str
    written_at: dt.datetime

    @property
    def at(self) -> str:
        """The time as it is said, `2:30pm`; "" where none was noted."""
        at = self.entry_time
        return f"{at.hour % 12 or 12}:{at.minute:02}{'am' if at.hour < 12 else 'pm'}" if at else ""


@dataclass(frozen=True, slots=True)
class ConcernView:
    """A concern with its chronology, in order of what happened."""

    row: ConcernRow
    version: int
    summary: str
    plan: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class OpenConcerns:
    """One page of the open concerns, those longest without a word first."""

    rows: tuple[ConcernRow, ...]
    total: int
    page: int
    pages: int


def readable(by: Actor) -> "QuerySet[Any]":
    """The concerns that the actor may know of: all with the permission for restricted records, else those they raised."""
    rows = visible_to(by, Concern)
    return rows if by.may(Permission.READ_RESTRICTED) else rows.filter(raised_by_uid=by.uid)


def concerns_of(by: Actor, client: Any) -> tuple[ConcernRow, ...]:
    """The concerns about one person that the actor may read, open ones first, newest first."""
    return _rows(
        readable(by).filter(client=client).order_by(F("closed_date").desc(nulls_first=True), "-raised_date", "-id")
    )


def open_concerns(by: Actor, page: int = 1) -> OpenConcerns:
    """Open concerns about anybody, for review. Raises NotAllowed without the permission for restricted records."""
    by.require(Permission.READ_RESTRICTED)
    rows = readable(by).filter(closed_date__isnull=True)
    total = rows.count()
    pages = max(1, ceil(total / PER_PAGE))
    page = min(max(1, page), pages)
    waiting = rows.annotate(last=Max("entries__entry_date")).order_by(
        F("last").asc(nulls_first=True), "raised_date", "id"
    )
    return OpenConcerns(_rows(waiting[(page - 1) * PER_PAGE : page * PER_PAGE]), total, page, pages)


def concern(by: Actor, client: Any, uid: object) -> ConcernView:
    """One concern about one person. Raises NotFound, also where it may not be read."""
    row = find(by, uid)
    if row.client_id != client.pk:
        raise NotFound("no such concern")
    entries = list(visible_to(by, ConcernEntry).filter(concern=row))
    entries.sort(key=lambda one: (one.entry_date, one.entry_time or dt.time.min, one.pk))
    names = workers({entry.author_uid for entry in entries})
    last = max((entry.entry_date for entry in entries), default=None)
    return ConcernView(
        row=_row(row, workers({row.raised_by_uid}), last),
        version=row.version,
        summary=row.summary,
        plan=row.plan,
        entries=tuple(
            EntryView(
                str(one.uid), one.entry_date, one.entry_time, one.kind, one.text, names.get(one.author_uid, ""), one.written_at
            )
            for one in entries
        ),
    )  # fmt: skip


def find(by: Actor, uid: object) -> Any:
    """The row of a concern that the actor may read. Raises NotFound."""
    row = readable(by).filter(uid=canonical(uid) or None).select_related("client").first()
    if row is None:
        raise NotFound("no such concern")
    return row


def _rows(found: "QuerySet[Any]") -> tuple[ConcernRow, ...]:
    rows = list(found.select_related("client"))
    names = workers({row.raised_by_uid for row in rows})
    said = ConcernEntry.objects.filter(concern__in=[row.pk for row in rows]).values("concern_id")
    last = {one["concern_id"]: one["last"] for one in said.annotate(last=Max("entry_date")).order_by()}
    return tuple(_row(row, names, last.get(row.pk)) for row in rows)


def _row(row: Any, names: dict[str, str], last: dt.date | None) -> ConcernRow:
    return ConcernRow(
        uid=str(row.uid),
        client_uid=str(row.client.uid),
        client=title(row.client.name, row.client.known_as, row.client.reference),
        reference=row.client.reference,
        kind=row.kind,
        level=row.level,
        raised_date=row.raised_date,
        raised_by=names.get(row.raised_by_uid, ""),
        closed_date=row.closed_date,
        last_date=last,
    )
