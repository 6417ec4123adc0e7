"""What the codes of a figure are called."""

from collections.abc import Iterable
from typing import Any

from cairn.access import scope
from cairn.contracts.views import Source
from cairn.definitions import registry
from cairn.definitions.mart import TABLES
from cairn.definitions.shapes.measure import Measure
from cairn.questionnaire.conditions import MISSING
from cairn.services.models import Rung, Service, StepLadder

SMALL = 12
"""A list of so many answers or fewer is shown whole, also where nobody gave one."""


def code_list(table: str, dimension: str) -> str:
    """The code list that a column holds, or ""."""
    kind = TABLES[table].get(dimension, "")
    return kind.removeprefix("codes:") if kind.startswith("codes:") else ""


def of(table: str, dimension: str, code: str) -> str:
    """The words for a code of a dimension; the code itself where no definition names it."""
    try:
        if named := code_list(table, dimension):
            return registry.get("codes", named).label_of(code)
        if dimension == "need":
            return {need.id: need.label for need in registry.get("needs", "common").needs}[code]
        if dimension == "need_area":
            return {area.id: area.label for area in registry.get("needs", "common").areas}[code]
    except KeyError:
        pass
    return code


def always_shown(table: str, dimension: str) -> tuple[str, ...]:
    """The codes of a short list, in its order, without those for a missing answer."""
    if not (named := code_list(table, dimension)):
        return ()
    codes = tuple(code for code in registry.get("codes", named).codes if code not in MISSING)
    return codes if len(codes) <= SMALL else ()


def left_out(definition: Measure, key: str) -> str:
    """The words of a reason for leaving out, `id` or `id/code`."""
    reason, _, code = key.partition("/")
    for out in definition.left_out:
        if out.id == reason:
            return f"{out.words}: {of(definition.table, out.by, code)}" if out.by and code else out.words
    return key


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


_NAMED: dict[str, tuple[Any, str]] = {
    "service": (Service, "name"),
    "ladder": (StepLadder, "name"),
    "rung": (Rung, "label"),
}
