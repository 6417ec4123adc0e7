"""Long work: asked for in one transaction, done after it by the job worker.

A room registers a handler for each kind of job when the program starts. `cairn serve`'s worker calls `work_one` until it
answers None, then sleeps. A job that was running when the worker died is found by `revive`.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.desk.models import Job
from cairn.kernel import clock

Progress = Callable[[int, int], None]
Handler = Callable[[Job, Progress], str]
"""Does a job in its organisation's scope, calls `progress(done, total)` as it goes, and returns a sentence."""

WHY = "the worker serves every organisation"
_handlers: dict[str, Handler] = {}


class UnknownJob(LookupError):
    """Nobody registered a handler for this kind of job."""


def register(kind: str, handler: Handler) -> None:
    """Called from an app's `ready`; registering a kind again replaces it."""
    _handlers[kind] = handler


def ask(*, by: Actor, kind: str, payload: dict[str, Any] | None = None, total: int = 0) -> Job:
    """Queue a job, inside the asker's transaction. `payload` holds uids and options, never a personal value."""
    if kind not in _handlers:
        raise UnknownJob(kind)
    job: Job = Job.objects.create(
        organisation_id=by.organisation_id, kind=kind, payload=payload or {}, total=total, asked_at=clock.now()
    )
    return job


def work_one() -> Job | None:
    """Do the job that has waited longest; None when nothing waits. A failure is kept with the job, not raised."""
    job = _take()
    if job is None:
        return None
    with scope.organisation(job.organisation_id):
        try:
            words, state = _handlers[job.kind](job, _progress(job)), "done"
        except (
            Exception
        ) as error:  # the worker outlives any job; its name says what happened, its text might name somebody
            words, state = f"It stopped: {type(error).__name__}.", "failed"
        job.state, job.message, job.ended_at = state, words[:300], clock.now()
        Job.objects.filter(pk=job.pk).update(state=job.state, message=job.message, ended_at=job.ended_at)
    return job


def revive() -> int:
    """Let jobs that were running when the worker died wait again. Call before the first `work_one`; returns how many."""
    with scope.every(WHY):
        return Job.objects.filter(state="running").update(state="waiting", done=0)


def _take() -> Job | None:
    """Claim one: the update says whether another worker was first."""
    with scope.every(WHY), transaction.atomic():
        job: Job | None = Job.objects.filter(state="waiting", kind__in=_handlers).order_by("pk").first()
        if job is None or not Job.objects.filter(pk=job.pk, state="waiting").update(state="running"):
            return None
    job.state = "running"
    return job


def _progress(job: Job) -> Progress:
    def note(done: int, total: int) -> None:
        job.done, job.total = done, total
        Job.objects.filter(pk=job.pk).update(done=done, total=total)

    return note
