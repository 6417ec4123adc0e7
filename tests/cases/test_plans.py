"""Goals in a person's own words, and the plan that is looked at again."""

from datetime import date
from typing import Any

import pytest

from cairn.access.actions import undo
from cairn.cases import queries
from cairn.cases.actions import goals, needs, plans
from cairn.cases.actions.goals import GoalChange, GoalEnd, NewGoal
from cairn.cases.actions.needs import NewNeed
from cairn.cases.actions.plans import NewPlan
from cairn.cases.models import Goal, SupportPlan
from cairn.people.queries import NotFound
from tests.cases.conftest import START, TODAY, Ground, open_episode, refused, visited

MAY = date(2025, 5, 12)
OUTING = "To take the bus to my sister's"


def wanted(ground: Ground, episode: Any, **values: Any) -> Goal:
    new = NewGoal(**{"episode_uid": str(episode.uid), "words": OUTING, "start_date": MAY, **values})
    return goals.add(by=ground.by, goals=[new]).one


def planned(ground: Ground, episode: Any, day: date, review: date, **values: Any) -> SupportPlan:
    new = NewPlan(**{"episode_uid": str(episode.uid), "plan_date": day, "review_date": review, **values})
    return plans.agree(by=ground.by, plans=[new]).one


def test_a_goal_is_in_the_persons_words_with_the_trail_towards_it(ground: Ground) -> None:
    episode = open_episode(ground)
    visited(ground, episode, date(2025, 5, 1), 1)
    ladder = str(ground.rungs[0].ladder.uid)
    need = needs.present(
        by=ground.by, needs=[NewNeed(episode_uid=str(episode.uid), need="loneliness", presented_date=START)]
    ).one
    wanted(ground, episode, ladder_uid=ladder, need_uid=str(need.uid), first_step="Ring the bus company")

    [found] = queries.plan(ground.by, ground.anwen.uid).episodes[0].goals

    assert (found.words, found.first_step, found.state) == (OUTING, "Ring the bus company", "open")
    assert found.need and found.ladder
    assert [rung.first_date for rung in found.ladder.rungs] == [date(2025, 5, 1), None, None, None]


def test_a_goal_that_was_sent_twice_is_set_once(ground: Ground) -> None:
    episode, uid = open_episode(ground), "6f2f1c0e-6c40-4a2c-9d0c-7c7b5a3f2b11"
    wanted(ground, episode, uid=uid)
    new = NewGoal(episode_uid=str(episode.uid), words="Other words", uid=uid)

    done = goals.add(by=ground.by, goals=[new])

    assert (Goal.objects.count(), done.event_uid, [p.severity for p in done.problems]) == (1, "", ["warning"])
    assert done.one.words == OUTING


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"words": "  "}, ("words", "goal.empty")),
        ({"start_date": date(2025, 7, 1)}, ("start_date", "date.future")),
        ({"start_date": date(2025, 4, 6)}, ("start_date", "episode.not_open")),
        ({"review_date": MAY}, ("review_date", "review.order")),
        ({"review_date": date(2925, 9, 1)}, ("review_date", "date.slip")),
        ({"need_uid": "6f2f1c0e-6c40-4a2c-9d0c-7c7b5a3f2b11"}, ("need_uid", "need_uid.unknown")),
        ({"ladder_uid": "no uid"}, ("ladder_uid", "ladder_uid.unknown")),
        ({"framework": "supporting-people", "outcome": "9z"}, ("outcome", "outcome.unknown")),
        ({"words": "x" * 2001}, ("words", "text.long")),
    ],
)
def test_what_a_goal_cannot_be(ground: Ground, values: dict[str, Any], said: tuple[str, str]) -> None:
    new = NewGoal(**{"episode_uid": str(open_episode(ground).uid), "words": OUTING, "start_date": MAY, **values})

    assert refused(goals.add, by=ground.by, goals=[new]) == [(0, *said)]


