"""Submissions of forms, as their provider may see them. Enter a scope first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound, names_of
from cairn.collection import windows
from cairn.collection.models import CollectedForm, CollectionYear, FormSubmission
from cairn.collection.windows import Lock
from cairn.definitions import registry
from cairn.desk.models import Job
from cairn.exchange.forms.found import Group
from cairn.kernel import clock

WORKING = ("checking", "taking")
AT_ONCE = timedelta(minutes=15)
"""What is done while somebody waits is over by then; what is not, stopped."""
after: list[Callable[[Actor, FormSubmission], None]] = []
"""Who is told when a submission has its receipt: called with whoever sent it, after the deed."""


@dataclass(frozen=True, slots=True)
class SubmissionView:
    """One submission. `share` of its job is done, 0 to 1, or it `waits` for its turn. Stopped is one whose job failed: it may be
    asked for again."""

    row: FormSubmission
    uid: str
    state: str
    name: str
    size: int
    is_kept: bool
    form_label: str
    who: str
    groups: tuple[Group, ...]
    counts: dict[str, Any]
    share: float
    waits: bool
    message: str
    has_rejects: bool

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def sheet(self) -> str:
        return str(self.counts.get("sheet", ""))

    def of_grade(self, grade: str) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.kind.grade == grade)


def visible_to(by: Actor) -> "QuerySet[Any]":
    """Submissions of the actor's organisation, if the actor prepares what it sends."""
    rows = FormSubmission.objects.filter(organisation_id=by.organisation_id)
    return rows if by.may(Permission.PREPARE_RETURNS) else rows.none()


def get(by: Actor, uid: object) -> FormSubmission:
    """Raises NotFound."""
    try:
        key = UUID(str(uid))
    except ValueError:
        raise NotFound("no such submission") from None
    found: FormSubmission | None = visible_to(by).select_related(*_WITH).filter(uid=key).first()
    if found is None:
        raise NotFound("no such submission")
    return found


def view(by: Actor, uid: object) -> SubmissionView:
    """Raises NotFound."""
    return _views([get(by, uid)])[0]


def every(by: Actor, limit: int = 50) -> list[SubmissionView]:
    """Files and bodies, the latest first; not what was sent from the screen, form by form."""
    rows = visible_to(by).exclude(way="screen").select_related(*_WITH).order_by("-pk")[:limit]
    return _views(list(rows))


_WITH = ("upload", "rejects", "collection")


def _views(rows: list[FormSubmission]) -> list[SubmissionView]:
    names = names_of({row.user_uid for row in rows})
    uids = [row.job_uid for row in rows if row.job_uid]
    found = {str(job.uid): job for job in Job.objects.filter(uid__in=uids)} if uids else {}
    return [_view(row, names.get(row.user_uid, ""), found.get(row.job_uid)) for row in rows]


def _view(row: FormSubmission, who: str, job: Job | None) -> SubmissionView:
    up, failed = row.upload, _has_stopped(row, job)
    return SubmissionView(
        row=row, uid=str(row.uid), state="stopped" if failed else row.state, name=up.name if up else "",
        size=up.size if up else 0, is_kept=bool(up and up.state == "kept"), form_label=_label(row), who=who,
        groups=tuple(Group.from_json(one) for one in row.findings), counts=row.counts,
        share=job.done / job.total if job and job.total else 0.0, waits=job is not None and job.state == "waiting",
        message=(job.message if job else "It stopped while it was being read.") if failed else "",
        has_rejects=bool(row.rejects and row.rejects.state == "kept"),
    )  # fmt: skip


def _has_stopped(row: FormSubmission, job: Job | None) -> bool:
    if job is not None and job.state != "done":
        return job.state == "failed" and row.state in WORKING
    return row.state in ("received", "taking") and row.way != "screen" and clock.now() - row.asked_at > AT_ONCE


def _label(row: FormSubmission) -> str:
    try:
        return str(registry.get("form", row.form, row.form_version).label) if row.form else ""
    except LookupError:
        return row.form


def lock_of(row: FormSubmission) -> Lock | None:
    """Why the forms of a submission may not be taken back any more; None while they may."""
    years = CollectionYear.objects.filter(
        pk__in=CollectedForm.objects.filter(submission=row, state="sent").values("year_id")
    )
    return next((lock for year in years if (lock := windows.lock(year, clock.today(), is_new=False))), None)
