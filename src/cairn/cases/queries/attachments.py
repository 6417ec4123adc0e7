"""Files that belong to people, as an actor may read them. Whoever reads one reads it through `readable`."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.cases.models import Attachment, Attendance
from cairn.cases.queries.base import NotFound, visible_to, workers
from cairn.desk import filetypes
from cairn.people import queries as people

KIND = "attachment"
MOST = 200
RECENT = 30


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in a person's list. `is_picture`: a browser may draw it. `visit` names the visit it belongs to."""

    uid: str
    version: int
    name: str
    kind: str
    size: int
    words: str
    added_date: dt.date
    author: str
    visit: str
    visit_date: dt.date | None
    is_picture: bool
    is_restricted: bool
    may_remove: bool


def readable(by: Actor) -> "QuerySet[Any]":
    """The files that the actor may read: their organisation's; of the restricted ones, those they put there, or all with
    the permission for restricted records."""
    rows = visible_to(by, Attachment)
    if by.may(Permission.READ_RESTRICTED):
        return rows
    return rows.filter(Q(is_restricted=False) | Q(author_uid=by.uid))


def get(by: Actor, uid: object) -> Any:
    """One file's row. Raises NotFound, also where it may not be read."""
    try:
        row = readable(by).select_related("upload", "client").filter(uid=uuid.UUID(str(uid))).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound("no such file")
    return row


def of_client(by: Actor, client_uid: object) -> tuple[FileLine, ...]:
    """A person's files, the newest first, `MOST` at most. Raises NotFound for an unknown person."""
    client = people.get(by, client_uid)
    rows = readable(by).filter(client=client).select_related("upload", "activity__activity_type")
    shown = list(rows.order_by("-added_date", "-id")[:MOST])
    names = workers({row.author_uid for row in shown})
    return tuple(_line(by, row, names) for row in shown)


def visits(by: Actor, client_uid: object) -> list[tuple[str, dt.date, str]]:
    """(uid, date, what) of the latest visits of a person, of which a file may be."""
    client = people.get(by, client_uid)
    rows = visible_to(by, Attendance).filter(client=client).order_by("-activity_date", "-id")[:RECENT]
    found = rows.values_list("activity__uid", "activity_date", "activity__activity_type__name")
    return [(str(uid), day, name) for uid, day, name in found]


def may_remove(by: Actor, row: Any) -> bool:
    return row.author_uid == by.uid or by.may(Permission.MANAGE_SERVICES)


def wanted() -> "QuerySet[Any]":
    """The uploads that somebody's record points at; asked by the keeper of files, for every organisation at once."""
    return Attachment.objects.order_by().values("upload_id")


def _line(by: Actor, row: Any, names: dict[str, str]) -> FileLine:
    return FileLine(
        uid=str(row.uid),
        version=row.version,
        name=row.name,
        kind=filetypes.kind_of(row.name).label,
        size=row.upload.size,
        words=row.words,
        added_date=row.added_date,
        author=names.get(row.author_uid, ""),
        visit=row.activity.activity_type.name if row.activity else "",
        visit_date=row.activity.activity_date if row.activity else None,
        is_picture=row.media_type in filetypes.SHOWN,
        is_restricted=row.is_restricted,
        may_remove=may_remove(by, row),
    )
