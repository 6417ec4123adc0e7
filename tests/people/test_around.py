"""Who is around a person, seen from both sides, and how to reach and speak with them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.people import around, queries, rules_around
from cairn.people.actions import circle, clients, communication
from cairn.people.actions.circle import NewRelated
from cairn.people.actions.clients import NewClient
from cairn.people.models import Client, Communication, RelatedPerson
from tests.conftest import Party

NOW = datetime(2025, 6, 30, 12, tzinfo=UTC)


def people_of(party: Party, *names: str) -> tuple[Client, ...]:
    return clients.add(by=party.support_worker, clients=[NewClient(name=name) for name in names]).items


def added(party: Party, client: Client, **said: Any) -> RelatedPerson:
    new = NewRelated(**{"client_uid": str(client.uid), "relation": "sibling", "name": "Huw", **said})
    return circle.add(by=party.support_worker, related=[new]).one


def test_a_linked_person_shows_on_both_pages_each_from_their_side(in_harbour: Party) -> None:
    mother, child = people_of(in_harbour, "Mair", "Ffion")
    by = in_harbour.support_worker
    said = {"relation": "child", "is_cared_for": True, "lives_with": "yes", "is_emergency_contact": True}
    added(in_harbour, mother, other_uid=str(child.uid), name="", words="Sees a nurse", **said)
    (there,) = around.around(by, mother).now
    (mirrored,) = around.around(by, child).now
    assert (there.name, there.relation.code, there.is_cared_for, there.is_carer) == ("Ffion", "child", True, False)
    assert (mirrored.name, mirrored.relation.code, mirrored.is_carer) == ("Mair", "parent", True)
    assert mirrored.is_theirs and mirrored.client_uid == str(mother.uid) and mirrored.lives_with.code == "yes"
    assert (mirrored.words, mirrored.is_emergency_contact) == ("", False), "words about the child stay where they stand"
    with pytest.raises(queries.NotFound):
        around.one(by, child, there.uid)


def test_noted_on_both_pages_it_shows_once_on_each(in_harbour: Party) -> None:
    one, two = people_of(in_harbour, "Mair", "Ffion")
    added(in_harbour, one, relation="partner", other_uid=str(two.uid))
    added(in_harbour, two, relation="partner", other_uid=str(one.uid))
    assert [len(around.around(in_harbour.support_worker, each).now) for each in (one, two)] == [1, 1]


def test_who_to_call_stands_first_then_who_shares_the_home(in_harbour: Party) -> None:
    (mair,) = people_of(in_harbour, "Mair")
    added(in_harbour, mair, name="Far")
    added(in_harbour, mair, name="Home", lives_with="yes")
    added(in_harbour, mair, name="Call", phone="07700 900123", is_emergency_contact=True)
    found = around.around(in_harbour.support_worker, mair)
    assert [near.name for near in found.now] == ["Call", "Home", "Far"]
    assert [near.name for near in found.emergency] == ["Call"]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"name": " "}, {"name"}),
        ({"relation": "boss", "lives_with": "often"}, {"relation", "lives_with"}),
        ({"is_emergency_contact": True}, {"phone"}),
        ({"other_uid": "0d6c1c80-0000-4000-8000-0000000000aa"}, {"other_uid"}),
        ({"name": "x" * 201, "words": "x" * 2001, "phone": "1" * 201}, {"name", "words", "phone"}),
    ],
)
def test_what_cannot_be_is_refused_at_its_fields(in_harbour: Party, said: dict[str, Any], fields: set[str]) -> None:
    (mair,) = people_of(in_harbour, "Mair")
    with pytest.raises(Refused) as refused:
        added(in_harbour, mair, **said)
    assert {problem.field for problem in refused.value.problems} == fields


def test_nobody_is_of_their_own_circle_nor_in_one_twice(in_harbour: Party) -> None:
    mair, ffion = people_of(in_harbour, "Mair", "Ffion")
    with pytest.raises(Refused, match=r"circle\.self"):
        added(in_harbour, mair, other_uid=str(mair.uid))
    row = added(in_harbour, mair, other_uid=str(ffion.uid))
    with pytest.raises(Refused, match=r"circle\.twice"):
        added(in_harbour, mair, other_uid=str(ffion.uid))
    gone = {"by": in_harbour.support_worker, "client_uid": mair.uid, "related_uid": row.uid}
    assert circle.change(**gone, words="Rings daily").one.words == "Rings daily"
    circle.remove(**gone, why="gone")
    assert added(in_harbour, mair, other_uid=str(ffion.uid)).other == ffion


def test_nobody_is_linked_across_organisations(in_harbour: Party, oakfield: Party) -> None:
    (mair,) = people_of(in_harbour, "Mair")
    with scope.of(oakfield.support_worker):
        (other,) = people_of(oakfield, "Elsewhere")
    with pytest.raises(Refused, match=r"circle\.other"):
        added(in_harbour, mair, other_uid=str(other.uid))
    with pytest.raises(queries.NotFound):
        added(in_harbour, other)


def test_a_change_is_kept_undone_and_met_by_another(in_harbour: Party) -> None:
    (mair,) = people_of(in_harbour, "Mair")
    row, by = added(in_harbour, mair), in_harbour.support_worker
    about = {"by": by, "client_uid": mair.uid, "related_uid": row.uid}
    changed = circle.change(**about, version=1, name=" Hywel ", lives_with="sometimes")
    assert (changed.one.name, changed.one.lives_with, changed.one.relation) == ("Hywel", "sometimes", "sibling")
    with pytest.raises(Conflict):
        circle.change(**about, version=1, name="Ifan")
    undo(by=by, event_uid=changed.event_uid)
    assert RelatedPerson.objects.get().name == "Huw"


def test_who_left_stays_as_part_of_what_was_and_a_mistake_goes(in_harbour: Party) -> None:
    (mair,) = people_of(in_harbour, "Mair")
    by = in_harbour.support_worker
    with clock.fixed(NOW):
        left, wrong = added(in_harbour, mair, name="Left"), added(in_harbour, mair, name="Wrong")
        about = {"by": by, "client_uid": mair.uid}
        for day, why in ((date(2025, 6, 29), "gone"), (date(2025, 7, 1), "gone"), (None, "bored")):
            with pytest.raises(Refused):
                circle.remove(**about, related_uid=left.uid, why=why, ended_date=day)
        circle.remove(**about, related_uid=left.uid, why="gone", version=1)
        done = circle.remove(**about, related_uid=wrong.uid, why="mistake")
        found = around.around(by, mair)
    assert [near.name for near in found.before] == ["Left"] and found.now == ()
    undo(by=by, event_uid=done.event_uid)
    assert [near.name for near in around.around(by, mair).now] == ["Wrong"]


def test_how_to_speak_is_said_once_changed_and_undone(in_harbour: Party) -> None:
    (mair,) = people_of(in_harbour, "Mair")
    by = in_harbour.support_worker
    assert around.around(by, mair).speaking is None and queries.card_of(mair, date(2025, 6, 30)).safe_contact == ""
    said = {
        "language": "somali",
        "interpreter": "yes",
        "formats": ["more_time", "large_print"],
        "safe_contact": " Text first ",
    }
    communication.change(by=by, client_uid=mair.uid, version=0, **said)
    found = around.around(by, mair).speaking
    assert found and (found.language.label, found.safe_contact) == ("Somali", "Text first")
    assert found.needs == ("Interpreter: Somali", "Large print", "More time")
    assert queries.card_of(queries.get(by, mair.uid), date(2025, 6, 30)).safe_contact == "Text first"
    changed = communication.change(by=by, client_uid=mair.uid, version=1, interpreter="sometimes", formats=[])
    spoken = around.around(by, mair).speaking
    assert spoken and spoken.needs == ("Interpreter for some things: Somali",)
    with pytest.raises(Conflict):
        communication.change(by=by, client_uid=mair.uid, version=0, words="Typed meanwhile")
    undo(by=by, event_uid=changed.event_uid)
    assert Communication.objects.get().interpreter == "yes"


@pytest.mark.parametrize(
    ("language", "interpreter", "needs"),
    [
        ("english", "no", ()),
        ("not_asked", "yes", ("Interpreter",)),
        ("english", "yes", ("Interpreter",)),
        ("bsl", "not_asked", ("Uses British Sign Language",)),
        ("somali", "no", ("Speaks Somali",)),
        ("refused", "refused", ()),
    ],
)
def test_what_must_be_known_beforehand_is_said_only_where_it_is(
    in_harbour: Party, language: str, interpreter: str, needs: tuple[str, ...]
) -> None:
    (mair,) = people_of(in_harbour, "Mair")
    by = in_harbour.support_worker
    communication.change(by=by, client_uid=mair.uid, language=language, interpreter=interpreter)
    found = around.around(by, mair).speaking
    assert found and found.needs == needs


def test_two_who_say_it_first_at_once_both_are_heard(in_harbour: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each finds that nothing was said yet; the second to write finds the first's row, and meets it as a change."""
    (mair,) = people_of(in_harbour, "Mair")
    by = in_harbour.support_worker
    seen = iter([None])
    real = around.speaking_of
    communication.change(by=by, client_uid=mair.uid, version=0, language="welsh")
    monkeypatch.setattr(around, "speaking_of", lambda person: next(seen, None) or real(person))
    with pytest.raises(Conflict):
        communication.change(by=by, client_uid=mair.uid, version=0, language="polish")


