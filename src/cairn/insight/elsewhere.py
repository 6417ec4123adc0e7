"""Rows that another system supplied, read by each measure before anybody took them, as the recipient's mart will read them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb

from cairn.definitions.shapes.measure import Measure
from cairn.insight import asking
from cairn.insight.asking import Asked
from cairn.insight.gather import extracts
from cairn.insight.mart import fill
from cairn.insight.measures import compiling
from cairn.insight.measures.shape import Question, question
from cairn.insight.results import FactRow, FigureRow
from cairn.kernel.periods import Period

Row = Mapping[str, Any]
"""The columns of a row by their names, `uid`, `person` and `provider` among them; days as words."""


@dataclass(frozen=True, slots=True)
class Supplied:
    """The rows of one return, in an engine of their own."""

    connection: duckdb.DuckDBPyConnection
    contract: str
    period: Period

    def counted(self, measure: Measure, by: str = "") -> tuple[FactRow, ...]:
        """The rows that the measure counts, each with what it may be broken down by."""
        asked, put = self._asked(measure), self._question()
        besides = ("provider", *([by] if by and by != "quarter" else []))
        return asking.facts(replace(asked, only=compiling.read_by(measure, asked.columns, put.shape, besides)), put)

    def in_quarters(self, measure: Measure) -> Iterator[tuple[str, FactRow]]:
        """The rows of each quarter, with its name: a stretch that is open in several is in each."""
        for part in asking.quarters_of(self.period):
            for fact in replace(self, period=part).counted(measure):
                yield asking.quarter_label(part), fact

    def figures(self, measure: Measure, by: str = "") -> list[FigureRow]:
        """What these rows come to, one row a group."""
        return asking.figures(self._asked(measure), self._question(by))

    def _asked(self, measure: Measure) -> Asked:
        return Asked(self.connection, measure, asking.columns_of("shared", measure.table))

    def _question(self, by: str = "") -> Question:
        return question(self.period, (by,) if by else (), {"contract": self.contract}, only_paid=True)


@contextmanager
def supplied(contract: str, period: Period, tables: Mapping[str, Iterable[Row]]) -> Iterator[Supplied]:
    """Rows by table, all of one contract and of a return's period."""
    said = {
        "contracts": [contract],
        "contract_spans": [f"{contract} {period.start.isoformat()} {period.end.isoformat()}"],
    }
    with duckdb.connect(":memory:") as connection:
        for table, rows in tables.items():
            _fill(connection, table, said, rows)
        yield Supplied(connection, contract, period)


def _fill(connection: duckdb.DuckDBPyConnection, table: str, said: Row, rows: Iterable[Row]) -> None:
    columns = extracts("shared")[table].columns
    days = frozenset(column.name for column in columns if column.type == "date")
    names = [column.name for column in columns]
    fill.lay(connection, extracts("shared")[table], (_in_order(names, days, {**row, **said}) for row in rows))


def _in_order(names: Sequence[str], days: frozenset[str], row: Row) -> tuple[Any, ...]:
    return tuple(_day(row.get(name)) if name in days else row.get(name) for name in names)


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value
