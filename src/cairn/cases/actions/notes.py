"""Write words about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules
from cairn.cases.loading import Rows
from cairn.cases.models import Activity, Attendance, Episode, Note
from cairn.cases.writers import note
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if, too_long
from cairn.people.models import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """About one client; within an episode or at an activity where that is known. Without a date, today."""

    client_uid: str
    text: str
    note_date: date | None = None
    episode_uid: str | None = None
    activity_uid: str | None = None


def write(*, by: Actor, notes: Sequence[NewNote]) -> Done[Note]:
    """Write notes. Words about several people are written person by person, so that one can be erased."""
    by.require(Permission.RECORD)
    clients = loading.mine(Client, by, (new.client_uid for new in notes))
    episodes = loading.mine(Episode, by, (new.episode_uid for new in notes))
    activities = loading.mine(Activity, by, (new.activity_uid for new in notes))
    came = _who_came([activity.pk for activity in activities.values()])
    today = clock.today()
    problems = []
    for row, new in enumerate(notes):
        problems += _said_problems(new, clients.of(new.client_uid), today, row)
        problems += _placed_problems(new, clients.of(new.client_uid), episodes, activities, came, row)
    refuse_if(problems)
    with deed("cases.note_written", by=by) as this:
        rows = this.create_many(
            note(
                by,
                clients.of(new.client_uid).pk,
                new.note_date or today,
                new.text,
                episodes.of(new.episode_uid).pk if new.episode_uid else None,
                activities.of(new.activity_uid) if new.activity_uid else None,
            )
            for new in notes
        )
    return Done(tuple(rows), (), this.uid)


def _who_came(activity_ids: Sequence[int]) -> set[tuple[int, int]]:
    rows = Attendance.objects.filter(activity_id__in=activity_ids)
    return set(rows.values_list("activity_id", "client_id"))


def _said_problems(new: NewNote, client: Client | None, today: date, row: int) -> list[Problem]:
    problems = [] if client is not None else [rules.unknown("person", "client_uid", row)]
    if not new.text.strip():
        problems.append(Problem("note.empty", "The note is empty.", "Write it, or leave it.", field="text", row=row))
    problems += too_long(new.text, 20_000, "text", row)
    return problems + checks.not_future(new.note_date or today, today, "note_date", "of the note", row)


def _placed_problems(
    new: NewNote, client: Client | None, episodes: Rows, activities: Rows, came: set[tuple[int, int]], row: int
) -> list[Problem]:
    """The episode and the activity are this client's; somebody else's look as if they were not there."""
    problems = []
    episode, activity = episodes.of(new.episode_uid), activities.of(new.activity_uid)
    if new.episode_uid and (episode is None or client is None or episode.client_id != client.pk):
        problems.append(rules.unknown("episode", "episode_uid", row))
    if new.activity_uid and (activity is None or client is None or (activity.pk, client.pk) not in came):
        problems.append(rules.unknown("activity", "activity_uid", row))
    return problems
