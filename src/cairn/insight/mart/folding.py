"""A base and its delta made one file, without asking the database: what a delta replaced is then nowhere any more."""

from pathlib import Path

import duckdb

from cairn.insight.gather import Kind, extracts


def fold(path: Path, kind: Kind, base: Path, delta: Path) -> dict[str, int]:
    """Write a base of both; its rows by table."""
    with duckdb.connect(path) as file:
        for name, there in (("old", base), ("new", delta)):
            file.execute(f"ATTACH '{str(there).replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)")
        file.execute("BEGIN")
        rows = {table: _whole(file, table) for table in extracts(kind)}
        file.execute("COMMIT")
        return rows


def _whole(file: duckdb.DuckDBPyConnection, table: str) -> int:
    file.execute(
        f"CREATE TABLE {table} AS SELECT * FROM old.{table} ANTI JOIN new.changed USING (subject)"
        f" UNION ALL BY NAME SELECT * FROM new.{table}"
    )
    found = file.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found[0]) if found else 0
