"""Imports, as an actor may see them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound, names_of
from cairn.desk import received
from cairn.desk.models import Job
from cairn.exchange import sheets
from cairn.exchange.clients.checking import Finding
from cairn.exchange.clients.mapping import ColumnMap, Headings, digest, stored
from cairn.exchange.models import Import, ImportChunk, ImportedClient
from cairn.exchange.sheets import Sheet

WORKING = ("checking", "agreed", "taking_back")
ON_RECORD = ("done", "taking_back", "taken_back")


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import in a list, or on its own page. `done` of `total` is how far its job is."""

    uid: str
    kind: str
    state: str
    name: str
    size: int
    is_kept: bool
    kept_until: date
    asked_at: datetime
    ended_at: datetime | None
    who: str
    totals: dict[str, Any]
    choices: dict[str, Any]
    done: int
    total: int
    message: str

    @property
    def is_working(self) -> bool:
        return self.state in WORKING


def visible_to(by: Actor) -> "QuerySet[Import]":
    """Imports of the actor's organisation, if the actor may bring in files."""
    rows = Import.objects.filter(organisation_id=by.organisation_id)
    return rows if may_import(by) else rows.none()


def may_import(by: Actor) -> bool:
    return all(by.may(one) for one in (Permission.RECORD, Permission.READ_CLIENTS, Permission.MANAGE_SERVICES))


def get(by: Actor, uid: object) -> Import:
    """Raises NotFound."""
    try:
        found: Import | None = visible_to(by).select_related("upload").filter(uid=UUID(str(uid))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound("no such import")
    return found


def view(by: Actor, uid: object) -> ImportView:
    return _views([get(by, uid)])[0]


def every(by: Actor, limit: int = 50) -> list[ImportView]:
    """The latest first."""
    return _views(list(visible_to(by).select_related("upload").order_by("-pk")[:limit]))


def _views(rows: list[Import]) -> list[ImportView]:
    names = names_of({row.user_uid for row in rows})
    uids = [row.job_uid for row in rows if row.job_uid]
    jobs = {str(job.uid): job for job in Job.objects.filter(uid__in=uids)} if uids else {}
    return [_view(row, names.get(row.user_uid, ""), jobs.get(row.job_uid)) for row in rows]


def _view(row: Import, who: str, job: Job | None) -> ImportView:
    up = row.upload
    failed = job is not None and job.state == "failed" and row.state in WORKING
    return ImportView(
        uid=str(row.uid), kind=row.kind, state="stopped" if failed else row.state, name=up.name, size=up.size,
        is_kept=up.state == "kept",
        kept_until=up.kept_until, asked_at=row.asked_at, ended_at=row.ended_at, who=who, totals=row.totals,
        choices=row.choices, done=job.done if job else 0, total=job.total if job else 0,
        message=job.message if job and failed else "",
    )  # fmt: skip


def book(by: Actor, row: Import) -> list[Sheet]:
    """The sheets of the file as received. Raises NotFound once it is gone, Refused when it cannot be read."""
    return sheets.read(received.read(by, row.upload))


def mapping(row: Import) -> ColumnMap:
    """What the columns of a list of people are. Raises NotFound of another kind of file."""
    if row.kind != "clients":
        raise NotFound("no list of people")
    return stored(row.mapping)


def saved_for(by: Actor) -> Callable[[Headings], ColumnMap | None]:
    """The mapping last used here for a file with the same headings."""

    def find(names: Headings) -> ColumnMap | None:
        same = visible_to(by).filter(headings=digest(names.values()))
        row = same.order_by("-pk").first()
        return mapping(row) if row else None

    return find


def findings(row: Import) -> Iterator[Finding]:
    """Everything that was found, in the order of the sheet."""
    parts = ImportChunk.objects.filter(of=row).order_by("number").values_list("findings", flat=True)
    for part in parts.iterator(chunk_size=20):
        for one in part:
            yield Finding(*one)


def people_of(row: Import, how: str = "made") -> list[str]:
    rows = ImportedClient.objects.filter(of=row, how=how).order_by("pk")
    return list(rows.values_list("client_uid", flat=True))
