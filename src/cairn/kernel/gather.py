"""Many small reads in one question to the database.

A page about one person needs a few rows of a dozen tables. Asked one by one, the asking costs more than the reading.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connections
from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject

Row = dict[str, Any]


def gather(asked: Mapping[str, "tuple[QuerySet[Any], Mapping[str, Any]]"]) -> dict[str, list[Row]]:
    """The rows of each named queryset, each with the named fields (a path such as `service__name`, or an expression).

    Each queryset keeps its own filters, order and slice. Values come as JSON has them: a date as `2025-03-04` (see
    `day`), a truth as true, 1 or 0, a uid as its digits (see `uid`).
    """
    arms = [_arm(name, *one) for name, one in asked.items()]
    found: dict[str, list[Row]] = {name: [] for name in asked}
    if not arms:
        return found
    rows = next(iter(asked.values()))[0]
    selects = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS arm{n}" for n, (sql, _) in enumerate(arms))
    with connections[rows.db].cursor() as cursor:
        cursor.execute(selects, [each for _, params in arms for each in params])
        for name, row in cursor.fetchall():
            found[name].append(json.loads(row) if isinstance(row, str) else row)
    return found


def _arm(name: str, rows: "QuerySet[Any]", fields: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
    row = JSONObject(**{key: F(path) if isinstance(path, str) else path for key, path in fields.items()})
    said = rows.annotate(
        _arm=Value(name, output_field=CharField()), _row=Cast(row, TextField()),
    ).values_list("_arm", "_row")  # fmt: skip
    sql, params = said.query.get_compiler(rows.db).as_sql()
    return sql, tuple(params)
