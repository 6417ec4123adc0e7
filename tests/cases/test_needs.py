"""Needs: presented once in an episode, judged as often as wanted; what they come to follows from the whole history."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.cases import rules
from cairn.cases.actions import needs
from cairn.cases.actions.needs import NewJudgement, NewNeed
from cairn.cases.models import Need, NeedJudgement
from tests.cases.conftest import START, TODAY, Ground, lay, open_episode, refused
from tests.conftest import Party


def presented(ground: Ground, episode: Any = None, **changes: Any) -> Need:
    episode = episode or open_episode(ground)
    new = NewNeed(**{"episode_uid": str(episode.uid), "need": "debt", "presented_date": START, **changes})
    return needs.present(by=ground.by, needs=[new]).one


def judgement(need: Need, day: date, state: str) -> NewJudgement:
    return NewJudgement(need_uid=str(need.uid), judged_date=day, state=state, judged_by="together")


def test_a_need_begins_with_its_first_judgement(ground: Ground) -> None:
    need = presented(ground, can_meet="no", judged_by="person")
    assert (need.client, need.state, need.can_meet, need.met_date) == (ground.anwen, "unmet", "no", None)
    first = need.judgements.get()
    assert (first.judged_date, first.state, first.judged_by) == (START, "unmet", "person")


def test_a_need_may_be_named_when_the_referral_came_before_the_start(ground: Ground) -> None:
    assert presented(ground, presented_date=date(2025, 4, 1)).presented_date == date(2025, 4, 1)


def test_the_history_is_kept_and_adds_up(ground: Ground) -> None:
    need = presented(ground)
    part, met = START + timedelta(days=10), START + timedelta(days=20)
    # Both in one deed, the later first: what counts is the date.
    needs.judge(by=ground.by, judgements=[judgement(need, met, "met"), judgement(need, part, "part_met")])
    need.refresh_from_db()
    assert (need.state, need.part_met_date, need.met_date) == ("met", part, met)
    done = needs.judge(by=ground.by, judgements=[judgement(need, TODAY, "unmet")])
    need.refresh_from_db()
    assert (need.state, need.part_met_date, need.met_date) == ("unmet", part, None)
    undo(by=ground.by, event_uid=done.event_uid)
    need.refresh_from_db()
    assert (need.state, need.met_date, need.judgements.count()) == ("met", met, 3)


def test_everything_wrong_with_needs_is_said_at_once(ground: Ground) -> None:
    episode = open_episode(ground)
    presented(ground, episode)
    at = {"episode_uid": str(episode.uid)}
    wrong = [
        NewNeed(**at, need="a pony", presented_date=START, can_meet="maybe", judged_by="nobody", state="gone"),
        NewNeed(**at, need="debt", presented_date=date(2025, 3, 31)),
        NewNeed(episode_uid="?", need="debt", presented_date=date(2025, 7, 1)),
        NewNeed(**at, need="income_and_benefits", presented_date=START),
        NewNeed(**at, need="income_and_benefits", presented_date=START),
    ]
    assert set(refused(needs.present, by=ground.by, needs=wrong)) == {
        (0, "need", "need.unknown"),
        (0, "can_meet", "can_meet.code"),
        (0, "judged_by", "judged_by.code"),
        (0, "state", "state.code"),
        (1, "presented_date", "need.date"),
        (1, "need", "need.twice"),
        (2, "presented_date", "date.future"),
        (2, "episode_uid", "episode_uid.unknown"),
        (4, "need", "need.twice"),
    }
    assert Need.objects.count() == 1


def test_everything_wrong_with_judgements_is_said_at_once(ground: Ground, oakfield: Party) -> None:
    need = presented(ground)
    with scope.of(oakfield.system):
        theirs = presented(lay(oakfield))
    wrong = [
        NewJudgement(need_uid=str(need.uid), judged_date=date(2025, 4, 6), state="gone", judged_by="nobody"),
        judgement(need, date(2025, 7, 1), "met"),
        judgement(theirs, TODAY, "met"),
    ]
    assert set(refused(needs.judge, by=ground.by, judgements=wrong)) == {
        (0, "judged_date", "date.order"),
        (0, "state", "state.code"),
        (0, "judged_by", "judged_by.code"),
        (1, "judged_date", "date.future"),
        (2, "need_uid", "need_uid.unknown"),
    }
    assert NeedJudgement.objects.count() == 1


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(0, 80), st.sampled_from(["unmet", "part_met", "met"])), max_size=8),
    st.integers(1, 4),
)
def test_a_need_says_what_its_whole_history_adds_up_to(
    ground: Ground, history: list[tuple[int, str]], size: int
) -> None:
    """Judged in any order, some at a time: the need stands as the rule says of all judgements together."""
    NeedJudgement.objects.all().delete()
    Need.objects.all().delete()
    need = presented(ground, ground.anwen.episodes.first())
    said = [(START + timedelta(days=days), state) for days, state in history]
    for start in range(0, len(said), size):
        batch = [judgement(need, day, state) for day, state in said[start : start + size]]
        needs.judge(by=ground.by, judgements=batch)
    need.refresh_from_db()
    assert rules.NeedState(need.state, need.part_met_date, need.met_date) == rules.need_state([(START, "unmet"), *said])
