"""Step ladders: small steps towards something, from the bottom."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cairn.access.actions.undo import undo
from cairn.access.deeds import Conflict
from cairn.access.models import AuditEvent, AuditSubject
from cairn.cases.models import Episode, StepRecord
from cairn.kernel.problems import Refused
from cairn.people.models import Client
from cairn.services import queries
from cairn.services.actions import activity_types, ladders, services
from cairn.services.actions.ladders import NewLadder, RungLine
from cairn.services.actions.services import NewService
from cairn.services.models import Rung, StepLadder
from tests.conftest import Party
from tests.services.conftest import Befriending

STEPS = ["Met at the door", "Into a taxi", "On a bus together", "On a bus alone"]


def labels(party: Party, befriending: Befriending) -> list[tuple[int, str]]:
    uid = str(befriending.ladder.uid)
    views = queries.ladders(party.service_manager, befriending.service)
    return [(rung.position, rung.label) for one in views if one.uid == uid for rung in one.rungs]


def lines(befriending: Befriending) -> list[RungLine]:
    return [RungLine(rung.label, str(rung.uid)) for rung in befriending.rungs]


def test_a_ladder_may_start_from_one_of_the_definitions(in_harbour: Party, befriending: Befriending) -> None:
    [view] = queries.ladders(in_harbour.support_worker, befriending.service.uid)
    assert (view.name, view.need, view.need_label != "") == ("Getting out and about", "getting_out", True)
    assert labels(in_harbour, befriending) == list(enumerate(STEPS, 1))


def test_a_ladder_may_be_written_by_hand_from_the_bottom(in_harbour: Party, befriending: Befriending) -> None:
    new = NewLadder(str(befriending.service.uid), "Cooking", (" Made tea ", "Made toast"), starter="joining_a_group")
    made = ladders.add(by=in_harbour.service_manager, ladders=[new]).one
    assert (made.name, made.starter) == ("Cooking", "joining_a_group")
    assert list(made.rungs.order_by("position").values_list("label", flat=True)) == ["Made tea", "Made toast"]


def test_everything_that_is_wrong_comes_at_once_with_its_row(in_harbour: Party, befriending: Befriending) -> None:
    uid = str(befriending.service.uid)
    rows = [
        NewLadder(uid, "Getting out AND about", ("A",)),
        NewLadder(uid, "", (), "nothing", "nowhere"),
        NewLadder(uid, "Cooking", ("A", "a")),
    ]
    with pytest.raises(Refused) as refused:
        ladders.add(by=in_harbour.service_manager, ladders=rows)
    wrong = {(p.row, p.field) for p in refused.value.problems}
    assert wrong == {(0, "name"), (1, "name"), (1, "rungs"), (1, "need"), (1, "starter"), (2, "rungs-1")}


def test_two_services_may_each_have_a_ladder_of_one_name(in_harbour: Party, befriending: Befriending) -> None:
    by = in_harbour.service_manager
    other = services.add(by=by, services=[NewService("Other")]).one
    ladders.add(by=by, ladders=[NewLadder(str(other.uid), starter="getting_out_and_about")])
    assert StepLadder.objects.filter(name="Getting out and about").count() == 2


def test_a_renamed_rung_keeps_its_uid(in_harbour: Party, befriending: Befriending) -> None:
    new = [RungLine("We met at the door", befriending.uids[0]), *lines(befriending)[1:]]
    ladders.change(by=in_harbour.service_manager, ladder_uid=befriending.ladder.uid, version=1, rungs=new)
    rung = Rung.objects.get(uid=befriending.uids[0])
    assert (rung.label, rung.version, rung.position) == ("We met at the door", 2, 1)
    assert Rung.objects.get(uid=befriending.uids[1]).version == 1


def test_rungs_are_added_removed_and_change_places_in_one_deed(in_harbour: Party, befriending: Befriending) -> None:
    door, taxi, together, alone = lines(befriending)
    new = [taxi, door, RungLine("To the bus stop"), alone]
    done = ladders.change(
        by=in_harbour.service_manager, ladder_uid=befriending.ladder.uid, version=1, name="Out", rungs=new
    )
    assert labels(in_harbour, befriending) == [
        (1, "Into a taxi"),
        (2, "Met at the door"),
        (3, "To the bus stop"),
        (4, "On a bus alone"),
    ]
    assert not Rung.objects.filter(uid=together.uid).exists()
    event = AuditEvent.objects.get(uid=done.event_uid)
    named = AuditSubject.objects.filter(event_id=event.pk, kind="ladder").values_list("uid", flat=True)
    assert list(named) == [str(befriending.ladder.uid)]


def test_what_is_not_mentioned_stays_and_no_change_writes_nothing(in_harbour: Party, befriending: Befriending) -> None:
    by, uid = in_harbour.service_manager, befriending.ladder.uid
    before = AuditEvent.objects.count()
    ladders.change(by=by, ladder_uid=uid, version=1, rungs=lines(befriending), need="getting_out")
    assert AuditEvent.objects.count() == before
    ladders.change(by=by, ladder_uid=uid, version=1, name=" Out ", need="")
    [view] = queries.ladders(by, befriending.service)
    assert (view.name, view.need, view.need_label, len(view.rungs)) == ("Out", "", "", 4)


def test_the_second_editor_is_told_even_when_only_rungs_were_changed(
    in_harbour: Party, befriending: Befriending
) -> None:
    by, uid = in_harbour.service_manager, befriending.ladder.uid
    longer = [*lines(befriending), RungLine("To the sea")]
    ladders.change(by=by, ladder_uid=uid, version=1, rungs=longer)
    with pytest.raises(Conflict):
        ladders.change(by=by, ladder_uid=uid, version=1, rungs=lines(befriending))
    with pytest.raises(Conflict):
        ladders.change(by=by, ladder_uid=uid, version=1, name="Out")
    assert len(labels(in_harbour, befriending)) == 5


def test_a_rung_that_a_type_of_activity_carries_stays_until_it_is_taken_off(
    in_harbour: Party, befriending: Befriending
) -> None:
    by, uid = in_harbour.service_manager, befriending.ladder.uid
    with pytest.raises(Refused) as refused:
        ladders.change(by=by, ladder_uid=uid, version=1, rungs=lines(befriending)[1:])
    [problem] = refused.value.problems
    assert (problem.rule, "Home visit" in problem.fix) == ("ladder.rung_carried", True)
    activity_types.change(by=by, type_uid=befriending.visit.uid, version=1, rung_uids=[])
    ladders.change(by=by, ladder_uid=uid, version=1, rungs=lines(befriending)[1:])
    assert labels(in_harbour, befriending)[0] == (1, "Into a taxi")


def test_a_rung_that_somebody_has_reached_cannot_be_removed(in_harbour: Party, befriending: Befriending) -> None:
    day = date(2025, 1, 1)
    own = {"organisation": in_harbour.organisation}
    jo = Client.objects.create(**own, reference="1", added_date=day)
    episode = Episode.objects.create(**own, client=jo, service=befriending.service, start_date=day)
    StepRecord.objects.create(**own, client=jo, episode=episode, rung=befriending.rungs[3], step_date=day)
    with pytest.raises(Refused) as refused:
        ladders.change(
            by=in_harbour.service_manager,
            ladder_uid=befriending.ladder.uid,
            version=1,
            name="Out",
            rungs=lines(befriending)[:3],
        )
    assert [(p.rule, bool(p.fix)) for p in refused.value.problems] == [("ladder.rung_recorded", True)]
    assert labels(in_harbour, befriending) == list(enumerate(STEPS, 1))
    [view] = queries.ladders(in_harbour.service_manager, befriending.service)
    assert (view.name, view.version) == ("Getting out and about", 1)


def test_a_rung_of_another_ladder_or_named_twice_is_not_found(in_harbour: Party, befriending: Befriending) -> None:
    by, uid = in_harbour.service_manager, befriending.ladder.uid
    other = ladders.add(by=by, ladders=[NewLadder(str(befriending.service.uid), "Cooking", ("Made tea",))]).one
    tea = RungLine("Mine", str(other.rungs.get().uid))
    for wrong in ([*lines(befriending), tea], [*lines(befriending), RungLine("Again", befriending.uids[0])]):
        with pytest.raises(queries.NotFound):
            ladders.change(by=by, ladder_uid=uid, version=1, rungs=wrong)


def test_a_wrong_change_says_all_and_writes_nothing(in_harbour: Party, befriending: Befriending) -> None:
    by, uid = in_harbour.service_manager, befriending.ladder.uid
    ladders.add(by=by, ladders=[NewLadder(str(befriending.service.uid), "Cooking", ("Made tea",))])
    new = [*lines(befriending), RungLine(""), RungLine("into a taxi")]
    with pytest.raises(Refused) as refused:
        ladders.change(by=by, ladder_uid=uid, version=1, name="cooking", need="nothing", rungs=new)
    assert {p.field for p in refused.value.problems} == {"name", "need", "rungs-4", "rungs-5"}
    assert len(labels(in_harbour, befriending)) == 4


def test_an_added_ladder_can_be_taken_back_whole(in_harbour: Party, befriending: Befriending) -> None:
    by = in_harbour.service_manager
    new = NewLadder(str(befriending.service.uid), starter="joining_a_group")
    done = ladders.add(by=by, ladders=[new])
    undo(by=by, event_uid=done.event_uid)
    assert (StepLadder.objects.count(), Rung.objects.count()) == (1, 4)


def test_the_database_holds_one_rung_a_position(in_harbour: Party, befriending: Befriending) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Rung.objects.create(organisation=in_harbour.organisation, ladder=befriending.ladder, position=1, label="Again")
