"""Small writers that several actions share. Each takes the open deed; none opens one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from django.db import IntegrityError

from cairn.access.deeds import Deed
from cairn.cases import checks, rules
from cairn.cases.loading import Rows, canonical, outcomes_of, steps_of
from cairn.cases.models import Activity, Episode, Note, OutcomeRecord, StepRecord
from cairn.kernel import clock
from cairn.kernel.problems import Problem

T = TypeVar("T")
History = dict[tuple[int, int], list[StepRecord]]
Outcomes = dict[tuple[int, str, str, date], OutcomeRecord]


def at_version(row: Any, version: int | None) -> Any:
    """The row as the screen saw it, so that a stale one is refused as a conflict when it is updated."""
    if version is not None:
        row.version = version
    return row


def at_most_twice(attempt: Callable[[], T], *also: type[Exception]) -> T:
    """Try again when another writer was first with the same row (the same uid sent twice at once): the second attempt
    sees what is there. `also` where a second attempt cures other clashes too."""
    try:
        return attempt()
    except Exception as error:
        if not isinstance(error, (IntegrityError, *also)):
            raise
        return attempt()


def once(
    items: Sequence[Any], known: Rows, make: Callable[[int, Any], Any]
) -> tuple[list[Any], tuple[Any, ...], tuple[Problem, ...]]:
    """(rows to write, the row of every item, warnings): an item whose sender's uid is known already, or stood earlier in
    the same list, gives the row that is there."""
    by_uid, made, rows, warnings = Rows(known), [], [], []
    for place, item in enumerate(items):
        row = by_uid.of(item.uid) if item.uid else None
        if row is not None:
            warnings.append(checks.already(place))
        else:
            row = make(place, item)
            made.append(row)
            if item.uid:
                by_uid[canonical(item.uid)] = row
        rows.append(row)
    return made, tuple(rows), tuple(warnings)


@dataclass(frozen=True, slots=True)
class StepDraft:
    """A step to write; `row` is the item's place in the list given to the action."""

    episode: Episode
    rung: Any
    day: date
    state: str
    row: int = 0
    is_added_later: bool = False

    @property
    def key(self) -> tuple[int, int]:
        return self.episode.pk, self.rung.pk

    @property
    def said(self) -> str:
        return "lost" if self.state == "lost" else "reached"


def step_problems(drafts: Sequence[StepDraft], history: History) -> list[Problem]:
    """A rung is not both confirmed and lost on one date, and none is lost that was not reached before."""
    said: dict[tuple[int, int], list[tuple[date, str]]] = defaultdict(list)
    for key, rows in history.items():
        said[key] = [(row.step_date, "lost" if row.state == "lost" else "reached") for row in rows]
    for draft in drafts:
        said[draft.key].append((draft.day, draft.said))
    problems = []
    for draft in drafts:
        if any(day == draft.day and state != draft.said for day, state in said[draft.key]):
            fix = "Keep what was so at the end of the day."
            message = "This step is both confirmed and lost on one date."
            problems.append(Problem("step.both", message, fix, field="steps", row=draft.row))
        elif draft.state == "lost" and not rules.can_be_lost(draft.day, said[draft.key]):
            fix = "Record when it was reached first, or leave it out."
            message = "This step was not reached before, so it cannot be lost."
            problems.append(Problem("step.lost", message, fix, field="steps", row=draft.row))
    return problems


def write_steps(
    this: Deed, drafts: Sequence[StepDraft], history: History, activities: Mapping[int, Activity] = MappingProxyType({})
) -> list[StepRecord]:
    """The record of each draft, at the activity of its place.

    A rung confirmed again on a date it already has writes nothing; an earlier date than any before makes itself the
    first `reached`, and the one that was, `kept`.
    """
    made: list[StepRecord] = []
    items = []
    for draft in drafts:
        rows = history.setdefault(draft.key, [])
        row = next((row for row in rows if row.step_date == draft.day), None)
        if row is None:
            row = StepRecord(
                organisation_id=this.by.organisation_id,
                client_id=draft.episode.client_id,
                episode=draft.episode,
                activity=activities.get(draft.row),
                rung=draft.rung,
                state=draft.said,
                step_date=draft.day,
                is_added_later=draft.is_added_later,
            )
            rows.append(row)
            made.append(row)
        items.append(row)
    settle(this, {draft.key: history[draft.key] for draft in drafts}.values())
    this.create_many(made)
    return items


