"""Kinds of contact, with the steps and outcomes that usually go with each."""

import pytest
from django.db import IntegrityError, transaction

from cairn.access.actions.undo import undo
from cairn.access.deeds import Conflict
from cairn.access.models import AuditEvent, AuditSubject
from cairn.kernel.problems import Refused
from cairn.services import queries
from cairn.services.actions import activity_types, ladders, services
from cairn.services.actions.activity_types import NewActivityType
from cairn.services.actions.ladders import NewLadder
from cairn.services.actions.services import NewService
from cairn.services.models import ActivityTypeOutcome, ActivityTypeStep
from cairn.services.queries import ActivityTypeView
from tests.conftest import Party
from tests.services.conftest import Befriending


def visit_of(party: Party, befriending: Befriending) -> ActivityTypeView:
    views = queries.activity_types(party.support_worker, befriending.service)
    return next(view for view in views if view.uid == str(befriending.visit.uid))


def test_a_type_carries_steps_and_outcomes_with_their_labels(in_harbour: Party, befriending: Befriending) -> None:
    view = visit_of(in_harbour, befriending)
    assert [(step.position, step.label) for step in view.steps] == [(1, "Met at the door"), (2, "Into a taxi")]
    assert [(one.outcome, one.label) for one in view.outcomes] == [("1a", "Income maximised")]
    assert (view.mode_label, view.usual_minutes, view.is_active) == ("With one person", 60, True)
    assert view.service_name == "Befriending" and view.steps[0].ladder_name == "Getting out and about"


def test_what_is_named_twice_is_carried_once(in_harbour: Party, befriending: Befriending) -> None:
    one, aim = befriending.uids[0], ("supporting-people", "1a")
    new = NewActivityType(str(befriending.service.uid), "Walk", "group", 90, (one, one), (aim, aim))
    made = activity_types.add(by=in_harbour.service_manager, types=[new]).one
    assert (made.steps.count(), made.outcomes.count()) == (1, 1)


def test_everything_that_is_wrong_comes_at_once_with_its_row(in_harbour: Party, befriending: Befriending) -> None:
    by, uid = in_harbour.service_manager, str(befriending.service.uid)
    other = services.add(by=by, services=[NewService("Other")]).one
    rows = [
        NewActivityType(uid, "HOME visit"),
        NewActivityType(uid, "", "telepathy", -5, (), (("nowhere", "1a"),)),
        NewActivityType(str(other.uid), "Walk", rung_uids=(befriending.uids[0],)),
        NewActivityType(uid, "Drop-in", "head_count", rung_uids=(befriending.uids[0],)),
    ]
    with pytest.raises(Refused) as refused:
        activity_types.add(by=by, types=rows)
    wrong = {(p.row, p.field) for p in refused.value.problems}
    of_second = {(1, "name"), (1, "mode"), (1, "usual_minutes"), (1, "outcomes")}
    assert wrong == {(0, "name"), (2, "rung_uids"), (3, "mode")} | of_second
    assert len(queries.activity_types(by)) == 1


def test_types_of_all_services_come_by_service_and_name(in_harbour: Party, befriending: Befriending) -> None:
    by = in_harbour.service_manager
    other = services.add(by=by, services=[NewService("Advice")]).one
    types = [NewActivityType(str(other.uid), name) for name in ("Phone call", "Home visit")]
    activity_types.add(by=by, types=types)
    found = [(view.service_name, view.name) for view in queries.activity_types(by)]
    assert found == [("Advice", "Home visit"), ("Advice", "Phone call"), ("Befriending", "Home visit")]


