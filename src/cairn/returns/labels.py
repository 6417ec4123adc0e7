"""What the codes of a figure are called."""

from collections.abc import Iterable
from typing import Any

from cairn.access import scope
from cairn.contracts.models import Group
from cairn.contracts.views import Source
from cairn.definitions.mart import TABLES
from cairn.definitions.shapes.measure import Measure
from cairn.insight.labels import codes_of, label_of
from cairn.questionnaire.conditions import MISSING
from cairn.services.models import ActivityType, Rung, Service, StepLadder

SMALL = 12
"""A list of so many answers or fewer is shown whole, also where nobody gave one."""


def always_shown(table: str, dimension: str) -> tuple[str, ...]:
    """The codes of a short list, in its order, without those for a missing answer."""
    if not TABLES[table].get(dimension, "").startswith("codes:"):
        return ()
    codes = tuple(code for code in codes_of(dimension) if code not in MISSING)
    return codes if len(codes) <= SMALL else ()


def left_out(definition: Measure, key: str) -> str:
    """The words of a reason for leaving out, `id` or `id/code`."""
    reason, _, code = key.partition("/")
    for out in definition.left_out:
        if out.id == reason:
            return f"{out.words}: {label_of(out.by, code)}" if out.by and code else out.words
    return key


def sample(definition: Measure, numerator: float | None, n: int | None, left: int | None) -> str:
    """Of how many a sample is: `18 of 23 asked`, `at 3 of 12 meetings` (`left` were not counted; None where that is not told).
    "" for a full count, and where there is none."""
    if not definition.is_sample or not n:
        return ""
    if definition.kind == "share":
        return f"{int(numerator or 0):,} of {n:,} asked"
    return f"at {n:,} meetings" if left is None else f"at {n:,} of {n + left:,} meetings"


def names(dimension: str, codes: Iterable[str], sources: Iterable[Source]) -> dict[str, str]:
    """The names of what organisations made themselves (services, ladders, rungs) or are, by uid."""
    known = list(sources)
    if dimension == "provider":
        return {source.organisation_uid: source.name for source in known}
    if dimension not in _NAMED:
        return {}
    model, field = _NAMED[dimension]
    with scope.organisation(*(source.organisation_id for source in known)):
        rows = model.objects.filter(uid__in=list(codes)).values_list("uid", field)
        return {str(uid): name for uid, name in rows}


def made(dimension: str, sources: Iterable[Source]) -> frozenset[str]:
    """The codes of what these organisations made themselves, of one dimension."""
    with scope.organisation(*(source.organisation_id for source in sources)):
        return frozenset(str(uid) for uid in _NAMED[dimension][0].objects.values_list("uid", flat=True))


_NAMED: dict[str, tuple[Any, str]] = {
    "service": (Service, "name"),
    "ladder": (StepLadder, "name"),
    "rung": (Rung, "label"),
    "activity_type": (ActivityType, "name"),
    "group": (Group, "name"),
}
