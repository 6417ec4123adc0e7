"""Reading in batches: a constant number of queries for each batch, never one for a row, never too many values in one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

SUBJECTS_AT_ONCE = 500
ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Some clients (or activities): named one by one, or every one from the first inner id to the last."""

    ids: tuple[int, ...] = ()
    first: int = 0
    last: int = 0

    def where(self, column: str) -> dict[str, Any]:
        """The filter that holds `column` (`client_id`, or `pk` of the model itself) to this batch."""
        if self.ids:
            return {f"{column}__in": self.ids}
        return {f"{column}__gte": self.first, f"{column}__lte": self.last}


def batches(rows: "models.QuerySet[Any]", subjects: frozenset[str] | None) -> Iterator[Batch]:
    """The rows of these uids, or all of them, a batch at a time in the order of their ids."""
    return _all(rows) if subjects is None else _named(rows, sorted(subjects))


def _named(rows: "models.QuerySet[Any]", uids: list[str]) -> Iterator[Batch]:
    """Found first, then put together: clients who lie scattered among activities still fill whole batches."""
    parts = (uids[start : start + SUBJECTS_AT_ONCE] for start in range(0, len(uids), SUBJECTS_AT_ONCE))
    ids = sorted(pk for part in parts for pk in rows.filter(uid__in=part).values_list("pk", flat=True))
    for start in range(0, len(ids), SUBJECTS_AT_ONCE):
        yield Batch(tuple(ids[start : start + SUBJECTS_AT_ONCE]))


def _all(rows: "models.QuerySet[Any]") -> Iterator[Batch]:
    last = 0
    while ids := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        last = ids[-1]
        yield Batch(first=ids[0], last=last)
