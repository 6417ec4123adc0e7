"""Rows from the database into a mart file: driver → Arrow → DuckDB, a batch at a time."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]

from cairn.insight.gather import Kind, extracts
from cairn.kernel.extracts import Extract

BATCH = 20_000
_ARROW = {
    "string": pa.string(),
    "date": pa.date32(),
    "int": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "string_list": pa.list_(pa.string()),
    "int_list": pa.list_(pa.int64()),
}
_SQL = {
    "string": "VARCHAR", "date": "DATE", "int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN",
    "string_list": "VARCHAR[]", "int_list": "BIGINT[]",
}  # fmt: skip


def schema(extract: Extract) -> Any:
    """The Arrow schema of a table."""
    return pa.schema([(column.name, _ARROW[column.type]) for column in extract.columns])


def build(path: Path, kind: Kind, organisation_id: int, subjects: frozenset[str] | None) -> dict[str, int]:
    """Write a file with every table's rows of these subjects (all when None); rows written by table. Enter the scope first."""
    with duckdb.connect(path) as file:
        file.execute("BEGIN")  # one commit: each table would be written through to the disk by itself
        rows = _build(file, kind, organisation_id, subjects)
        file.execute("COMMIT")
        return rows


def build_delta(
    path: Path, kind: Kind, organisation_id: int, subjects: frozenset[str], before: Path | None
) -> dict[str, int]:
    """Write a delta: these subjects as they are now, and those of the delta `before` it that have not changed since.

    Its table `changed` names every subject that it holds whole, also those of whom nothing is left.
    """
    with duckdb.connect(path) as file:
        if before is not None:
            file.execute(f"ATTACH '{_quoted(before)}' AS before (READ_ONLY)")
        file.execute("BEGIN")
        rows = _build(file, kind, organisation_id, subjects)
        file.execute("CREATE TABLE changed (subject VARCHAR)")
        rows["changed"] = _insert(file, "changed", pa.table({"subject": pa.array(sorted(subjects), pa.string())}))
        if before is not None:
            rows = {table: there + _carry_over(file, table) for table, there in rows.items()}
        file.execute("COMMIT")
        return rows


def _carry_over(file: duckdb.DuckDBPyConnection, table: str) -> int:
    return _number(
        file.execute(
            f"INSERT INTO {table} BY NAME SELECT * FROM before.{table} AS old"
            " WHERE NOT EXISTS (SELECT 1 FROM changed WHERE changed.subject = old.subject)"
        )
    )


def _build(
    file: duckdb.DuckDBPyConnection, kind: Kind, organisation_id: int, subjects: frozenset[str] | None
) -> dict[str, int]:
    file.execute(_tables(kind))
    return {
        name: sum(
            _insert(file, name, rows) for rows in _batches(schema(extract), extract.rows(organisation_id, subjects))
        )
        for name, extract in extracts(kind).items()
    }


@cache
def _tables(kind: Kind) -> str:
    """What lays every table of a mart, empty. Said at once: a small charity's whole mart is filled in less time than its
    tables are laid in one by one."""
    laid = []
    for name, extract in extracts(kind).items():
        columns = ", ".join(f'"{column.name}" {_SQL[column.type]}' for column in extract.columns)
        laid.append(f"CREATE TABLE {name} ({columns})")
    return ";".join(laid)


def lay_columns(
    file: duckdb.DuckDBPyConnection, extract: Extract, columns: Sequence[Sequence[Any] | None], rows: int
) -> None:
    """A table of an extract from its columns, in their order; None for one that nothing is in."""
    fields = schema(extract)
    arrays = [
        pa.nulls(rows, field.type) if values is None else pa.array(values, field.type)
        for field, values in zip(fields, columns, strict=True)
    ]
    _lay(file, extract, pa.Table.from_arrays(arrays, schema=fields))


def _lay(file: duckdb.DuckDBPyConnection, extract: Extract, rows: Any) -> None:
    file.register("incoming", rows)
    file.execute(f"CREATE TABLE {extract.table} AS SELECT * FROM incoming")
    file.unregister("incoming")


def _batches(columns: Any, rows: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
    """Arrow tables of at most `BATCH` rows."""
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield as_table(columns, batch)


def as_table(columns: Any, rows: list[tuple[Any, ...]]) -> Any:
    by_column = zip(*rows, strict=True)
    arrays = [pa.array(values, field.type) for field, values in zip(columns, by_column, strict=True)]
    return pa.Table.from_arrays(arrays, schema=columns)


def _insert(file: duckdb.DuckDBPyConnection, table: str, rows: Any) -> int:
    """How many there were."""
    file.register("incoming", rows)
    number = _number(file.execute(f"INSERT INTO {table} SELECT * FROM incoming"))
    file.unregister("incoming")
    return number


def _number(answer: duckdb.DuckDBPyConnection) -> int:
    found = answer.fetchone()
    return int(found[0]) if found else 0


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
