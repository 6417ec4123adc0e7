"""Which scales an organisation may use, and what to do about one that it may not."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.definitions.registry import NotDefined
from cairn.definitions.shapes.scale import Scale
from cairn.kernel.problems import Problem
from cairn.scales.models import ScalePermission


@dataclass(frozen=True, slots=True)
class ScaleView:
    """A scale as a manager sees it: free, or its permission, or why it is locked."""

    id: str
    label: str
    short_label: str
    needs_permission: bool
    licence: str
    locked: Problem | None
    permission: "PermissionView | None"


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


def visible_to(by: Actor) -> "QuerySet[ScalePermission]":
    """Permissions of the actor's organisation: every member may know which scales it may use."""
    return ScalePermission.objects.filter(organisation_id=by.organisation_id)


def is_locked(by: Actor, scale: "str | Scale", on_date: date) -> Problem | None:
    """Why the scale may not be used on a date, and how to mend it; None when it may."""
    found = scale if isinstance(scale, Scale) else _scale(scale)
    if found is None:
        fix = f"Choose from: {', '.join(one.id for one in registry.all('scale'))}."
        return Problem("scale.unknown", "This scale is not known.", fix, field="scale")
    permissions = list(visible_to(by).filter(scale=found.id)) if found.licence.locked else []
    return _lock(found, permissions, on_date)


def scales(by: Actor, on_date: date) -> list[ScaleView]:
    """Every scale with how it stands on a date, by id. One query."""
    recorded = _recorded(by)
    return [_view(scale, recorded.get(scale.id, []), on_date) for scale in registry.all("scale")]


def _recorded(by: Actor) -> dict[str, list[ScalePermission]]:
    found: dict[str, list[ScalePermission]] = {}
    for row in visible_to(by).order_by("granted_date", "pk"):
        found.setdefault(row.scale, []).append(row)
    return found


def _holds(row: ScalePermission, on_date: date) -> bool:
    return row.granted_date <= on_date and (row.expiry_date is None or on_date < row.expiry_date)


def _lock(scale: Scale, permissions: list[ScalePermission], on_date: date) -> Problem | None:
    if not scale.licence.locked or any(_holds(row, on_date) for row in permissions):
        return None
    if permissions:
        message = f"The permission to use {scale.short_label} does not hold on this date."
        fix = f"Ask {scale.licence.holder} to renew it, and record the new permission; or correct the date."
    else:
        message = f"{scale.short_label} is locked: no permission to use it has been recorded."
        fix = f"Get permission from {scale.licence.holder}, then record it under Scales."
    return Problem("scale.locked", message, fix, field="scale")


def _view(scale: Scale, permissions: list[ScalePermission], on_date: date) -> ScaleView:
    newest = ([row for row in permissions if _holds(row, on_date)] or permissions)[-1:]
    permission = _permission(newest[0]) if newest else None
    locked = _lock(scale, permissions, on_date)
    licence = scale.licence
    return ScaleView(scale.id, scale.label, scale.short_label, licence.locked, licence.words, locked, permission)


def _permission(row: ScalePermission) -> PermissionView:
    names = ("scale", "holder", "reference", "granted_date", "expiry_date", "is_invented")
    return PermissionView(str(row.uid), **{name: getattr(row, name) for name in names})


def _scale(id: str) -> Scale | None:
    try:
        return registry.get("scale", id)
    except NotDefined:
        return None
