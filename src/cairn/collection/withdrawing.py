"""What a submission brought is taken back: its new forms are withdrawn, and those that it replaced are as they were before.

What was answered on a withdrawn form goes: it was sent by mistake, and sending it again brings it anew.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cairn.access.deeds import Deed
from cairn.access.models import AuditSubject, Revision
from cairn.access.rows import from_row
from cairn.collection import windows
from cairn.collection.models import CollectedForm, CollectionYear, FormSubmission
from cairn.kernel import clock
from cairn.kernel.problems import Problem, refuse_if
from cairn.people.models import Client

LABEL = "collection.CollectedForm"
RESTORED = (
    "submission_id", "year_id", "commissioner_id", "form_version", "person", "service_number", "service_id", "client_id",
    "episode_id", "form_date", "answers", "confirmed", "sha256", "state", "sent_at",
)  # fmt: skip


def take_back(this: Deed, submission: FormSubmission) -> dict[str, int]:
    """Counts of what was withdrawn and what was put back. Raises Refused where a year of these forms is closed to changes."""
    this.about("form_submission", submission.uid)
    rows = CollectedForm.objects.filter(submission=submission, state="sent", provider_id=this.by.organisation_id)
    years = CollectionYear.objects.filter(pk__in=rows.values("year_id"))
    refuse_if(problem for year in years if (problem := _closed(year)))
    back = _put_back(this, submission, rows)
    new = rows.filter(version=1)
    for uid in Client.objects.filter(pk__in=new.exclude(client=None).values("client_id")).values_list("uid", flat=True):
        this.about("client", uid)
    withdrawn = new.update(state="withdrawn", answers={}, confirmed=[], version=2)
    return {"withdrawn": int(withdrawn), "put_back": back}


def _closed(year: CollectionYear) -> Problem | None:
    found = windows.lock(year, clock.today(), is_new=False)
    return Problem("form.closed", found.cause, found.ask) if found else None


def _put_back(this: Deed, submission: FormSubmission, rows: Any) -> int:
    """Each replaced form as the revision of its deed has it from before. One whose revision was erased is withdrawn."""
    replaced = {str(row.uid): row for row in rows.filter(version__gt=1).iterator(500)}
    back = 0
    for before in _before(submission) if replaced else ():
        row = replaced.pop(str(before["uid"]), None)
        if row is not None:
            old = from_row(LABEL, dict(before))
            this.update(row, **{name: getattr(old, name) for name in RESTORED})
            back += 1
    for row in replaced.values():
        this.update(row, state="withdrawn", answers={}, confirmed=[])
    return back


def _before(submission: FormSubmission) -> Iterator[Mapping[str, Any]]:
    """What the forms were that this submission replaced, the latest of each first."""
    events = AuditSubject.objects.filter(
        organisation_id=submission.organisation_id, kind="form_submission", uid=str(submission.uid)
    ).values("event_id")
    for revision in Revision.objects.filter(event_id__in=events).order_by("-pk").iterator(20):
        for change in revision.payload or ():
            if change.get("model") == LABEL and change.get("before"):
                yield change["before"]