def test_answers_off_their_lists_and_endless_words_are_refused_all_at_once(in_harbour: Party) -> None:
    (mair,) = people_of(in_harbour, "Mair")
    wrong = {
        "language": "elvish",
        "interpreter": "maybe",
        "formats": ["song"],
        "contact_by": "owl",
        "words": "x" * 2001,
    }
    with pytest.raises(Refused) as refused:
        communication.change(by=in_harbour.support_worker, client_uid=mair.uid, **wrong)
    assert {problem.field for problem in refused.value.problems} == set(wrong)
    with pytest.raises(TypeError):
        communication.change(by=in_harbour.support_worker, client_uid=mair.uid, name="x")
    assert rules_around.settle_communication({"formats": ["song", "audio"]}) == {"formats": ["audio", "song"]}


def test_only_who_records_changes_any_of_it(in_harbour: Party) -> None:
    (mair,) = people_of(in_harbour, "Mair")
    row, lead = added(in_harbour, mair), in_harbour.data_lead
    about = {"by": lead, "client_uid": mair.uid}
    for deed in (
        lambda: circle.add(by=lead, related=[NewRelated(client_uid=str(mair.uid), relation="child", name="X")]),
        lambda: circle.change(**about, related_uid=row.uid, name="X"),
        lambda: circle.remove(**about, related_uid=row.uid, why="gone"),
        lambda: communication.change(**about, language="welsh"),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert around.around(lead, mair).now


def test_the_whole_of_a_person_is_one_question(in_harbour: Party) -> None:
    (mair,) = people_of(in_harbour, "Mair")
    details, found = around.whole(in_harbour.support_worker, mair)
    assert details == queries.details(in_harbour.support_worker, mair.uid) and found.now == ()


def test_languages_say_where_they_come_from() -> None:
    found = registry.get("codes", "language")
    assert "Census 2021" in found.source and found.sure == "memory"
    assert {"english", "bsl", "urdu", "panjabi", "polish", "romanian", "not_asked", "not_known", "refused"} <= set(
        found.codes
    )


def test_what_is_no_question_of_communication_is_no_answer(in_harbour: Party) -> None:
    (mair,) = people_of(in_harbour, "Mair")
    with pytest.raises(TypeError, match="shoe_size"):
        communication.change(by=in_harbour.support_worker, client_uid=mair.uid, shoe_size="7")
