"""Rows of one person given to another, in one deed; and given back. Nothing here knows which rows there are: it follows
every foreign key, and what rooms say of their kinds (`kernel.merging`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models

from cairn.access.deeds import Deed
from cairn.access.rows import as_row, from_row
from cairn.kernel import merging
from cairn.people import adding, queries, rules
from cairn.people.models import Client


def pointing(model: type[models.Model]) -> Iterator[tuple[type[models.Model], Any]]:
    """Every model with a foreign key to this one, and the key."""
    for other in apps.get_models():
        for field in other._meta.concrete_fields:
            if field.is_relation and field.related_model is model:
                yield other, field


def move(this: Deed, kept: models.Model, gone: models.Model) -> None:
    """Whatever points at `gone` points at `kept`; of two that cannot both stand, one does."""
    for model, key in pointing(type(gone)):
        if (kind := merging.kinds().get(model._meta.label)) is not None and kind.stays:
            continue
        for row in model._base_manager.filter(**{key.name: gone.pk}).order_by("pk"):
            _move_one(this, row, key, kept)


def join(this: Deed, kept: Any, gone: Any) -> None:
    """Two rows become one: `kept` takes over what its kind says, and all that points at `gone`."""
    kind = merging.kinds().get(kept._meta.label)
    changes = dict(kind.combine(kept, gone)) if kind and kind.combine else {}
    move(this, kept, gone)
    this.delete(gone)
    if changes:
        this.update(kept, **changes)
    if kind and kind.settle:
        kind.settle(this, kept)


def _move_one(this: Deed, row: Any, key: Any, kept: models.Model) -> None:
    if _would_point_twice(row, key, kept):
        this.delete(row)
    elif (twin := twin_of(row, key, kept)) is not None:
        join(this, twin, row)
    else:
        this.update(row, **{key.attname: kept.pk})


def _would_point_twice(row: Any, key: Any, kept: models.Model) -> bool:
    """A link between the two would lead from the person to themselves."""
    others = [
        f for f in row._meta.concrete_fields if f.is_relation and f.related_model is key.related_model and f != key
    ]
    return any(getattr(row, other.attname) == kept.pk for other in others)


def twin_of(row: Any, key: Any, kept: models.Model) -> Any:
    """The row that `row` could not stand beside once it pointed at `kept`; None when there is none."""
    for names in _unique(type(row)):
        if key.name in names:
            values = {name: getattr(row, row._meta.get_field(name).attname) for name in names} | {key.name: kept.pk}
            if None not in values.values():
                found = type(row)._base_manager.filter(**values).exclude(pk=row.pk).first()
                if found is not None:
                    return found
    return None


def _unique(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    yield from (tuple(c.fields) for c in model._meta.constraints if isinstance(c, models.UniqueConstraint))
    yield from ((field.name,) for field in model._meta.concrete_fields if field.unique and field.is_relation)


def give_back(this: Deed, changes: list[Mapping[str, Any]]) -> int:
    """Undo a merge, the last change first: each column that it changed, if it stands as the merge left it. How many rows
    had been changed since, and stay so."""
    later = 0
    for change in reversed(changes):
        model = apps.get_model(change["model"])
        now = model._base_manager.filter(uid=change["uid"]).first()
        whole = _restored(this, change) if now is None else _put_back(this, change, now)
        if not whole and isinstance(now, Client):
            _derive_again(this, now)
        later += not whole
    _follow(this, changes)
    return later


def _derive_again(this: Deed, person: Client) -> None:
    """Answers of which some went back and some did not: what is found by them follows."""
    answers = rules.Answers(**queries.answers_of(person))
    this.update(person, **adding.values_of(this.by, answers))


def _restored(this: Deed, change: Mapping[str, Any]) -> bool:
    if change["after"] is not None:
        return False  # removed since: it stays so
    this.create(from_row(change["model"], change["before"]))
    return True


def _put_back(this: Deed, change: Mapping[str, Any], now: Any) -> bool:
    before, after, stands = change["before"], change["after"], as_row(now)
    if before is None or after is None:
        return False
    changed = [name for name in before if name not in ("id", "version") and before[name] != after.get(name)]
    old = from_row(change["model"], before)
    free = [name for name in changed if stands[name] == after[name]]
    this.update(now, **{name: getattr(old, name) for name in free})
    return free == changed and stands["version"] == after["version"]


def _follow(this: Deed, changes: list[Mapping[str, Any]]) -> None:
    """What was recorded since within something that went back (a visit in an episode) goes with it."""
    moved = [change for change in changes if change["after"] and "client_id" in (change["before"] or {})]
    for change in moved:
        model = apps.get_model(change["model"])
        row = model._base_manager.filter(uid=change["uid"]).first()
        if row is None or change["before"]["client_id"] == change["after"]["client_id"]:
            continue
        for other, key in pointing(model):
            names = {field.name for field in other._meta.concrete_fields}
            if "client" in names:
                for child in other._base_manager.filter(**{key.name: row.pk}).exclude(client_id=row.client_id):
                    this.update(child, client_id=row.client_id)