def test_a_goal_in_an_episode_that_is_not_ours_says_all_that_is_wrong(ground: Ground) -> None:
    new = NewGoal(episode_uid="nothing", words="")

    assert refused(goals.add, by=ground.by, goals=[new]) == [
        (0, "episode_uid", "episode_uid.unknown"), (0, "words", "goal.empty"),
    ]  # fmt: skip


def test_a_goal_changes_ends_and_changes_no_more(ground: Ground) -> None:
    row = wanted(ground, open_episode(ground))
    change = GoalChange(goal_uid=str(row.uid), words="To take the bus alone", review_date=date(2025, 9, 1))
    goals.change(by=ground.by, changes=[change])
    done = goals.end(by=ground.by, endings=[GoalEnd(goal_uid=str(row.uid), state="part_reached", end_date=TODAY)])

    assert refused(goals.change, by=ground.by, changes=[change]) == [(0, "goal_uid", "goal.ended")]
    shown = queries.plan(ground.by, ground.anwen.uid).episodes[0]
    assert [(goal.words, goal.state, goal.end_date) for goal in shown.ended] == [
        ("To take the bus alone", "part_reached", TODAY)
    ]
    undo.undo(by=ground.by, event_uid=done.event_uid)
    assert Goal.objects.get().state == "open"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"state": "open"}, ("state", "state.code")),
        ({"end_date": date(2025, 5, 1)}, ("end_date", "date.order")),
        ({"end_date": date(2025, 7, 1)}, ("end_date", "date.future")),
        ({"goal_uid": "6f2f1c0e-6c40-4a2c-9d0c-7c7b5a3f2b11"}, ("goal_uid", "goal_uid.unknown")),
    ],
)
def test_how_a_goal_cannot_end(ground: Ground, values: dict[str, Any], said: tuple[str, str]) -> None:
    row = wanted(ground, open_episode(ground))
    end = GoalEnd(**{"goal_uid": str(row.uid), "state": "reached", "end_date": TODAY, **values})

    assert refused(goals.end, by=ground.by, endings=[end]) == [(0, *said)]


def test_a_change_that_is_wrong_says_so(ground: Ground) -> None:
    row = wanted(ground, open_episode(ground))
    change = GoalChange(goal_uid=str(row.uid), words="", ladder_uid="none", review_date=START)

    assert {rule for _, _, rule in refused(goals.change, by=ground.by, changes=[change])} == {
        "goal.empty", "ladder_uid.unknown", "review.order",
    }  # fmt: skip


def test_a_review_is_a_new_edition_and_the_latest_stands(ground: Ground) -> None:
    episode = open_episode(ground)
    first = planned(ground, episode, date(2025, 4, 10), date(2025, 6, 1), agreed="together", matters="My dog")
    done = plans.agree(
        by=ground.by,
        plans=[
            NewPlan(
                episode_uid=str(episode.uid), plan_date=TODAY, review_date=date(2025, 9, 30), matters="My dog, still"
            )
        ],
    )

    shown = queries.plan(ground.by, ground.anwen.uid).episodes[0]
    assert shown.current and (shown.current.matters, [each.matters for each in shown.earlier]) == (
        "My dog, still", ["My dog"],
    )  # fmt: skip
    undo.undo(by=ground.by, event_uid=done.event_uid)
    first.refresh_from_db()
    assert first.is_current


def test_an_older_edition_written_later_does_not_stand(ground: Ground) -> None:
    episode = open_episode(ground)
    planned(ground, episode, TODAY, date(2025, 9, 30), matters="Now")
    planned(ground, episode, date(2025, 5, 1), date(2025, 6, 1), matters="Before")

    assert [row.matters for row in SupportPlan.objects.filter(is_current=True)] == ["Now"]


def test_the_last_word_of_a_day_is_the_edition_of_that_day(ground: Ground) -> None:
    episode = open_episode(ground)
    planned(ground, episode, TODAY, date(2025, 9, 30), matters="First")
    planned(ground, episode, TODAY, date(2025, 9, 30), matters="Last")

    assert [row.matters for row in SupportPlan.objects.all()] == ["Last"]


