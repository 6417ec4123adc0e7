"""Erasing one person everywhere."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from django.db.models import Model

from cairn.access import chain, reads, scope
from cairn.access.actors import NotAllowed
from cairn.access.models import AuditEvent, AuditSubject, ReadLog, Revision
from cairn.desk import jobs
from cairn.desk.models import Job
from cairn.kernel import erasure as stores
from cairn.kernel.erasure import Erasure, Store
from cairn.kernel.problems import Refused
from cairn.people import queries
from cairn.people.actions import clients, statuses
from cairn.people.actions import erasure as actions
from cairn.people.actions.clients import NewClient
from cairn.people.actions.erasure import erase
from cairn.people.actions.statuses import NewStatus
from cairn.people.models import Client, DatedStatus
from tests.conftest import Party

SECRET = "Zebedee Quartermain"


@pytest.fixture
def zeb(in_harbour: Party) -> Client:
    by = in_harbour.support_worker
    zeb = clients.add(by=by, clients=[NewClient(name=SECRET, birth_date=date(1961, 3, 9))]).one
    statuses.add(by=by, statuses=[NewStatus(str(zeb.uid), "employment", "looking", date(2025, 1, 1))])
    clients.change(by=by, client_uid=zeb.uid, version=1, phone="0121 496 0099")
    reads.log(by=by, kind="client", uid=zeb.uid)
    return zeb


@pytest.fixture
def a_store() -> Iterator[list[str]]:
    """A store of rows and one of files, which write down what they were asked."""
    asked: list[str] = []

    def answer(name: str, count: int) -> int:
        asked.append(name)
        return count

    def after(who: Erasure) -> int:
        return answer("files", 0 if Client.objects.filter(pk=who.client_id).exists() else 2)

    stores.register(Store("rows", (), lambda who: answer("rows", 1), order=10))
    stores.register(Store("files", (), after, after_commit=True))
    yield asked
    for name in ("rows", "files"):
        del stores._stores[name]


def everything() -> str:
    """All rows of every table that this test could have written, as text."""
    tables: tuple[type[Model], ...] = (Client, DatedStatus, AuditEvent, AuditSubject, Revision, ReadLog)
    return json.dumps([list(table._base_manager.values()) for table in tables], default=str)


def test_a_person_is_gone_from_records_revisions_and_read_log(in_harbour: Party, zeb: Client) -> None:
    assert SECRET in everything() and "1961-03-09" in everything()
    receipt = erase(by=in_harbour.service_manager, client_uid=zeb.uid, reason="client_asked")
    left = everything()
    assert not [value for value in (SECRET, "Quartermain", "1961-03-09", "0121 496 0099", "looking") if value in left]
    counts = {one.store: one.count for one in receipt.removed}
    assert counts["the person, their circle and how life stood"] == 2 and counts["history of changes"] == 3
    assert counts["who opened the record"] == 1


def test_the_event_names_the_uid_and_the_chain_still_verifies(in_harbour: Party, zeb: Client) -> None:
    receipt = erase(by=in_harbour.service_manager, client_uid=zeb.uid, reason="court_order")
    event = AuditEvent.objects.get(uid=receipt.event_uid)
    assert event.type == "people.client_erased"
    assert list(AuditSubject.objects.filter(event_id=event.pk).values_list("kind", "uid")) == [("client", str(zeb.uid))]
    assert [row.payload for row in Revision.objects.filter(event_id=event.pk)] == [[{"reason": "court_order"}]]
    assert chain.verify(in_harbour.organisation.pk) == []


def test_everybody_else_stays_whole(in_harbour: Party, zeb: Client) -> None:
    other = clients.add(by=in_harbour.support_worker, clients=[NewClient(name="Ann")]).one
    erase(by=in_harbour.service_manager, client_uid=zeb.uid, reason="client_asked")
    assert list(Client.objects.values_list("name", flat=True)) == ["Ann"]
    assert "Ann" in json.dumps(Revision.objects.get(client_id=other.pk).payload)


@pytest.mark.django_db(transaction=True)
def test_stores_are_asked_in_order_and_files_after_the_commit(
    in_harbour: Party, zeb: Client, a_store: list[str]
) -> None:
    receipt = erase(by=in_harbour.service_manager, client_uid=zeb.uid, reason="client_asked")
    ours = [
        (one.store, one.count)
        for one in receipt.removed
        if one.store in ("rows", "the person, their circle and how life stood", "files")
    ]
    assert ours == [("rows", 1), ("the person, their circle and how life stood", 2), ("files", 2)]
    assert a_store == ["rows", "files"] and receipt.unanswered == ()


@pytest.mark.django_db(transaction=True)
def test_a_file_store_that_fails_is_named_on_the_receipt_and_the_rows_stay_erased(
    in_harbour: Party, zeb: Client, a_store: list[str]
) -> None:
    def broken(who: Erasure) -> int:
        raise OSError("disk")

    stores.register(Store("files", (), broken, after_commit=True))
    receipt = erase(by=in_harbour.service_manager, client_uid=zeb.uid, reason="client_asked")
    assert receipt.unanswered == ("files",)
    assert not Client.objects.exists()
    jobs.work_one()
    assert Job.objects.filter(state="waiting").count() == 1, "it has not answered, so it is asked again"

    asked: list[Erasure] = []
    stores.register(Store("files", (), lambda who: asked.append(who) or 1, after_commit=True))
    jobs.work_one()
    assert [who.client_uid for who in asked] == [str(zeb.uid)]
    assert not Job.objects.filter(state="waiting").exists()


@pytest.mark.django_db(transaction=True)
def test_a_store_that_never_answers_is_a_failed_job_in_the_end(
    in_harbour: Party, zeb: Client, a_store: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(who: Erasure) -> int:
        raise OSError("disk")

    monkeypatch.setattr(actions, "MOST_TRIES", 2)
    stores.register(Store("files", (), broken, after_commit=True))
    erase(by=in_harbour.service_manager, client_uid=zeb.uid, reason="client_asked")
    states = [job.state for job in iter(jobs.work_one, None)]
    assert states == ["done", "failed"]


def test_a_store_of_rows_that_fails_keeps_everything(in_harbour: Party, zeb: Client, a_store: list[str]) -> None:
    def broken(who: Erasure) -> int:
        raise RuntimeError("store")

    stores.register(Store("rows", (), broken, order=95))
    with pytest.raises(RuntimeError):
        erase(by=in_harbour.service_manager, client_uid=zeb.uid, reason="client_asked")
    assert Client.objects.count() == 1 and SECRET in everything()


def test_a_reason_is_chosen_and_words_are_refused(in_harbour: Party, zeb: Client) -> None:
    with pytest.raises(Refused) as refused:
        erase(by=in_harbour.service_manager, client_uid=zeb.uid, reason=f"{SECRET} asked")
    assert [p.field for p in refused.value.problems] == ["reason"]
    assert SECRET not in str(refused.value)


def test_only_who_may_erase_erases(in_harbour: Party, zeb: Client) -> None:
    for role in ("support_worker", "data_lead", "trustee"):
        with pytest.raises(NotAllowed):
            erase(by=in_harbour.people[role], client_uid=zeb.uid, reason="client_asked")


def test_another_organisations_person_and_one_already_erased_do_not_exist(
    in_harbour: Party, oakfield: Party, zeb: Client
) -> None:
    with scope.of(oakfield.system), pytest.raises(queries.NotFound):
        erase(by=oakfield.service_manager, client_uid=zeb.uid, reason="client_asked")
    erase(by=in_harbour.service_manager, client_uid=zeb.uid, reason="client_asked")
    with pytest.raises(queries.NotFound):
        erase(by=in_harbour.service_manager, client_uid=zeb.uid, reason="client_asked")


def test_a_person_who_goes_while_we_look_is_not_found(
    in_harbour: Party, zeb: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row that `get` saw is gone when its lock is asked for."""
    monkeypatch.setattr(queries, "get", lambda by, uid: zeb)
    DatedStatus.objects.all().delete()
    Client.objects.all().delete()
    with pytest.raises(queries.NotFound):
        erase(by=in_harbour.service_manager, client_uid=zeb.uid, reason="client_asked")
