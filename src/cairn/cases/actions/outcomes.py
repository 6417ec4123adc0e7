"""Record a framework outcome, reached or not, after the fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules
from cairn.cases.models import Episode, OutcomeRecord
from cairn.cases.writers import OutcomeDraft, write_outcomes
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
