"""A figure worked out again from the rows that stand behind it. Pure.

It is only said where the rows as they were sent give what was sent: else rows were kept back, corrected by hand, or a column that
the figure is computed from did not leave.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from cairn.definitions.mart import TABLES
from cairn.definitions.shapes.measure import Measure
from cairn.questionnaire.conditions import evaluate, fields_of
from cairn.returns.cleaning import Row

CLOSE = 1e-6


def again(
    definition: Measure, key: str, sent: float | None, rows: Sequence[Row], aside: frozenset[str]
) -> float | None:
    """The figure without the rows set aside (digests); None where it cannot be worked out from what was sent."""
    mine = [row for row in rows if key in row.counted_in]
    whole = value_of(definition, mine)
    if sent is None or whole is None or abs(whole - sent) > CLOSE:
        return None
    kept = [row for row in mine if row.digest not in aside]
    now = sent if len(kept) == len(mine) else value_of(definition, kept)
    return int(now) if now is not None and definition.kind in ("count", "distinct") else now


def value_of(definition: Measure, rows: Sequence[Row]) -> float | None:
    """What these rows give; None where they say too little, or the kind of measure is no sum over rows."""
    if definition.kind == "count":
        return float(len(rows))
    if definition.kind == "distinct":
        return _distinct(definition, rows)
    if definition.kind == "share":
        return _share(definition, rows)
    if definition.kind in ("mean", "sum") and definition.value:
        return _numbers(definition.kind, [row.values.get(definition.value) for row in rows])
    return None


def _distinct(definition: Measure, rows: Iterable[Row]) -> float | None:
    if definition.distinct == "person":
        found: list[Any] = [row.code for row in rows]
    else:
        found = [row.values.get(definition.distinct or "") for row in rows]
    return None if not all(found) else float(len(set(found)))


def _share(definition: Measure, rows: Sequence[Row]) -> float | None:
    condition = definition.numerator
    if condition is None or not rows:
        return None
    wanted = fields_of(condition)
    if any(name not in row.values for row in rows for name in wanted):
        return None
    many = [row.values.get(definition.weight) if definition.weight else 1 for row in rows]
    if not all(isinstance(each, int | float) for each in many) or not (of := sum(many)):  # type: ignore[arg-type]
        return None
    return sum(each for each, row in zip(many, rows, strict=True) if evaluate(condition, _typed(row))) / of  # type: ignore[misc]


def _numbers(kind: str, found: Sequence[Any]) -> float | None:
    if not found or any(not isinstance(each, int | float) or isinstance(each, bool) for each in found):
        return None
    total = float(sum(found))
    return total if kind == "sum" else total / len(found)


def _typed(row: Row) -> Mapping[str, Any]:
    """Dates as dates again: they were sent as words."""
    kinds = TABLES.get(row.table, {})
    return {
        name: date.fromisoformat(value) if kinds.get(name) == "date" and isinstance(value, str) else value
        for name, value in row.values.items()
    }
