"""Notes and memos, as an actor may read them. Whoever reads a note reads it through `readable`."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.access.models import AuditEvent, Revision
from cairn.access.permissions import Permission
from cairn.cases.models import Need, Note
from cairn.cases.queries.base import NotFound, title, visible_to, workers
from cairn.definitions import registry
from cairn.people import queries as people

RELATED = ("client", "episode__service", "need", "activity__activity_type")


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


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note as its page shows it. `need` is its label, `waits` whether a memo is not dealt with, `is_to_me` whether it
    is the reader who may say so."""

    uid: str
    version: int
    note_date: dt.date
    written_at: dt.datetime | None
    author: str
    to: str
    kind: str
    service: str
    need: str
    need_uid: str
    activity: str
    is_restricted: bool
    dealt_at: dt.datetime | None
    waits: bool
    is_to_me: bool
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A note with its answers, the oldest first."""

    first: NoteLine
    answers: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class Threads:
    """Newest first. `is_more`: there are older ones."""

    threads: tuple[Thread, ...]
    is_more: bool


def readable(by: Actor) -> "QuerySet[Any]":
    """The notes that the actor may read: their organisation's; of the restricted ones, those they wrote, those written
    to them, or all with the permission for restricted records. No other is shown, counted or found anywhere."""
    rows = visible_to(by, Note)
    if by.may(Permission.READ_RESTRICTED):
        return rows
    return rows.filter(Q(is_restricted=False) | Q(author_uid=by.uid) | Q(to_uid=by.uid))


def note(by: Actor, uid: object) -> Any:
    """One note with its client, episode and need. Raises NotFound, also where it may not be read."""
    try:
        key = uuid.UUID(str(uid))
    except ValueError:
        raise NotFound("no such note") from None
    row = readable(by).select_related(*RELATED).filter(uid=key).first()
    if row is None:
        raise NotFound("no such note")
    return row


def threads(
    by: Actor, client_uid: object, *, episode_uid: str = "", need_uid: str = "", kind: str = "", most: int = 50
) -> Threads:
    """What was written about a person, newest first, each with its answers. `kind` is a code of `note_kind`, or `waiting`
    for memos that are not dealt with. Raises NotFound for an unknown person."""
    client = people.get(by, client_uid)
    theirs = readable(by).filter(client=client)
    firsts = _chosen(theirs, episode_uid, need_uid, kind).filter(_begins(theirs))
    rows = list(firsts.select_related(*RELATED).order_by("-note_date", "-id")[: most + 1])
    shown = rows[:most]
    answers = theirs.filter(answers__in=shown).select_related(*RELATED).order_by("id")
    return Threads(_threaded(by, shown, list(answers)), len(rows) > most)


def thread(by: Actor, note_uid: object) -> Thread:
    """The thread that a note stands in. Raises NotFound, also where it may not be read."""
    row = note(by, note_uid)
    theirs = readable(by).filter(client=row.client)
    first = theirs.filter(pk=row.answers_id).select_related(*RELATED).first() or row
    answers = theirs.filter(answers=first).select_related(*RELATED).order_by("id")
    return _threaded(by, [first], list(answers))[0]


def _begins(theirs: "QuerySet[Any]") -> Q:
    """What answers nothing; or nothing that the reader may read."""
    return Q(answers__isnull=True) | ~Q(answers__in=theirs.filter(answers__isnull=True))


def _chosen(rows: "QuerySet[Any]", episode_uid: str, need_uid: str, kind: str) -> "QuerySet[Any]":
    rows = rows.filter(episode__uid=episode_uid) if episode_uid else rows
    rows = rows.filter(need__uid=need_uid) if need_uid else rows
    if kind == "waiting":
        return rows.filter(dealt_at__isnull=True).exclude(to_uid="")
    return rows.filter(kind=kind) if kind else rows


def _threaded(by: Actor, firsts: list[Any], answers: list[Any]) -> tuple[Thread, ...]:
    names = workers({uid for row in (*firsts, *answers) for uid in (row.author_uid, row.to_uid)})
    found: dict[int, list[NoteLine]] = {row.pk: [] for row in firsts}
    for row in answers:
        found[row.answers_id].append(_line(by, row, names))
    return tuple(Thread(_line(by, row, names), tuple(found[row.pk])) for row in firsts)


def _line(by: Actor, row: Any, names: dict[str, str]) -> NoteLine:
    waits = bool(row.to_uid) and row.dealt_at is None
    return NoteLine(
        uid=str(row.uid),
        version=row.version,
        note_date=row.note_date,
        written_at=row.written_at,
        author=names.get(row.author_uid, ""),
        to=names.get(row.to_uid, ""),
        kind=row.kind,
        service=row.episode.service.name if row.episode else "",
        need=need_label(row.need) if row.need else "",
        need_uid=str(row.need.uid) if row.need else "",
        activity=row.activity.activity_type.name if row.activity else "",
        is_restricted=row.is_restricted,
        dealt_at=row.dealt_at,
        waits=waits,
        is_to_me=waits and row.to_uid == by.uid,
        text=row.text,
    )


def need_label(need: Any) -> str:
    """What the dictionary calls a need."""
    return registry.get("needs", "common", need.dictionary_version).need(need.need).label


def memos_sent(by: Actor, limit: int = 50) -> list[Memo]:
    """Memos by the actor that their colleagues have not dealt with, the oldest first."""
    rows = readable(by).filter(author_uid=by.uid, dealt_at__isnull=True).exclude(to_uid="")
    return memos(rows.order_by("written_at", "id")[:limit])


def memos_done(by: Actor, limit: int = 50) -> list[Memo]:
    """Memos to the actor or by them that were dealt with, the latest first."""
    rows = readable(by).filter(Q(to_uid=by.uid) | Q(author_uid=by.uid), dealt_at__isnull=False).exclude(to_uid="")
    return memos(rows.order_by("-dealt_at", "-id")[:limit])


def memos_waiting(by: Actor, limit: int = 50, covered: Sequence[str] = ()) -> list[Memo]:
    """Memos to the actor that are not dealt with, the oldest first; with those to colleagues that they cover for."""
    return memos(waiting(by, limit, covered))


def waiting(by: Actor, limit: int, covered: Sequence[str] = ()) -> list[Any]:
    """Their rows, each with its client. One query."""
    # Said twice, so that the database sees that the index of memos has them all: most notes are to nobody.
    rows = readable(by).exclude(to_uid="").filter(to_uid__in=[by.uid, *covered], dealt_at__isnull=True)
    return list(rows.order_by("written_at", "id").select_related("client")[:limit])


def memos(rows: Iterable[Any]) -> list[Memo]:
    """Rows of notes as memos, in two queries."""
    found = list(rows.select_related("client") if isinstance(rows, QuerySet) else rows)
    names = workers(uids_in(found))
    return [memo(row, names) for row in found]


def uids_in(rows: Iterable[Any]) -> set[str]:
    """Whose names `memo` wants."""
    return {uid for row in rows for uid in (row.author_uid, row.to_uid)}


def memo(row: Any, names: Mapping[str, str]) -> Memo:
    """A row as a memo."""
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


@dataclass(frozen=True, slots=True)
class Places:
    """What a note about a person may be about: (uid, words). `running` are the episodes that are open."""

    episodes: tuple[tuple[str, str], ...]
    running: tuple[str, ...]
    needs: tuple[tuple[str, str], ...]


def places(by: Actor, client_uid: object) -> Places:
    """A person's episodes, open ones first, and their needs, unmet ones first; two queries. Raises NotFound."""
    client = people.get(by, client_uid)
    rows = visible_to(by).filter(client=client).select_related("service").order_by("-start_date", "-id")
    episodes = sorted(rows, key=lambda row: row.end_date is not None)
    needs = visible_to(by, Need).filter(client=client).order_by("-presented_date", "-id")
    return Places(
        tuple((str(row.uid), _episode_words(row)) for row in episodes),
        tuple(str(row.uid) for row in episodes if row.end_date is None),
        tuple((str(row.uid), need_label(row)) for row in sorted(needs, key=lambda row: row.state == "met")),
    )


