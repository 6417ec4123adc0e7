"""A manager says what the organisation does and with whom."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.models import AuditEvent
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.services import queries
from cairn.services.actions import activity_types, ladders, services
from cairn.services.actions.activity_types import NewActivityType
from cairn.services.actions.ladders import NewLadder
from cairn.services.actions.services import NewService
from cairn.services.models import Service
from tests.conftest import Party
from tests.services.conftest import Befriending


def test_a_manager_adds_a_service_that_starts_today(in_harbour: Party) -> None:
    done = services.add(by=in_harbour.service_manager, services=[NewService(" Befriending ")])
    view = queries.view(in_harbour.service_manager, done.one.uid)
    assert (view.name, view.start_date, view.end_date) == ("Befriending", clock.today(), None)
    assert (view.asks_postcode, view.is_one_off, view.baseline_days) == (True, False, 42)
    assert view.is_open(clock.today()) and not view.is_open(date(2020, 1, 1))


def test_labels_come_with_the_codes(in_harbour: Party) -> None:
    new = NewService("Carers", commissioning_area="carers", scales=("swemwbs",), end_date=date(2099, 1, 1))
    services.add(by=in_harbour.service_manager, services=[new])
    [view] = queries.services(in_harbour.support_worker)
    assert (view.area_label, "Edinburgh" in view.scales[0].label) == ("Carers", True)
    assert view.is_open(date(2099, 1, 1)) and not view.is_open(date(2099, 1, 2))


def test_everything_that_is_wrong_comes_at_once_with_its_row(in_harbour: Party) -> None:
    services.add(by=in_harbour.service_manager, services=[NewService("Taken")])
    rows = [NewService("A"), NewService("", scales=("bathroom",)), NewService(" TAKEN"), NewService("a")]
    with pytest.raises(Refused) as refused:
        services.add(by=in_harbour.service_manager, services=rows)
    wrong = {(p.row, p.field) for p in refused.value.problems}
    assert wrong == {(1, "name"), (1, "scales"), (2, "name"), (3, "name")}
    assert Service.objects.count() == 1


def test_a_worker_may_read_services_but_not_make_them(in_harbour: Party, befriending: Befriending) -> None:
    worker = in_harbour.support_worker
    assert [view.name for view in queries.services(worker)] == ["Befriending"]
    uid = befriending.service.uid
    for refused in (
        lambda: services.add(by=worker, services=[]),
        lambda: services.change(by=worker, service_uid=uid, version=1, name="Mine"),
        lambda: ladders.add(by=worker, ladders=[]),
        lambda: ladders.change(by=worker, ladder_uid=befriending.ladder.uid, version=1),
        lambda: activity_types.add(by=worker, types=[]),
        lambda: activity_types.change(by=worker, type_uid=befriending.visit.uid, version=1),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_another_organisations_service_does_not_exist(
    in_harbour: Party, befriending: Befriending, oakfield: Party
) -> None:
    theirs, ladder, visit = befriending.service.uid, befriending.ladder.uid, befriending.visit.uid
    by = oakfield.service_manager
    with scope.of(oakfield.system):
        own = services.add(by=by, services=[NewService("Own")]).one.uid
        borrowed = NewActivityType(str(own), "Visit", rung_uids=(befriending.uids[0],))
        for hidden in (
            lambda: queries.view(by, theirs),
            lambda: services.change(by=by, service_uid=theirs, version=1, name="Mine"),
            lambda: ladders.add(by=by, ladders=[NewLadder(str(theirs), "A", ("B",))]),
            lambda: ladders.change(by=by, ladder_uid=ladder, version=1, name="Mine"),
            lambda: activity_types.add(by=by, types=[NewActivityType(str(theirs), "Visit")]),
            lambda: activity_types.add(by=by, types=[borrowed]),
            lambda: activity_types.change(by=by, type_uid=visit, version=1, name="Mine"),
        ):
            with pytest.raises(queries.NotFound):
                hidden()
        assert queries.ladders(by, theirs) == [] == queries.activity_types(by, theirs)


def test_a_uid_that_is_none_is_not_found(in_harbour: Party) -> None:
    with pytest.raises(queries.NotFound):
        queries.get(in_harbour.service_manager, "no uid")


def test_a_service_is_changed_and_can_be_put_back(in_harbour: Party, befriending: Befriending) -> None:
    by, uid = in_harbour.service_manager, befriending.service.uid
    done = services.change(by=by, service_uid=uid, version=1, name="Company", asks_postcode=False)
    view = queries.view(by, uid)
    assert (view.name, view.asks_postcode, view.who_for, view.version) == ("Company", False, "Older people", 2)
    undo(by=by, event_uid=done.event_uid)
    assert queries.view(by, uid).name == "Befriending"


def test_a_wrong_change_says_all_and_writes_nothing(in_harbour: Party, befriending: Befriending) -> None:
    by, uid = in_harbour.service_manager, befriending.service.uid
    services.add(by=by, services=[NewService("Taken")])
    with pytest.raises(Refused) as refused:
        services.change(by=by, service_uid=uid, version=1, name="taken", commissioning_area="moon")
    assert {p.field for p in refused.value.problems} == {"name", "commissioning_area"}
    with pytest.raises(TypeError, match="colour"):
        services.change(by=by, service_uid=uid, version=1, colour="green")
    assert queries.view(by, uid).version == 1


def test_the_second_editor_of_a_service_is_told(in_harbour: Party, befriending: Befriending) -> None:
    by, uid = in_harbour.service_manager, befriending.service.uid
    services.change(by=by, service_uid=uid, version=1, who_for="Everybody")
    with pytest.raises(Conflict):
        services.change(by=by, service_uid=uid, version=1, name="Company")
    services.change(by=by, service_uid=uid, version=None, name="Company")
    assert (queries.view(by, uid).who_for, queries.view(by, uid).name) == ("Everybody", "Company")


def test_reading_costs_eight_queries_however_many_services_there_are(
    in_harbour: Party, befriending: Befriending
) -> None:
    by = in_harbour.service_manager
    more = services.add(by=by, services=[NewService(f"Service {n}") for n in range(10)])
    starter = [NewLadder(str(row.uid), starter="joining_a_group") for row in more.items]
    ladders.add(by=by, ladders=starter)
    activity_types.add(by=by, types=[NewActivityType(str(row.uid), "Group", "group") for row in more.items])
    with CaptureQueriesContext(
        connection,
    ) as all_of_them:
        assert len(queries.services(by)) == 11
    with CaptureQueriesContext(connection) as one:
        assert len(queries.view(by, befriending.service.uid).ladders) == 1
    assert len(all_of_them) == len(one) == 8


def test_a_service_cannot_end_before_it_starts_in_the_database_either(in_harbour: Party) -> None:
    row = {"organisation": in_harbour.organisation, "name": "A", "start_date": date(2025, 1, 2)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.create(**row, end_date=date(2025, 1, 1))


def test_500_services_are_one_deed(in_harbour: Party) -> None:
    services.add(by=in_harbour.service_manager, services=[NewService(f"S{n}") for n in range(500)])
    assert AuditEvent.objects.filter(type="services.services_added").count() == 1
