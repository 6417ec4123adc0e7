"""Many small reads in one question to the database.

A page about one person needs a few rows of a dozen tables. Asked one by one, the asking costs more than the reading; and
putting the question into words costs more than asking it, so that the words are kept for the next person (`again`).
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject

Row = dict[str, Any]
Asked = Mapping[str, tuple[Any, Mapping[str, Any]]]
"""A queryset by name, with the fields wanted of it: a path such as `service__name`, or an expression."""

BLANK_DAY, OTHER_BLANK_DAY, THIRD_BLANK_DAY = date(9999, 12, 30), date(9999, 12, 29), date(9999, 12, 27)
MOST_KEPT = 512
EVERY = 2**62  # rows: no limit at all
_kept: dict[tuple[Any, ...], tuple[str, tuple[Any, ...]]] = {}


def gather(asked: Asked) -> dict[str, list[Row]]:
    """The rows of each named queryset, each with the named fields.

    Each queryset keeps its own filters, order and slice. Values come as JSON has them: a date as `2025-03-04` (see
    `day`), a truth as true, 1 or 0, a uid with or without its strokes, a JSON column as `nested` reads it.
    """
    return _fetched(*_compiled(asked), asked) if asked else {}


def again(shape: tuple[Any, ...], ask: Callable[[], Asked], filled: Mapping[Any, Any]) -> dict[str, list[Row]]:
    """The same as `gather(ask())`, put into words once for each `shape`. `ask` puts blanks where the values of this time
    belong (`blank(n)`, a blank day, any text that is nowhere else); `filled` says what they stand for.

    What `ask` asks may depend on nothing but the shape and the blanks.
    """
    alias = QuerySet().db
    words = _kept.get((alias, *shape))
    if words is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        asked = ask()
        words = _kept[alias, *shape] = (*_compiled(asked), tuple(asked))  # type: ignore[assignment]
    sql, params, names = words  # type: ignore[misc]
    adapt = connections[alias].ops.adapt_datefield_value
    values = {str(blank): adapt(value) if isinstance(value, date) else value for blank, value in filled.items()}
    return _fetched(sql, tuple(values.get(str(param), param) for param in params), names)


def blank(number: int) -> int:
    """A number that no row has, to stand for one."""
    return 8_000_000_000_000_000_000 + number


def day(value: str | None) -> Any:
    """A date column within a row; None where it is empty."""
    return None if value is None else date.fromisoformat(value)


def nested(value: Any) -> Any:
    """A JSON column within a row: SQLite gives it as text."""
    return json.loads(value) if isinstance(value, str) else value


def _fetched(sql: str, params: tuple[Any, ...], names: Any) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {name: [] for name in names}
    if not sql:
        return found
    with connections[QuerySet().db].cursor() as cursor:
        cursor.execute(sql, params)
        for name, row in cursor.fetchall():
            found[name].append(json.loads(row) if isinstance(row, str) else row)
    return found


def _compiled(asked: Asked) -> tuple[str, tuple[Any, ...]]:
    """The words of the question; "" where no queryset can have any row."""
    arms = [arm for name, one in asked.items() if (arm := _arm(name, *one)) is not None]
    selects = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS arm{n}" for n, (sql, _) in enumerate(arms))
    return selects, tuple(each for _, params in arms for each in params)


def _arm(name: str, rows: "QuerySet[Any]", fields: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]] | None:
    row = JSONObject(**{key: F(path) if isinstance(path, str) else path for key, path in fields.items()})
    said = rows.annotate(
        _arm=Value(name, output_field=CharField()), _row=Cast(row, TextField())
    ).values_list("_arm", "_row")  # fmt: skip
    if connections[rows.db].vendor == "mysql" and said.query.order_by and not said.query.is_sliced:
        said = said[:EVERY]  # MariaDB forgets the order of rows within a question unless their number is limited
    try:
        sql, params = said.query.get_compiler(rows.db).as_sql()
    except EmptyResultSet:  # such as one that looks for words that no code stands for
        return None
    return sql, tuple(params)
