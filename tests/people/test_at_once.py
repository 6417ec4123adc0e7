"""Two writers at once, on whichever database the tests run."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection

from cairn.access import chain, scope
from cairn.access.actors import Actor
from cairn.access.deeds import Conflict
from cairn.access.models import Revision
from cairn.kernel import erasure as stores
from cairn.kernel.erasure import Store
from cairn.kernel.problems import Refused
from cairn.people import queries
from cairn.people.actions import clients, statuses
from cairn.people.actions.clients import NewClient
from cairn.people.actions.erasure import erase
from cairn.people.actions.statuses import NewStatus
from cairn.people.models import Client, DatedStatus
from tests.conftest import Party

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "Zebedee Quartermain"


def in_a_thread(by: Actor, do: Callable[[], Any]) -> Callable[[], Any]:
    """With a scope and a database connection of its own."""

    def work() -> Any:
        try:
            with scope.of(by):
                return do()
        finally:
            connection.close()

    return work


def test_two_writers_never_make_the_same_reference(in_harbour: Party) -> None:
    by = in_harbour.support_worker
    new = [NewClient(name="A"), NewClient(name="B")]
    with ThreadPoolExecutor(4) as pool:
        work = in_a_thread(by, lambda: clients.add(by=by, clients=new))
        done = [future.result() for future in [pool.submit(work) for _ in range(12)]]
    references = sorted(row.reference for one in done for row in one.items)
    assert references == [f"C-{number:06d}" for number in range(1, 25)]
    assert chain.verify(in_harbour.organisation.pk) == []


@pytest.fixture
def zeb(in_harbour: Party) -> Client:
    return clients.add(by=in_harbour.support_worker, clients=[NewClient(name=SECRET)]).one


@pytest.fixture
def slow_store() -> Iterator[threading.Event]:
    """The first store asked says that erasing has begun, and gives another writer time to get in its way."""
    begun = threading.Event()

    def slow(who: stores.Erasure) -> int:
        begun.set()
        threading.Event().wait(0.3)
        return 0

    stores.register(Store("slow", (), slow, order=89))
    yield begun
    del stores._stores["slow"]


def while_erasing(party: Party, person: Client, begun: threading.Event, do: Callable[[], Any]) -> Future[Any]:
    """What became of `do`, started after the revisions had been asked and before the person was gone."""
    by = party.service_manager
    with ThreadPoolExecutor(2) as pool:
        erasing = pool.submit(in_a_thread(by, lambda: erase(by=by, client_uid=person.uid, reason="client_asked")))
        assert begun.wait(10)
        other = pool.submit(in_a_thread(by, do))
    assert erasing.result().removed
    return other


def test_a_change_during_an_erasure_leaves_nothing_of_the_person(
    in_harbour: Party, zeb: Client, slow_store: threading.Event
) -> None:
    by = in_harbour.support_worker

    def change() -> None:
        clients.change(by=by, client_uid=zeb.uid, version=1, known_as=f"{SECRET} again")

    other = while_erasing(in_harbour, zeb, slow_store, change)
    assert isinstance(other.exception(), Conflict | queries.NotFound)
    assert not Client.objects.exists()
    assert SECRET not in json.dumps(list(Revision.objects.values_list("payload", flat=True)))


def test_a_status_added_during_an_erasure_finds_nobody(
    in_harbour: Party, zeb: Client, slow_store: threading.Event
) -> None:
    by = in_harbour.support_worker
    new = NewStatus(str(zeb.uid), "employment", "looking", date(2025, 1, 1))
    other = while_erasing(in_harbour, zeb, slow_store, lambda: statuses.add(by=by, statuses=[new]))
    assert isinstance(other.exception(), queries.NotFound)
    assert not DatedStatus.objects.exists()
    assert "looking" not in json.dumps(list(Revision.objects.values_list("payload", flat=True)))


def test_one_status_added_twice_at_once_is_refused_once_in_words(in_harbour: Party, zeb: Client) -> None:
    by = in_harbour.support_worker
    new = NewStatus(str(zeb.uid), "employment", "looking", date(2025, 1, 1))
    work = in_a_thread(by, lambda: statuses.add(by=by, statuses=[new]))
    with ThreadPoolExecutor(4) as pool:
        ended = [future.exception() for future in [pool.submit(work) for _ in range(4)]]
    assert sum(error is None for error in ended) == 1
    assert all(isinstance(error, Refused) for error in ended if error)
