"""Notes by their words: what is found, by whom, where in the text, and what is left of who has gone."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.cases import wording
from cairn.cases.actions import notes
from cairn.cases.actions.notes import NewNote
from cairn.cases.models import Note
from cairn.cases.queries import searching
from cairn.cases.queries.searching import Asked, search
from cairn.people.actions.erasure import erase
from cairn.people.models import Client
from cairn.people.queries import NotFound
from tests.cases.conftest import START, TODAY, Ground
from tests.conftest import Party
from tests.thorough import examples

sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="bytes in SQLite's own files")


def wrote(by: Actor, client: Client, text: str, **more: object) -> Note:
    return notes.write(by=by, notes=[NewNote(client_uid=str(client.uid), text=text, **more)]).one  # type: ignore[arg-type]


@pytest.fixture
def written(ground: Ground) -> Ground:
    wrote(ground.by, ground.anwen, "Visited the café with her; O'Brien's dog was there.", note_date=START)
    wrote(ground.by, ground.bashir, "A hospital visit. The appointment is on the 3rd.")
    wrote(ground.manager, ground.anwen, "Hospital appointment missed, visiting next week. Hospital rang.")
    return ground


def found(by: Actor, text: str, **more: object) -> list[str]:
    return ["".join(piece.text for piece in note.pieces) for note in search(by, Asked(text=text, **more)).notes]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("visit", 3), ("VISITED", 1), ("cafe", 1), ("café", 1), ("hospital appointment", 2), ('"hospital appointment"', 1),
        ("o'brien", 1), ("brien", 1), ("hosp week", 1), ("3rd", 1), ("nothing", 0), ('"hosp"', 0), ("", 0), ('"', 0), ("-", 0),
    ],
)  # fmt: skip
def test_every_word_or_its_beginning_and_phrases_in_quotes(written: Ground, typed: str, count: int) -> None:
    assert len(found(written.by, typed)) == count


HOSTILE = ['a" OR "b', "visit*", "NEAR(visit)", "-visit", "text:visit", "^visit", "(", "visit AND", "\x00", "'; --", "\\",
           "a & | !", "🙂", "\ue000\ue000\ue001"]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_typed_is_an_error(written: Ground, typed: str) -> None:
    assert len(found(written.by, typed)) <= 3


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=40))
def test_no_text_at_all_is_an_error(written: Ground, typed: str) -> None:
    assert len(found(written.by, typed)) <= 3


def test_newest_first_or_those_that_say_it_most(written: Ground) -> None:
    assert [text[:8] for text in found(written.by, "hospital appointment")] == ["Hospital", "A hospit"]
    wrote(written.by, written.bashir, "Not a word on the appointment, and later the hospital.")
    newest = found(written.by, "hospital appointment")
    closest = found(written.by, "hospital appointment", order="closest")
    assert newest[0].startswith("Not a word") and closest[0].startswith("Hospital appointment")


def test_mine_a_person_dates_and_how_many(written: Ground) -> None:
    assert len(found(written.by, "visit", mine=True)) == 2
    assert len(found(written.by, "visit", client_uid=str(written.anwen.uid))) == 2
    assert len(found(written.by, "visit", client_uid=str(written.anwen.uid), mine=True)) == 1
    assert len(found(written.by, "visit", since=date(2025, 5, 1))) == 2
    assert len(found(written.by, "visit", until=START)) == 1
    some = search(written.by, Asked(text="visit", limit=2))
    assert (len(some.notes), some.is_more) == (2, True)
    assert not search(written.by, Asked(text="visit", limit=3)).is_more
    with pytest.raises(NotFound):
        search(written.by, Asked(text="visit", client_uid="00000000-0000-4000-8000-000000000000"))


def test_restricted_notes_are_found_only_by_who_may_read_them(ground: Ground) -> None:
    wrote(ground.manager, ground.anwen, "Kestrel told in confidence", is_restricted=True)
    assert search(ground.by, Asked(text="kestrel")) == search(ground.by, Asked(text="kestrel", order="closest"))
    assert found(ground.by, "kestrel") == []
    assert len(found(ground.manager, "kestrel")) == 1
    wrote(ground.manager, ground.anwen, "Kestrel for you alone", is_restricted=True, to_uid=ground.by.uid)
    wrote(ground.by, ground.anwen, "My own kestrel", is_restricted=True)
    assert found(ground.by, "kestrel") == ["My own kestrel", "Kestrel for you alone"]


def test_nobody_finds_another_organisations_words(written: Ground, oakfield: Party) -> None:
    with scope.of(oakfield.system):
        assert found(oakfield.support_worker, "visit") == []
    assert found(written.party.trustee, "visit") == []


def test_a_rare_note_under_many_that_may_not_be_read_is_still_found(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "BATCH", 2)
    monkeypatch.setattr(searching, "FIRST", 2)
    wrote(ground.by, ground.anwen, "Kestrel seen")
    for _ in range(5):
        wrote(ground.manager, ground.anwen, "Kestrel", is_restricted=True)
    assert found(ground.by, "kestrel") == ["Kestrel seen"]
    monkeypatch.setattr(searching, "BATCHES", 2)
    if connection.vendor == "sqlite":
        assert search(ground.by, Asked(text="kestrel")).is_more, "not all was looked at, and it says so"


def test_every_way_of_writing_is_seen_by_the_index(written: Ground) -> None:
    Note.objects.filter(text__contains="café").update(text="Kestrel")
    assert found(written.by, "kestrel") == ["Kestrel"] and found(written.by, "cafe") == []
    Note.objects.filter(text="Kestrel").delete()
    assert found(written.by, "kestrel") == []


@sqlite
@pytest.mark.django_db(transaction=True)
def test_words_of_who_is_erased_leave_no_letters_in_the_file(ground: Ground) -> None:
    for client in (ground.bashir, ground.anwen, ground.cerys):
        wrote(ground.by, client, f"{'Qzyxwv' if client == ground.anwen else 'Ordinary'} words")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(str(connection.settings_dict["NAME"]))
    assert b"qzyxwv" in file.read_bytes()
    erase(by=ground.manager, client_uid=ground.anwen.uid, reason="client_asked")
    assert b"zyxwv" not in file.read_bytes()
    assert len(found(ground.by, "ordinary words")) == 2


def test_the_words_found_are_marked_where_they_stand_and_the_rest_is_cut_between_words() -> None:
    text = "Long before. " * 20 + "She met Zoë at the café. " + "Long after. " * 20
    pieces = wording.snippet(text, wording.terms('zoe "the cafe"'))
    assert [piece.text for piece in pieces if piece.is_hit] == ["Zoë", "the café"]
    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith("…") and shown.endswith("…") and shown.strip("…") in text
    assert set(shown.strip("…").split()) <= set(text.split())


@given(text=st.text(max_size=300), typed=st.text(max_size=30))
def test_a_snippet_is_a_part_of_the_text_and_its_hits_are_hits(text: str, typed: str) -> None:
    terms = wording.terms(typed)
    pieces = wording.snippet(text, terms)
    said = [piece.text for piece in pieces]
    inner = "".join(said[1:] if said[:1] == ["…"] and not text.startswith("…") else said)
    inner = inner[:-1] if said[-1:] == ["…"] and not text.endswith("…") else inner
    assert inner in text
    assert all(wording.hits(piece.text, terms) for piece in pieces if piece.is_hit)
    assert wording.closeness(text, terms) >= 0


@given(text=st.text("aAbé_1 .-\n", max_size=60), typed=st.text('aAbé1 ."', max_size=12))
@example(text="aa a_a éa", typed='"a a" a')
def test_what_puts_notes_in_order_counts_the_words_that_are_marked(text: str, typed: str) -> None:
    """As often as what is marked stands there, each as far as five times: one way is quick, the other says where."""
    tokens = wording._tokens(text)
    for term in wording.terms(typed):
        assert wording._times(wording.flat(text), term) == min(5, len(wording._places(tokens, term)))


def test_closest_is_what_says_it_most() -> None:
    terms = wording.terms("food bank")
    said = ["The bank was shut, so no food.", "A foodbank.", "To the food bank, the food bank again.", "Nothing"]
    assert [wording.closeness(text, terms) for text in said] == [4, 1, 18, 0]


def test_the_date_of_today_is_only_todays(written: Ground) -> None:
    assert len(found(written.by, "visit", since=TODAY, until=TODAY)) == 2
