"""Readings whose score is made by a table of values that the organisation loads, held against the table that stands."""

from collections.abc import Iterator
from typing import Any

from cairn.access.actors import Actor
from cairn.cases.models import Assessment
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.scales.queries import worded
from cairn.scales.scoring import score

Changes = dict[str, Any]


def waiting(by: Actor, scale: str) -> int:
    """How many readings of a scale have another score than the table that stands gives them."""
    return sum(1 for _ in otherwise(by, scale)) if lacks_table(registry.get("scale", scale)) else 0


def lacks_table(scale: Scale) -> bool:
    """Whether the file lacks the table, so that each organisation brings its own."""
    return scale.tariff is not None and scale.tariff.lacking is not None


def otherwise(by: Actor, id: str) -> Iterator[tuple[Assessment, Changes]]:
    """The readings that have another score than they would be given today, and that one."""
    rows = list(Assessment.objects.filter(organisation_id=by.organisation_id, scale=id).order_by("pk"))
    bare = [registry.get("scale", id, version) for version in sorted({row.scale_version for row in rows})]
    known = worded(by, bare)
    for row in rows:
        found = score(known[id, row.scale_version], row.answers)
        changes = {"total": found.total, "metric": found.metric, "reason": found.reason or ""}
        if any(getattr(row, name) != value for name, value in changes.items()):
            yield row, changes
