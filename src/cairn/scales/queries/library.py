"""Which scales there are, how each stands with its licence, and what an organisation recorded of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.definitions.registry import NotDefined
from cairn.definitions.shapes.scale import Scale
from cairn.kernel.problems import Problem
from cairn.scales import local
from cairn.scales.models import ScalePermission, ScaleTariff, ScaleWording
from cairn.scales.queries.asked import asked, own, put_together
from cairn.scales.rules import ENGLISH

WARN_DAYS = 60
State = Literal["own", "free", "permitted", "ending", "unworded", "ended", "locked", "template"]
"""Own, or free to use; a permission holds, or ends within 60 days; permission but no words; it ended; none; a pattern."""


@dataclass(frozen=True, slots=True)
class PermissionView:
    """An organisation's permission to use a scale. `is_invented` must be said wherever it is shown."""

    uid: str
    scale: str
    holder: str
    reference: str
    granted_date: date
    expiry_date: date | None
    is_invented: bool
    uses_printed_form: bool


@dataclass(frozen=True, slots=True)
class ScaleView:
    """A scale as it stands here: free, or its permission, or why it is locked. `scale` has the organisation's words in it;
    `days_left` until a permission that holds ends, where that is within 60 days."""

    id: str
    label: str
    short_label: str
    needs_permission: bool
    licence: str
    locked: Problem | None
    permission: PermissionView | None
    scale: Scale
    state: State
    days_left: int | None = None


def visible_to(by: Actor) -> "QuerySet[ScalePermission]":
    """Permissions of the actor's organisation: every member may know which scales it may use."""
    return ScalePermission.objects.filter(organisation_id=by.organisation_id)


def is_locked(by: Actor, scale: "str | Scale", on_date: date) -> Problem | None:
    """Why the scale may not be used on a date, and how to mend it; None when it may."""
    try:
        return asked(by, scale, on_date).locked
    except NotDefined:
        fix = f"Choose from: {', '.join(one.id for one in registry.all('scale'))}."
        return Problem("scale.unknown", "This scale is not known.", fix, field="scale")


def scales(by: Actor, on_date: date) -> list[ScaleView]:
    """Every scale with how it stands on a date: the organisation's own first, then by id. Five queries."""
    theirs, recorded = own(by), _recorded(by)
    found = (*local.of(by), *registry.all("scale"))
    put = ((scale, put_together(scale, theirs, on_date, ENGLISH, None)) for scale in found)
    return [_view(each.scale, each.locked, recorded.get(scale.id, []), on_date) for scale, each in put]


def view(by: Actor, scale: Scale, on_date: date) -> ScaleView:
    """One scale, this very version, with how it stands on a date."""
    found = asked(by, scale, on_date)
    return _view(found.scale, found.locked, _recorded(by, scale.id).get(scale.id, []), on_date)


def permissions(by: Actor, scale: str) -> list[PermissionView]:
    """Every permission recorded for a scale, the newest first."""
    return [_permission(row) for row in reversed(_recorded(by, scale).get(scale, []))]


def wordings(by: Actor, scale: Scale) -> list[ScaleWording]:
    """What was entered for this version, by language."""
    rows = ScaleWording.objects.filter(organisation_id=by.organisation_id, scale=scale.id, scale_version=scale.version)
    return list(rows.order_by("language"))


def wording_before(by: Actor, scale: Scale, language: str) -> ScaleWording | None:
    """What was entered for the newest earlier version, to start from."""
    rows = ScaleWording.objects.filter(organisation_id=by.organisation_id, scale=scale.id, language=language)
    found: ScaleWording | None = rows.filter(scale_version__lt=scale.version).order_by("-scale_version").first()
    return found


def tariff(by: Actor, scale: Scale) -> ScaleTariff | None:
    """The table of values loaded for this version."""
    rows = ScaleTariff.objects.filter(organisation_id=by.organisation_id, scale=scale.id, scale_version=scale.version)
    found: ScaleTariff | None = rows.first()
    return found


def _recorded(by: Actor, scale: str = "") -> dict[str, list[ScalePermission]]:
    rows = visible_to(by).filter(scale=scale) if scale else visible_to(by)
    found: dict[str, list[ScalePermission]] = {}
    for row in rows.order_by("granted_date", "pk"):
        found.setdefault(row.scale, []).append(row)
    return found


def _holds(row: ScalePermission, on_date: date) -> bool:
    return row.granted_date <= on_date and (row.expiry_date is None or on_date < row.expiry_date)


def _view(scale: Scale, locked: Problem | None, permissions: list[ScalePermission], on_date: date) -> ScaleView:
    holding = [row for row in permissions if _holds(row, on_date)]
    newest = (holding or permissions)[-1:]
    permission = _permission(newest[0]) if newest else None
    left = _days_left(scale, holding, on_date)
    state = _state(scale, locked, bool(permissions), left)
    licence = scale.licence
    return ScaleView(
        scale.id, scale.label, scale.short_label, licence.locked, licence.words, locked, permission, scale, state, left
    )


def _days_left(scale: Scale, holding: list[ScalePermission], on_date: date) -> int | None:
    """Days until the last permission that holds ends, if that is soon. A renewal that follows it is a permission too, once
    it holds."""
    ends = [row.expiry_date for row in holding]
    if not scale.licence.locked or not ends or None in ends:
        return None
    last = max(end for end in ends if end)
    return (last - on_date).days if last - on_date <= timedelta(WARN_DAYS) else None


def _state(scale: Scale, locked: Problem | None, was_permitted: bool, days_left: int | None) -> State:
    if scale.template:
        return "template"
    if locked:
        without: State = "ended" if was_permitted else "locked"
        return "unworded" if locked.rule == "scale.unworded" else without
    if scale.licence.locked:
        return "permitted" if days_left is None else "ending"
    return "own" if local.is_own(scale.id) else "free"


def _permission(row: ScalePermission) -> PermissionView:
    names = ("scale", "holder", "reference", "granted_date", "expiry_date", "is_invented", "uses_printed_form")
    return PermissionView(str(row.uid), **{name: getattr(row, name) for name in names})
