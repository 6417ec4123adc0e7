"""Files of returns that were received, as their provider may see them. Enter a scope first."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound, names_of
from cairn.desk.models import Job
from cairn.exchange.models import ReturnedFile
from cairn.exchange.returned.found import Finding
from cairn.exchange.returned.looking import Change, Looked
from cairn.kernel.problems import Problem

WORKING = ("checking", "sending")
WAYS = {"workbook": "workbook", "package": "data package", "json": "JSON", "": "file"}


@dataclass(frozen=True, slots=True)
class FileView:
    """One file. `is_stopped`: its job failed. `refused`: why it was not sent when that was last tried."""

    uid: str
    return_uid: str
    name: str
    size: int
    way: str
    state: str
    who: str
    asked_at: datetime
    kept_until: date
    is_kept: bool
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    obstacles: tuple[Problem, ...]
    refused: tuple[Problem, ...]
    totals: dict[str, Any]
    number: int
    sha256: str
    is_stopped: bool
    version: int

    @property
    def is_working(self) -> bool:
        return self.state in WORKING and not self.is_stopped

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.severity != "error")


def stored(findings: Iterable[Finding]) -> list[list[Any]]:
    return [list(asdict(one).values()) for one in findings]


def totals(found: Looked) -> dict[str, Any]:
    """What is kept of a look at a file: counts, what would change, what is in the way."""
    return {
        "received": found.received, "rejected": found.rejected, "rows": sum(found.rows.values()), "tables": dict(found.rows),
        "people": found.people, "ours": found.ours, "words": found.words, "figures": len(found.changes), "seen": found.seen,
        "supplied": sum(one.supplied for one in found.changes), "changes": [list(asdict(one).values()) for one in found.changes],
        "obstacles": [one.as_json() for one in found.obstacles],
    }  # fmt: skip


def get(by: Actor, uid: object) -> ReturnedFile:
    """Raises NotFound."""
    try:
        key = UUID(str(uid))
    except ValueError:
        raise NotFound("no such file") from None
    mine = ReturnedFile.objects.filter(organisation_id=by.organisation_id, uid=key)
    found: ReturnedFile | None = mine.select_related("upload", "answer__round__contract").first()
    if found is None or not by.may(Permission.PREPARE_RETURNS):
        raise NotFound("no such file")
    return found


def view(by: Actor, uid: object) -> FileView:
    """Raises NotFound."""
    return _views([get(by, uid)])[0]


def of_return(by: Actor, return_uid: str) -> list[FileView]:
    """Those of a return, the latest first."""
    rows = ReturnedFile.objects.filter(organisation_id=by.organisation_id, answer__uid=return_uid)
    return (
        _views(list(rows.select_related("upload", "answer").order_by("-pk")[:50]))
        if by.may(Permission.PREPARE_RETURNS)
        else []
    )


def _views(rows: list[ReturnedFile]) -> list[FileView]:
    names = names_of({row.user_uid for row in rows})
    uids = [row.job_uid for row in rows if row.job_uid]
    failed = (
        set(map(str, Job.objects.filter(uid__in=uids, state="failed").values_list("uid", flat=True))) if uids else set()
    )
    return [_view(row, names.get(row.user_uid, ""), row.job_uid in failed) for row in rows]


def _view(row: ReturnedFile, who: str, failed: bool) -> FileView:
    up, told = row.upload, row.totals
    return FileView(
        str(row.uid), str(row.answer.uid), up.name, up.size, row.way, row.state, who, row.asked_at, up.kept_until,
        up.state == "kept", tuple(Finding(*one) for one in row.findings), tuple(Change(*one) for one in told.get("changes", ())),
        _problems(told, "obstacles"), _problems(told, "refused"), told, row.number, row.sha256,
        failed and row.state in WORKING, row.version,
    )  # fmt: skip


def _problems(told: dict[str, Any], name: str) -> tuple[Problem, ...]:
    return tuple(Problem(**one) for one in told.get(name, ()))
