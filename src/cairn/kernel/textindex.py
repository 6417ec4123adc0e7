"""Indexes of words and of parts of words, kept by the database itself: triggers and indexes see every way of writing.

SQLite: a contentless FTS5 table beside the indexed one, written by three triggers. PostgreSQL: a GIN index, of trigrams
(`pg_trgm`) or of words. MariaDB: a table of made-up words with a full-text index (`fulltext`).

A later migration that makes SQLite build the indexed table anew drops its triggers; it runs `Indexed` again at its end.
"""

import logging
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.migrations.operations.base import Operation

from cairn.kernel import fulltext
from cairn.kernel.textwords import APART, TextIndex

_PAGES = 200  # merged at a time: a few milliseconds


def build(index: TextIndex) -> None:
    """Make the index anew from what is in the table."""
    with connection.cursor() as cursor:
        for statement in _statements(index):
            cursor.execute(statement)
    if connection.vendor == "postgresql" and index.kind == "parts":
        _build_trigrams(index)


def drop(index: TextIndex) -> None:
    with connection.cursor() as cursor:
        for statement in _dropping(index):
            cursor.execute(statement)


def forget(index: TextIndex) -> int:
    """Leave no letter of deleted rows in SQLite's index, which keeps them until its pieces are merged: merge them all,
    a little at a time, so that nobody waits long for the lock. FTS5's own `secure-delete` needs SQLite 3.42 and makes
    files that older ones cannot open."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        pages, moved = -_PAGES, 2
        while moved >= 2:
            before = cursor.connection.total_changes
            cursor.execute(f"INSERT INTO {index.name}({index.name}, rank) VALUES ('merge', {pages})")
            pages, moved = _PAGES, cursor.connection.total_changes - before
    return 1


class Indexed(Operation):
    """In a migration: make the index, or make it anew. Undone, it drops it."""

    reversible = True
    reduces_to_sql = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.index = TextIndex(*args, **kwargs)
        self._constructor_args = (args, kwargs)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not know of it."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        build(self.index)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        drop(self.index)

    def describe(self) -> str:
        return f"Index {self.index.kind} of {self.index.table}.{self.index.column}"


def _dropping(index: TextIndex) -> list[str]:
    if connection.vendor == "mysql":
        return fulltext.dropping(index)
    if connection.vendor == "sqlite":
        triggers = [f"DROP TRIGGER IF EXISTS {index.name}_{when}" for when in ("insert", "delete", "update")]
        return [*triggers, f"DROP TABLE IF EXISTS {index.name}"]
    return [f"DROP INDEX IF EXISTS {index.name}"] if connection.vendor == "postgresql" else []


def _statements(index: TextIndex) -> list[str]:
    if connection.vendor == "sqlite":
        return [*_dropping(index), *_fts5(index)]
    if connection.vendor == "mysql":
        return [*_dropping(index), *fulltext.making(index)]
    if connection.vendor == "postgresql" and index.kind != "parts":
        return [*_dropping(index), f"CREATE INDEX {index.name} ON {index.table} USING gin (({index.vector}))"]
    return _dropping(index)


def _fts5(index: TextIndex) -> list[str]:
    """The table, what is there already, and the triggers. In an index of parts every word stands between blanks
    (`spaced`), so that its beginning and its end are searched for like any other part."""
    name, table, column = index.name, index.table, index.column
    how = {
        "parts": "columnsize=0, tokenize='trigram'",
        "words": "tokenize='unicode61 remove_diacritics 2', prefix='2 3'",
        "keys": "columnsize=0, detail='none', tokenize='ascii'",
    }[index.kind]

    def values(row: str) -> str:
        letters = ", ".join(f"57344 + {row}organisation_id / {6400**place} % 6400" for place in (2, 1, 0))
        keys = "".join(f" || ' k{n}x' || replace({row}{each}, '-', '')" for n, each in enumerate(index.keys))
        text = f"{row}{column}"
        if index.kind == "parts":
            for code in map(ord, APART):
                text = f"replace({text}, char({code}), ' ')"
            text = f"' ' || {text} || ' '"
        return f"{row}id, char({letters}){keys}, {text}"

    put = f"INSERT INTO {name}(rowid, scope, words)"
    take = f"INSERT INTO {name}({name}, rowid, scope, words) VALUES ('delete', {values('old.')})"
    changed = " OR ".join(f"old.{one} IS NOT new.{one}" for one in ("id", "organisation_id", *index.keys, column))
    return [
        f"CREATE VIRTUAL TABLE {name} USING fts5(scope, words, content='', {how})",
        f"{put} SELECT {values('')} FROM {table}",
        f"CREATE TRIGGER {name}_insert AFTER INSERT ON {table} BEGIN {put} VALUES ({values('new.')}); END",
        f"CREATE TRIGGER {name}_delete AFTER DELETE ON {table} BEGIN {take}; END",
        f"CREATE TRIGGER {name}_update AFTER UPDATE ON {table} WHEN {changed} "
        f"BEGIN {take}; {put} VALUES ({values('new.')}); END",
    ]


def _build_trigrams(index: TextIndex) -> None:  # pragma: no cover  # PostgreSQL's own run of the tests
    """`pg_trgm` is trusted since PostgreSQL 13: who owns the database may add it. Where that is not allowed, the program
    works on and reads every row, and says what would mend it."""
    make = f"CREATE INDEX {index.name} ON {index.table} USING gin ({index.column} gin_trgm_ops)"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(make)
    except DatabaseError:
        logging.getLogger(__name__).warning(
            f"This database user may not add the extension pg_trgm, so finding in {index.table} reads every row. "
            f"As the owner of the database, run: CREATE EXTENSION pg_trgm; {make};"
        )
