"""Prove that the mart kept by the feed is the mart that would be built from nothing."""

import duckdb

from cairn.access import scope
from cairn.insight.gather import Kind, extracts
from cairn.insight.mart import files, fill
from cairn.insight.mart.refresh import refresh, uid_of
from cairn.insight.mart.sources import Source, connect
from cairn.kernel.problems import Problem


def verify(organisation_id: int, kind: Kind) -> tuple[Problem, ...]:
    """Bring the mart up to date, rebuild it beside itself, and compare each table's rows whatever their order."""
    refresh(organisation_id, kind)
    uid = uid_of(organisation_id)
    path = files.new_file(files.folder(uid, kind), "verify")
    try:
        with scope.organisation(organisation_id), files.locked(path.parent):
            fill.build(path, kind, organisation_id, None)
        kept = connect([Source(uid)], kind)
        with duckdb.connect(path, read_only=True) as fresh:
            return tuple(found for table in extracts(kind) if (found := _difference(table, kept, fresh)))
    finally:
        path.unlink(missing_ok=True)


def _difference(table: str, kept: duckdb.DuckDBPyConnection, fresh: duckdb.DuckDBPyConnection) -> Problem | None:
    here, there = _sums(kept, table), _sums(fresh, table)
    words = (
        f"The table {table} has {here[0]} rows in the mart and {there[0]} when built anew, and they are not the same."
    )
    return (
        None
        if here == there
        else Problem("mart.differs", words, "Rebuild the mart, and report this: it is a fault of ours.")
    )


def _sums(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    """How many rows, and the sum of their hashes."""
    row = connection.execute(f"SELECT count(*), coalesce(sum(hash(t)::HUGEINT), 0) FROM {table} AS t").fetchone()
    assert row
    return int(row[0]), int(row[1])
