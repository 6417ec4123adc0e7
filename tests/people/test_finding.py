"""Finding people through the index of parts of words: what is found, in which order, and what is left of who has gone."""

import re
import sqlite3
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.access import scope
from cairn.kernel import erasure
from cairn.people import finding, queries
from cairn.people.actions import clients
from cairn.people.actions.clients import NewClient
from cairn.people.actions.erasure import erase
from cairn.people.models import Client
from tests.conftest import Party
from tests.thorough import examples

sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="bytes in SQLite's own files")
NAMES = (
    "Mary Smith",
    "Marion Kay",
    "Rosemary Lee",
    "Mary",
    "Ann O'Brien",
    "Jo Ma",
    "Emma Jane-Marsh",
    "Sam Mary Poole",
)


@pytest.fixture
def people(in_harbour: Party) -> Party:
    clients.add(by=in_harbour.support_worker, clients=[NewClient(name=name) for name in NAMES])
    return in_harbour


def found(party: Party, text: str, limit: int = 20) -> list[str]:
    return [card.name for card in queries.find(party.support_worker, text, limit)]


def test_the_best_match_comes_first(people: Party) -> None:
    assert found(people, "mary") == ["Mary", "Mary Smith", "Sam Mary Poole", "Rosemary Lee"]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ma", {"Mary Smith", "Marion Kay", "Rosemary Lee", "Mary", "Jo Ma", "Emma Jane-Marsh", "Sam Mary Poole"}),
        ("mm", {"Emma Jane-Marsh"}),
        ("ee", {"Rosemary Lee"}),
        ("br", {"Ann O'Brien"}),
        ("m smi", {"Mary Smith"}),
        ("smith m", {"Mary Smith"}),
        ("jo ma", {"Jo Ma"}),
        ("brien ann", {"Ann O'Brien"}),
        ("o'b", {"Ann O'Brien"}),
        ("marsh", {"Emma Jane-Marsh"}),
        ("c-000002", {"Marion Kay"}),
        ("k y", set()),
        ("s m", set()),
        ("zz", set()),
    ],
)
def test_two_letters_parts_initials_and_references_find(people: Party, typed: str, names: set[str]) -> None:
    assert set(found(people, typed)) == names


def test_two_letters_list_whose_words_begin_so_before_whose_have_them_inside(people: Party) -> None:
    assert found(people, "ma")[-1] == "Rosemary Lee" and found(people, "ma")[0] == "Marion Kay"


@pytest.mark.parametrize(
    "typed", ['"', "'", '" OR "', "ma*", "ma NEAR ry", "-ma", "a:b", "%_", "\x00ma", "\ue000", "(", "\\"]
)
def test_nothing_typed_is_an_error_or_an_operator(people: Party, typed: str) -> None:
    assert set(found(people, typed)) <= set(found(people, "ma"))


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.one_of(
        st.text(max_size=12), st.sampled_from(NAMES).flatmap(lambda n: st.sampled_from([n[1:4], n[-2:], n]))
    )
)
def test_the_index_finds_just_whom_reading_every_row_finds(people: Party, typed: str) -> None:
    words = finding.words_of(typed)
    by = people.support_worker
    expected = set()
    for row in Client.objects.all():
        parts = re.split(r"[\n '-]", row.search_text)
        if words and all(
            word in row.search_text if len(word) > 1 else any(part.startswith(word) for part in parts) for word in words
        ):
            expected.add(row.name)
    if all(word.isascii() and word.isalnum() for word in words):
        assert set(found(people, typed)) == expected
        assert {row.name for row in queries.matching(by, typed)} == expected


def test_every_way_of_writing_is_seen_by_the_index(people: Party) -> None:
    row = Client.objects.get(name="Mary")
    clients.change(by=people.support_worker, client_uid=row.uid, version=row.version, name="Xanthe")
    assert found(people, "xanthe") == ["Xanthe"] and "Xanthe" not in found(people, "mary")
    Client.objects.filter(name="Jo Ma").update(search_text="quentin", name="Quentin")
    assert found(people, "quen") == ["Quentin"] and found(people, "jo ma") == []
    Client.objects.filter(name="Quentin").delete()
    assert found(people, "quen") == []
    own = people.organisation.pk
    made = Client(organisation_id=own, name="Bulk", search_text="bulk", reference="b", added_date=row.added_date)
    Client.objects.bulk_create([made])
    assert found(people, "bul") == ["Bulk"]
    with transaction.atomic():
        Client.objects.filter(name="Bulk").delete()
        transaction.set_rollback(True)
    assert found(people, "bul") == ["Bulk"]


def test_another_organisation_finds_and_filters_only_its_own(people: Party, oakfield: Party) -> None:
    with scope.of(oakfield.system):
        assert found(oakfield, "mary") == []
        assert not queries.matching(oakfield.support_worker, "mary")
    assert not queries.matching(people.trustee, "mary") and queries.find(people.trustee, "mary") == []


def files() -> bytes:
    """What stands in the database's file, after its log is folded in."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(str(connection.settings_dict["NAME"])).read_bytes()


@sqlite
@pytest.mark.django_db(transaction=True)
def test_who_is_erased_leaves_no_letters_in_the_index(in_harbour: Party) -> None:
    by = in_harbour.support_worker
    for name in ("Aled Wynne", "Qzyxwv Kjhgfq", "Beth Roe"):
        clients.add(by=by, clients=[NewClient(name=name)])
    assert b"qzyxwv" in files()
    pieces = {part for part in ("qzy", "zyx", "yxw", "xwv", "kjh", "jhg") if _in_index(part)}
    assert pieces == {"qzy", "zyx", "yxw", "xwv", "kjh", "jhg"}
    gone = Client.objects.get(name="Qzyxwv Kjhgfq")
    erase(by=in_harbour.service_manager, client_uid=gone.uid, reason="client_asked")
    assert b"qzyxwv" not in files() and b"Qzyxwv" not in files()
    assert not [part for part in pieces if _in_index(part)]
    assert found(in_harbour, "beth") == ["Beth Roe"] and found(in_harbour, "ale") == ["Aled Wynne"]


def _in_index(part: str) -> bool:
    """Whether three letters are still among the terms of the index's pages (each is kept without what it shares with
    the one before)."""
    with sqlite3.connect(str(connection.settings_dict["NAME"])) as raw:
        pages = [row[0] for row in raw.execute(f"SELECT block FROM {finding.INDEX.name}_data")]
    return any(part[-2:].encode() in page for page in pages)


def test_the_index_answers_for_what_it_keeps() -> None:
    assert any("file:index of names" in store.covers for store in erasure.stores())
