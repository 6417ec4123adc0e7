"""Raise the version of a row whose lines change, so that a second editor of the lines is told of the first."""

from typing import Any

from django.db.models import F

from cairn.access.deeds import Conflict, Deed
from cairn.kernel.problems import Problem


def claim(this: Deed, row: Any) -> None:
    """Raises Conflict when somebody changed the row, or its lines, since `row.version`."""
    own = type(row).objects.filter(pk=row.pk, version=row.version)
    if own.update(version=F("version") + 1) != 1:
        fix = "Their change is shown beside yours: keep what is right and save again."
        raise Conflict([Problem("edit.conflict", "Somebody else changed this while you were writing.", fix)])
    row.version += 1
    this.about(row.SUBJECT, row.uid)
