"""Needs presented in an episode, and what was judged of them since."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules
from cairn.cases.models import Episode, Need, NeedJudgement
from cairn.cases.presenting import needs_there, new_judgement, new_need, within_reach
from cairn.cases.writers import at_version
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNeed:
    """`need` is an entry of the needs dictionary; `can_meet` yes, no or not_known; `judged_by` a code of that list;
    `state` (of `need_state`) is the first judgement, on the day it was presented."""

    episode_uid: str
    need: str
    presented_date: date
    can_meet: str = "not_known"
    judged_by: str = "worker"
    state: str = "unmet"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJudgement:
    need_uid: str
    judged_date: date
    state: str
    judged_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetChange:
    """Whether the provider can meet a need itself: yes, no or not_known."""

    need_uid: str
    can_meet: str
    version: int | None = None


def present(*, by: Actor, needs: Sequence[NewNeed]) -> Done[Need]:
    """Record needs, each with its first judgement; a need is presented once in an episode, and judged from then on."""
    by.require(Permission.RECORD)
    dictionary = registry.get("needs", "common")
    known = {need.id for need in dictionary.needs}
    episodes = loading.mine(Episode, by, (new.episode_uid for new in needs), "referral")
    problems = [problem for row, new in enumerate(needs) for problem in _new_problems(new, known, row)]
    problems += _placed_problems(needs, [episodes.of(new.episode_uid) for new in needs])
    refuse_if(problems)
    with deed("cases.need_presented", by=by) as this:
        rows = this.create_many(
            new_need(by, episodes.of(n.episode_uid), n.need, n.presented_date, n.can_meet, dictionary.version, n.state)
            for n in needs
        )
        this.create_many(
            new_judgement(by, row, new.presented_date, new.state, new.judged_by)
            for row, new in zip(rows, needs, strict=True)
        )
    return Done(tuple(rows), (), this.uid)


def _new_problems(new: NewNeed, known: Collection[str], row: int) -> list[Problem]:
    return [
        *([] if new.need in known else [rules.unknown("need", "need", row)]),
        *rules.not_a_code(new.can_meet, rules.CAN_MEET, "can_meet", row),
        *checks.code("need_state", new.state, "state", row),
        *checks.code("judged_by", new.judged_by, "judged_by", row),
        *checks.not_future(new.presented_date, clock.today(), "presented_date", "presented", row),
    ]


def _placed_problems(needs: Sequence[NewNeed], episodes: Sequence[Any]) -> list[Problem]:
    """Each in an episode that is known here, within its dates, and there for the first time."""
    problems = []
    there = needs_there(episode.pk for episode in episodes if episode is not None)
    for row, (new, episode) in enumerate(zip(needs, episodes, strict=True)):
        if episode is None:
            problems.append(rules.unknown("episode", "episode_uid", row))
            continue
        if not within_reach(episode, new.presented_date):
            message, fix = "This is outside the episode.", "Choose a date from the referral to the end of the episode."
            problems.append(Problem("need.date", message, fix, field="presented_date", row=row))
        if (episode.pk, new.need) in there:
            message, fix = "This need is in this episode already.", "Judge it again there."
            problems.append(Problem("need.twice", message, fix, field="need", row=row))
        there.add((episode.pk, new.need))
    return problems


def judge(*, by: Actor, judgements: Sequence[NewJudgement]) -> Done[NeedJudgement]:
    """Judge needs again. The history is kept; what it adds up to is worked out anew from all of it."""
    by.require(Permission.RECORD)
    needs = loading.mine(Need, by, (new.need_uid for new in judgements))
    rows = [needs.of(new.need_uid) for new in judgements]
    problems = [
        p for row, (new, need) in enumerate(zip(judgements, rows, strict=True)) for p in _judging(new, need, row)
    ]
    refuse_if(problems)
    history = _history([need.pk for need in rows])
    with deed("cases.need_judged", by=by) as this:
        made = this.create_many(
            new_judgement(by, need, new.judged_date, new.state, new.judged_by)
            for new, need in zip(judgements, rows, strict=True)
        )
        for judgement in made:
            history[judgement.need_id].append((judgement.judged_date, judgement.state))
        for need in {need.pk: need for need in rows}.values():
            stands = rules.need_state(history[need.pk])
            this.update(need, state=stands.state, part_met_date=stands.part_met_date, met_date=stands.met_date)
    return Done(tuple(made), (), this.uid)


def _judging(new: NewJudgement, need: Any, row: int) -> list[Problem]:
    problems = checks.code("need_state", new.state, "state", row)
    problems += checks.code("judged_by", new.judged_by, "judged_by", row)
    if need is None:
        return [*problems, rules.unknown("need", "need_uid", row)]
    dates = (("presented_date", "presented", need.presented_date), ("judged_date", "judged", new.judged_date))
    return problems + rules.dates_in_order(dates, clock.today(), row)


def _history(need_ids: Sequence[int]) -> dict[int, list[tuple[date, str]]]:
    found: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for part in loading.chunks(need_ids):
        rows = NeedJudgement.objects.filter(need_id__in=part).order_by("id")
        for need_id, day, state in rows.values_list("need_id", "judged_date", "state"):
            found[need_id].append((day, state))
    return found


def change_meeting(*, by: Actor, changes: Sequence[MeetChange]) -> Done[Need]:
    """Say anew whether needs can be met here."""
    by.require(Permission.RECORD)
    needs = loading.mine(Need, by, (new.need_uid for new in changes))
    problems = []
    for row, new in enumerate(changes):
        problems += rules.not_a_code(new.can_meet, rules.CAN_MEET, "can_meet", row)
        problems += [] if needs.of(new.need_uid) else [rules.unknown("need", "need_uid", row)]
    refuse_if(problems)
    with deed("cases.need_changed", by=by) as this:
        rows = [this.update(at_version(needs.of(n.need_uid), n.version), can_meet=n.can_meet) for n in changes]
    return Done(tuple(rows), (), this.uid)
