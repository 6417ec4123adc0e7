"""A visit put right, or taken away, with all that came of it."""

from datetime import timedelta
from typing import Any

import pytest

from cairn.access import feed
from cairn.access.actions.undo import undo
from cairn.access.deeds import Conflict
from cairn.cases.actions import activities, needs, steps
from cairn.cases.actions.activities import NewActivity
from cairn.cases.actions.needs import NewNeed
from cairn.cases.actions.steps import NewStep
from cairn.cases.models import (
    Activity,
    AttendanceNeed,
    Episode,
    Note,
    OutcomeRecord,
    StepRecord,
)
from tests.cases.conftest import DAY, TODAY, Ground, came, open_episode, planned, refused, rung, visit, visited

OUTCOME = ("supporting-people", "2a", True)
WEEK = timedelta(days=7)


def recorded(ground: Ground, episode: Episode) -> Activity:
    need = needs.present(
        by=ground.by, needs=[NewNeed(episode_uid=str(episode.uid), need="debt", presented_date=DAY)]
    ).one
    one = came(episode, steps=[(rung(ground, 1), "reached")], outcomes=[OUTCOME], note="Tea.", needs=[str(need.uid)])
    return activities.record(by=ground.by, activities=[visit(ground, one)]).one


def stands(activity: Activity) -> tuple[Any, ...]:
    return (
        sorted(activity.attendances.values_list("client__name", "state")),
        sorted(activity.steps.values_list("rung__position", "state")),
        sorted(activity.outcomes.values_list("outcome", "is_reached")),
        sorted(AttendanceNeed.objects.filter(attendance__activity=activity).values_list("need__need", flat=True)),
        sorted(activity.notes.values_list("text", flat=True)),
    )


def test_what_came_of_a_visit_is_changed_whole_and_put_back(ground: Ground) -> None:
    episode = open_episode(ground)
    activity = recorded(ground, episode)
    before = stands(activity)
    assert before == ([("Anwen", "attended")], [(1, "reached")], [("2a", True)], ["debt"], ["Tea."])
    two = came(episode, steps=[(rung(ground, 2), "reached")], note="And cake.")
    done = activities.change(by=ground.by, activity_uid=str(activity.uid), attendances=[two], activity_date=DAY + WEEK)
    assert stands(activity) == ([("Anwen", "attended")], [(2, "reached")], [], [], ["And cake.", "Tea."])
    assert StepRecord.objects.get().step_date == DAY + WEEK
    undo(by=ground.by, event_uid=done.event_uid)
    assert stands(activity) == before
    assert StepRecord.objects.get().step_date == DAY


def test_a_step_that_is_taken_off_makes_the_next_the_first(ground: Ground) -> None:
    episode = open_episode(ground)
    activity = recorded(ground, episode)
    visited(ground, episode, DAY + WEEK, 1)
    activities.change(by=ground.by, activity_uid=str(activity.uid), attendances=[came(episode)])
    assert list(StepRecord.objects.values_list("step_date", "state")) == [(DAY + WEEK, "reached")]
    lost = came(episode, steps=[(rung(ground, 1), "lost")])
    assert refused(activities.change, by=ground.by, activity_uid=str(activity.uid), attendances=[lost]) == [
        (0, "steps", "step.lost")
    ]
    assert StepRecord.objects.count() == 1


def test_people_join_and_leave_a_register(ground: Ground) -> None:
    first, second, third = (open_episode(ground, who) for who in (ground.anwen, ground.bashir, ground.cerys))
    walk = visit(ground, came(first), came(second, note="Quiet."), activity_type_uid=str(ground.walk.uid))
    activity = activities.record(by=ground.by, activities=[walk]).one
    whole = [came(first, state="did_not_attend"), came(third, steps=[(rung(ground, 1), "reached")])]
    done = activities.change(by=ground.by, activity_uid=str(activity.uid), attendances=whole)
    assert stands(activity) == ([("Anwen", "did_not_attend"), ("Cerys", "attended")], [(1, "reached")], [], [], [])
    subjects = feed.since(ground.by.organisation_id, feed.head(ground.by.organisation_id) - 1).subjects
    assert subjects["client"] == {str(who.uid) for who in (ground.anwen, ground.bashir, ground.cerys)}
    undo(by=ground.by, event_uid=done.event_uid)
    assert stands(activity)[0] == [("Anwen", "attended"), ("Bashir", "attended")]


def test_a_visit_is_taken_away_with_all_that_was_recorded_at_it(ground: Ground) -> None:
    episode = open_episode(ground)
    row = planned(ground, episode)
    activity = recorded(ground, episode)
    later = activities.record(
        by=ground.by,
        activities=[visit(ground, came(episode, steps=[(rung(ground, 1), "reached")]), activity_date=TODAY)],
    ).one
    before = stands(activity)
    with pytest.raises(Conflict):
        activities.remove(by=ground.by, activity_uid=str(activity.uid), version=9)
    done = activities.remove(by=ground.by, activity_uid=str(activity.uid), version=1)
    assert list(StepRecord.objects.values_list("step_date", "state")) == [(TODAY, "reached")]
    assert not OutcomeRecord.objects.exists() and not Note.objects.exists() and not AttendanceNeed.objects.exists()
    undo(by=ground.by, event_uid=done.event_uid)
    assert stands(Activity.objects.earliest("activity_date")) == before
    activities.remove(by=ground.by, activity_uid=str(activity.uid))
    activities.remove(by=ground.by, activity_uid=str(later.uid))
    row.refresh_from_db()
    assert (row.state, row.activity, Activity.objects.count()) == ("planned", None, 0)
    assert refused(activities.remove, by=ground.by, activity_uid=str(later.uid)) == [
        (None, "activity_uid", "activity_uid.unknown")
    ]
    again = activities.record(by=ground.by, activities=[visit(ground, came(episode))]).one
    done = activities.remove(by=ground.by, activity_uid=str(again.uid))
    undo(by=ground.by, event_uid=done.event_uid)
    assert stands(Activity.objects.get())[0] == [("Anwen", "attended")]


def test_a_visit_whose_step_was_lost_later_is_not_taken_away(ground: Ground) -> None:
    episode = open_episode(ground)
    activity = recorded(ground, episode)
    loss = NewStep(episode_uid=str(episode.uid), rung_uid=rung(ground, 1), step_date=TODAY, state="lost")
    steps.record(by=ground.by, steps=[loss])
    found = refused(activities.remove, by=ground.by, activity_uid=str(activity.uid))
    assert found == [(None, "steps", "step.lost_later")]
    assert Activity.objects.exists() and StepRecord.objects.count() == 2


def test_a_restricted_note_outlives_its_visit(ground: Ground) -> None:
    episode = open_episode(ground)
    activity = recorded(ground, episode)
    Note.objects.update(is_restricted=True)
    activities.remove(by=ground.by, activity_uid=str(activity.uid))
    assert list(Note.objects.values_list("text", "activity")) == [("Tea.", None)]


def test_heads_are_changed_and_stay_a_count(ground: Ground) -> None:
    count = NewActivity(activity_type_uid=str(ground.drop_in.uid), activity_date=DAY, heads=9, heads_new=2)
    activity = activities.record(by=ground.by, activities=[count]).one
    changed = activities.change(by=ground.by, activity_uid=str(activity.uid), heads=11, heads_new=None).one
    assert (changed.heads, changed.heads_new) == (11, None)
    assert refused(activities.change, by=ground.by, activity_uid=str(activity.uid), heads=1, heads_new=2) == [
        (None, "heads_new", "heads_new.more")
    ]
