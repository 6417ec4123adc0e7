"""Employment, home, immigration status and GP registration: dated, never overwritten."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.models import AuditEvent
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.people import queries
from cairn.people.actions import clients, statuses
from cairn.people.actions.clients import NewClient
from cairn.people.actions.statuses import NewStatus
from cairn.people.models import Client, DatedStatus
from tests.conftest import Party

DAY = date(2025, 4, 1)


def jo_of(party: Party) -> Client:
    return clients.add(by=party.support_worker, clients=[NewClient(name="Jo")]).one


def test_a_change_is_a_new_row_and_the_old_one_stays(in_harbour: Party) -> None:
    jo = jo_of(in_harbour)
    new = [
        NewStatus(str(jo.uid), "employment", "looking", DAY),
        NewStatus(str(jo.uid), "employment", "employed_part_time", DAY + timedelta(30)),
        NewStatus(str(jo.uid), "gp_registration", "registered", DAY),
    ]
    statuses.add(by=in_harbour.support_worker, statuses=new)
    views = queries.details(in_harbour.support_worker, jo.uid).statuses
    spans = [(v.kind, v.code, v.start_date, v.end_date) for v in views]
    assert spans == [
        ("employment", "employed_part_time", DAY + timedelta(30), None),
        ("employment", "looking", DAY, DAY + timedelta(29)),
        ("gp_registration", "registered", DAY, None),
    ]
    assert views[0].label == "Employed part time"


def test_two_of_a_kind_from_one_date_are_refused_with_how_to_mend_it(in_harbour: Party) -> None:
    uid = str(jo_of(in_harbour).uid)
    looking = NewStatus(uid, "employment", "looking", DAY)
    statuses.add(by=in_harbour.support_worker, statuses=[looking])
    again = NewStatus(uid, "employment", "student", DAY + timedelta(1))
    with pytest.raises(Refused) as refused:
        statuses.add(by=in_harbour.support_worker, statuses=[looking, again, again])
    problems = refused.value.problems
    assert [(p.rule, p.field, p.row) for p in problems] == [
        ("status.taken", "start_date", 0),
        ("status.taken", "start_date", 2),
    ]
    assert all(p.fix for p in problems)
    assert DatedStatus.objects.count() == 1


def test_all_problems_of_all_rows_come_at_once(in_harbour: Party) -> None:
    uid = str(jo_of(in_harbour).uid)
    tomorrow = clock.today() + timedelta(1)
    rows = [NewStatus(uid, "hair", "red", DAY), NewStatus(uid, "employment", "king", tomorrow)]
    with pytest.raises(Refused) as refused:
        statuses.add(by=in_harbour.support_worker, statuses=rows)
    assert [(p.row, p.field) for p in refused.value.problems] == [(0, "kind"), (1, "start_date"), (1, "code")]


def test_another_organisations_person_does_not_exist(harbour: Party, oakfield: Party) -> None:
    with scope.of(harbour.system):
        uid = str(jo_of(harbour).uid)
    with scope.of(oakfield.system), pytest.raises(queries.NotFound):
        statuses.add(by=oakfield.support_worker, statuses=[NewStatus(uid, "employment", "looking", DAY)])


def test_who_may_not_record_may_not_add_a_status(in_harbour: Party) -> None:
    with pytest.raises(NotAllowed):
        statuses.add(by=in_harbour.trustee, statuses=[])


def test_the_database_holds_one_status_a_kind_and_date(in_harbour: Party) -> None:
    jo = jo_of(in_harbour)
    row = {"organisation": in_harbour.organisation, "client": jo, "kind": "employment", "start_date": DAY}
    DatedStatus.objects.create(**row, code="looking")
    with pytest.raises(IntegrityError), transaction.atomic():
        DatedStatus.objects.create(**row, code="student")


def test_an_entry_is_put_right_and_taken_out_and_undone(in_harbour: Party) -> None:
    jo, by = jo_of(in_harbour), in_harbour.support_worker
    first, second = statuses.add(
        by=by,
        statuses=[
            NewStatus(str(jo.uid), "accommodation", "sofa", DAY),
            NewStatus(str(jo.uid), "accommodation", "hostel", DAY + timedelta(30)),
        ],
    ).items
    statuses.change(by=by, status_uid=first.uid, code="rough", start_date=DAY - timedelta(5), version=1)
    assert [(v.code, v.start_date) for v in queries.statuses(by, jo)][1] == ("rough", DAY - timedelta(5))
    statuses.change(by=by, status_uid=first.uid, code="other", start_date=DAY - timedelta(5))
    with pytest.raises(Conflict):
        statuses.change(by=by, status_uid=first.uid, code="sofa", start_date=DAY, version=1)
    with pytest.raises(Refused):
        statuses.change(by=by, status_uid=second.uid, code="hostel", start_date=DAY - timedelta(5))
    gone = statuses.remove(by=by, status_uid=second.uid)
    assert [v.code for v in queries.statuses(by, jo)] == ["other"]
    undo(by=by, event_uid=gone.event_uid)
    assert [v.code for v in queries.statuses(by, jo)] == ["hostel", "other"]
    with pytest.raises(queries.NotFound):
        statuses.remove(by=by, status_uid="none")


def test_restricted_kinds_exist_only_for_who_may_read_them(in_harbour: Party) -> None:
    jo, by, manager = jo_of(in_harbour), in_harbour.support_worker, in_harbour.service_manager
    new = [NewStatus(str(jo.uid), "legal_status", "bail", DAY)]
    with pytest.raises(Refused) as refused:
        statuses.add(by=by, statuses=new)
    assert [(p.rule, p.field) for p in refused.value.problems] == [("status.kind", "kind")]
    assert "legal" not in str([p.as_json() for p in refused.value.problems])
    made = statuses.add(by=manager, statuses=new)
    assert AuditEvent.objects.get(uid=made.event_uid).type == statuses.RESTRICTED_DEED
    assert queries.statuses(by, jo) == [] and queries.statuses(in_harbour.trustee, jo) == []
    assert [v.code for v in queries.statuses(manager, jo)] == ["bail"]
    with pytest.raises(queries.NotFound):
        statuses.change(by=by, status_uid=made.one.uid, code="remand", start_date=DAY)
    assert set(queries.status_kinds(manager)) - set(queries.status_kinds(by)) == {"legal_status", "immigration"}


def test_nothing_stood_before_somebody_was_born_and_who_is_grown_is_no_young_carer(in_harbour: Party) -> None:
    by = in_harbour.support_worker
    jo = clients.add(by=by, clients=[NewClient(name="Jo", birth_date=date(1990, 1, 1))]).one
    rows = [
        NewStatus(str(jo.uid), "employment", "student", date(1989, 1, 1)),
        NewStatus(str(jo.uid), "carer", "young_carer", DAY),
    ]
    with pytest.raises(Refused) as refused:
        statuses.add(by=by, statuses=rows)
    assert [(p.row, p.rule) for p in refused.value.problems] == [(0, "status.birth"), (1, "status.young")]
    statuses.add(by=by, statuses=[NewStatus(str(jo.uid), "carer", "young_carer", date(2005, 1, 1))])
