"""Rows that another system supplied, read by each measure before anybody took them, as the recipient's mart will read them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import duckdb

from cairn.definitions.shapes.measure import Measure
from cairn.insight import asking
from cairn.insight.asking import Asked
from cairn.insight.gather import extracts
from cairn.insight.mart import fill
from cairn.insight.measures.compiling import rows_text
from cairn.insight.measures.shape import Question, question
from cairn.insight.results import FigureRow
from cairn.kernel.extracts import Column
from cairn.kernel.periods import Period

Row = Mapping[str, Any]
"""The columns of a row by their names, `uid`, `person` and `provider` among them; days as words."""


@dataclass(frozen=True, slots=True)
class Supplied:
    """The rows of one return, in an engine of their own."""

    connection: duckdb.DuckDBPyConnection
    contract: str
    period: Period

    def counted(self, measure: Measure, by: str = "") -> list[tuple[Any, ...]]:
        """Of the rows that the measure counts the `uid`, and with `by` what they hold in that column."""
        asked, put = self._asked(measure), self._question()
        named = dict(asked.columns)
        wanted = ("uid", by) if by else ("uid",)
        read = tuple((name, named[name]) for name in dict.fromkeys((*wanted, measure.period_date)))
        found = asked.fetch(rows_text(measure, asked.columns, put.shape, read), put)
        return [row[: len(wanted)] for row in found]

    def in_quarters(self, measure: Measure) -> Iterator[tuple[str, str]]:
        """The quarter and the `uid` of each row: a stretch that is open in several is in each."""
        for part in asking.quarters_of(self.period):
            for (uid,) in replace(self, period=part).counted(measure):
                yield asking.quarter_label(part), uid

    def figures(self, measure: Measure, by: str = "") -> list[FigureRow]:
        """What these rows come to, one row a group."""
        return asking.figures(self._asked(measure), self._question(by))

    def _asked(self, measure: Measure) -> Asked:
        return Asked(self.connection, measure, asking.columns_of("shared", measure.table))

    def _question(self, by: str = "") -> Question:
        return question(self.period, (by,) if by else (), {"contract": self.contract}, only_paid=True)


@contextmanager
def supplied(contract: str, period: Period, tables: Mapping[str, Sequence[Row]]) -> Iterator[Supplied]:
    """Rows by table, all of one contract and of a return's period."""
    said = {
        "contracts": [contract],
        "contract_spans": [f"{contract} {period.start.isoformat()} {period.end.isoformat()}"],
    }
    with duckdb.connect(":memory:") as connection:
        for table, rows in tables.items():
            _fill(connection, table, said, rows)
        yield Supplied(connection, contract, period)


def _fill(connection: duckdb.DuckDBPyConnection, table: str, said: Row, rows: Sequence[Row]) -> None:
    """A column at a time: most of a table's columns are in no row."""
    extract = extracts("shared")[table]
    held = set().union(*rows) | said.keys()
    columns = [_column(column, said, rows) if column.name in held else None for column in extract.columns]
    fill.lay_columns(connection, extract, columns, len(rows))


def _column(column: Column, said: Row, rows: Sequence[Row]) -> list[Any]:
    name = column.name
    if name in said:
        return [said[name]] * len(rows)
    values = [row.get(name) for row in rows]
    return [_day(value) for value in values] if column.type == "date" else values


@lru_cache(maxsize=10_000)
def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value
