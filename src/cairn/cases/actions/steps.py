"""Record a step after the fact, with no activity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules
from cairn.cases.models import Episode, StepRecord
from cairn.cases.writers import StepDraft, step_problems, write_steps
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.services.models import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStep:
    """`state` says reached (or kept) or lost; which of the first two it is follows from the episode's history."""

    episode_uid: str
    rung_uid: str
    step_date: date
    state: str = "reached"


def record(*, by: Actor, steps: Sequence[NewStep]) -> Done[StepRecord]:
    """Record steps. One that is there on that date already is given back as it stands."""
    by.require(Permission.RECORD)
    episodes = loading.mine(Episode, by, (new.episode_uid for new in steps))
    rungs = loading.mine(Rung, by, (new.rung_uid for new in steps), "ladder")
    problems: list[Problem] = []
    drafts = []
    for row, new in enumerate(steps):
        episode, rung = episodes.of(new.episode_uid), rungs.of(new.rung_uid)
        problems += checks.step(episode, rung, new.state, row) + _dated(new, episode, row)
        if episode is not None and rung is not None:
            drafts.append(StepDraft(episode, rung, new.step_date, new.state, row))
    history = loading.steps_of((draft.episode.pk for draft in drafts), (draft.rung.pk for draft in drafts))
    refuse_if(problems + step_problems(drafts, history))
    with deed("cases.step_recorded", by=by) as this:
        rows = write_steps(this, drafts, history)
    return Done(tuple(rows), (), this.uid)


def _dated(new: NewStep, episode: Episode | None, row: int) -> list[Problem]:
    problems = checks.not_future(new.step_date, clock.today(), "step_date", "of the step", row)
    if episode is None:
        return [*problems, rules.unknown("episode", "episode_uid", row)]
    return problems + checks.within_episode(episode, new.step_date, "step_date", row)
