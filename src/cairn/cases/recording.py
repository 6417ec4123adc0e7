"""What an activity is recorded from, the rows it names, and what may be wrong with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from cairn.access.actors import Actor
from cairn.cases import checks, diary, loading, rules
from cairn.cases.arriving import NewWalkIn
from cairn.cases.loading import Rows
from cairn.cases.models import Activity, Episode, Need
from cairn.cases.writers import History, OutcomeDraft, StepDraft
from cairn.kernel import clock
from cairn.kernel.problems import Problem
from cairn.services.models import ActivityType, Rung

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttendance:
    """One person at an activity. `steps`: (rung uid, `reached`|`kept`|`lost`). `outcomes`: (framework, outcome, reached?).
    `needs`: uids of the person's needs that it was for. `again_on`: the next contact, planned in the same deed.
    `appointment_uid`: what was planned of which this came; unsaid, what was planned for the day.

    Whether a confirmed rung counts as reached or kept is worked out from the episode's history, not taken from here.
    """

    episode_uid: str
    state: str = "attended"
    steps: Sequence[tuple[str, str]] = ()
    outcomes: Sequence[tuple[str, str, bool]] = ()
    note: str = ""
    needs: Sequence[str] = ()
    again_on: date | None = None
    again_at: time | None = None
    appointment_uid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewActivityFunding:
    """Who paid for this activity, where that is not who pays for the episode."""

    kind: str
    contract_uid: str | None = None
    funder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewActivity:
    """`heads` and `heads_new` only where the type counts heads; `attendances` only where it names people. A `uid` made
    by the sender makes sending twice the same activity once. An empty `worker_uid` is whoever records it.

    `also` are the other workers there; None: those who were to be. `session_uid`: the planned session whose register this is.
    Who walked in is in `walk_ins`, and attends by an attendance whose `episode_uid` is the walk-in's key."""

    activity_type_uid: str
    activity_date: date
    minutes: int = 0
    worker_uid: str = ""
    attendances: Sequence[NewAttendance] = ()
    heads: int | None = None
    heads_new: int | None = None
    fundings: Sequence[NewActivityFunding] = ()
    walk_ins: Sequence[NewWalkIn] = ()
    also: Sequence[str] | None = None
    session_uid: str = ""
    uid: str | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """The rows that a list of activities names, each read once. `known`: activities that were sent before."""

    by: Actor
    known: Rows
    taken: frozenset[str]
    types: Rows
    episodes: Rows
    rungs: Rows
    needs: Rows
    contracts: Rows
    members: frozenset[str]
    history: History
    frameworks: dict[str, dict[str, str]]
    again: frozenset[int]

    @classmethod
    def of(cls, by: Actor, activities: Sequence[NewActivity]) -> "Ground":
        came = [attendance for new in activities for attendance in new.attendances]
        uids = [new.uid for new in activities]
        episodes = loading.mine(Episode, by, (attendance.episode_uid for attendance in came))
        rungs = loading.mine(Rung, by, (rung for attendance in came for rung, _ in attendance.steps), "ladder")
        return cls(
            by=by,
            known=loading.mine(Activity, by, uids),
            taken=loading.taken(Activity, by, uids),
            types=loading.mine(ActivityType, by, (new.activity_type_uid for new in activities)),
            episodes=episodes,
            rungs=rungs,
            needs=loading.mine(Need, by, (need for attendance in came for need in attendance.needs)),
            contracts=loading.contracts(by, (paid.contract_uid for new in activities for paid in new.fundings)),
            members=loading.members(by, (uid for new in activities for uid in (new.worker_uid, *(new.also or ())))),
            history=loading.steps_of((row.pk for row in episodes.values()), (row.pk for row in rungs.values())),
            frameworks=loading.outcome_refs(name for attendance in came for name, _, _ in attendance.outcomes),
            again=frozenset(rules.repeated([loading.canonical(uid) if uid else None for uid in uids])),
        )

    def came(self, activities: Sequence[NewActivity]) -> Iterator[tuple[int, NewActivity, NewAttendance, Any]]:
        """(place, activity, attendance, episode) of everyone who came to one that is new and whose episode is known."""
        for place, new in enumerate(activities):
            if place not in self.again and not (new.uid and self.known.of(new.uid)):
                for attendance in new.attendances:
                    if (episode := self.episodes.of(attendance.episode_uid)) is not None:
                        yield place, new, attendance, episode

    def steps(self, activities: Sequence[NewActivity]) -> list[StepDraft]:
        """The steps to write, of rungs that are known."""
        return [
            StepDraft(episode, self.rungs.of(rung), new.activity_date, state, place)
            for place, new, attendance, episode in self.came(activities)
            for rung, state in attendance.steps
            if self.rungs.of(rung) is not None
        ]

    def outcomes(self, activities: Sequence[NewActivity]) -> list[OutcomeDraft]:
        return [
            OutcomeDraft(episode, framework, ref, new.activity_date, is_reached, place)
            for place, new, attendance, episode in self.came(activities)
            for framework, ref, is_reached in attendance.outcomes
        ]


