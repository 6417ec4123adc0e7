"""Goals in a person's own words: set them, change them, and say how they ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, planning, rules
from cairn.cases.loading import Rows
from cairn.cases.models import Episode, Goal, Need
from cairn.cases.writers import at_most_twice, at_version, once
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.services.models import StepLadder


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGoal:
    """`words` are the person's own. It may say which need, ladder or framework outcome it is about. Without a date it
    starts today. A `uid` made by the sender makes sending twice the same goal once."""

    episode_uid: str
    words: str
    first_step: str = ""
    need_uid: str | None = None
    ladder_uid: str | None = None
    framework: str = ""
    outcome: str = ""
    start_date: date | None = None
    review_date: date | None = None
    uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChange:
    """What a goal says from now on, all of it; who only moves its review passes the rest as it was."""

    goal_uid: str
    words: str
    first_step: str = ""
    need_uid: str | None = None
    ladder_uid: str | None = None
    framework: str = ""
    outcome: str = ""
    review_date: date | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalEnd:
    """`state` is a code of `goal_state` other than open: reached, part reached, changed for another, let go."""

    goal_uid: str
    state: str
    end_date: date
    version: int | None = None


def add(*, by: Actor, goals: Sequence[NewGoal]) -> Done[Goal]:
    """Set goals. One that was sent before is given back, with a warning."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _add(by, goals))


def _add(by: Actor, goals: Sequence[NewGoal]) -> Done[Goal]:
    uids = [new.uid for new in goals]
    known, taken = loading.mine(Goal, by, uids), loading.taken(Goal, by, uids)
    episodes = loading.mine(Episode, by, (new.episode_uid for new in goals))
    links = _Links.of(by, goals)
    problems: list[Problem] = []
    for row, new in enumerate(goals):
        episode = episodes.of(new.episode_uid)
        problems += checks.sender_uid(new.uid, taken, row)
        problems += [] if episode else [rules.unknown("episode", "episode_uid", row)]
        problems += planning.goal_problems(new.words, new.first_step, row) + links.problems(new, episode, row)
        problems += planning.started(episode, new.start_date or clock.today(), new.review_date, row)
    refuse_if(problems)
    made, items, warnings = once(goals, known, lambda _, new: _goal(by, new, episodes.of(new.episode_uid), links))
    with deed("cases.goal_set", by=by) as this:
        this.create_many(made)
    return Done(items, warnings, this.uid if made else "")


def _goal(by: Actor, new: NewGoal, episode: Any, links: "_Links") -> Goal:
    return Goal(
        **({"uid": loading.canonical(new.uid)} if new.uid else {}),
        organisation_id=by.organisation_id,
        client_id=episode.client_id,
        episode=episode,
        start_date=new.start_date or clock.today(),
        **links.values(new),
    )


def change(*, by: Actor, changes: Sequence[GoalChange]) -> Done[Goal]:
    """Change what open goals say."""
    by.require(Permission.RECORD)
    rows, problems = _open(by, changes)
    links = _Links.of(by, changes)
    for place, (item, goal) in enumerate(zip(changes, rows, strict=True)):
        problems += planning.goal_problems(item.words, item.first_step, place)
        if goal is not None:
            problems += links.problems(item, goal.episode, place)
            problems += planning.reviewed_after(goal.start_date, item.review_date, place)
    refuse_if(problems)
    with deed("cases.goal_changed", by=by) as this:
        for item, goal in zip(changes, rows, strict=True):
            this.update(at_version(goal, item.version), **links.values(item))
    return Done(tuple(rows), (), this.uid)


def end(*, by: Actor, endings: Sequence[GoalEnd]) -> Done[Goal]:
    """Say how open goals ended, and when."""
    by.require(Permission.RECORD)
    rows, problems = _open(by, endings)
    for place, (item, goal) in enumerate(zip(endings, rows, strict=True)):
        problems += rules.not_a_code(item.state, planning.ENDS, "state", place)
        if goal is not None:
            dates = (("start_date", "it was set", goal.start_date), ("end_date", "it ended", item.end_date))
            problems += rules.dates_in_order(dates, clock.today(), place)
    refuse_if(problems)
    with deed("cases.goal_changed", by=by) as this:
        for item, goal in zip(endings, rows, strict=True):
            this.update(at_version(goal, item.version), state=item.state, end_date=item.end_date)
    return Done(tuple(rows), (), this.uid)


def _open(by: Actor, items: Sequence[GoalChange | GoalEnd]) -> tuple[list[Any], list[Problem]]:
    """The goal of each item, None where there is a problem: not known here, ended already, named twice."""
    found = loading.mine(Goal, by, (item.goal_uid for item in items), "episode")
    again = rules.repeated([loading.canonical(item.goal_uid) for item in items])
    rows: list[Any] = []
    problems = []
    for place, item in enumerate(items):
        goal = found.of(item.goal_uid)
        if goal is None:
            problems.append(rules.unknown("goal", "goal_uid", place))
        elif goal.state != "open" or place in again:
            message, fix = "This goal has ended already.", "Set a new one if it is wanted again."
            problems.append(Problem("goal.ended", message, fix, field="goal_uid", row=place))
            goal = None
        rows.append(goal)
    return rows, problems


@dataclass(frozen=True, slots=True)
class _Links:
    """What goals say that they are about, each row read once."""

    needs: Rows
    ladders: Rows
    frameworks: dict[str, dict[str, str]]

    @classmethod
    def of(cls, by: Actor, items: Sequence[NewGoal | GoalChange]) -> "_Links":
        return cls(
            loading.mine(Need, by, (item.need_uid for item in items)),
            loading.mine(StepLadder, by, (item.ladder_uid for item in items)),
            loading.outcome_refs(item.framework for item in items if item.framework),
        )

    def problems(self, item: NewGoal | GoalChange, episode: Any, row: int) -> list[Problem]:
        """The need is of the same episode, the ladder of its service; somebody else's look as if they were not there."""
        need, ladder = self.needs.of(item.need_uid), self.ladders.of(item.ladder_uid)
        problems = []
        if item.need_uid and (need is None or episode is None or need.episode_id != episode.pk):
            problems.append(rules.unknown("need", "need_uid", row))
        if item.ladder_uid and (ladder is None or episode is None or ladder.service_id != episode.service_id):
            problems.append(rules.unknown("ladder", "ladder_uid", row))
        if item.framework or item.outcome:
            problems += checks.outcome(item.framework, item.outcome, self.frameworks, row)
        return problems

    def values(self, item: NewGoal | GoalChange) -> dict[str, Any]:
        return {
            "words": item.words.strip(),
            "first_step": item.first_step.strip(),
            "need": self.needs.of(item.need_uid),
            "ladder": self.ladders.of(item.ladder_uid),
            "framework": item.framework,
            "outcome": item.outcome,
            "review_date": item.review_date,
        }