def test_two_plans_of_one_day_in_one_list_are_refused(ground: Ground) -> None:
    new = NewPlan(episode_uid=str(open_episode(ground).uid), plan_date=TODAY, review_date=date(2025, 9, 30))

    assert refused(plans.agree, by=ground.by, plans=[new, new]) == [(1, "plan_date", "plan.twice")]


def test_what_a_plan_cannot_be(ground: Ground) -> None:
    episode = open_episode(ground)
    new = NewPlan(
        episode_uid=str(episode.uid), plan_date=date(2025, 7, 5), review_date=date(2025, 7, 5), agreed="perhaps",
        matters="x" * 8001,
    )  # fmt: skip

    assert [rule for _, _, rule in refused(plans.agree, by=ground.by, plans=[new])] == [
        "date.future", "review.order", "agreed.code", "text.long",
    ]  # fmt: skip
    lost = NewPlan(episode_uid="none", plan_date=TODAY, review_date=date(2025, 9, 30))
    assert refused(plans.agree, by=ground.by, plans=[lost]) == [(0, "episode_uid", "episode_uid.unknown")]


def test_sending_a_plan_twice_writes_it_once(ground: Ground) -> None:
    new = NewPlan(
        episode_uid=str(open_episode(ground).uid), plan_date=TODAY, review_date=date(2025, 9, 30),
        uid="6f2f1c0e-6c40-4a2c-9d0c-7c7b5a3f2b11",
    )  # fmt: skip
    plans.agree(by=ground.by, plans=[new, new])

    assert plans.agree(by=ground.by, plans=[new]).event_uid == ""
    assert SupportPlan.objects.count() == 1


def test_what_is_due_is_the_standing_plan_and_open_goals_of_open_episodes(ground: Ground) -> None:
    anwen, bashir, cerys = (open_episode(ground, c) for c in (ground.anwen, ground.bashir, ground.cerys))
    planned(ground, anwen, date(2025, 4, 10), date(2025, 5, 10))  # passed, but reviewed since
    planned(ground, anwen, date(2025, 5, 10), date(2025, 9, 10))
    planned(ground, bashir, date(2025, 4, 10), date(2025, 7, 7))  # within seven days
    wanted(ground, cerys, review_date=date(2025, 6, 20))
    over = wanted(ground, anwen, review_date=date(2025, 6, 1))
    goals.end(by=ground.by, endings=[GoalEnd(goal_uid=str(over.uid), state="let_go", end_date=TODAY)])

    due = queries.plans_due(ground.by)

    assert [(row.client, row.what, row.is_overdue) for row in due.rows] == [
        ("Cerys", "goal", True), ("Bashir", "plan", False),
    ]  # fmt: skip
    assert queries.plans_due(ground.by, worker_uid="somebody else").rows == ()
    assert len(queries.plans_due(ground.by, worker_uid=ground.by.uid, limit=1).rows) == 1
    assert queries.plans_due(ground.by, limit=1).is_more


def test_one_episode_is_listed_once_by_the_earlier_date(ground: Ground) -> None:
    episode = open_episode(ground)
    planned(ground, episode, date(2025, 4, 10), date(2025, 6, 10))
    wanted(ground, episode, review_date=date(2025, 5, 20))

    assert [(row.what, row.due_date) for row in queries.plans_due(ground.by).rows] == [("goal", date(2025, 5, 20))]


def test_asking_what_is_due_costs_three_queries_whatever_there_is(
    ground: Ground, django_assert_max_num_queries: Any
) -> None:
    for client in (ground.anwen, ground.bashir, ground.cerys):
        planned(ground, open_episode(ground, client), date(2025, 4, 10), date(2025, 5, 10))

    with django_assert_max_num_queries(3):
        assert len(queries.plans_due(ground.by).rows) == 3


def test_somebody_elses_plan_is_not_there(ground: Ground) -> None:
    episode = open_episode(ground, ground.bashir)

    with pytest.raises(NotFound):
        queries.plan(ground.by, "6f2f1c0e-6c40-4a2c-9d0c-7c7b5a3f2b11")
    with pytest.raises(NotFound):
        queries.plan(ground.by, ground.anwen.uid, str(episode.uid))