def settle(this: Deed, histories: Iterable[list[StepRecord]]) -> None:
    """Give every record of a rung in an episode the state that follows from all of them."""
    for rows in histories:
        states = rules.step_states([(row.step_date, row.state) for row in rows])
        for row, state in zip(rows, states, strict=True):
            if row.pk is None:
                row.state = state
            else:
                this.update(row, state=state)


@dataclass(frozen=True, slots=True)
class OutcomeDraft:
    episode: Episode
    framework: str
    outcome: str
    day: date
    is_reached: bool
    row: int = 0
    is_added_later: bool = False

    @property
    def key(self) -> tuple[int, str, str, date]:
        return self.episode.pk, self.framework, self.outcome, self.day


def write_outcomes(
    this: Deed,
    drafts: Sequence[OutcomeDraft],
    existing: Outcomes,
    activities: Mapping[int, Activity] = MappingProxyType({}),
) -> list[OutcomeRecord]:
    """The record of each draft. Said again on one date, the last word counts and nothing is written twice."""
    made, items = [], []
    for draft in drafts:
        row = existing.get(draft.key)
        if row is None:
            row = OutcomeRecord(
                organisation_id=this.by.organisation_id,
                client_id=draft.episode.client_id,
                episode=draft.episode,
                activity=activities.get(draft.row),
                framework=draft.framework,
                outcome=draft.outcome,
                is_reached=draft.is_reached,
                outcome_date=draft.day,
                is_added_later=draft.is_added_later,
            )
            existing[draft.key] = row
            made.append(row)
        elif row.pk is None:
            row.is_reached = draft.is_reached
        else:
            this.update(row, is_reached=draft.is_reached)
        items.append(row)
    this.create_many(made)
    return items


def note(by: Any, client_id: int, day: date, text: str, episode_id: int | None, activity: Activity | None) -> Note:
    """An unsaved note by the actor."""
    return Note(
        organisation_id=by.organisation_id,
        client_id=client_id,
        episode_id=episode_id,
        activity=activity,
        note_date=day,
        written_at=clock.now(),
        author_uid=by.uid,
        text=text.strip(),
    )


def handover(by: Any, episode: Episode, worker_uid: str, text: str) -> Note:
    """An unsaved note by the actor to whoever takes a case over; it waits until they have dealt with it. Where nobody
    does, or the actor does themselves, it is a note for whoever reads it."""
    row = note(by, episode.client_id, clock.today(), text, episode.pk, None)
    row.kind = "handover"
    row.to_uid = canonical(worker_uid) if worker_uid != by.uid else ""
    return row


def move_records(this: Deed, activity: Activity, was: date) -> None:
    """Move what was recorded with an activity to its new date, from the one it was.

    Where the same was recorded on that date already, one record stays. Steps are settled anew, so that the earliest is
    the one reached.
    """
    if was == activity.activity_date:
        return
    day = activity.activity_date
    steps = list(StepRecord.objects.filter(activity=activity))
    history = steps_of((step.episode_id for step in steps), (step.rung_id for step in steps))
    for rows in history.values():
        for step in [row for row in rows if row.activity_id == activity.pk]:
            if any(row.step_date == day for row in rows if row is not step):
                rows.remove(step)
                this.delete(step)
            else:
                this.update(step, step_date=day)
    settle(this, history.values())
    outcomes = list(OutcomeRecord.objects.filter(activity=activity))
    existing = outcomes_of(outcome.episode_id for outcome in outcomes)
    for outcome in outcomes:
        if (outcome.episode_id, outcome.framework, outcome.outcome, day) in existing:
            this.delete(outcome)
        else:
            this.update(outcome, outcome_date=day)
    for row in Note.objects.filter(activity=activity, note_date=was):
        this.update(row, note_date=day)
