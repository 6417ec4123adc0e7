"""Tables of facts made by hand, and a reading of measures in plain Python, as `data/measures/README.md` tells it.

The reading shares nothing with the compiled one: no Ibis, no SQL; it is what the compiled one is held to.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import fmean
from typing import Any

import duckdb

from cairn.cases.extracts import EXTRACTS
from cairn.contracts import extracts as contracts
from cairn.definitions.shapes.measure import Measure
from cairn.insight.asking import Asked
from cairn.insight.mart.fill import as_table, schema
from cairn.kernel.extracts import Extract
from cairn.kernel.periods import Period, quarter_of
from cairn.questionnaire.conditions import evaluate

BY_TABLE: dict[str, Extract] = {extract.table: extract for extract in (*EXTRACTS, *contracts.EXTRACTS)}
Fact = dict[str, Any]
PERSON = {
    "person": "p1", "gender": "woman", "same_as_birth": "yes", "age_band": "25-34", "disability": "no_condition",
    "ethnicity": "not_asked", "ethnicity_group": "not_asked", "ward": "w1", "sector": "B29 6", "district": "B29",
    "referral_sector": None, "referral_kind": None, "crisis": None,
}  # fmt: skip
PLACE = {"provider": "harbour", "service": "s1", "commissioning_area": None, "contracts": []}


def fact(table: str, number: int = 0, **values: Any) -> Fact:
    """A row of a table, with what is not told filled in."""
    names = [column.name for column in BY_TABLE[table].columns]
    blank = dict.fromkeys(names) | PERSON | PLACE | {"uid": f"{table}-{number:03}", "contract_spans": []}
    row = {**blank, **values}
    row["subject"] = row.get("person") or row["uid"]
    if unknown := set(values) - set(names):
        raise TypeError(f"{table} has no {unknown}")
    return {name: row[name] for name in names}


def asked_of(measure: Measure, rows: Iterable[Fact]) -> Asked:
    """The measure, over these rows alone."""
    extract = BY_TABLE[measure.table]
    columns = tuple((column.name, column.type) for column in extract.columns)
    connection = duckdb.connect()
    values = [tuple(row[name] for name, _ in columns) for row in rows]
    table = as_table(schema(extract), values) if values else schema(extract).empty_table()
    connection.register("incoming", table)
    connection.execute(f"CREATE TABLE {extract.table} AS SELECT * FROM incoming")
    return Asked(connection, measure, columns)


def counted(
    measure: Measure, rows: Iterable[Fact], period: Period, contract: str = ""
) -> tuple[list[Fact], dict[str, int]]:
    """The rows that count, and how many were left out for each reason."""
    found = [row for row in rows if _in_period(measure, row, period) and _paid(measure, row, period, contract)]
    found = [row for row in found if measure.where is None or evaluate(measure.where, row)]
    if measure.latest_per:
        latest: dict[Any, Fact] = {}
        for row in sorted(found, key=lambda row: (row[measure.period_date], row["uid"])):
            latest[row[measure.latest_per]] = row
        found = list(latest.values())
    left: dict[str, int] = defaultdict(int)
    kept = []
    for row in found:
        reason = next((reason for reason in measure.left_out if evaluate(reason.where, row)), None)
        if reason is None:
            kept.append(row)
        else:
            code = row[reason.by] if reason.by else None
            left[f"{reason.id}/{code}" if code else reason.id] += many(measure, [row])
    return kept, dict(left)


def many(measure: Measure, rows: Iterable[Fact]) -> int:
    """For how many these rows stand."""
    return sum(row[measure.weight] if measure.weight else 1 for row in rows)


def value(measure: Measure, rows: Sequence[Fact]) -> tuple[int, float | None]:
    """n and the value of the rows of one group."""
    if measure.kind == "distinct":
        people = {row[measure.distinct or ""] for row in rows} - {None}
        return len(people), len(people)
    if measure.kind == "share":
        assert measure.numerator is not None
        reached = many(measure, (row for row in rows if evaluate(measure.numerator, row)))
        of = many(measure, rows)
        return of, reached / of if of else None
    if measure.kind == "count":
        return len(rows), len(rows)
    values = [row[measure.value or ""] for row in rows if row[measure.value or ""] is not None]
    if measure.kind == "sum":
        return many(measure, rows) if measure.weight else len(values), sum(values)
    return len(values), fmean(values) if values else None


def grouped(rows: Iterable[Fact], dimensions: Sequence[str]) -> dict[tuple[str, ...], list[Fact]]:
    """Rows by their codes, for dimensions that are columns."""
    found: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for row in rows:
        codes = tuple("not_applicable" if row[name] is None else _text(row[name]) for name in dimensions)
        found[codes].append(row)
    return found


def _text(value_: Any) -> str:
    return str(value_).lower() if isinstance(value_, bool) else str(value_)


def _in_period(measure: Measure, row: Fact, period: Period) -> bool:
    first = row[measure.period_date]
    if measure.period_rule == "date":
        return period.contains(first)
    last = row[measure.period_end or ""]
    return first is not None and first <= period.end and (last is None or last >= period.start)


def _paid(measure: Measure, row: Fact, period: Period, contract: str) -> bool:
    if not contract:
        return True
    if measure.period_rule == "date":
        return contract in row["contracts"]
    spans = [span.split() for span in row["contract_spans"]]
    return any(
        uid == contract and date.fromisoformat(start) <= period.end and date.fromisoformat(end) >= period.start
        for uid, start, end in spans
    )


def quarter_code(day: date) -> str:
    return quarter_of(day).label
