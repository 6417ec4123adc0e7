"""What somebody must look at in one reading."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.cases.loading import canonical
from cairn.cases.models import Assessment
from cairn.cases.queries.base import visible_to
from cairn.definitions import registry
from cairn.scales.scoring import score


@dataclass(frozen=True, slots=True)
class Flagged:
    """A reading, and what somebody must look at in it."""

    label: str
    assessed_date: dt.date
    flags: tuple[str, ...]


def taken(by: Actor, person: Any, uid: str) -> Flagged | None:
    """One reading of a person by its uid; None where there is none that the actor may read."""
    if not (key := canonical(uid)):
        return None
    row = visible_to(by, Assessment).filter(client=person, uid=key).first()
    if row is None:
        return None
    scale = registry.get("scale", row.scale, row.scale_version)
    return Flagged(scale.short_label, row.assessed_date, score(scale, row.answers).flags)
