"""Steps and outcomes tied to a type of activity later, confirmed for those who attended before."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.access.actions import undo
from cairn.cases import queries
from cairn.cases.actions import activities, linking, outcomes
from cairn.cases.actions.activities import NewActivity
from cairn.cases.actions.linking import LaterItem
from cairn.cases.actions.outcomes import NewOutcome, NewSetAside
from cairn.cases.models import Activity, OutcomeRecord, StepRecord
from cairn.cases.queries.linking import all_of, items_of, waiting
from cairn.kernel import clock
from cairn.services.actions import activity_types
from cairn.services.actions.activity_types import NewActivityType
from cairn.services.models import ActivityType
from tests.cases.conftest import TODAY, Ground, came, open_episode, refused
from tests.matrix.world import taken_back

WORK = ("supporting-people", "2a")
OUTCOME = "outcome:supporting-people/2a"


def club(ground: Ground) -> ActivityType:
    new = NewActivityType(service_uid=str(ground.service.uid), name="Lunch club", mode="group")
    return activity_types.add(by=ground.manager, types=[new]).one


def tie(ground: Ground, kind: ActivityType, *rungs: int, aims: Any = ()) -> None:
    """Tie rungs (counted from 1) and outcomes to a type that is there."""
    uids = [str(ground.rungs[number - 1].uid) for number in rungs]
    activity_types.change(by=ground.manager, type_uid=kind.uid, version=None, rung_uids=uids, outcomes=list(aims))


def attended(ground: Ground, kind: ActivityType, day: date, *episodes: Any, state: str = "attended") -> Activity:
    new = NewActivity(
        activity_type_uid=str(kind.uid), activity_date=day, attendances=[came(e, state=state) for e in episodes]
    )
    return activities.record(by=ground.by, activities=[new]).one


def key(ground: Ground, rung: int) -> str:
    return f"step:{ground.rungs[rung - 1].uid}"


def everything(ground: Ground, kind: ActivityType) -> Any:
    keys = [column.key for column in queries.linkable(ground.manager, kind.uid).columns]
    return linking.confirm(
        by=ground.manager, activity_type_uid=str(kind.uid), items=all_of(ground.manager, kind.uid, keys)
    )


def test_who_attended_before_a_step_was_tied_is_proposed_with_the_days(ground: Ground) -> None:
    kind, anwen, bashir = club(ground), open_episode(ground), open_episode(ground, ground.bashir)
    attended(ground, kind, date(2025, 5, 1), anwen)
    attended(ground, kind, date(2025, 5, 8), anwen, bashir)
    attended(ground, kind, date(2025, 5, 9), open_episode(ground, ground.cerys), state="did_not_attend")
    assert waiting(ground.manager, kind.uid) == 0, "nothing was tied later"
    tie(ground, kind, 1, aims=[WORK])

    found = queries.linkable(ground.manager, kind.uid)

    assert [(column.key, column.people) for column in found.columns] == [(key(ground, 1), 2), (OUTCOME, 2)]
    assert [(p.name, [each.day.day for each in p.dates]) for p in found.people] == [("Anwen", [1, 8]), ("Bashir", [8])]
    assert all(person.open == {key(ground, 1), OUTCOME} for person in found.people)
    assert (found.total, waiting(ground.manager, kind.uid)) == (2, 2)


def test_what_came_with_the_type_or_after_it_was_tied_is_not_proposed(ground: Ground) -> None:
    episode = open_episode(ground)
    attended(ground, ground.walk, date(2025, 5, 1), episode)  # a type that had its steps from the start
    kind = club(ground)
    tie(ground, kind, 1)
    attended(ground, kind, TODAY, episode)  # the worker was asked then

    assert queries.linkable(ground.manager, ground.walk.uid).total == 0
    assert queries.linkable(ground.manager, kind.uid).total == 0


def test_what_was_recorded_since_or_is_set_aside_is_not_proposed(ground: Ground) -> None:
    kind = club(ground)
    anwen, bashir, cerys = (open_episode(ground, c) for c in (ground.anwen, ground.bashir, ground.cerys))
    attended(ground, kind, date(2025, 5, 1), anwen, bashir, cerys)
    tie(ground, kind, aims=[WORK])
    at = {"framework": WORK[0], "outcome": WORK[1]}
    outcomes.record(by=ground.by, outcomes=[NewOutcome(episode_uid=str(anwen.uid), **at, outcome_date=TODAY)])
    gone = NewSetAside(episode_uid=str(bashir.uid), **at, start_date=TODAY, decided_by="person")
    outcomes.set_aside(by=ground.by, outcomes=[gone])

    assert [person.name for person in queries.linkable(ground.manager, kind.uid).people] == ["Cerys"]


def test_a_day_on_which_it_was_said_not_to_be_reached_is_not_overruled(ground: Ground) -> None:
    kind, episode = club(ground), open_episode(ground)
    visit = attended(ground, kind, date(2025, 5, 1), episode)
    said = NewOutcome(
        episode_uid=str(episode.uid),
        framework=WORK[0],
        outcome=WORK[1],
        outcome_date=date(2025, 5, 1),
        is_reached=False,
    )
    outcomes.record(by=ground.by, outcomes=[said])
    tie(ground, kind, aims=[WORK])
    item = LaterItem(episode_uid=str(episode.uid), activity_uid=str(visit.uid), framework=WORK[0], outcome=WORK[1])

    assert queries.linkable(ground.manager, kind.uid).total == 0
    assert linking.confirm(by=ground.manager, activity_type_uid=str(kind.uid), items=[item]).items == ()
    assert not OutcomeRecord.objects.get().is_reached


def test_confirmed_in_bulk_it_is_marked_as_added_later_on_the_day_of_the_activity(ground: Ground) -> None:
    kind, anwen, bashir = club(ground), open_episode(ground), open_episode(ground, ground.bashir)
    first = attended(ground, kind, date(2025, 5, 1), anwen)
    attended(ground, kind, date(2025, 5, 8), anwen, bashir)
    tie(ground, kind, 1, aims=[WORK])

    done = everything(ground, kind)

    steps = StepRecord.objects.filter(is_added_later=True).order_by("step_date")
    assert [(s.episode_id, s.step_date, s.state) for s in steps] == [
        (anwen.pk, date(2025, 5, 1), "reached"), (bashir.pk, date(2025, 5, 8), "reached"),
    ]  # fmt: skip
    assert steps[0].activity_id == first.pk
    assert OutcomeRecord.objects.filter(is_added_later=True, is_reached=True).count() == 2
    undo.undo(by=ground.manager, event_uid=done.event_uid)
    assert not StepRecord.objects.exists() and not OutcomeRecord.objects.exists()


def test_linking_twice_adds_nothing(ground: Ground) -> None:
    kind, episode = club(ground), open_episode(ground)
    visit = attended(ground, kind, date(2025, 5, 1), episode)
    tie(ground, kind, 1)
    item = LaterItem(episode_uid=str(episode.uid), activity_uid=str(visit.uid), rung_uid=str(ground.rungs[0].uid))
    confirm = {"by": ground.manager, "activity_type_uid": str(kind.uid)}
    linking.confirm(**confirm, items=[item, item])
    again = linking.confirm(**confirm, items=[item])

    assert StepRecord.objects.count() == 1
    assert (again.items, again.event_uid, [p.rule for p in again.problems]) == ((), "", ["linking.again"])
    assert queries.linkable(ground.manager, kind.uid).total == 0


def test_another_day_may_be_chosen(ground: Ground) -> None:
    kind, episode = club(ground), open_episode(ground)
    attended(ground, kind, date(2025, 5, 1), episode)
    later = attended(ground, kind, date(2025, 5, 8), episode)
    tie(ground, kind, 1)
    chosen = items_of(
        ground.manager, kind.uid, [(str(episode.uid), str(later.uid), key(ground, 1)), ("x", "y", "step:none")]
    )
    linking.confirm(by=ground.manager, activity_type_uid=str(kind.uid), items=chosen)

    assert StepRecord.objects.get().step_date == date(2025, 5, 8)


def test_a_rung_confirmed_before_a_visit_at_which_it_was_recorded_is_then_kept_there(ground: Ground) -> None:
    """Nobody is proposed for a rung that is there; but who knows better may not write over it either."""
    kind, episode = club(ground), open_episode(ground)
    visit = attended(ground, kind, date(2025, 5, 1), episode)
    tie(ground, kind, 1)
    new = NewActivity(
        activity_type_uid=str(ground.visit.uid), activity_date=date(2025, 6, 1),
        attendances=[came(episode, steps=[(str(ground.rungs[0].uid), "reached")])],
    )  # fmt: skip
    activities.record(by=ground.by, activities=[new])
    item = LaterItem(episode_uid=str(episode.uid), activity_uid=str(visit.uid), rung_uid=str(ground.rungs[0].uid))

    done = linking.confirm(by=ground.manager, activity_type_uid=str(kind.uid), items=[item])

    assert (done.items, StepRecord.objects.count()) == ((), 1)


def test_what_cannot_be_confirmed_is_refused_row_by_row(ground: Ground) -> None:
    kind, anwen, bashir = club(ground), open_episode(ground), open_episode(ground, ground.bashir)
    visit = attended(ground, kind, date(2025, 5, 1), anwen)
    tie(ground, kind, 1)
    rung, at = str(ground.rungs[0].uid), str(visit.uid)
    items = [
        LaterItem(episode_uid=str(bashir.uid), activity_uid=at, rung_uid=rung),
        LaterItem(episode_uid=str(anwen.uid), activity_uid=at, rung_uid=str(ground.rungs[1].uid)),
        LaterItem(episode_uid=str(anwen.uid), activity_uid=at, framework="supporting-people", outcome="2a"),
        LaterItem(episode_uid="none", activity_uid="none", rung_uid="none"),
    ]

    assert refused(linking.confirm, by=ground.manager, activity_type_uid=str(kind.uid), items=items) == [
        (0, "items", "linking.attended"), (1, "items", "linking.carried"), (2, "items", "linking.carried"),
        (3, "episode_uid", "episode_uid.unknown"), (3, "activity_uid", "activity_uid.unknown"),
        (3, "items", "linking.carried"),
    ]  # fmt: skip
    assert refused(linking.confirm, by=ground.manager, activity_type_uid="none", items=items[:1]) == [
        (0, "activity_type_uid", "activity_type_uid.unknown")
    ]


def test_what_is_set_aside_meanwhile_is_left_out(ground: Ground) -> None:
    kind, episode = club(ground), open_episode(ground)
    attended(ground, kind, date(2025, 5, 1), episode)
    tie(ground, kind, aims=[WORK])
    items = all_of(ground.manager, kind.uid, [OUTCOME])
    gone = NewSetAside(
        episode_uid=str(episode.uid), framework=WORK[0], outcome=WORK[1], start_date=TODAY, decided_by="person"
    )
    outcomes.set_aside(by=ground.by, outcomes=[gone])

    done = linking.confirm(by=ground.manager, activity_type_uid=str(kind.uid), items=items)

    assert ([p.rule for p in done.problems], OutcomeRecord.objects.count()) == (["linking.aside"], 0)


def test_pages_of_people_by_name_and_no_more_items_than_asked_for(ground: Ground) -> None:
    kind = club(ground)
    attended(
        ground, kind, date(2025, 5, 1), *(open_episode(ground, c) for c in (ground.anwen, ground.bashir, ground.cerys))
    )
    tie(ground, kind, 1)

    second = queries.linkable(ground.manager, kind.uid, page=2, per_page=2)

    assert (second.page, second.pages, [person.name for person in second.people]) == (2, 2, ["Cerys"])
    assert queries.linkable(ground.manager, kind.uid, page=9, per_page=2).page == 2
    assert len(all_of(ground.manager, kind.uid, [key(ground, 1)], most=2)) == 2


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    came_on=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40)), min_size=1, max_size=8),
    rungs=st.sets(st.integers(1, 4), min_size=1, max_size=3), tied_after=st.integers(0, 45),
)  # fmt: skip
def test_whoever_attended_before_gets_each_step_once_on_their_first_day(
    ground: Ground, came_on: list[tuple[int, int]], rungs: set[int], tied_after: int
) -> None:
    start = date(2025, 5, 1)
    with taken_back():
        kind = club(ground)
        people = [open_episode(ground, c) for c in (ground.anwen, ground.bashir, ground.cerys)]
        for who, day in came_on:
            attended(ground, kind, start + timedelta(day), people[who])
        tied = start + timedelta(tied_after)
        with clock.fixed(datetime(tied.year, tied.month, tied.day, 12, tzinfo=UTC)):
            tie(ground, kind, *rungs)
        everything(ground, kind)
        everything(ground, kind)

        wanted = {}
        for who, day in came_on:
            if day < tied_after:
                wanted[who] = min(wanted.get(who, day), day)
        expected = {
            (people[who].pk, ground.rungs[rung - 1].pk, start + timedelta(day))
            for who, day in wanted.items()
            for rung in rungs
        }
        assert set(StepRecord.objects.values_list("episode_id", "rung_id", "step_date")) == expected
        assert StepRecord.objects.count() == len(expected)
