"""An activity is recorded once, with all that happened at it, and taken back whole; steps count once however often they
are confirmed."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.access import feed, scope
from cairn.access.actions.undo import undo
from cairn.access.deeds import Conflict
from cairn.cases.actions import activities, episodes, outcomes, steps
from cairn.cases.actions.activities import NewActivity, NewActivityFunding
from cairn.cases.actions.episodes import EpisodeClosing
from cairn.cases.actions.outcomes import NewOutcome
from cairn.cases.actions.steps import NewStep
from cairn.cases.models import Activity, ActivityFunding, Attendance, Note, OutcomeRecord, StepRecord
from cairn.services.actions import services
from tests.cases.conftest import START, TODAY, Ground, came, lay, open_episode, refused, visited
from tests.conftest import Party
from tests.contracts.conftest import a_contract

UID = "0d6c1c80-0000-4000-8000-0000000000aa"
DAY = date(2025, 5, 6)
ALL = (Activity, ActivityFunding, Attendance, StepRecord, OutcomeRecord, Note)


def walk(ground: Ground, *attendances: Any, **changes: Any) -> NewActivity:
    """A walk of several people on 6 May."""
    values = {
        "activity_type_uid": str(ground.walk.uid),
        "activity_date": DAY,
        "minutes": 90,
        "attendances": attendances,
    }
    return NewActivity(**{**values, **changes})


def states(ground: Ground) -> list[tuple[int, date, str]]:
    rows = StepRecord.objects.order_by("step_date", "rung__position").values_list(
        "rung__position", "step_date", "state"
    )
    return list(rows)


def test_one_deed_holds_who_came_their_steps_outcomes_and_notes(ground: Ground) -> None:
    first, second = open_episode(ground), open_episode(ground, ground.bashir)
    door = str(ground.rungs[0].uid)
    outcome = ("supporting-people", "2a", True)
    done = activities.record(
        by=ground.by,
        activities=[
            walk(
                ground,
                came(first, steps=[(door, "reached")], outcomes=[outcome], note=" Laughed a lot. "),
                came(second, state="did_not_attend"),
            )
        ],
    )
    activity = done.one
    assert (activity.minutes, activity.worker_uid, activity.service) == (90, ground.by.uid, ground.service)
    assert set(activity.attendances.values_list("client__name", "state")) == {
        ("Anwen", "attended"), ("Bashir", "did_not_attend"),
    }  # fmt: skip
    assert list(activity.steps.values_list("client__name", "rung__position", "state")) == [("Anwen", 1, "reached")]
    assert list(activity.outcomes.values_list("client__name", "outcome", "is_reached")) == [("Anwen", "2a", True)]
    assert list(activity.notes.values_list("client__name", "text", "author_uid")) == [
        ("Anwen", "Laughed a lot.", ground.by.uid)
    ]
    head = feed.head(ground.by.organisation_id)
    subjects = feed.since(ground.by.organisation_id, head - 1).subjects
    assert subjects["client"] == {str(ground.anwen.uid), str(ground.bashir.uid)}
    assert subjects["activity"] == {str(activity.uid)}


def test_undo_of_a_recorded_activity_leaves_nothing(ground: Ground) -> None:
    episode = open_episode(ground)
    done = activities.record(
        by=ground.by,
        activities=[
            walk(
                ground,
                came(
                    episode,
                    steps=[(str(rung.uid), "reached") for rung in ground.rungs],
                    outcomes=[("supporting-people", "2a", False)],
                    note="A note",
                ),
                fundings=[NewActivityFunding(kind="own_funds")],
            )
        ],
    )
    assert all(model.objects.exists() for model in ALL)
    undo(by=ground.by, event_uid=done.event_uid)
    assert not any(model.objects.exists() for model in ALL)


def test_an_activity_sent_twice_is_one_activity(ground: Ground) -> None:
    episode = open_episode(ground)
    sent = walk(ground, came(episode, steps=[(str(ground.rungs[0].uid), "reached")]), uid=UID)
    first = activities.record(by=ground.by, activities=[sent, sent])
    again = activities.record(by=ground.by, activities=[sent])
    assert first.items[0] == first.items[1] == again.one
    assert [problem.row for problem in first.problems] == [1]
    assert [problem.severity for problem in again.problems] == ["warning"]
    assert (Activity.objects.count(), Attendance.objects.count(), StepRecord.objects.count()) == (1, 1, 1)
    assert again.event_uid == ""


def test_another_organisations_activity_uid_cannot_be_used_nor_read(ground: Ground, oakfield: Party) -> None:
    with scope.of(oakfield.system):
        theirs = lay(oakfield)
        activities.record(by=theirs.by, activities=[walk(theirs, came(open_episode(theirs)), uid=UID)])
        their_episode = open_episode(theirs, theirs.bashir)
    mine = walk(ground, came(open_episode(ground)), uid=UID)
    assert refused(activities.record, by=ground.by, activities=[mine]) == [(0, "uid", "uid.refused")]
    assert refused(activities.change, by=ground.by, activity_uid=UID, minutes=1) == [
        (None, "activity_uid", "activity_uid.unknown")
    ]
    foreign = NewActivity(
        activity_type_uid=str(theirs.walk.uid),
        activity_date=DAY,
        attendances=[came(their_episode, steps=[(str(theirs.rungs[0].uid), "reached")])],
    )
    assert refused(activities.record, by=ground.by, activities=[foreign]) == [
        (0, "activity_type_uid", "activity_type_uid.unknown"),
        (0, "attendances", "attendances.unknown"),
        (0, "steps", "steps.unknown"),
    ]


def test_everything_wrong_with_an_activity_is_said_at_once(ground: Ground) -> None:
    episode = open_episode(ground)
    wrong = walk(
        ground,
        came(episode, state="asleep", outcomes=[("supporting-people", "99z", True), ("nothing", "1", True)]),
        came(episode, state="did_not_attend", steps=[(str(ground.rungs[0].uid), "flown")]),
        activity_date=date(2025, 4, 6),
        minutes=1441,
        heads=3,
        worker_uid=UID,
        fundings=[NewActivityFunding(kind="magic"), NewActivityFunding(kind="contract", contract_uid=UID)],
        uid="not a uid",
    )
    assert Counter(field for _, field, _ in refused(activities.record, by=ground.by, activities=[wrong])) == {
        "uid": 1, "minutes": 1, "worker_uid": 1, "heads": 1, "kind": 1, "contract_uid": 1, "activity_date": 2,
        "attendances": 1, "state": 1, "framework": 1, "outcome": 1, "steps": 3,
    }  # fmt: skip
    assert not Activity.objects.exists()


def test_an_episode_must_be_of_the_same_service_and_open_on_the_day(ground: Ground) -> None:
    episode = open_episode(ground)
    episodes.close(
        by=ground.by,
        closings=[EpisodeClosing(episode_uid=str(episode.uid), end_date=date(2025, 5, 5), closure_reason="moved_on")],
    )
    not_open = [(0, "activity_date", "episode.not_open")]
    assert refused(activities.record, by=ground.by, activities=[walk(ground, came(episode))]) == not_open
    tomorrow = walk(ground, came(open_episode(ground, ground.cerys)), activity_date=TODAY + timedelta(days=1))
    assert refused(activities.record, by=ground.by, activities=[tomorrow]) == [(0, "activity_date", "date.future")]
    other = lay_second_service(ground)
    elsewhere = NewActivity(
        activity_type_uid=str(other.walk.uid),
        activity_date=DAY,
        attendances=[came(open_episode(ground, ground.bashir), steps=[(str(other.rungs[0].uid), "reached")])],
    )
    assert refused(activities.record, by=ground.by, activities=[elsewhere]) == [
        (0, "attendances", "attendance.service"),
        (0, "steps", "step.service"),
    ]


def lay_second_service(ground: Ground) -> Ground:
    services.change(by=ground.manager, service_uid=str(ground.service.uid), version=None, name="The first service")
    return lay(ground.party)


def test_heads_are_counted_where_nobody_is_named(ground: Ground, eastborough: Party) -> None:
    contract = a_contract(eastborough.contract_manager, is_grant=True)
    paid = NewActivityFunding(kind="grant", contract_uid=str(contract.uid))
    counted = NewActivity(
        activity_type_uid=str(ground.drop_in.uid), activity_date=DAY, heads=23, heads_new=4, fundings=[paid]
    )
    activity = activities.record(by=ground.by, activities=[counted]).one
    assert (activity.heads, activity.heads_new, activity.attendances.count()) == (23, 4, 0)
    assert activity.fundings.get().contract == contract


def test_a_rung_confirmed_again_is_kept(ground: Ground) -> None:
    episode = open_episode(ground)
    visited(ground, episode, DAY, 1)
    visited(ground, episode, DAY + timedelta(days=7), 1, 2)
    assert states(ground) == [
        (1, DAY, "reached"),
        (1, DAY + timedelta(days=7), "kept"),
        (2, DAY + timedelta(days=7), "reached"),
    ]


def test_confirming_twice_on_one_date_inflates_nothing(ground: Ground) -> None:
    episode = open_episode(ground)
    visited(ground, episode, DAY, 1, 1)
    visited(ground, episode, DAY, 1)
    step = NewStep(episode_uid=str(episode.uid), rung_uid=str(ground.rungs[0].uid), step_date=DAY, state="kept")
    given_back = steps.record(by=ground.by, steps=[step, step])
    assert states(ground) == [(1, DAY, "reached")]
    assert set(given_back.items) == set(StepRecord.objects.all())


def test_a_step_recorded_late_becomes_the_first_and_the_other_is_kept(ground: Ground) -> None:
    episode = open_episode(ground)
    visited(ground, episode, DAY, 1)
    late = NewStep(episode_uid=str(episode.uid), rung_uid=str(ground.rungs[0].uid), step_date=START)
    steps.record(by=ground.by, steps=[late])
    assert states(ground) == [(1, START, "reached"), (1, DAY, "kept")]


def test_a_step_is_lost_only_after_it_was_reached_and_kept_when_regained(ground: Ground) -> None:
    episode = open_episode(ground)
    at = {"episode_uid": str(episode.uid), "rung_uid": str(ground.rungs[0].uid)}
    lost = NewStep(**at, step_date=DAY, state="lost")
    assert refused(steps.record, by=ground.by, steps=[lost]) == [(0, "steps", "step.lost")]
    both = [NewStep(**at, step_date=DAY), lost]
    assert {rule for _, _, rule in refused(steps.record, by=ground.by, steps=both)} == {"step.both"}
    steps.record(by=ground.by, steps=[NewStep(**at, step_date=START), lost, NewStep(**at, step_date=TODAY)])
    assert states(ground) == [(1, START, "reached"), (1, DAY, "lost"), (1, TODAY, "kept")]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 4), st.booleans()), max_size=8))
def test_every_rung_is_first_reached_once_on_its_earliest_day(
    ground: Ground, history: list[tuple[int, int, bool]]
) -> None:
    """Visits in any order, some of them confirmed twice: one `reached` a rung, on the earliest date."""
    StepRecord.objects.all().delete()
    episode = ground.anwen.episodes.first() or open_episode(ground)
    for days, rung, is_again in history:
        for _ in range(1 + is_again):
            visited(ground, episode, START + timedelta(days=days), rung)
    for rung in {rung for _, rung, _ in history}:
        days = sorted({START + timedelta(days=d) for d, r, _ in history if r == rung})
        rows = [(day, state) for position, day, state in states(ground) if position == rung]
        assert rows == [(day, "reached" if day == days[0] else "kept") for day in days]


def test_a_change_of_date_moves_what_was_recorded_and_names_everyone_who_came(ground: Ground) -> None:
    first, second = open_episode(ground), open_episode(ground, ground.bashir)
    visited(ground, first, DAY, 1)
    door = [(str(ground.rungs[0].uid), "reached")]
    outcome = [("supporting-people", "2a", True)]
    later = walk(ground, came(first, steps=door, outcomes=outcome, note="Sunny"), came(second), activity_date=TODAY)
    activity = activities.record(by=ground.by, activities=[later]).one
    before = feed.head(ground.by.organisation_id)
    activities.change(by=ground.by, activity_uid=str(activity.uid), version=1, activity_date=START, minutes=45)
    assert feed.since(ground.by.organisation_id, before).subjects["client"] == {
        str(ground.anwen.uid),
        str(ground.bashir.uid),
    }
    activity.refresh_from_db()
    assert (activity.activity_date, activity.minutes) == (START, 45)
    assert states(ground) == [(1, START, "reached"), (1, DAY, "kept")]
    assert OutcomeRecord.objects.get().outcome_date == Note.objects.get().note_date == START


def test_a_change_onto_a_date_that_has_the_same_step_leaves_one(ground: Ground) -> None:
    episode = open_episode(ground)
    visited(ground, episode, DAY, 1, outcomes=[("supporting-people", "2a", True)])
    other = visited(ground, episode, TODAY, 1, outcomes=[("supporting-people", "2a", True)])
    done = activities.change(by=ground.by, activity_uid=str(other.uid), activity_date=DAY)
    assert states(ground) == [(1, DAY, "reached")]
    assert OutcomeRecord.objects.count() == 1
    undo(by=ground.by, event_uid=done.event_uid)
    assert states(ground) == [(1, DAY, "reached"), (1, TODAY, "kept")]
    assert OutcomeRecord.objects.count() == 2


def test_a_change_is_held_to_the_same_rules_and_to_the_version_that_was_seen(
    ground: Ground, eastborough: Party
) -> None:
    activity = visited(ground, open_episode(ground), DAY)
    change = {"by": ground.by, "activity_uid": str(activity.uid)}
    assert refused(activities.change, **change, activity_date=date(2025, 4, 1), minutes=-1) == [
        (None, "minutes", "activity.minutes"),
        (None, "activity_date", "episode.not_open"),
    ]
    contract = a_contract(eastborough.contract_manager, start_date=DAY)
    paid = NewActivityFunding(kind="contract", contract_uid=str(contract.uid))
    counted = NewActivity(activity_type_uid=str(ground.drop_in.uid), activity_date=DAY, heads=5, fundings=[paid])
    head_count = activities.record(by=ground.by, activities=[counted]).one
    early = {"activity_uid": str(head_count.uid), "activity_date": START}
    assert refused(activities.change, by=ground.by, **early) == [(None, "activity_date", "funding.dates")]
    activities.change(**change, minutes=30, version=1)
    with pytest.raises(Conflict):
        activities.change(**change, minutes=31, version=1)


def test_an_outcome_said_again_on_one_date_counts_as_said_last(ground: Ground) -> None:
    episode = open_episode(ground)
    said = {"episode_uid": str(episode.uid), "framework": "supporting-people", "outcome": "2a", "outcome_date": DAY}
    outcomes.record(by=ground.by, outcomes=[NewOutcome(**said, is_reached=False), NewOutcome(**said)])
    assert OutcomeRecord.objects.get().is_reached
    outcomes.record(by=ground.by, outcomes=[NewOutcome(**said, is_reached=False)])
    assert not OutcomeRecord.objects.get().is_reached


def test_everything_wrong_with_outcomes_and_steps_after_the_fact_is_said_at_once(ground: Ground) -> None:
    episode = open_episode(ground)
    wrong = [
        NewOutcome(episode_uid=UID, framework="supporting-people", outcome="99z", outcome_date=DAY),
        NewOutcome(episode_uid=str(episode.uid), framework="x", outcome="1", outcome_date=date(2025, 7, 1)),
    ]
    assert {(row, field) for row, field, _ in refused(outcomes.record, by=ground.by, outcomes=wrong)} == {
        (0, "episode_uid"), (0, "outcome"), (1, "framework"), (1, "outcome_date"),
    }  # fmt: skip
    wrong_steps = [
        NewStep(episode_uid=UID, rung_uid=UID, step_date=date(2025, 7, 1)),
        NewStep(episode_uid=str(episode.uid), rung_uid=str(ground.rungs[0].uid), step_date=date(2025, 4, 1)),
    ]
    assert {(row, field) for row, field, _ in refused(steps.record, by=ground.by, steps=wrong_steps)} == {
        (0, "episode_uid"), (0, "steps"), (0, "step_date"), (1, "step_date"),
    }  # fmt: skip


def test_the_number_of_queries_does_not_grow_with_the_number_of_activities(ground: Ground) -> None:
    episode = open_episode(ground)

    def queries_for(count: int, first: int) -> int:
        steps = [(str(ground.rungs[0].uid), "reached")]
        sent = [
            walk(ground, came(episode, steps=steps), activity_date=START + timedelta(days=first + n))
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as captured:
            activities.record(by=ground.by, activities=sent)
        return len(captured)

    queries_for(1, 0)
    assert queries_for(2, 1) == queries_for(40, 3)


def test_no_room_holds_a_number_that_no_column_does(ground: Ground) -> None:
    new = NewActivity(activity_type_uid=str(ground.drop_in.uid), activity_date=DAY, heads=10**24, heads_new=10**24)
    assert {field for _, field, _ in refused(activities.record, by=ground.by, activities=[new])} == {
        "heads",
        "heads_new",
    }
