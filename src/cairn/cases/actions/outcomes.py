"""Record a framework outcome, reached or not, after the fact; set one aside as not this person's goal now, or take it up
again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, planning, rules
from cairn.cases.models import Episode, OutcomeRecord, OutcomeSetAside
from cairn.cases.writers import OutcomeDraft, at_version, write_outcomes
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOutcome:
    """`framework` and `outcome` are ids of the definitions."""

    episode_uid: str
    framework: str
    outcome: str
    outcome_date: date
    is_reached: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSetAside:
    """From `start_date` on the outcome is not this person's goal; `decided_by` is a code of `judged_by`."""

    episode_uid: str
    framework: str
    outcome: str
    start_date: date
    decided_by: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUp:
    """From `end_date` on it is a goal again."""

    set_aside_uid: str
    end_date: date
    version: int | None = None


def record(*, by: Actor, outcomes: Sequence[NewOutcome]) -> Done[OutcomeRecord]:
    """Record outcomes, from the start of the episode on: many are reached after its end. Said again on one date, the
    last word counts."""
    by.require(Permission.RECORD)
    episodes = loading.mine(Episode, by, (new.episode_uid for new in outcomes))
    known = loading.outcome_refs(new.framework for new in outcomes)
    problems = []
    for row, new in enumerate(outcomes):
        problems += checks.outcome(new.framework, new.outcome, known, row)
        problems += _dated(new, episodes.of(new.episode_uid), row)
    refuse_if(problems)
    drafts = [
        OutcomeDraft(episodes.of(new.episode_uid), new.framework, new.outcome, new.outcome_date, new.is_reached)
        for new in outcomes
    ]
    with deed("cases.outcome_recorded", by=by) as this:
        existing = loading.outcomes_of(draft.episode.pk for draft in drafts)
        rows = write_outcomes(this, drafts, existing)
    return Done(tuple(rows), (), this.uid)


def _dated(new: NewOutcome, episode: Episode | None, row: int) -> list[Problem]:
    if episode is None:
        return [rules.unknown("episode", "episode_uid", row)]
    dates = (("start_date", "of the start", episode.start_date), ("outcome_date", "of the outcome", new.outcome_date))
    return rules.dates_in_order(dates, clock.today(), row)


def set_aside(*, by: Actor, outcomes: Sequence[NewSetAside]) -> Done[OutcomeSetAside]:
    """Say that outcomes are not these people's goals now: they leave the denominator from that day on, visibly. One that
    is set aside already is given back, with a warning; one that was reached before is nothing to set aside."""
    by.require(Permission.RECORD)
    episodes = loading.mine(Episode, by, (new.episode_uid for new in outcomes))
    known = loading.outcome_refs(new.framework for new in outcomes)
    found = [episodes.of(new.episode_uid) for new in outcomes]
    reached, there = _reached([each.pk for each in found if each]), _aside([each.pk for each in found if each])
    problems: list[Problem] = []
    for row, (new, episode) in enumerate(zip(outcomes, found, strict=True)):
        problems += [] if episode else [rules.unknown("episode", "episode_uid", row)]
        problems += checks.outcome(new.framework, new.outcome, known, row)
        problems += planning.aside_problems(episode, new.start_date, new.decided_by, new.reason, row)
        if episode is not None:
            key = (episode.pk, new.framework, new.outcome)
            problems += _not_reached(reached.get(key), new.start_date, row)
            problems += planning.overlapping(there.get(key, ()), new.start_date, row)
    refuse_if(problems)
    made: list[OutcomeSetAside] = []
    items = []
    for new, episode in zip(outcomes, found, strict=True):
        key = (episode.pk, new.framework, new.outcome)
        row_there = next((row for row in there.get(key, ()) if row.end_date is None), None)
        if row_there is None:
            row_there = _set_aside(by, new, episode)
            there.setdefault(key, []).append(row_there)
            made.append(row_there)
        items.append(row_there)
    with deed("cases.outcome_set_aside", by=by) as this:
        this.create_many(made)
    return Done(tuple(items), tuple(p for p in problems if p.severity == "warning"), this.uid if made else "")


Key = tuple[int, str, str]


def _reached(episode_ids: Sequence[int]) -> dict[Key, date]:
    """When each outcome was first reached."""
    found = {}
    for part in loading.chunks(episode_ids):
        rows = OutcomeRecord.objects.filter(episode_id__in=part, is_reached=True).order_by("-outcome_date")
        for episode, framework, ref, day in rows.values_list("episode_id", "framework", "outcome", "outcome_date"):
            found[episode, framework, ref] = day
    return found


def _aside(episode_ids: Sequence[int]) -> dict[Key, list[OutcomeSetAside]]:
    found: dict[Key, list[OutcomeSetAside]] = {}
    for part in loading.chunks(episode_ids):
        for row in OutcomeSetAside.objects.filter(episode_id__in=part).order_by("start_date", "id"):
            found.setdefault((row.episode_id, row.framework, row.outcome), []).append(row)
    return found


def _not_reached(reached: date | None, day: date, row: int) -> list[Problem]:
    if reached is None or reached > day:
        return []
    message, fix = "This outcome was reached already.", "There is nothing to set aside."
    return [Problem("outcome.reached", message, fix, field="start_date", row=row)]


def _set_aside(by: Actor, new: NewSetAside, episode: Any) -> OutcomeSetAside:
    return OutcomeSetAside(
        organisation_id=by.organisation_id,
        client_id=episode.client_id,
        episode=episode,
        framework=new.framework,
        outcome=new.outcome,
        start_date=new.start_date,
        decided_by=new.decided_by,
        reason=new.reason.strip(),
    )


def take_up(*, by: Actor, outcomes: Sequence[TakeUp]) -> Done[OutcomeSetAside]:
    """Say that outcomes that were set aside are these people's goals again. One that is taken up on the very day on which
    it was set aside leaves nothing behind."""
    by.require(Permission.RECORD)
    found = loading.mine(OutcomeSetAside, by, (item.set_aside_uid for item in outcomes))
    again = rules.repeated([loading.canonical(item.set_aside_uid) for item in outcomes])
    rows = [found.of(item.set_aside_uid) for item in outcomes]
    problems: list[Problem] = []
    for place, (item, row) in enumerate(zip(outcomes, rows, strict=True)):
        if row is None:
            problems.append(rules.unknown("outcome", "set_aside_uid", place))
        elif row.end_date is not None or place in again:
            message, fix = "This outcome was taken up again already.", "There is nothing to do."
            problems.append(Problem("outcome.taken_up", message, fix, field="set_aside_uid", row=place))
        else:
            dates = (("start_date", "it was set aside", row.start_date), ("end_date", "of today", item.end_date))
            problems += rules.dates_in_order(dates, clock.today(), place)
    refuse_if(problems)
    with deed("cases.outcome_taken_up", by=by) as this:
        for item, row in zip(outcomes, rows, strict=True):
            if item.end_date == row.start_date:
                this.delete(row)
            else:
                this.update(at_version(row, item.version), end_date=item.end_date)
    return Done(tuple(rows), (), this.uid)
