"""A whole service in one deed, from a starter or from nothing; and the needs that a service asks about."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.queries import NotFound
from cairn.definitions import registry
from cairn.kernel.problems import Refused
from cairn.services import queries, setting_up
from cairn.services.actions import activity_types, needs, starters
from cairn.services.actions.activity_types import NewActivityType
from cairn.services.models import ActivityTypeNeed, Rung, Service, ServiceNeed
from cairn.services.rules import ServiceFacts
from cairn.services.setting_up import PlannedLadder, PlannedType, SetUp
from tests.conftest import Party
from tests.services.conftest import Befriending

IDS = [starter.id for starter in registry.all("starter")]
SMALL = SetUp(
    ServiceFacts("Knitting"),
    (
        PlannedType("t1", "Circle", "group", 60, {"l1": None}, (("supporting-people", "2b"),), ("loneliness",)),
        PlannedType("t2", "Lesson", "individual", 30, {"l1": (" Cast on", "gone")}),
    ),
    (PlannedLadder("l1", "A scarf", ("Chose wool ", "Cast on", "Wore it")),),
    {"loneliness": "yes", "smoking": "no"},
)


def fields(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.field for problem in refused.value.problems]


@pytest.mark.parametrize("id", IDS)
def test_every_starter_can_be_taken_as_it_is(in_harbour: Party, id: str) -> None:
    by = in_harbour.service_manager
    plan, starter = setting_up.of_starter(id), registry.get("starter", id)
    made = starters.take(by=by, set_up=plan).one
    found = queries.view(by, made.uid)
    assert (found.name, found.commissioning_area) == (starter.name, starter.commissioning_area)
    assert len(found.ladders) == len(starter.ladders)
    assert {kind.name: kind.needs for kind in found.activity_types} == {
        kind.name: tuple(queries._in_order(kind.needs)) for kind in starter.activity_types
    }
    for kind in starter.activity_types:
        written = next(one for one in found.activity_types if one.name == kind.name)
        sizes = [len(each.rungs) or len(registry.get("ladder", each.ladder).rungs) for each in kind.steps]
        assert len(written.steps) == sum(sizes)
        assert {f"{one.framework}/{one.outcome}" for one in written.outcomes} == set(kind.outcomes)
    assert queries.needs_of(by, made.uid) == starter.needs


def test_one_undo_takes_all_of_it_back(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    done = starters.take(by=by, set_up=SMALL)
    undo(by=by, event_uid=done.event_uid)
    left = (Service, Rung, ServiceNeed, ActivityTypeNeed)
    assert [model.objects.filter(organisation_id=by.organisation_id).count() for model in left] == [0, 0, 0, 0]


def test_steps_follow_the_ladder_as_it_was_changed(in_harbour: Party) -> None:
    by = in_harbour.service_manager
    plan = replace(SMALL, types=(SMALL.types[0], replace(SMALL.types[1], steps={"l1": ("Cast on", "gone")})))
    found = queries.view(by, starters.take(by=by, set_up=plan).one.uid)
    steps = {kind.name: [step.label for step in kind.steps] for kind in found.activity_types}
    assert steps == {"Circle": ["Chose wool", "Cast on", "Wore it"], "Lesson": ["Cast on"]}


def test_sent_twice_it_is_written_once_and_said(in_harbour: Party) -> None:
    by, plan = in_harbour.service_manager, replace(SMALL, uid=str(uuid4()))
    first, again = starters.take(by=by, set_up=plan), starters.take(by=by, set_up=plan)
    assert (again.one.pk, again.problems[0].rule, again.event_uid) == (first.one.pk, "uid.again", "")
    assert Service.objects.filter(organisation_id=by.organisation_id).count() == 1


def test_sent_twice_at_the_same_moment_too(in_harbour: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    by, plan = in_harbour.service_manager, replace(SMALL, uid=str(uuid4()))
    first = starters.take(by=by, set_up=plan)
    monkeypatch.setattr(queries, "visible_to", lambda by: Service.objects.none())
    monkeypatch.setattr(queries, "get", lambda by, uid: Service.objects.get(uid=uid))
    assert starters.take(by=by, set_up=plan).one.pk == first.one.pk


def test_everything_that_is_wrong_is_said_at_once_each_at_its_part(in_harbour: Party, befriending: Befriending) -> None:
    plan = SetUp(
        ServiceFacts("befriending", commissioning_area="moon"),
        (PlannedType("a", "", "group", -1), PlannedType("b", "Tea", "head_count", 5, {"l": None}, (), ("joy",)),
         PlannedType("c", "tea", outcomes=(("supporting-people", "9z"),))),
        (PlannedLadder("l", "Up", ("One", "one", "")), PlannedLadder("m", "up", (), "joy", "sky")),
        {"joy": "yes", "debt": "perhaps"},
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        starters.take(by=in_harbour.service_manager, set_up=plan)
    assert sorted(fields(refused)) == sorted(
        ["service-name", "service-commissioning_area", "types-0-name", "types-0-usual_minutes", "types-1-mode",
         "types-1-needs", "types-2-outcomes", "types-2-name", "ladders-0-rungs", "ladders-0-rungs", "ladders-1-rungs",
         "ladders-1-need", "ladders-1-starter", "ladders-1-name", "needs-needs", "needs-can_meet-debt"]
    )  # fmt: skip
    lines = [problem.message for problem in refused.value.problems if problem.field == "ladders-0-rungs"]
    assert [line.split(":")[0] for line in lines] == ["Line 2", "Line 3"]
    assert Service.objects.filter(organisation_id=in_harbour.organisation.pk).count() == 1


def test_a_starter_that_is_not_there_is_not_found() -> None:
    with pytest.raises(LookupError):
        setting_up.of_starter("moon")


def test_only_who_manages_services_may(in_harbour: Party, befriending: Befriending) -> None:
    with pytest.raises(NotAllowed):
        starters.take(by=in_harbour.support_worker, set_up=SMALL)
    with pytest.raises(NotAllowed):
        needs.choose(by=in_harbour.support_worker, service_uid=befriending.service.uid, needs={})


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True), st.none() | st.lists(st.sampled_from("abcde")))
def test_what_a_type_carries_is_always_on_the_ladder_and_in_its_order(
    rungs: list[str], chosen: list[str] | None
) -> None:
    ladder = PlannedLadder("l", "L", tuple(rungs))
    kind = PlannedType("t", "T", steps={"l": None if chosen is None else tuple(chosen)})
    found = setting_up.carried(kind, ladder)
    assert list(found) == [rung for rung in rungs if chosen is None or rung in chosen]
    assert setting_up.carried(replace(kind, steps={}), ladder) == ()


class TestNeedsAsked:
    def test_the_choice_is_whole_in_the_dictionarys_order_and_undone_in_one(
        self, in_harbour: Party, befriending: Befriending
    ) -> None:
        by, uid = in_harbour.service_manager, befriending.service.uid
        assert queries.needs_of(by, uid) == {}
        needs.choose(by=by, service_uid=uid, needs={"smoking": "no", "debt": "not_known"})
        assert list(queries.needs_of(by, uid).items()) == [("debt", "not_known"), ("smoking", "no")]
        second = needs.choose(by=by, service_uid=uid, needs={"debt": "yes", "caring": "no"})
        assert queries.needs_of(by, uid) == {"debt": "yes", "caring": "no"}
        undo(by=by, event_uid=second.event_uid)
        assert queries.needs_of(by, uid) == {"debt": "not_known", "smoking": "no"}

    def test_a_choice_that_changes_nothing_leaves_the_version(
        self, in_harbour: Party, befriending: Befriending
    ) -> None:
        by, uid = in_harbour.service_manager, befriending.service.uid
        first = needs.choose(by=by, service_uid=uid, needs={"debt": "yes"}).one
        assert needs.choose(by=by, service_uid=uid, needs={"debt": "yes"}).one.version == first.version

    def test_two_managers_at_once_the_second_is_told(self, in_harbour: Party, befriending: Befriending) -> None:
        by, uid = in_harbour.service_manager, befriending.service.uid
        seen = queries.get(by, uid).version
        needs.choose(by=by, service_uid=uid, needs={"debt": "yes"}, version=seen)
        with pytest.raises(Conflict):
            needs.choose(by=by, service_uid=uid, needs={"caring": "yes"}, version=seen)
        assert queries.needs_of(by, uid) == {"debt": "yes"}

    def test_a_need_that_is_in_no_dictionary_and_an_answer_that_is_none_are_refused(
        self, in_harbour: Party, befriending: Befriending
    ) -> None:
        by = in_harbour.service_manager
        with pytest.raises(Refused) as refused:
            needs.choose(by=by, service_uid=befriending.service.uid, needs={"joy": "yes", "debt": "perhaps"})
        assert fields(refused) == ["needs", "can_meet-debt"]

    def test_a_service_that_is_not_there_is_not_found(self, in_harbour: Party, befriending: Befriending) -> None:
        with pytest.raises(NotFound):
            needs.choose(by=in_harbour.service_manager, service_uid=uuid4(), needs={})
        assert queries.needs_of(in_harbour.service_manager, uuid4()) == {}


def test_a_type_of_activity_says_which_needs_it_is_for(in_harbour: Party, befriending: Befriending) -> None:
    by, uid = in_harbour.service_manager, str(befriending.service.uid)
    new = NewActivityType(uid, "Walk", needs=("loneliness", "exercise", "loneliness"))
    made = activity_types.add(by=by, types=[new]).one

    def stands() -> tuple[str, ...]:
        return next(one.needs for one in queries.activity_types(by, uid) if one.uid == str(made.uid))

    assert stands() == ("exercise", "loneliness")
    done = activity_types.change(by=by, type_uid=made.uid, version=None, needs=["exercise", "debt"])
    assert stands() == ("debt", "exercise")
    undo(by=by, event_uid=done.event_uid)
    assert stands() == ("exercise", "loneliness")
    with pytest.raises(Refused) as refused:
        activity_types.change(by=by, type_uid=made.uid, version=None, needs=["joy"])
    assert fields(refused) == ["needs"]
    with pytest.raises(Refused):
        activity_types.add(by=by, types=[NewActivityType(uid, "Run", needs=("joy",))])
