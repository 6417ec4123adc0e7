"""The rows that notes name, each read once, and what may be wrong with a note."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.models import Membership
from cairn.access.permissions import Permission, of_roles
from cairn.cases import checks, loading, rules
from cairn.cases.loading import Rows
from cairn.cases.models import Activity, Attendance, Episode, Need, Note
from cairn.cases.queries.covering import desks
from cairn.cases.queries.notes import readable
from cairn.kernel.problems import Problem, too_long
from cairn.people.models import Client


@dataclass(frozen=True, slots=True)
class Ground:
    """`answered`: the notes named, of those that the actor may read. `colleagues`: who may be written to."""

    by: Actor
    clients: Rows
    episodes: Rows
    activities: Rows
    needs: Rows
    answered: Rows
    came: frozenset[tuple[int, int]]
    colleagues: frozenset[str]
    taken: frozenset[str]

    @classmethod
    def of(cls, by: Actor, notes: Sequence[Any], memos: Sequence[Any] = ()) -> "Ground":
        activities = loading.mine(Activity, by, (new.activity_uid for new in notes))
        named = [*(new.answers_uid for new in notes), *(item.note_uid for item in memos)]
        return cls(
            by=by,
            clients=loading.mine(Client, by, (new.client_uid for new in notes)),
            episodes=loading.mine(Episode, by, (new.episode_uid for new in notes)),
            activities=activities,
            needs=loading.mine(Need, by, (new.need_uid for new in notes)),
            answered=_readable(by, named),
            came=_who_came([activity.pk for activity in activities.values()]),
            colleagues=colleagues(by, (new.to_uid for new in notes)),
            taken=loading.taken(Note, by, (new.uid for new in notes)),
        )


def colleagues(by: Actor, uids: Iterable[str]) -> frozenset[str]:
    """Which of these users may be written to: they work here now, and record."""
    wanted = {key for uid in uids if uid and (key := loading.canonical(uid))}
    if not wanted:
        return frozenset()
    rows = Membership.objects.filter(organisation_id=by.organisation_id, is_active=True, user__uid__in=wanted)
    found = rows.values_list("user__uid", "roles")
    return frozenset(str(uid) for uid, roles in found if Permission.RECORD in of_roles(roles))


def addressee_problems(uid: str, known: Collection[str], field: str, row: int | None) -> list[Problem]:
    """Nobody is lawful; somebody works here now and records."""
    if not uid or loading.canonical(uid) in known:
        return []
    message, fix = "That colleague cannot read this.", "Choose one from the list."
    return [Problem("note.to", message, fix, field=field, row=row)]


def _readable(by: Actor, uids: Sequence[Any]) -> Rows:
    found = Rows()
    for part in loading.chunks(key for uid in uids if uid and (key := loading.canonical(uid))):
        found.update({str(row.uid): row for row in readable(by).filter(uid__in=part)})
    return found


def _who_came(activity_ids: Sequence[int]) -> frozenset[tuple[int, int]]:
    rows = Attendance.objects.filter(activity_id__in=activity_ids)
    return frozenset(rows.values_list("activity_id", "client_id"))


def note_problems(ground: Ground, new: Any, today: date, row: int) -> list[Problem]:
    """Everything that is wrong with one note."""
    client = ground.clients.of(new.client_uid)
    problems = [] if client is not None else [rules.unknown("person", "client_uid", row)]
    problems += too_long(new.text, 20_000, "text", row) or _empty(new.text, row)
    problems += checks.not_future(new.note_date or today, today, "note_date", "of the note", row)
    problems += addressee_problems(new.to_uid, ground.colleagues, "to_uid", row)
    problems += checks.sender_uid(new.uid, ground.taken, row)
    return problems + _placed_problems(ground, new, client, row)


def _empty(text: str, row: int) -> list[Problem]:
    if text.strip():
        return []
    return [Problem("note.empty", "The note is empty.", "Write it, or leave it.", field="text", row=row)]


def _placed_problems(ground: Ground, new: Any, client: Any, row: int) -> list[Problem]:
    """Episode, activity, need and what is answered are this client's; somebody else's look as if they were not there."""
    activity = ground.activities.of(new.activity_uid)
    came = activity is not None and client is not None and (activity.pk, client.pk) in ground.came
    named = (
        (new.episode_uid, _is_of(ground.episodes.of(new.episode_uid), client), "episode"),
        (new.activity_uid, came, "activity"),
        (new.need_uid, _is_of(ground.needs.of(new.need_uid), client), "need"),
        (new.answers_uid, _is_of(ground.answered.of(new.answers_uid), client), "note"),
    )
    fields = {"note": "answers_uid"}
    return [
        rules.unknown(word, fields.get(word, f"{word}_uid"), row) for uid, is_theirs, word in named if uid and not is_theirs
    ]  # fmt: skip


def _is_of(thing: Any, client: Any) -> bool:
    return thing is not None and client is not None and thing.client_id == client.pk


def dealing_problems(by: Actor, memo: Any, row: int) -> list[Problem]:
    """A memo that may be read, to the actor or to a colleague they cover for; or to anybody, for a manager, as when somebody
    has left."""
    if memo is None:
        return [rules.unknown("memo", "note_uid", row)]
    if memo.to_uid and (memo.to_uid == by.uid or by.may(Permission.MANAGE_SERVICES)):
        return []
    if memo.to_uid and memo.to_uid in {desk.worker_uid for desk in desks(by)}:
        return []
    message, fix = "This memo is not to you.", "Answer it, and leave the rest to whom it is to."
    return [Problem("memo.not_yours", message, fix, field="note_uid", row=row)]
