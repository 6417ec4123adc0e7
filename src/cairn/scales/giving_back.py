"""Undo of what readings may lean on already."""

from collections.abc import Mapping
from typing import Any

from cairn.access.deeds import Deed
from cairn.access.takingback import CHANGED
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.scales.models import LocalScale


def withdrawn(this: Deed, changes: list[Mapping[str, Any]]) -> int:
    """A scale that was taken in is withdrawn, not removed: readings keep the version that they were given to."""
    rows = list(LocalScale.objects.filter(uid__in=[one["uid"] for one in changes], state="published"))
    if not rows:
        raise Refused([CHANGED])
    for row in rows:
        this.update(row, state="withdrawn", withdrawn_date=clock.today())
    return 0
