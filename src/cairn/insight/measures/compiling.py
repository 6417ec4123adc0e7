"""A measure and a shape, compiled once to text that the mart's engine runs. The text is kept; values are given with each run."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir

from cairn.definitions.shapes.measure import Measure
from cairn.insight.measures.rows import IN_NUMERATOR, LEFT, latest_of, read_rows
from cairn.insight.measures.shape import Shape, text_of
from cairn.questionnaire.conditions import fields_of

Columns = tuple[tuple[str, str], ...]
"""Names and types of a mart table's columns."""
AGGREGATES = ("n", "k", "total", "squares", "people")
"""What comes back for each group, after its codes; None where the kind has no use for it."""
TELLS = ("outcome", "scale", "scale_version", "combined_by")
"""What says which tool told of which outcome, and by which rule."""


@lru_cache(maxsize=512)
def figures_text(measure: Measure, columns: Columns, shape: Shape) -> str:
    """One row a group: its codes, then `AGGREGATES`. In the order of the codes."""
    counted = _counted(measure, read_by(measure, columns, shape), shape)
    given = {**_people(counted), **_aggregates(measure, counted)}
    blank = ibis.literal(None, type="int64")
    dims = _dims(shape)
    found = counted.group_by(dims).aggregate(**given) if dims else counted.aggregate(**given)
    columns_ = {name: found[name] if name in given else blank for name in AGGREGATES}
    answer = found.select(*dims, **columns_)
    return text_of(answer.order_by(dims) if dims else answer)


@lru_cache(maxsize=512)
def left_out_text(measure: Measure, columns: Columns, shape: Shape) -> str:
    """One row a group and reason that left something out: the group's codes, the reason's place, the code that splits it
    (or null), how many."""
    rows = read_rows(measure, dict(read_by(measure, columns, shape)), shape)
    split: Any = ibis.literal(None, type="string")
    for at, reason in enumerate(measure.left_out, start=1):
        if reason.by:
            split = ibis.ifelse(rows[LEFT] == at, rows[reason.by].cast("string"), split)
    gone = rows.mutate(split=split).filter(ibis._[LEFT] > 0)
    by = [*_dims(shape), LEFT, "split"]
    return text_of(gone.group_by(by).aggregate(n=_many(measure, gone)).order_by(by))


@lru_cache(maxsize=512)
def rows_text(measure: Measure, columns: Columns, shape: Shape, read: Columns) -> str:
    """The counted rows: the read columns, and for a share whether the row is in the numerator; by date, then uid."""
    counted = _counted(measure, columns, shape)
    extra = [IN_NUMERATOR] if measure.numerator is not None else []
    names = [name for name, _ in read]
    return text_of(counted.select(*names, *extra).order_by([measure.period_date, "uid"]))


@lru_cache(maxsize=512)
def whose_text(measure: Measure, columns: Columns, shape: Shape) -> str:
    """The people of the counted rows, each once."""
    rows = _counted(measure, read_by(measure, columns, shape, ("provider",)), shape)
    return text_of(rows.filter(rows["person"].notnull()).select("person", "provider").distinct().order_by("person"))


@lru_cache(maxsize=512)
def left_rows_text(measure: Measure, columns: Columns, shape: Shape, place: int, read: Columns) -> str:
    """The rows that one reason left out, by its place: the read columns; by date, then uid."""
    rows = read_rows(measure, dict(columns), shape)
    gone = rows.filter(rows[LEFT] == place).select(*(name for name, _ in read))
    return text_of(gone.order_by([measure.period_date, "uid"]))


@lru_cache(maxsize=512)
def told_text(measure: Measure, columns: Columns, shape: Shape) -> str:
    """Of the counted rows, the codes of every group and every outcome with the tool, its version and the rule by which it
    tells; in this order."""
    by = [*_dims(shape), *TELLS]
    return text_of(
        _counted(measure, read_by(measure, columns, shape, TELLS), shape).select(*by).distinct().order_by(by)
    )


@lru_cache(maxsize=512)
def people_text(measure: Measure, columns: Columns, shape: Shape) -> str:
    """One row a group: its codes, and how many people are in it, each counted once, in the group of their latest row."""
    counted = _counted(measure, read_by(measure, columns, shape), shape)
    one_each = latest_of(counted.filter(counted["person"].notnull()), ["person"], measure.period_date)
    dims = _dims(shape)
    if not dims:
        return text_of(one_each.aggregate(n=one_each.count()))
    return text_of(one_each.group_by(dims).aggregate(n=one_each.count()).order_by(dims))


_ALWAYS = ("uid", "person", "contracts", "contract_spans")
"""What says which row it is, whose, and who pays for it."""


def read_by(measure: Measure, columns: Columns, shape: Shape, besides: Sequence[str] = ()) -> Columns:
    """Those of a table's columns that a figure of the measure in this shape rests on, and some besides. An engine that is not
    told of the others has a third less to work out before it reads a row."""
    named = {measure.period_date, measure.period_end, measure.value, measure.distinct, measure.latest_per}
    named |= {measure.weight} | {reason.by for reason in measure.left_out} | {column for column, _ in shape.where}
    conditions = [measure.where, measure.numerator, *(reason.where for reason in measure.left_out)]
    for condition in conditions:
        named |= set(fields_of(condition)) if condition is not None else set()
    kept = named | {*_ALWAYS, *shape.group_by, *besides}
    return tuple(column for column in columns if column[0] in kept)


def _counted(measure: Measure, columns: Columns, shape: Shape) -> ir.Table:
    return read_rows(measure, dict(columns), shape).filter(ibis._[LEFT] == 0)


def _dims(shape: Shape) -> list[str]:
    return [f"dim_{at}" for at in range(len(shape.group_by))]


def _people(rows: ir.Table) -> dict[str, Any]:
    """Different people behind a group, where rows name any: what disclosure control goes by."""
    return {"people": rows["person"].nunique()} if "person" in rows.columns else {}


def _aggregates(measure: Measure, rows: ir.Table) -> dict[str, Any]:
    """Counts and sums only, exact and the same in whatever order rows come: means and intervals are worked out from them.

    A mean is summed in decimals of six places, so that it does not depend on how the engine shares out its work.
    """
    value: Any = rows[measure.value] if measure.value else None
    if measure.kind == "distinct":
        return {"n": rows[measure.distinct or ""].nunique()}
    if measure.kind == "share":
        return {"n": _many(measure, rows), "k": _many(measure, rows, rows[IN_NUMERATOR])}
    if measure.kind in ("mean", "paired_change"):
        exact = value.cast("decimal(14, 6)")
        return {"n": value.count(), "total": exact.sum(), "squares": (exact * exact).sum()}
    if measure.kind == "sum":
        whole = value.type().is_integer()
        n = _many(measure, rows) if measure.weight else value.count()
        return {"n": n, "total": value.sum().cast("int64" if whole else "float64")}
    return {"n": rows.count()}


def _many(measure: Measure, rows: ir.Table, where: Any = None) -> Any:
    """How many these rows stand for: each for one, or for its weight."""
    if not measure.weight:
        return rows.count(where=where)
    return ibis.coalesce(rows[measure.weight].sum(where=where), 0).cast("int64")
