"""Write words about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.cases.models import Note
from cairn.kernel.problems import Done


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """About one client; within an episode or at an activity where that is known. Without a date, today."""

    client_uid: str
    text: str
    note_date: date | None = None
    episode_uid: str | None = None
    activity_uid: str | None = None


def write(*, by: Actor, notes: Sequence[NewNote]) -> Done[Note]:
    raise NotImplementedError
