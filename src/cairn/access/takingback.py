"""The rows of a deed put back as they were before it, the last change first."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.apps import apps

from cairn.access.deeds import BATCH, Deed
from cairn.access.rows import as_row, from_row
from cairn.kernel.problems import Problem, Refused

Change = Mapping[str, Any]
CHANGED = Problem("undo.changed", "This has been changed since, or built upon.", "Open the record and mend it there.")


def all_back(this: Deed, changes: Sequence[Change]) -> None:
    """Each row as it was. Many that were made one after another go together: 2,000 one by one took seconds. Raises Refused
    where one is not as the deed left it."""
    for (name, made), run in groupby(reversed(changes), _kind):
        back = _take_away if made else _put_back
        back(this, apps.get_model(name), list(run))


def _kind(change: Change) -> tuple[str, bool]:
    """Of which model, and whether the row was made by the deed."""
    return change["model"], change["before"] is None


def _take_away(this: Deed, model: Any, changes: list[Change]) -> None:
    for start in range(0, len(changes), BATCH):
        batch = changes[start : start + BATCH]
        held = model._base_manager.select_for_update().filter(uid__in=[one["uid"] for one in batch])
        there = {str(row.uid): row for row in held.order_by("pk")}
        rows = [there.get(one["uid"]) for one in batch]
        if any(row is None or as_row(row) != one["after"] for row, one in zip(rows, batch, strict=True)):
            raise Refused([CHANGED])
        if _lean_on_each_other(model, rows):
            for row in rows:  # the last one made goes first
                this.delete(row)
        else:
            this.delete_many(rows)


def _lean_on_each_other(model: Any, rows: list[Any]) -> bool:
    """Whether one of the rows names another of them, an answer its note for instance."""
    names = [field.attname for field in model._meta.concrete_fields if field.related_model is model]
    ids = {row.pk for row in rows}
    return any(getattr(row, name) in ids for name in names for row in rows)


def _put_back(this: Deed, model: Any, changes: list[Change]) -> None:
    for change in changes:
        now = model._base_manager.select_for_update().filter(uid=change["uid"]).first()
        if (as_row(now) if now else None) != change["after"]:
            raise Refused([CHANGED])
        old = from_row(change["model"], change["before"])
        if now is None:
            this.create(old)
        else:
            names = [name for name in change["before"] if name not in {"id", "version"}]
            this.update(now, **{name: getattr(old, name) for name in names})