def _episode_words(row: Any) -> str:
    return row.service.name if row.end_date is None else f"{row.service.name}, until {row.end_date:%-d %B %Y}"


def hidden_deeds(by: Actor, client: Any) -> list[int]:
    """Keys of the events about a person that dealt with nothing but notes and files that the actor may not read: that such
    a one was there is not told either, nor where it lay with a record that became one with theirs."""
    if by.may(Permission.READ_RESTRICTED):
        return []
    own = {"organisation_id": by.organisation_id}
    noted = AuditEvent.objects.filter(type__in=_NOTED, **own).values("id")
    ids = [client.pk, *(row.pk for row in people.shells_of(by, client))]
    told = Revision.objects.filter(client_id__in=ids, event_id__in=noted, **own).values_list("event_id", "payload")
    return [event_id for event_id, payload in told if payload and _hides(by, payload)]


_NOTED = ("cases.note_written", "cases.note_dealt_with", "cases.file_added", "cases.file_removed")
_HIDING = ("cases.Note", "cases.Attachment")


def _hides(by: Actor, changes: list[dict[str, Any]]) -> bool:
    rows = [change["after"] or change["before"] for change in changes if change.get("model") in _HIDING]
    return bool(rows) and all(
        row["is_restricted"] and by.uid not in (row["author_uid"], row.get("to_uid")) for row in rows
    )
