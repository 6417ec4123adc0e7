"""Scoring whole columns of answers: `scales.scoring.columnar` run by the mart's engine."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from cairn.definitions.shapes.scale import Scale
from cairn.scales.scoring.columnar import compiled


def of_relation(
    connection: duckdb.DuckDBPyConnection,
    scale: Scale,
    source: str,
    *,
    answers: str = "answers",
    keep: Sequence[str] = (),
) -> Any:
    """An Arrow table of scores, one a row of `source`: a table of this connection (a mart's, say), or a query in brackets.
    Rows come in the source's order. For the columns see `columnar.Compiled`; those of `keep` stand first."""
    return connection.execute(compiled(scale).select(source, answers, keep)).to_arrow_table()


def of_table(scale: Scale, rows: Any, *, answers: str = "answers", keep: Sequence[str] = ()) -> Any:
    """The same of an Arrow table with a list column of answers."""
    with duckdb.connect(":memory:") as connection:
        connection.register("incoming", rows)
        return of_relation(connection, scale, "incoming", answers=answers, keep=keep)


def of_parquet(scale: Scale, path: Path, *, answers: str = "answers", keep: Sequence[str] = ()) -> Any:
    """The same of a Parquet file."""
    with duckdb.connect(":memory:") as connection:
        rows = connection.read_parquet(str(path))
        connection.register("incoming", rows)
        return of_relation(connection, scale, "incoming", answers=answers, keep=keep)
