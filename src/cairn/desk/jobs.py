"""Long work: asked for in one transaction, done after it by the job worker."""

from collections.abc import Callable
from typing import Any

from cairn.access.actors import Actor
from cairn.desk.models import Job

Progress = Callable[[int, int], None]
Handler = Callable[[Job, Progress], str]
"""Does a job in its organisation's scope, calls `progress(done, total)` as it goes, and returns a sentence."""


def register(kind: str, handler: Handler) -> None:
    """Called from an app's `ready`."""
    raise NotImplementedError


def ask(*, by: Actor, kind: str, payload: dict[str, Any] | None = None, total: int = 0) -> Job:
    """Queue a job, inside the asker's transaction. `payload` holds uids and options, never a personal value."""
    raise NotImplementedError


def work_one() -> Job | None:
    """Do the job that has waited longest; None when nothing waits. A failure is kept with the job, not raised."""
    raise NotImplementedError
