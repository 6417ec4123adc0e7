"""MariaDB's part of `textindex`: InnoDB's full-text index, which knows whole words and their beginnings, nothing else.

Beside the indexed table stands one with made-up words, kept by three triggers. For `parts`: what begins at each letter of
the text, so that any part is the beginning of one of them. For `words`: each word. (`keys` are made up already.) Each begins
with the organisation's number, which also keeps it clear of stop words and of the least length of a word; and is there
twice, the second time with the number of a block of rows. MATCH gives all that it finds before the first of them, so that
what nearly everybody has is looked for in the newest blocks; only what few have is looked for in all.

InnoDB finds what is committed. Inside a transaction the index is not asked (`asks`): there every row is read.
"""

import re
from collections.abc import Iterator, Sequence

from django.db import connection

from cairn.kernel.textwords import TextIndex

LONG, SHORT = 12, 5  # letters kept of each beginning of `parts`: in all rows, and within a block
LONGEST = 60  # letters of one of the `words`; InnoDB leaves out whatever is longer than 84
BLOCK, BLOCKS = 4096, 4  # rows in a block; how many of the newest are asked before all are
#: What stays as it is in a made-up word of `parts`; any other letter is a stroke there, and the row itself is looked at.
_KEPT = "a-z0-9ß-öø-ɏα-ωа-џ一-鿿"


def asks() -> bool:
    """Whether there is such an index, and it would see every row."""
    return connection.vendor == "mysql" and not connection.in_atomic_block


def dropping(index: TextIndex) -> list[str]:
    triggers = [f"DROP TRIGGER IF EXISTS {index.name}_{when}" for when in ("insert", "delete", "update")]
    return [*triggers, f"DROP TABLE IF EXISTS {index.name}"]


def making(index: TextIndex) -> list[str]:
    """The table, what is there already, and the triggers."""
    name, table = index.name, index.table
    collation = "utf8mb4_bin" if index.kind == "parts" else "utf8mb4_general_ci"  # words: accents and capitals are one
    on = f"ON {table} FOR EACH ROW"
    same = " AND ".join(f"OLD.{one} <=> NEW.{one}" for one in ("id", "organisation_id", index.column))
    return [
        f"CREATE TABLE {name} (id BIGINT PRIMARY KEY, words LONGTEXT NOT NULL, FULLTEXT {name} (words)) "
        f"ENGINE InnoDB CHARACTER SET utf8mb4 COLLATE {collation}",
        f"INSERT INTO {name} (id, words) SELECT id, {_words(index, '')} FROM {table}",
        f"CREATE TRIGGER {name}_insert AFTER INSERT {on} "
        f"INSERT INTO {name} (id, words) VALUES (NEW.id, {_words(index, 'NEW.')})",
        f"CREATE TRIGGER {name}_delete AFTER DELETE {on} DELETE FROM {name} WHERE id = OLD.id",
        f"CREATE TRIGGER {name}_update AFTER UPDATE {on} IF NOT ({same}) THEN "
        f"REPLACE INTO {name} (id, words) VALUES (NEW.id, {_words(index, 'NEW.')}); END IF",
    ]


def _words(index: TextIndex, row: str) -> str:
    """The expression that makes them up. Kept whole in the triggers, which every kind of backup takes along."""
    if index.kind == "keys":
        return f"{row}{index.column}"  # made for it already
    scope = f"'o', {row}organisation_id"
    block = f"{scope}, 'b', {row}id DIV {BLOCK}"
    if index.kind == "words":
        return (
            f"REGEXP_REPLACE({row}{index.column}, '([\\\\p{{L}}\\\\p{{N}}]{{1,{LONGEST}}})[\\\\p{{L}}\\\\p{{N}}]*', "
            + (f"CONCAT({scope}, 'x\\\\1 ', {block}, 'x\\\\1 '))")
        )
    text = f"REGEXP_REPLACE(CONCAT(' ', {row}{index.column}, ' '), '[^{_KEPT}]', '_')"
    tiers = ((scope, LONG), (block, SHORT))
    # Looks ahead from each letter, keeps what it sees, and goes on by one.
    each = [f"REGEXP_REPLACE({text}, '(?=(.{{1,{most}}})).', CONCAT({begin}, 'x\\\\1 '))" for begin, most in tiers]
    return f"CONCAT({', '.join(each)})"


def encoded(text: str) -> str:
    """A piece of text as it stands within the made-up words of `parts`."""
    return re.sub(f"[^{_KEPT}]", "_", text)


def newest(index: TextIndex, organisation_id: int, pieces: Sequence[tuple[str, bool]]) -> Iterator[tuple[str, int]]:
    """What MATCH … AGAINST is given, and the id below which it is wanted: for each of the newest blocks of rows,
    and for all that are older. `pieces`: each must be there, with `True` where it may go on."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(id) FROM {index.table}")  # everybody's: the organisation's own has no index
        (last,) = cursor.fetchone()
    if last is None:
        return
    for number in range(last // BLOCK, max(-1, last // BLOCK - BLOCKS), -1):
        yield against(index, f"o{organisation_id}b{number}x", pieces, SHORT), (number + 1) * BLOCK
    if last // BLOCK >= BLOCKS:
        yield against(index, f"o{organisation_id}x", pieces, LONG), (last // BLOCK - BLOCKS + 1) * BLOCK


def against(index: TextIndex, scope: str, pieces: Sequence[tuple[str, bool]], most: int = LONG) -> str:
    """What MATCH … AGAINST (… IN BOOLEAN MODE) is given: made-up words only, so that nothing typed is an operator."""
    if index.kind == "parts":
        return " ".join(f"+{scope}{encoded(piece)[:most]}*" for piece, _ in pieces)
    return " ".join(f"+{scope}{piece}{'*' if goes_on else ''}" for piece, goes_on in pieces)
