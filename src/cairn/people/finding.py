"""Finding people by any part of a name, a reference or a phone number, through the index made for it.

Words of one letter are looked for at the start of words, among those that the others find. Best first: who is called
just what was typed, who begins so, whose words they are, whose words begin so, and then everybody who has them inside.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.kernel import fulltext
from cairn.kernel.textwords import APART, TextIndex, marker, plain, spaced
from cairn.people.models import Client

LEAST_TO_FIND = 2
INDEX = TextIndex("people_client", "search_text", "parts")
CANDIDATES = 60  # at each step, newest first: what is ranked
RARE = 4  # letters of which so few have the same that MariaDB's index finds them sooner than reading every row does
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 ."  # what may follow two letters inside a name


def fold(text: str) -> str:
    """Without capitals and accents, blanks squeezed: `  Zoë  ` → `zoe`."""
    decomposed = unicodedata.normalize("NFKD", plain(text).casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


def words_of(text: str) -> list[str]:
    """What is looked for: the words, or the digits of what looks like a phone number. Nothing where no word has two
    letters."""
    folded = fold(text)
    looks_like_phone = folded and not set(folded) - set("+() -0123456789")
    words = [digits(folded)] if looks_like_phone and len(digits(folded)) > 4 else folded.split()
    return words if any(len(word) >= LEAST_TO_FIND for word in words) else []


def best(by: Actor, text: str, limit: int) -> list[Client]:
    """The people found, best first. A step that finds enough spares those after it."""
    words = words_of(text)
    if not words or not by.may(Permission.READ_CLIENTS):
        return []
    found: dict[int, str] = {}
    names = any(not word.isdigit() for word in words)  # numbers are seldom typed whole, and cost most to look for so
    for how in (_whole, _start, _part) if names else (_start, _part):
        if len(found) < limit:
            found |= dict(_candidates(by, words, how))
    typed = fold(text)
    ranked = sorted(found, key=lambda pk: (*_rank(found[pk], typed, words), pk))[:limit]
    rows = Client.objects.filter(organisation_id=by.organisation_id).in_bulk(ranked)
    people = [rows[pk].merged_into or rows[pk] for pk in ranked if pk in rows]  # an old reference leads to the person
    return list(dict.fromkeys(people))


def filter_of(by: Actor, text: str) -> Q:
    """Everybody of whom every word is a part, as a condition on people."""
    words = words_of(text)
    if not words:
        return Q(pk__in=())
    if connection.vendor == "sqlite":
        sql = f"SELECT rowid FROM {INDEX.name} WHERE {INDEX.name} MATCH %s"
        found = Q(pk__in=RawSQL(sql, [_match(by, words, _part)]))
        found &= Q(*(Q(search_text__contains=word) for word in words if spaced(word) != word))
    else:  # pragma: no cover  # PostgreSQL's own run of the tests
        found = Q(*(Q(search_text__contains=word) for word in words if len(word) >= LEAST_TO_FIND))
        if fulltext.asks() and (rare := [(spaced(word), True) for word in words if len(word) >= RARE]):
            sql = f"SELECT id FROM {INDEX.name} WHERE MATCH (words) AGAINST (%s IN BOOLEAN MODE)"
            found &= Q(pk__in=RawSQL(sql, [fulltext.against(INDEX, f"o{by.organisation_id}x", rare)]))
    return found & Q(*(_begins(word) for word in words if len(word) < LEAST_TO_FIND))


How = Callable[[str], Sequence[str]]
"""The pieces of spaced text, any one of which shows that a word is there; none where the index is not to be asked."""


def _whole(word: str) -> list[str]:
    return [f" {word} "]


def _start(word: str) -> list[str]:
    return [f" {word}"]


def _part(word: str) -> list[str]:
    """The index knows three letters and more: two are looked for with each letter that may follow."""
    return [word] if len(word) > LEAST_TO_FIND else [f" {word}", *(f"{word}{after}" for after in _LETTERS)]


def _match(by: Actor, words: Sequence[str], how: How) -> str:
    """FTS5's own language, every piece of text in quotes: nothing typed is an operator."""
    asked = [f'scope : "{marker(by.organisation_id)}"']
    for word in words:
        if len(word) >= LEAST_TO_FIND:
            quoted = ['"' + spaced(piece).replace('"', '""') + '"' for piece in how(word)]
            asked.append(f"words : ({' OR '.join(quoted)})")
    return " AND ".join(asked)


