"""What the actions of this room share."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import IntegrityError

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, Deed

T = TypeVar("T")


def at_most_twice(attempt: Callable[[], T]) -> T:
    """Try again when another writer was first with the same row: the second attempt finds what is there."""
    try:
        return attempt()
    except (IntegrityError, Conflict):
        return attempt()


def put(
    this: Deed, by: Actor, model: type[Any], key: dict[str, Any], values: dict[str, Any], version: int | None
) -> Any:
    """Write the one row of this key. `version` is what its writer saw, 0 where there was none: if another wrote since,
    raises Conflict. Without it, what is there is changed."""
    row = model.objects.filter(organisation_id=by.organisation_id, **key).first()
    if row is None:
        return this.create(model(organisation_id=by.organisation_id, **key, **values))
    if version is not None:
        row.version = version
    return this.update(row, **values)
