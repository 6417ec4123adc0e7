"""Which rows a measure reads: in the period, of the asked values, the latest where it says so; and which it leaves out.

The order is that of `definitions/data/measures/README.md`: period → where → latest → left out → counted.
"""

from collections.abc import Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from cairn.definitions.shapes.measure import Measure
from cairn.insight.measures.filters import holds
from cairn.insight.measures.shape import Shape, asked
from cairn.questionnaire.conditions import MISSING

IBIS_TYPE = {
    "string": "string",
    "date": "date",
    "int": "int64",
    "float": "float64",
    "bool": "boolean",
    "string_list": "array<string>",
    "int_list": "array<int64>",
}
LEFT, IN_NUMERATOR = "left_out_at", "in_numerator"
NO_ANSWER = "not_applicable"
TOGETHER = "no_answer"
SPANS = "contract_spans"
_UID, _DAY = 36, 10


def table_of(measure: Measure, columns: Mapping[str, str]) -> ir.Table:
    """The mart table, from the names and types of its columns."""
    return ibis.table({name: IBIS_TYPE[type_] for name, type_ in columns.items()}, name=measure.table)


def read_rows(measure: Measure, columns: Mapping[str, str], shape: Shape) -> ir.Table:
    """The rows with their dimensions as `dim_0`, `dim_1`…; `left_out_at` is 0 for a counted row, else 1 for the first
    reason to leave it out, and so on; `in_numerator` says so of a share's."""
    rows = _in_period(measure, table_of(measure, columns))
    if measure.where is not None:
        rows = rows.filter(holds(measure.where, rows))
    rows = _held(measure, rows, shape)
    rows = _with_dimensions(measure, rows, shape)
    if measure.latest_per:
        rows = _latest(measure, rows, shape)
    return _marked(measure, rows)


def _in_period(measure: Measure, rows: ir.Table) -> ir.Table:
    first: Any = rows[measure.period_date]
    start, end = asked("start").cast("date"), asked("end").cast("date")
    if measure.period_rule == "date":
        return rows.filter(first.between(start, end))
    last: Any = rows[measure.period_end or ""]
    return rows.filter(first <= end, last.isnull() | (last >= start))


def _held(measure: Measure, rows: ir.Table, shape: Shape) -> ir.Table:
    if shape.only_paid and measure.period_rule == "open_during":
        rows = rows.filter(_paying(rows).length() > 0)
    for at, (column, count) in enumerate(shape.where):
        values = [asked(f"w{at}_{number}") for number in range(count)]
        rows = rows.filter(_has_any(measure, rows, column, values, shape))
    return rows


def _has_any(measure: Measure, rows: ir.Table, column: str, values: list[Any], shape: Shape) -> Any:
    """Whether a row has one of some values: read once, however many there are."""
    if column != "contract":
        return _as_code(rows[column]).isin(values)
    contracts = _contracts(measure, rows, shape)
    return contracts.contains(values[0]) if len(values) == 1 else contracts.intersect(ibis.array(values)).length() > 0


def _contracts(measure: Measure, rows: ir.Table, shape: Shape) -> Any:
    """Who pays for a row: on its own date, or, of a stretch that is open in the period, on any of those days. Where only what
    is paid for counts, a date outside every span is nobody's: a row that was sent for one round says nothing of the next."""
    if measure.period_rule != "date":
        return _paying(rows).map(lambda span: span.substr(0, _UID)).unique()
    if not shape.only_paid or SPANS not in rows.columns:
        return rows["contracts"]
    return _paying_on(rows, rows[measure.period_date]).map(lambda span: span.substr(0, _UID)).unique()


def _paying_on(rows: ir.Table, date: Any) -> Any:
    """The spans that hold a row's own date."""
    spans: Any = rows[SPANS]
    day = date.cast("string")
    return spans.filter(lambda span: (span.substr(_UID + 1, _DAY) <= day) & (span.substr(_UID + _DAY + 2, _DAY) >= day))


def _paying(rows: ir.Table) -> Any:
    """The spans (`uid first-day last-day`) that share a day with the period; as text, dates compare as dates do."""
    spans: Any = rows[SPANS]
    return spans.filter(
        lambda span: (
            (span.substr(_UID + 1, _DAY) <= asked("end")) & (span.substr(_UID + _DAY + 2, _DAY) >= asked("start"))
        )
    )


def _with_dimensions(measure: Measure, rows: ir.Table, shape: Shape) -> ir.Table:
    for at, dimension in enumerate(shape.group_by):
        if dimension == "contract":
            rows = rows.mutate(**{f"dim_{at}": _contracts(measure, rows, shape).unnest()})
            rows = _only_held_contracts(rows, f"dim_{at}", shape)
        elif dimension == "quarter":
            rows = rows.mutate(**{f"dim_{at}": _quarter(rows[measure.period_date])})
        else:
            code = _as_code(rows[dimension])
            rows = rows.mutate(**{f"dim_{at}": code if shape.answers_apart else _together(code)})
    return rows


def _only_held_contracts(rows: ir.Table, dimension: str, shape: Shape) -> ir.Table:
    """Grouped by contract and held to some: a row that others pay for too is in no group of theirs."""
    for at, (column, count) in enumerate(shape.where):
        if column == "contract":
            rows = rows.filter(rows[dimension].isin([asked(f"w{at}_{number}") for number in range(count)]))
    return rows


def _quarter(day: Any) -> Any:
    return day.year().cast("string") + "-Q" + day.quarter().cast("string")


def _as_code(column: Any) -> Any:
    """A row that can have no answer is a group of its own."""
    return ibis.coalesce(column.cast("string"), NO_ANSWER)


def _together(code: Any) -> Any:
    return code.isin(sorted(MISSING)).ifelse(TOGETHER, code)


def _latest(measure: Measure, rows: ir.Table, shape: Shape) -> ir.Table:
    """The latest of each value; within a quarter or a contract where rows are told apart by it, so that a group is what
    the measure would be if it were asked about that group alone."""
    apart = [f"dim_{at}" for at, name in enumerate(shape.group_by) if name in ("quarter", "contract")]
    return latest_of(rows, [measure.latest_per or "", *apart], measure.period_date)


def latest_of(rows: ir.Table, per: list[str], date: str) -> ir.Table:
    """One row for each value of `per`: the latest by date, of two on one day the one of the greater uid."""
    order = [ibis.desc(rows[date]), ibis.desc(rows["uid"])]
    place = ibis.row_number().over(ibis.window(group_by=[rows[name] for name in per], order_by=order))
    return rows.mutate(latest_place=place).filter(ibis._["latest_place"] == 0).drop("latest_place")


def _marked(measure: Measure, rows: ir.Table) -> ir.Table:
    reason: Any = ibis.literal(0)
    for at in range(len(measure.left_out), 0, -1):
        reason = ibis.ifelse(holds(measure.left_out[at - 1].where, rows), at, reason)
    marks: dict[str, Any] = {LEFT: reason.cast("int64")}
    if measure.numerator is not None:
        marks[IN_NUMERATOR] = holds(measure.numerator, rows)
    return rows.mutate(**marks)