def _candidates(by: Actor, words: Sequence[str], how: How) -> list[tuple[int, str]]:
    """Keys, with what each is found by."""
    if connection.vendor == "sqlite":
        return _by_fts5(by, words, how)
    if fulltext.asks():  # pragma: no cover  # MariaDB's own run of the tests
        return _by_fulltext(by, words, how)
    rows = Client.objects.filter(organisation_id=by.organisation_id)  # pragma: no cover  # PostgreSQL's own run
    for word in words:  # pragma: no cover
        rows = rows.filter(_begins(word) if len(word) < LEAST_TO_FIND else _condition(word, how))
    return list(rows.order_by("-pk").values_list("pk", "search_text")[:CANDIDATES])  # pragma: no cover


def _by_fulltext(
    by: Actor, words: Sequence[str], how: How
) -> list[tuple[int, str]]:  # pragma: no cover  # MariaDB's run
    """The newest blocks first. The index leads, and the text itself says who has all of what is looked for."""
    pieces = [(_inside(word, how), True) for word in words if len(word) >= LEAST_TO_FIND]
    said = f"CONCAT(' ', {_spaced('p.search_text')}, ' ')"
    asked = [(said, piece) for piece, _ in pieces]
    asked += [(said, f" {word}") for word in words if len(word) < LEAST_TO_FIND]
    asked += [("p.search_text", word) for word in words if spaced(word) != word]
    sql = (
        f"SELECT STRAIGHT_JOIN p.id, p.search_text FROM {INDEX.name} f JOIN people_client p ON p.id = f.id "
        "WHERE MATCH (f.words) AGAINST (%s IN BOOLEAN MODE) AND f.id < %s AND p.organisation_id = %s"
        + "".join(f" AND INSTR({text}, %s) > 0" for text, _ in asked)
        + " ORDER BY f.id DESC LIMIT %s"
    )
    found: dict[int, str] = {}
    with connection.cursor() as cursor:
        for match, below in fulltext.newest(INDEX, by.organisation_id, pieces):
            own: list[str | int] = [
                match,
                below,
                by.organisation_id,
                *(piece for _, piece in asked),
                CANDIDATES - len(found),
            ]
            cursor.execute(sql, own)
            found |= dict(cursor.fetchall())
            if len(found) >= CANDIDATES:
                break
    return list(found.items())


def _inside(word: str, how: How) -> str:
    return spaced(word) if how is _part else how(spaced(word))[0]


def _spaced(column: str) -> str:
    """`spaced`, as the database says it."""
    for letter in APART:
        column = f"REPLACE({column}, CHAR({ord(letter)}), ' ')"
    return column


def _by_fts5(by: Actor, words: Sequence[str], how: How) -> list[tuple[int, str]]:
    """CROSS JOIN: the index leads, whatever SQLite knows of how large the tables are. What the index does not tell (a
    word of one letter, a hyphen from a blank) is asked of the rows that it finds."""
    begins = "' ' || replace(replace(replace(p.search_text, char(10), ' '), '-', ' '), char(39), ' ')"
    inside = [(begins, f" {word}") for word in words if len(word) < LEAST_TO_FIND]
    inside += [("p.search_text", word) for word in words if spaced(word) != word]
    sql = (
        f"SELECT p.id, p.search_text FROM {INDEX.name} f CROSS JOIN people_client p ON p.id = f.rowid "
        f"WHERE f.{INDEX.name} MATCH %s AND p.organisation_id = %s"
        + "".join(f" AND instr({text}, %s) > 0" for text, _ in inside)
        + " ORDER BY f.rowid DESC LIMIT %s"
    )
    values: list[str | int] = [_match(by, words, how), by.organisation_id, *(piece for _, piece in inside), CANDIDATES]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _begins(word: str) -> Q:
    """A word begins so."""
    found = Q(search_text__startswith=word)
    for before in (" ", *APART):
        found |= Q(search_text__contains=f"{before}{word}")
    return found


def _condition(word: str, how: How) -> Q:  # pragma: no cover  # PostgreSQL's own run of the tests
    """`pg_trgm` reads trigrams from a regular expression, also of two letters at the start of a word. Two letters inside
    one are read from every row: it is the last thing asked, where nearly nobody was found otherwise."""
    if how is _part:
        return Q(search_text__contains=word)
    said = re.sub(r"([^\w])", r"\\\1", word)
    before, after = r"(^|[\n '-])", r"($|[\n '-])"
    return Q(search_text__regex=f"{before}{said}{after}" if how is _whole else f"{before}{said}")


def _rank(text: str, typed: str, words: Sequence[str]) -> tuple[int, str]:
    lines = text.split("\n")
    inside = f" {spaced(text)} "
    if typed in lines:
        place = 0
    elif any(line.startswith(typed) for line in lines):
        place = 1
    elif all(any(piece in inside for piece in _whole(spaced(word))) for word in words):
        place = 2
    elif all(any(piece in inside for piece in _start(spaced(word))) for word in words):
        place = 3
    else:
        place = 4
    return place, text