def activity_problems(ground: Ground, new: NewActivity, row: int) -> list[Problem]:
    """Everything that is wrong with one activity, unless it was recorded before."""
    if new.uid and ground.known.of(new.uid) is not None:
        return []
    kind = ground.types.of(new.activity_type_uid)
    problems = checks.sender_uid(new.uid, ground.taken, row) + dated_problems(new.activity_date, new.minutes, row)
    problems += diary.people_problems(ground.by, new.worker_uid, new.also or (), ground.members, row)
    if kind is None:
        problems.append(rules.unknown("type of activity", "activity_type_uid", row))
    else:
        problems += rules.heads_problems(kind.mode, len(new.attendances), new.heads, new.heads_new, row)
    for paid in new.fundings:
        dates = (new.activity_date,)
        problems += checks.funding(paid.kind, paid.contract_uid, paid.funder, ground.contracts, dates, row)
    return problems + _people_problems(ground, new, kind, row)


def dated_problems(day: date, minutes: int, row: int | None) -> list[Problem]:
    problems = checks.not_future(day, clock.today(), "activity_date", "of the activity", row)
    if not 0 <= minutes <= DAY_MINUTES:
        fix = "Write the minutes, from 0 to 1440."
        problems.append(Problem("activity.minutes", "That is longer than a day.", fix, field="minutes", row=row))
    return problems


def _people_problems(ground: Ground, new: NewActivity, kind: Any, row: int) -> list[Problem]:
    problems: list[Problem] = []
    clients = []
    for came in new.attendances:
        episode = ground.episodes.of(came.episode_uid)
        clients.append(None if episode is None else episode.client_id)
        problems += _person_problems(ground, new, came, kind, row)
    if rules.repeated(clients):
        message, fix = "Somebody is on the register twice.", "Name each person once."
        problems.append(Problem("attendance.twice", message, fix, field="attendances", row=row))
    return problems


def _person_problems(ground: Ground, new: NewActivity, came: NewAttendance, kind: Any, row: int) -> list[Problem]:
    episode = ground.episodes.of(came.episode_uid)
    problems = checks.code("attendance_state", came.state, "state", row)
    if episode is None:
        problems.append(rules.unknown("episode", "attendances", row))
    else:
        problems += checks.within_episode(episode, new.activity_date, "activity_date", row)
        if kind is not None and episode.service_id != kind.service_id:
            message, fix = "Somebody on the register is with another service.", "Choose people of this service."
            problems.append(Problem("attendance.service", message, fix, field="attendances", row=row))
    if came.state != "attended" and (came.steps or came.outcomes or came.needs):
        message = "Somebody who was not there has a step, an outcome or a need that was worked on."
        fix = "Take it off, or mark them as attended."
        problems.append(Problem("attendance.absent", message, fix, field="steps", row=row))
    for rung, state in came.steps:
        problems += checks.step(episode, ground.rungs.of(rung), state, row)
    if came.again_on is not None:
        problems += rules.planned_problems(came.again_on, clock.today(), "again_on", row)
    problems += _need_problems(came.needs, episode, ground.needs, row)
    return problems + _outcome_problems(came.outcomes, ground.frameworks, row)


def _need_problems(needs: Iterable[str], episode: Any, known: Rows, row: int) -> list[Problem]:
    """A contact is for needs of the person themselves, in whichever episode they were presented."""
    theirs = (
        known.of(need) is not None and known.of(need).client_id == getattr(episode, "client_id", 0) for need in needs
    )
    return [] if all(theirs) else [rules.unknown("need", "needs", row)]


def _outcome_problems(
    outcomes: Iterable[tuple[str, str, bool]], known: dict[str, dict[str, str]], row: int
) -> list[Problem]:
    return [problem for framework, ref, _ in outcomes for problem in checks.outcome(framework, ref, known, row)]
