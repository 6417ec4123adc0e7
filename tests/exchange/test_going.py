"""What was received goes: when its time is over, when it is given up, and when somebody in it is erased."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from cairn.access.queries import NotFound
from cairn.desk import received as files
from cairn.desk.models import Upload
from cairn.exchange import queries, upkeep
from cairn.exchange.actions import imports
from cairn.exchange.models import ImportChunk, ImportedClient
from cairn.kernel import clock
from cairn.people.actions import clients, erasure
from cairn.people.models import Client
from tests.exchange.conftest import GOOD, book, brought, checked, received

pytestmark = pytest.mark.django_db(transaction=True)


def path_of(ground, row) -> Path:
    return Path(settings.DATA_DIR) / "received" / ground.manager.organisation_uid / row.upload.sha256


def test_a_file_is_kept_as_received_for_nobody_but_us(ground):
    data = book(GOOD)
    row = received(ground, data)
    assert files.read(ground.manager, row.upload) == data
    assert path_of(ground, row).stat().st_mode & 0o077 == 0
    assert (row.upload.name, row.upload.size) == ("people.xlsx", len(data))


def test_another_organisation_cannot_read_it(ground, oakfield):
    row = received(ground, book(GOOD))
    with pytest.raises(NotFound):
        files.read(oakfield.service_manager, row.upload)


def test_it_goes_thirty_days_after_it_came_in_and_its_name_size_and_hash_stay(ground):
    row = brought(ground, checked(ground, book(GOOD), service="Getting out"))
    with clock.fixed(datetime(2025, 7, 30, 12, tzinfo=UTC)):
        assert upkeep.tidy(clock.today()) == 0
    with clock.fixed(datetime(2025, 7, 31, 12, tzinfo=UTC)):
        assert upkeep.tidy(clock.today()) == 1
    assert not path_of(ground, row).exists()
    upload = Upload.objects.get()
    assert (upload.state, upload.name, upload.sha256) == ("gone", "people.xlsx", row.upload.sha256)
    assert Client.objects.filter(name="Zoë Green").exists()
    with pytest.raises(NotFound):
        queries.book(ground.manager, queries.get(ground.manager, row.uid))


def test_what_nobody_agreed_to_goes_as_well(ground):
    row = checked(ground, book(GOOD), service="Getting out")
    with clock.fixed(datetime(2025, 8, 1, tzinfo=UTC)):
        upkeep.tidy(clock.today())
    assert queries.get(ground.manager, row.uid).state == "dropped"
    assert not any(ImportChunk.objects.values_list("rows", flat=True))
    assert not path_of(ground, row).exists()


def test_what_is_given_up_goes_now_and_a_file_received_twice_when_both_are(ground):
    first, second = received(ground, book(GOOD)), received(ground, book(GOOD))
    shared = first.upload.sha256 == second.upload.sha256
    imports.drop(by=ground.manager, row=first)
    assert path_of(ground, second).exists()
    imports.drop(by=ground.manager, row=second)
    assert not path_of(ground, second).exists()
    assert shared or not path_of(ground, first).exists()


def erase(ground, name: str) -> None:
    uid = Client.objects.get(name=name).uid
    erasure.erase(by=ground.manager, client_uid=uid, reason="client_asked")


def test_erasing_somebody_takes_the_file_that_brought_them(ground):
    row = brought(ground, checked(ground, book(GOOD, ["Al", *GOOD[1:]]), service="Getting out"))
    erase(ground, "Zoë Green")
    assert not path_of(ground, row).exists()
    assert Client.objects.filter(name="Al Green").exists()
    assert ImportedClient.objects.filter(of=row).count() == 1
    assert queries.mapping(queries.get(ground.manager, row.uid)).values == {}


def test_erasing_anybody_takes_every_file_that_waits(ground):
    """Nobody can say whether they are in it."""
    clients.add(by=ground.by, clients=[clients.NewClient(name="Somebody Else")])
    row, waiting = checked(ground, book(GOOD), service="Getting out"), received(ground, book(["Bo", *GOOD[1:]]))
    erase(ground, "Somebody Else")
    for one in (row, waiting):
        assert queries.get(ground.manager, one.uid).state == "dropped"
        assert not path_of(ground, one).exists()
    assert not any(ImportChunk.objects.values_list("rows", flat=True))


def test_erasing_somebody_whom_a_row_looked_like_takes_the_file(ground):
    clients.add(by=ground.by, clients=[clients.NewClient(name="Zoë Green")])
    row = brought(ground, checked(ground, book(GOOD, ["Al", *GOOD[1:]]), service="Getting out"))
    erase(ground, "Zoë Green")
    assert not path_of(ground, row).exists()


def test_a_file_of_others_stays(ground):
    row = brought(ground, checked(ground, book(GOOD), service="Getting out"))
    clients.add(by=ground.by, clients=[clients.NewClient(name="Somebody Else")])
    erase(ground, "Somebody Else")
    assert path_of(ground, row).exists()


def test_an_import_that_stopped_half_way_keeps_nobody_who_looked_like_the_erased(ground):
    clients.add(by=ground.by, clients=[clients.NewClient(name="Zoë Green")])
    row = checked(ground, book(GOOD, ["Al", *GOOD[1:]]), service="Getting out")
    imports.agree(by=ground.manager, row=row, alike="bring")
    erase(ground, "Zoë Green")
    (chunk,) = ImportChunk.objects.filter(of=row)
    assert [one["p"]["name"] for one in chunk.rows] == ["Al Green"]
    with clock.fixed(datetime(2025, 8, 1, tzinfo=UTC)):
        upkeep.tidy(clock.today())
    assert ImportChunk.objects.get(of=row).rows == []
    assert queries.get(ground.manager, row.uid).state == "done"
