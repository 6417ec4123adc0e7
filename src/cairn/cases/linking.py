"""What may be confirmed for past attendance, the rows that it names, and what may be wrong with it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import loading, rules
from cairn.cases.extracts import aims
from cairn.cases.loading import Rows
from cairn.cases.models import Activity, Attendance, Episode
from cairn.cases.writers import History, OutcomeDraft, Outcomes, StepDraft
from cairn.kernel.problems import Problem
from cairn.services.models import ActivityType, Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterItem:
    """One step (`rung_uid`) or one outcome of one person, reached at one activity that they attended."""

    episode_uid: str
    activity_uid: str
    rung_uid: str = ""
    framework: str = ""
    outcome: str = ""


Placed = tuple[int, LaterItem]


@dataclass(frozen=True, slots=True)
class Ground:
    """The rows that the items name, each read once."""

    kind: Any
    episodes: Rows
    activities: Rows
    rungs: Rows
    came: frozenset[tuple[int, int]]
    carried: frozenset[object]
    history: History
    outcomes: Outcomes
    said: aims.Said

    @classmethod
    def of(cls, by: Actor, activity_type_uid: str, items: Sequence[LaterItem]) -> "Ground":
        kind = loading.mine(ActivityType, by, [activity_type_uid]).of(activity_type_uid)
        episodes = loading.mine(Episode, by, (item.episode_uid for item in items))
        rungs = loading.mine(Rung, by, (item.rung_uid for item in items), "ladder")
        ids = [row.pk for row in episodes.values()]
        return cls(
            kind=kind,
            episodes=episodes,
            activities=loading.mine(Activity, by, (item.activity_uid for item in items)),
            rungs=rungs,
            came=_who_came(kind, ids),
            carried=_carried(kind),
            history=loading.steps_of(ids, (rung.pk for rung in rungs.values())),
            outcomes=loading.outcomes_of(ids),
            said=_said(ids),
        )

    def problems(self, item: LaterItem, row: int) -> list[Problem]:
        """The type carries it, and the person attended an activity of the type."""
        if self.kind is None:
            return [rules.unknown("type of activity", "activity_type_uid", row)]
        episode, activity = self.episodes.of(item.episode_uid), self.activities.of(item.activity_uid)
        problems = [] if episode else [rules.unknown("episode", "episode_uid", row)]
        problems += [] if activity else [rules.unknown("activity", "activity_uid", row)]
        rung = self.rungs.of(item.rung_uid)
        what: object = rung.pk if rung else (item.framework, item.outcome)
        if (item.rung_uid and rung is None) or what not in self.carried:
            message, fix = "This type of activity does not carry that.", "Tie it to the type of activity first."
            problems.append(Problem("linking.carried", message, fix, field="items", row=row))
        if episode and activity and (episode.pk, activity.pk) not in self.came:
            message, fix = "Somebody did not attend on that day.", "Choose a day on which they attended."
            problems.append(Problem("linking.attended", message, fix, field="items", row=row))
        return problems

    def fresh(self, items: Sequence[LaterItem]) -> tuple[list[Placed], list[Problem]]:
        """The items that add something, each once, with a warning for every other."""
        seen: set[tuple[int, object]] = set()
        kept, warnings = [], []
        for row, item in enumerate(items):
            episode = self.episodes.of(item.episode_uid)
            what = self._what(item)
            if (episode.pk, what) in seen or self._is_there(episode, item):
                warnings.append(_left(row, "linking.again", "This was recorded already, so nothing was written twice."))
            elif self._is_aside(episode, item):
                warnings.append(_left(row, "linking.aside", "This is not this person's goal, so it was left out."))
            else:
                kept.append((row, item))
            seen.add((episode.pk, what))
        return kept, warnings

    def _what(self, item: LaterItem) -> object:
        return self.rungs.of(item.rung_uid).pk if item.rung_uid else (item.framework, item.outcome)

    def _is_there(self, episode: Any, item: LaterItem) -> bool:
        if item.rung_uid:
            rows = self.history.get((episode.pk, self.rungs.of(item.rung_uid).pk), [])
            return rules.first_reached((row.step_date, row.state) for row in rows) is not None
        day = self.activities.of(item.activity_uid).activity_date
        reached = (episode.pk, (item.framework, item.outcome)) in self.said.reached
        return reached or (episode.pk, item.framework, item.outcome, day) in self.outcomes

    def _is_aside(self, episode: Any, item: LaterItem) -> bool:
        if item.rung_uid:
            return False
        pair = (item.framework, item.outcome)
        stands = any(until is None for _, until in self.said.aside.get((episode.pk, pair), ()))
        day = self.activities.of(item.activity_uid).activity_date
        return stands or self.said.is_aside(episode.pk, [pair], day)

    def step(self, placed: Placed) -> StepDraft | None:
        row, item = placed
        if not item.rung_uid:
            return None
        day = self.activities.of(item.activity_uid).activity_date
        episode, rung = self.episodes.of(item.episode_uid), self.rungs.of(item.rung_uid)
        return StepDraft(episode, rung, day, "reached", row, is_added_later=True)

    def outcome(self, placed: Placed) -> OutcomeDraft | None:
        row, item = placed
        if item.rung_uid:
            return None
        day = self.activities.of(item.activity_uid).activity_date
        episode = self.episodes.of(item.episode_uid)
        return OutcomeDraft(episode, item.framework, item.outcome, day, True, row, is_added_later=True)


def _left(row: int, rule: str, message: str) -> Problem:
    return Problem(rule, message, "There is nothing to do.", severity="warning", field="items", row=row)


def _who_came(kind: Any, episode_ids: Sequence[int]) -> frozenset[tuple[int, int]]:
    """(episode, activity) of everyone who attended one of the type."""
    found: set[tuple[int, int]] = set()
    for part in loading.chunks(episode_ids):
        rows = Attendance.objects.filter(episode_id__in=part, activity__activity_type=kind, state="attended")
        found.update(rows.values_list("episode_id", "activity_id"))
    return frozenset(found)


def _carried(kind: Any) -> frozenset[object]:
    if kind is None:
        return frozenset()
    return frozenset(kind.steps.values_list("rung_id", flat=True)) | frozenset(
        kind.outcomes.values_list("framework", "outcome")
    )


def _said(episode_ids: Sequence[int]) -> aims.Said:
    reached: dict[Any, Any] = {}
    aside: dict[Any, Any] = {}
    named: dict[int, frozenset[aims.Pair]] = defaultdict(frozenset)
    for part in loading.chunks(episode_ids):
        said = aims.read(episode_id__in=part)
        reached |= said.reached
        aside |= said.aside
        named |= said.named
    return aims.Said(reached, aside, named)