def test_a_change_replaces_what_it_mentions_and_can_be_undone(in_harbour: Party, befriending: Befriending) -> None:
    by = in_harbour.service_manager
    kept = ActivityTypeStep.objects.get(rung=befriending.rungs[1]).uid
    done = activity_types.change(
        by=by,
        type_uid=befriending.visit.uid,
        version=1,
        name=" Visit ",
        usual_minutes=45,
        is_active=False,
        rung_uids=befriending.uids[1:3],
        outcomes=[("supporting-people", "1b")],
    )
    view = visit_of(in_harbour, befriending)
    assert (view.name, view.usual_minutes, view.is_active) == ("Visit", 45, False)
    assert [step.label for step in view.steps] == ["Into a taxi", "On a bus together"]
    assert [one.outcome for one in view.outcomes] == ["1b"]
    assert ActivityTypeStep.objects.get(rung=befriending.rungs[1]).uid == kept
    undo(by=by, event_uid=done.event_uid)
    view = visit_of(in_harbour, befriending)
    assert (view.name, [step.position for step in view.steps], view.outcomes[0].outcome) == ("Home visit", [1, 2], "1a")


def test_what_is_not_mentioned_stays_and_no_change_writes_nothing(in_harbour: Party, befriending: Befriending) -> None:
    before, event_count = visit_of(in_harbour, befriending), AuditEvent.objects.count()
    by, uid = in_harbour.service_manager, befriending.visit.uid
    activity_types.change(by=by, type_uid=uid, version=1)
    assert (visit_of(in_harbour, befriending), AuditEvent.objects.count()) == (before, event_count)


def test_a_change_of_what_it_carries_names_the_type(in_harbour: Party, befriending: Befriending) -> None:
    by, uid = in_harbour.service_manager, befriending.visit.uid
    done = activity_types.change(by=by, type_uid=uid, version=1, rung_uids=[])
    event = AuditEvent.objects.get(uid=done.event_uid)
    assert list(AuditSubject.objects.filter(event_id=event.pk).values_list("kind", "uid")) == [
        ("activity_type", str(uid))
    ]


def test_the_second_editor_is_told_even_when_only_steps_were_changed(
    in_harbour: Party, befriending: Befriending
) -> None:
    by, uid = in_harbour.service_manager, befriending.visit.uid
    activity_types.change(by=by, type_uid=uid, version=1, rung_uids=befriending.uids)
    with pytest.raises(Conflict):
        activity_types.change(by=by, type_uid=uid, version=1, outcomes=[])
    with pytest.raises(Conflict):
        activity_types.change(by=by, type_uid=uid, version=1, name="Visit")
    view = visit_of(in_harbour, befriending)
    assert (len(view.steps), len(view.outcomes), view.name) == (4, 1, "Home visit")


def test_a_wrong_change_says_all_and_writes_nothing(in_harbour: Party, befriending: Befriending) -> None:
    by, uid = in_harbour.service_manager, befriending.visit.uid
    other = services.add(by=by, services=[NewService("Other")]).one
    away = ladders.add(by=by, ladders=[NewLadder(str(other.uid), "Cooking", ("Made tea",))]).one.rungs.get()
    activity_types.add(by=by, types=[NewActivityType(str(befriending.service.uid), "Walk")])
    with pytest.raises(Refused) as refused:
        activity_types.change(
            by=by,
            type_uid=uid,
            version=1,
            name="walk",
            usual_minutes=-1,
            rung_uids=[str(away.uid)],
            outcomes=[("x", "y")],
        )
    assert {p.field for p in refused.value.problems} == {"name", "usual_minutes", "rung_uids", "outcomes"}
    with pytest.raises(Refused) as blank:
        activity_types.change(by=by, type_uid=uid, version=1, name=" ")
    assert [p.field for p in blank.value.problems] == ["name"]
    assert visit_of(in_harbour, befriending).version == 1


def test_the_database_holds_each_step_and_outcome_of_a_type_once(in_harbour: Party, befriending: Befriending) -> None:
    own = {"organisation": in_harbour.organisation, "activity_type": befriending.visit}
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityTypeStep.objects.create(**own, rung=befriending.rungs[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityTypeOutcome.objects.create(**own, framework="supporting-people", outcome="1a")
