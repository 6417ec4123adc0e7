"""What may be read at all, and by whom."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound, names_of
from cairn.cases.models import Episode

__all__ = ["NotFound", "get", "title", "visible_to", "workers"]


def visible_to(by: Actor, model: Any = Episode) -> "QuerySet[Any]":
    """The rows of a model of this room that the actor may read: their organisation's, if they may read people."""
    rows = model.objects.filter(organisation_id=by.organisation_id)
    if by.client_uid:  # a row that is nobody's has no `client` and raises: a person's page reads none
        rows = rows.filter(client__uid=by.client_uid)
    return rows if by.may(Permission.READ_CLIENTS) else rows.none()


def get(by: Actor, model: Any, uid: object, *related: str) -> Any:
    """One row by uid, with related rows joined in. Raises NotFound."""
    try:
        key = uuid.UUID(str(uid))
    except ValueError:
        raise NotFound("no such row") from None
    rows = visible_to(by, model).filter(uid=key)
    row = (rows.select_related(*related) if related else rows).first()
    if row is None:
        raise NotFound("no such row")
    return row


def workers(uids: Iterable[str], by: Actor | None = None) -> dict[str, str]:
    """Names of users by uid; one query, or none for nobody, or for nobody but who asks."""
    known = {uid for uid in uids if uid}
    if by is not None and known == {by.uid}:
        return {"": "", by.uid: by.name}
    return {"": "", **names_of(known)} if known else {"": ""}


def title(name: str, known_as: str, reference: str) -> str:
    """What to call a person in a list."""
    return name or known_as or reference
