"""A return that was filled elsewhere, from the file to the submission: received, looked over, sent. What leaves is the deed of
`returns.actions.submissions`; until then a file is a draft, and leaves nothing in the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.desk import jobs, received
from cairn.exchange.actions.imports import kept_until
from cairn.exchange.models import ReturnedFile
from cairn.exchange.returned import files, looking, owncodes
from cairn.exchange.returned.looking import Looked
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused, refuse_if
from cairn.people import holding
from cairn.returns import coded, finding
from cairn.returns.actions import submissions
from cairn.returns.models import Submission
from cairn.returns.supplied import Content

AT_ONCE = 400_000  # bytes that are looked over while the reader waits; more are a job
CHECK, SEND = "exchange.check_returned", "exchange.send_returned"
WAITING = ("checking", "wrong", "checked")


def receive(*, by: Actor, return_uid: str, name: str, data: bytes, now: bool = False) -> Done[ReturnedFile]:
    """Keep a file as it came, and look it over: at once, or as a job where it is big (`now`: at once in any case). Raises
    NotFound for a return of another organisation."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    upload = received.put(by=by, kind="return", name=name, data=data, kept_until=kept_until(clock.today()))
    row: ReturnedFile = ReturnedFile.objects.create(
        organisation_id=by.organisation_id, user_uid=by.uid, answer=answer, upload=upload, way="", asked_at=clock.now()
    )
    if now or len(data) <= AT_ONCE:
        check(by=by, row=row)
    else:
        _ask(by, row, CHECK)
    row.refresh_from_db()
    return Done((row,))


def _ask(by: Actor, row: ReturnedFile, kind: str) -> None:
    with transaction.atomic():
        job = jobs.ask(by=by, kind=kind, payload={"file": str(row.uid), "user": by.uid})
        ReturnedFile.objects.filter(pk=row.pk).update(job_uid=str(job.uid))


def check(*, by: Actor, row: ReturnedFile) -> Looked:
    """Look the whole file over and keep what was found. Sends nothing."""
    by.require(Permission.PREPARE_RETURNS)
    found = looking.looked(by, str(row.answer.uid), _read(by, row))
    state = "checked" if found.is_good else "wrong"
    _still(row, WAITING, state, way=found.way, findings=files.stored(found.findings), totals=files.totals(found))
    return found


def send(
    *,
    by: Actor,
    row: ReturnedFile,
    comment: str = "",
    figures_only: bool = False,
    version: int | None = None,
    now: bool = False,
) -> Done[Any]:
    """Send what the file holds as the return, or ask for it where it is big. The same rules hold as for a return that is sent on
    its page. Raises Refused or Conflict."""
    by.require(Permission.PREPARE_RETURNS)
    _still(row, ("checked",), "sending", comment=comment.strip(), figures_only=figures_only)
    if not now and row.upload.size > AT_ONCE:
        _ask(by, row, SEND)
        return Done((row,))
    row.refresh_from_db()
    return sending(by=by, row=row, version=version)


def sending(
    *, by: Actor, row: ReturnedFile, version: int | None = None, at: datetime | None = None
) -> Done[Submission]:
    """Read the file again, and submit, as of when that was asked for (`at`): no return is late because a job waited. Where
    anything is in the way the file waits as before, and why is raised."""
    by.require(Permission.PREPARE_RETURNS)
    try:
        done = _submit(by, row, version, at)
    except Refused as refused:
        told = {**row.totals, "refused": [one.as_json() for one in refused.problems]}
        row.upload.refresh_from_db(fields=["state"])  # it goes where somebody was erased who may be in it
        state = "checked" if row.upload.state == "kept" else "dropped"
        ReturnedFile.objects.filter(pk=row.pk, state="sending").update(state=state, totals=told)
        raise
    made = done.one
    ReturnedFile.objects.filter(pk=row.pk).update(
        state="sent", number=made.number, sha256=made.sha256, ended_at=clock.now(), totals={**row.totals, "refused": []}
    )
    received.keep_until(row.upload, kept_until(clock.today()))
    return done


def _submit(by: Actor, row: ReturnedFile, version: int | None, at: datetime | None) -> Done[Submission]:
    uid = str(row.answer.uid)
    found = looking.content_of(by, uid, _read(by, row))
    if found is None:
        raise Refused(
            [
                Problem(
                    "file.moved",
                    "What the return holds has changed since the file was looked over.",
                    "Look it over again.",
                )
            ]
        )
    with transaction.atomic():
        _still_kept(by, row)
        content = owncodes.coded(by, row.answer.round.contract, found, make=True)
    return submissions.submit(
        by=by, return_uid=uid, version=version, comment=row.comment, seen=row.totals.get("seen", ""),
        figures_only=row.figures_only, supplied=content, beside=_kept_and_wanted(by, row, content), at=at,
    )  # fmt: skip


@contextmanager
def _kept_and_wanted(by: Actor, row: ReturnedFile, content: Content) -> Iterator[None]:
    """Within the deed that sends it: the file is still there, and whoever said no while it was read is emptied at once."""
    _still_kept(by, row)
    yield
    coded.empty(by, owncodes.unwanted(by, row.answer.round.contract, content))


def _read(by: Actor, row: ReturnedFile) -> bytes:
    """Raises Refused where the file has gone, with why."""
    try:
        return received.read(by, row.upload)
    except NotFound:
        raise Refused([_GIVEN_UP if row.state == "dropped" else _GONE]) from None


def _still_kept(by: Actor, row: ReturnedFile) -> None:
    """Within a transaction: nobody is erased until it is done. Raises Refused where somebody was who may be in the file: what
    was read from it may hold them, under a code that nobody can look up any more."""
    holding.hold([by.organisation_id])
    row.upload.refresh_from_db(fields=["state"])
    refuse_if([] if row.upload.state == "kept" else [_GONE])


_GIVEN_UP = Problem("file.given_up", "This file was deleted, and nothing of it is kept.", "Choose it again to send it.")
_GONE = Problem(
    "file.gone", "Somebody who may be in the file was erased, so it is gone and nothing was sent.",
    "Make the file again without them, and choose it again.",
)  # fmt: skip


def _still(row: ReturnedFile, was: tuple[str, ...], becomes: str, **changes: Any) -> None:
    """Somebody may have sent or dropped it meanwhile."""
    if not ReturnedFile.objects.filter(pk=row.pk, state__in=was).update(state=becomes, **changes):
        fix = "Open the return to see how it stands."
        raise Refused([Problem("file.moved_on", "This file is not waiting for that any more.", fix)])
    row.state = becomes


def drop(*, by: Actor, row: ReturnedFile) -> Done[ReturnedFile]:
    """Give a file up: its bytes go, nothing of it is sent."""
    by.require(Permission.PREPARE_RETURNS)
    _still(row, WAITING, "dropped", findings=[], ended_at=clock.now())
    received.let_go(by.organisation_id, [row.upload_id])
    transaction.on_commit(partial(received.remove, by.organisation_id))
    return Done((row,))
