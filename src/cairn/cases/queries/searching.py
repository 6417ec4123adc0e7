"""Notes by their words, of those that the reader may read: newest first, or those that say it most."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from cairn.access.actors import Actor
from cairn.cases import wording
from cairn.cases.models import Note
from cairn.cases.queries.base import title, workers
from cairn.cases.queries.notes import readable
from cairn.cases.wording import Piece, Term
from cairn.kernel import fulltext
from cairn.kernel.textwords import TextIndex, key, marker, unaccented
from cairn.people import queries as people

INDEX = TextIndex("cases_note", "text", "words", ("client_id", "author_uid"))
BATCH, BATCHES = 400, 25  # notes looked at in one question; and in all, before the reader is asked to say more
FIRST = 60  # looked at in the first question, which is enough where most may be read
RANKED = 200  # of these, the newest, those that say it most come first
MOST = 200  # shown at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked for: every word (or its beginning) and every "phrase in quotes"; by the reader, about one person,
    written of these days. `order` is `newest` or `closest`."""

    text: str
    mine: bool = False
    client_uid: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    order: str = "newest"
    limit: int = 20


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note with the words around what was found, in pieces, of which some are what was found."""

    uid: str
    client_uid: str
    client: str
    reference: str
    author: str
    note_date: dt.date
    kind: str
    service: str
    is_restricted: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FoundNotes:
    """`is_more`: there are others, or too many to look through."""

    notes: tuple[FoundNote, ...]
    is_more: bool
    terms: tuple[Term, ...]


def search(by: Actor, asked: Asked) -> FoundNotes:
    """Notes with all that is asked for. Nothing typed is an error; nothing to look for finds nothing. Raises NotFound for
    an unknown person."""
    terms = wording.terms(asked.text)
    if not terms:
        return FoundNotes((), False, ())
    wanted = min(max(1, asked.limit), MOST)
    pool = RANKED if asked.order == "closest" else wanted
    client = people.get(by, asked.client_uid) if asked.client_uid else None
    found, is_cut = _matched(by, asked, terms, client, pool + 1)
    if asked.order == "closest":
        found.sort(key=lambda one: (-wording.closeness(one[1], terms), -one[0]))
    shown = _read([pk for pk, _ in found[:wanted]])
    names = workers({row.author_uid for row in shown})
    notes = tuple(_found(row, terms, names) for row in shown)
    return FoundNotes(notes, is_cut or len(found) > wanted, terms)


def _read(pks: list[int]) -> list[Any]:
    rows = Note.objects.select_related("client", "episode__service").in_bulk(pks)
    return [rows[pk] for pk in pks]


def _matched(
    by: Actor, asked: Asked, terms: Sequence[Term], client: Any, most: int
) -> tuple[list[tuple[int, str]], bool]:
    """Keys and texts, newest first; and whether it was given up before all had been looked at."""
    rows = _asked(readable(by), by, asked, client).order_by("-pk").values_list("pk", "text")
    if connection.vendor == "mysql":  # pragma: no cover  # MariaDB's own run of the tests
        return _by_fulltext(by, rows, terms, client, most)
    if connection.vendor != "sqlite":
        return list(_in_words(rows, terms)[:most]), False
    found: list[tuple[int, str]] = []
    looked = 0
    first = max(FIRST, most) if asked.order == "closest" else FIRST
    for ids in _batches(by, asked, terms, client, first):
        looked += len(ids)
        found += rows.filter(pk__in=ids)[: most - len(found)]
        if len(found) >= most:
            return found, True
    return found, looked >= first + BATCH * (BATCHES - 1)


def _by_fulltext(  # pragma: no cover  # MariaDB's own run of the tests
    by: Actor, rows: "QuerySet[Any]", terms: Sequence[Term], client: Any, most: int
) -> tuple[list[tuple[int, str]], bool]:
    """The index says which notes have all the words; the text says whether as they were asked for. A person's own notes
    are so few that all are read."""
    found: list[tuple[int, str]] = []
    looked = 0
    if client is not None or not fulltext.asks():
        batches: Iterator[QuerySet[Any]] = iter([rows])
    else:
        batches = (rows.filter(pk__in=ids) for ids in _blocks(by, terms))
    for batch in batches:
        for pk, text in batch.iterator(BATCH):
            looked += 1
            if all(wording.hits(text, [term]) for term in terms):
                found.append((pk, text))
            if len(found) >= most:
                return found, True
    return found, looked >= BATCH * BATCHES


def _blocks(  # pragma: no cover  # MariaDB's own run of the tests
    by: Actor, terms: Sequence[Term]
) -> Iterator[list[int]]:
    pieces = [(word, term.begins and word is term.words[-1]) for term in terms for word in term.words]
    sql = f"SELECT id FROM {INDEX.name} WHERE MATCH (words) AGAINST (%s IN BOOLEAN MODE) AND id < %s ORDER BY id DESC LIMIT %s"
    with connection.cursor() as cursor:
        for match, below in fulltext.newest(INDEX, by.organisation_id, pieces):
            cursor.execute(sql, [match, below, BATCH * BATCHES])
            ids = [row[0] for row in cursor.fetchall()]
            for start in range(0, len(ids), BATCH):
                yield ids[start : start + BATCH]


def _asked(rows: "QuerySet[Any]", by: Actor, asked: Asked, client: Any) -> "QuerySet[Any]":
    rows = rows.filter(author_uid=by.uid) if asked.mine else rows
    rows = rows.filter(client=client) if client is not None else rows
    rows = rows.filter(note_date__gte=asked.since) if asked.since else rows
    return rows.filter(note_date__lte=asked.until) if asked.until else rows


def _batches(by: Actor, asked: Asked, terms: Sequence[Term], client: Any, first: int) -> Iterator[list[int]]:
    """Ids of notes with the words, newest first, a few hundred at a time: none is read that is not needed."""
    keys = [key(0, client.pk)] if client is not None else []
    keys += [key(1, by.uid)] if asked.mine else []
    scope = " ".join([marker(by.organisation_id), *keys])
    match = f"scope : ({scope}) AND words : ({' AND '.join(_fts5(term) for term in terms)})"
    sql = f"SELECT rowid FROM {INDEX.name} WHERE {INDEX.name} MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s"
    last = 2**62
    with connection.cursor() as cursor:
        for number in range(BATCHES):
            most = BATCH if number else first
            ids = [row[0] for row in cursor.execute(sql, [match, last, most])]
            if ids:
                yield ids
                last = ids[-1]
            if len(ids) < most:
                return


def _fts5(term: Term) -> str:
    """In quotes, so that nothing typed is an operator."""
    return f'"{" ".join(term.words)}"{" *" if term.begins else ""}'


def _in_words(  # pragma: no cover  # PostgreSQL's own run
    rows: "QuerySet[Any]", terms: Sequence[Term]
) -> "QuerySet[Any]":
    asked = " & ".join(_tsquery(term) for term in terms)
    found = f"SELECT id FROM {INDEX.table} WHERE {INDEX.vector} @@ to_tsquery('simple', %s)"
    return rows.filter(pk__in=RawSQL(found, [asked]))


def _tsquery(term: Term) -> str:  # pragma: no cover  # PostgreSQL's own run of the tests
    words = [f"'{unaccented(word)}'" for word in term.words]
    return f"({' <-> '.join(words)}{':*' if term.begins else ''})"


def _found(row: Any, terms: Sequence[Term], names: dict[str, str]) -> FoundNote:
    who = row.client
    return FoundNote(
        uid=str(row.uid),
        client_uid=str(who.uid),
        client=title(who.name, who.known_as, who.reference),
        reference=who.reference,
        author=names.get(row.author_uid, ""),
        note_date=row.note_date,
        kind=row.kind,
        service=row.episode.service.name if row.episode else "",
        is_restricted=row.is_restricted,
        pieces=wording.snippet(row.text, terms),
    )
