"""Write words about a person: notes, memos to a colleague, answers; and say that a memo is dealt with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading
from cairn.cases.models import Note
from cairn.cases.noting import Ground, dealing_problems, note_problems
from cairn.cases.writers import at_version, note, once
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNote:
    """About one client; within an episode, at an activity or about a need where that is known. Without a date, today.

    With `to_uid` it is a memo, which waits until that colleague has dealt with it. An answer is as restricted as what it
    answers, and `deals` marks that as dealt with in the same deed. A `uid` made by the sender makes sending twice the
    same note once.
    """

    client_uid: str
    text: str
    note_date: date | None = None
    episode_uid: str | None = None
    activity_uid: str | None = None
    need_uid: str | None = None
    answers_uid: str | None = None
    to_uid: str = ""
    is_restricted: bool = False
    deals: bool = False
    uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealing:
    """A memo that is dealt with."""

    note_uid: str
    version: int | None = None


def write(*, by: Actor, notes: Sequence[NewNote]) -> Done[Note]:
    """Write notes. Words about several people are written person by person, so that one can be erased."""
    by.require(Permission.RECORD)
    ground = Ground.of(by, notes)
    today = clock.today()
    problems: list[Problem] = []
    for row, new in enumerate(notes):
        problems += note_problems(ground, new, today, row)
    refuse_if(problems)
    known = loading.mine(Note, by, (new.uid for new in notes))
    made, items, warnings = once(notes, known, lambda _, new: _note(ground, new, today))
    if not made:
        return Done(items, warnings)
    with deed("cases.note_written", by=by) as this:
        this.create_many(made)
        _deal_with_answered(this, ground, notes)
    return Done(items, warnings, this.uid)


def _note(ground: Ground, new: NewNote, today: date) -> Note:
    by, client = ground.by, ground.clients.of(new.client_uid)
    need, answered = ground.needs.of(new.need_uid), ground.answered.of(new.answers_uid)
    episode = ground.episodes.of(new.episode_uid)
    episode_id = episode.pk if episode else need.episode_id if need else answered.episode_id if answered else None
    row = note(by, client.pk, new.note_date or today, new.text, episode_id, ground.activities.of(new.activity_uid))
    row.need_id = need.pk if need else answered.need_id if answered else None
    row.answers_id = (answered.answers_id or answered.pk) if answered else None
    row.is_restricted = new.is_restricted or (answered is not None and answered.is_restricted)
    row.to_uid = loading.canonical(new.to_uid) if new.to_uid else ""
    row.kind = "memo" if new.to_uid else "note"
    if new.uid:
        row.uid = loading.canonical(new.uid)  # type: ignore[assignment]
    return row


def _deal_with_answered(this: Deed, ground: Ground, notes: Sequence[NewNote]) -> None:
    for new in notes:
        memo = ground.answered.of(new.answers_uid)
        if new.deals and memo is not None and memo.dealt_at is None:
            this.update(memo, dealt_at=clock.now())


def deal(*, by: Actor, memos: Sequence[Dealing]) -> Done[Note]:
    """Mark memos as dealt with: those to the actor, or for a manager anybody's. One that is already stays as it is."""
    by.require(Permission.RECORD)
    ground = Ground.of(by, (), memos)
    rows = [ground.answered.of(item.note_uid) for item in memos]
    problems = [problem for place, row in enumerate(rows) for problem in dealing_problems(by, row, place)]
    refuse_if(problems)
    if all(row.dealt_at is not None for row in rows):
        return Done(tuple(rows), tuple(checks.already(place) for place in range(len(rows))))
    with deed("cases.note_dealt_with", by=by) as this:
        for item, row in zip(memos, rows, strict=True):
            if row.dealt_at is None:
                this.update(at_version(row, item.version), dealt_at=clock.now())
    return Done(tuple(rows), (), this.uid)
