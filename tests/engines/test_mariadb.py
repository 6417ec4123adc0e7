"""What is MariaDB's own: its full-text index finds what reading every row finds, also from block to block; text is told
apart letter by letter; rows within one question keep their order. Runs where the tests run on MariaDB (scripts/test.py)."""

import itertools
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.access import scope
from cairn.cases import wording
from cairn.cases.models import Note
from cairn.cases.queries.searching import Asked, search
from cairn.kernel import fulltext
from cairn.kernel.gather import gather
from cairn.people import finding, queries
from cairn.people.models import Client
from tests.cases.conftest import Ground, lay
from tests.conftest import Party

pytestmark = [
    pytest.mark.skipif(connection.vendor != "mysql", reason="shown on MariaDB"),
    pytest.mark.django_db(transaction=True),
]
NAMES = (
    "Mary Smith", "Marion Kay", "Rosemary Lee", "Mary", "Ann O'Brien", "Jo Ma", "Emma Jane-Marsh", "Sam Mary Poole",
    "Zoë Łukasz", "Ба Иван", "李明 Wang", "About The", "A. B-C d_e", "Montgomeryshire Featherstonehaugh",
)  # fmt: skip
TEXTS = (
    "Visited the café with her; O'Brien's dog was there.", "A hospital visit. The appointment is on the 3rd.",
    "Hospital appointment missed, visiting next week.", "I am at it: to be or not to be.", "李明 came. Иван too.",
    "x" * 70, "It is_what it is.", "",
)  # fmt: skip
_SOME = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def typed_of(texts: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Any text; and parts of what is there."""
    whole = st.sampled_from(texts)
    part = st.tuples(whole, st.integers(0, 30), st.integers(1, 20)).map(lambda cut: cut[0][cut[1] : cut[1] + cut[2]])
    return st.one_of(st.text(max_size=12), part, st.tuples(part, part).map(" ".join))


def put(party: Party, names: tuple[str, ...], *, apart: int = 1, first: int = 1) -> None:
    """People whose numbers lie so far apart."""
    own = party.organisation.pk
    rows = [
        Client(
            pk=first + n * apart, organisation_id=own, name=name, reference=f"R{first + n}", added_date=date(2025, 1, 1),
            search_text=queries.search_text(name, "", f"R{first + n}", ""),
        )
        for n, name in enumerate(names)
    ]  # fmt: skip
    Client.objects.bulk_create(rows)


def names_found(party: Party, typed: str, limit: int = 60) -> list[str]:
    return [card.name for card in queries.find(party.support_worker, typed, limit)]


def reading_every_row(typed: str) -> list[str]:
    words = finding.words_of(typed)
    has = [f" {finding.spaced(row.search_text)} " for row in Client.objects.all()]
    fits = [
        row
        for row, text in zip(Client.objects.all(), has, strict=True)
        if words and all(word in row.search_text if len(word) > 1 else f" {word}" in text for word in words)
    ]
    fits.sort(key=lambda row: (*finding._rank(row.search_text, finding.fold(typed), words), row.pk))
    return [row.name for row in fits]


@_SOME
@given(typed=typed_of(NAMES))
def test_people_are_found_as_by_reading_every_row_in_the_same_order(in_harbour: Party, typed: str) -> None:
    if not Client.objects.exists():
        put(in_harbour, NAMES)
    assert fulltext.asks()
    expected = reading_every_row(typed)
    assert names_found(in_harbour, typed) == expected
    assert sorted(row.name for row in queries.matching(in_harbour.support_worker, typed)) == sorted(expected)
    with transaction.atomic():  # there every row is read
        assert names_found(in_harbour, typed) == expected


def test_the_newest_blocks_are_asked_first_and_then_all_the_others(in_harbour: Party) -> None:
    put(in_harbour, tuple(f"Common Number{n}x" for n in range(90)), apart=fulltext.BLOCK // 15)
    newest = {f"Common Number{n}x" for n in range(30, 90)}
    assert set(names_found(in_harbour, "common")) == newest, "sixty, and the newest of all"
    assert names_found(in_harbour, "number3x") == ["Common Number3x"], "who is in an old block is found as well"
    assert len(queries.matching(in_harbour.support_worker, "common")) == 90


def test_every_way_of_writing_is_seen_once_it_is_committed(in_harbour: Party, oakfield: Party) -> None:
    put(in_harbour, NAMES)
    Client.objects.filter(name="Jo Ma").update(search_text="quentin", name="Quentin")
    assert names_found(in_harbour, "quen") == ["Quentin"] and names_found(in_harbour, "jo ma") == []
    with transaction.atomic():
        Client.objects.filter(name="Quentin").delete()
        assert names_found(in_harbour, "quen") == []
        transaction.set_rollback(True)
    assert names_found(in_harbour, "quen") == ["Quentin"]
    Client.objects.filter(name="Quentin").delete()
    assert names_found(in_harbour, "quen") == []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {finding.INDEX.name}")
        assert cursor.fetchone() == (len(NAMES) - 1,), "nothing is kept of who is gone"
    with scope.of(oakfield.system):
        assert names_found(oakfield, "mary") == []


@pytest.fixture
def ground(in_harbour: Party) -> Ground:
    return lay(in_harbour)


@_SOME
@given(typed=typed_of(TEXTS), mine=st.booleans(), one=st.booleans())
def test_notes_are_found_as_by_reading_every_row(ground: Ground, typed: str, mine: bool, one: bool) -> None:
    if not Note.objects.exists():
        for place, (text, by) in enumerate(itertools.product(TEXTS, (ground.by, ground.manager))):
            who = (ground.anwen, ground.bashir)[place % 3 == 0]
            own = {"organisation_id": by.organisation_id, "author_uid": by.uid, "client": who}
            Note.objects.create(pk=1 + place * 1500, note_date=date(2025, 5, 1), text=text, **own)
    terms = wording.terms(typed)
    rows = Note.objects.filter(Q(author_uid=ground.by.uid) if mine else Q(), Q(client=ground.anwen) if one else Q())
    fits = [row for row in rows.order_by("-pk") if terms and all(wording.hits(row.text, [term]) for term in terms)]
    asked = Asked(text=typed, mine=mine, client_uid=str(ground.anwen.uid) if one else "", limit=100)
    found = search(ground.by, asked)
    assert [note.uid for note in found.notes] == [str(row.uid) for row in fits]
    with transaction.atomic():
        assert search(ground.by, asked) == found


def test_text_is_told_apart_letter_by_letter(in_harbour: Party) -> None:
    put(in_harbour, ("Zoë", "zoe", "Zoe", "Zoe "))
    assert [Client.objects.filter(name=name).count() for name in ("Zoë", "zoe", "Zoe", "Zoe ")] == [1, 1, 1, 1]
    assert Client.objects.filter(name__icontains="ZOE").count() == 3, "capitals are overlooked where that is asked"
    assert Client.objects.filter(name__contains="zoe").count() == 1


def test_rows_within_one_question_keep_their_order(in_harbour: Party) -> None:
    put(in_harbour, NAMES)
    both = {
        "up": (Client.objects.order_by("name"), {"name": "name"}),
        "down": (Client.objects.order_by("-name"), {"name": "name"}),
    }
    found = gather(both)
    assert [row["name"] for row in found["up"]] == sorted(NAMES)
    assert [row["name"] for row in found["down"]] == sorted(NAMES, reverse=True)


def test_a_value_too_long_is_refused_and_not_cut(in_harbour: Party) -> None:
    put(in_harbour, ("Mary",))
    with pytest.raises(Exception, match="too long"):
        Client.objects.update(reference="x" * 41)
