"""Who, on record, may be the person that is being written down: candidates through one index of keys, then points.

`keys` says what is asked of the index, `likeness` compares those whom it finds, and here it is put into words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from cairn.access.actors import Actor
from cairn.kernel import fulltext
from cairn.kernel.textwords import TextIndex
from cairn.people import queries
from cairn.people.keys import TOLD, Way, described, of_answers, own_key, ways
from cairn.people.likeness import Described, Likeness, Strength, compare

INDEX = TextIndex("people_client", "match_keys", "keys")
MOST = 120  # looked at for each way of asking, newest first
_READ = ("pk", "uid", "reference", *TOLD)


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody on record who may be the person asked about. `why` is in plain words, `strength` one of `possible`,
    `likely` and `strong`; `points` put them in order."""

    client_uid: str
    reference: str
    name: str
    why: tuple[str, ...]
    strength: Strength
    points: int


def likely(
    by: Actor, *, name: str, known_as: str = "", birth_date: date | None = None, postcode: str = "", phone: str = "",
    email: str = "", apart_from: object = None, limit: int = 5,
) -> list[Match]:  # fmt: skip
    """People of the actor's organisation who may be the person described, the likeliest first; `apart_from` is a uid that
    is no answer. Nobody for an actor who may not read people. One question to the database."""
    asked = described(name, known_as, birth_date, phone, email, postcode)
    own = str(apart_from) if apart_from else ""
    found = [(compare(asked, there), person) for person, there in _candidates(by, asked) if str(person["uid"]) != own]
    kept = [(like, person) for like, person in found if like.strength]
    kept.sort(key=lambda each: (-each[0].points, -each[1]["pk"]))
    return [_match(like, person) for like, person in kept[:limit]]


def alike_to(by: Actor, person: Any, least: int) -> list[tuple[int, int]]:
    """Inner ids and points of those who may be the same as somebody on record, of so many points or more."""
    asked = of_answers(person)
    found = ((row["pk"], compare(asked, there)) for row, there in _candidates(by, asked) if row["pk"] != person.pk)
    return [(pk, like.points) for pk, like in found if like.strength and like.points >= least]


def why(like: Likeness) -> tuple[str, ...]:
    """What agrees, in plain words."""
    said = (_NAME[like.name], _BIRTH[like.birth], _PHONE * like.phone, _EMAIL * like.email, _POSTCODE * like.postcode)
    return tuple(words for words in said if words)


_NAME = {
    "same": "the same name",
    "alike": "a name that sounds or is spelt alike",
    "part": "part of the same name",
    "one": "one name the same or alike",
    "": "",
}
_BIRTH = {
    "same": "the same date of birth",
    "exchanged": "a date of birth with day and month the other way round",
    "near": "a date of birth that is one figure away",
    "other": "but another date of birth",
    "": "",
}
_PHONE, _EMAIL, _POSTCODE = "the same phone number", "the same e-mail address", "the same postcode"


def _match(like: Likeness, person: dict[str, Any]) -> Match:
    name = person["name"] or person["known_as"] or person["reference"]
    return Match(str(person["uid"]), person["reference"], name, why(like), like.strength, like.points)


def _candidates(by: Actor, who: Described) -> Iterable[tuple[dict[str, Any], Described]]:
    own = [[[own_key(by.organisation_id, key) for key in group] for group in way] for way in ways(who)]
    if not own:
        return []
    rows = _found(queries.visible_to(by), own).values(*_READ)
    return [(row, described(*(row[field] for field in TOLD))) for row in rows]


def _found(people: "QuerySet[Any]", asked: list[Way]) -> "QuerySet[Any]":
    if connection.vendor == "sqlite":
        newest = f"SELECT rowid FROM {INDEX.name} WHERE {INDEX.name} MATCH %s ORDER BY rowid DESC LIMIT {MOST}"
        one = f"SELECT rowid FROM ({newest})"
        return people.filter(pk__in=RawSQL(" UNION ".join([one] * len(asked)), [_fts5(way) for way in asked]))
    if connection.vendor == "postgresql":  # pragma: no cover  # PostgreSQL's own run of the tests
        found = f"SELECT id FROM {INDEX.table} WHERE {INDEX.vector} @@ to_tsquery('simple', %s)"
        one = f"({found} ORDER BY id DESC LIMIT {MOST})"
        return people.filter(pk__in=RawSQL(" UNION ".join([one] * len(asked)), [_tsquery(way) for way in asked]))
    if fulltext.asks():  # pragma: no cover  # MariaDB's own run of the tests
        return people.filter(pk__in=_by_fulltext(asked))
    any_way = Q()  # pragma: no cover
    for way in asked:  # pragma: no cover
        any_way |= Q(*(_any(group) for group in way))
    return people.filter(any_way)  # pragma: no cover


def _by_fulltext(asked: list[Way]) -> set[int]:  # pragma: no cover  # MariaDB's own run of the tests
    """MariaDB limits no question within another: the newest of each way are asked for by themselves."""
    sql = f"SELECT id FROM {INDEX.name} WHERE MATCH (words) AGAINST (%s IN BOOLEAN MODE) ORDER BY id DESC LIMIT {MOST}"
    found: set[int] = set()
    with connection.cursor() as cursor:
        for way in asked:
            cursor.execute(sql, [" ".join(f"+({' '.join(group)})" for group in way)])
            found.update(row[0] for row in cursor.fetchall())
    return found


def _fts5(way: Way) -> str:
    return " AND ".join("(" + " OR ".join(f'"{key}"' for key in group) + ")" for group in way)


def _tsquery(way: Way) -> str:  # pragma: no cover  # PostgreSQL's own run of the tests
    return " & ".join("(" + " | ".join(f"'{key}'" for key in group) + ")" for group in way)


def _any(group: list[str]) -> Q:  # pragma: no cover  # databases without an index: every row is read
    found = Q()
    for key in group:
        found |= Q(match_keys__contains=key)
    return found
