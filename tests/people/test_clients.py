"""Adding people, changing what is recorded of them, finding them."""

import time
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.models import AuditEvent, AuditSubject
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.people import adding, queries
from cairn.people.actions import clients
from cairn.people.actions.clients import NewClient
from cairn.people.models import Client, ReferenceCounter
from tests.conftest import Party


def add(party: Party, *new: NewClient) -> list[Client]:
    return list(clients.add(by=party.support_worker, clients=new).items)


def test_a_name_is_enough_and_what_nobody_asked_is_not_asked(in_harbour: Party) -> None:
    [jo] = add(in_harbour, NewClient(name="  Jo   Carter "))
    jo.refresh_from_db()
    assert (jo.name, jo.gender, jo.disability, jo.ethnicity) == ("Jo Carter", "not_asked", "not_asked", "not_asked")
    assert (jo.postcode_state, jo.sector, jo.geography, jo.added_date) == ("not_asked", "", "", clock.today())


def test_a_reference_alone_is_enough_and_neither_is_refused(in_harbour: Party) -> None:
    assert add(in_harbour, NewClient(reference="HT-9"))[0].reference == "HT-9"
    with pytest.raises(Refused) as refused:
        add(in_harbour, NewClient(name=" "))
    assert [(p.field, p.row) for p in refused.value.problems] == [("name", 0)]


def test_references_are_made_in_order_and_pass_over_one_that_was_typed(in_harbour: Party) -> None:
    made = add(in_harbour, NewClient(name="A"), NewClient(name="B", reference="C-000002"), NewClient(name="C"))
    assert [row.reference for row in made] == ["C-000001", "C-000002", "C-000003"]
    assert add(in_harbour, NewClient(name="D"))[0].reference == "C-000004"


def test_each_organisation_counts_for_itself(harbour: Party, oakfield: Party) -> None:
    for party in (harbour, oakfield):
        with scope.of(party.system):
            assert add(party, NewClient(name="A"))[0].reference == "C-000001"


def test_answers_are_settled_and_areas_derived_when_they_are_entered(in_harbour: Party) -> None:
    new = NewClient(name="Jo", condition="yes", condition_limits="a_lot", ethnicity="caribbean", postcode="b11aa")
    [jo] = add(in_harbour, new)
    assert (jo.disability, jo.ethnicity_group) == ("limited_a_lot", "black")
    assert (jo.postcode, jo.postcode_state, jo.sector, jo.district) == ("B1 1AA", "known", "B1 1", "B1")
    assert jo.ward and jo.geography


def test_every_problem_of_every_row_comes_at_once_and_nothing_is_written(in_harbour: Party) -> None:
    tomorrow = clock.today() + timedelta(1)
    rows = [
        NewClient(name="Fine"),
        NewClient(name="A", gender="purple", birth_date=tomorrow),
        NewClient(added_date=tomorrow),
    ]
    events = AuditEvent.objects.count()
    with pytest.raises(Refused) as refused:
        add(in_harbour, *rows)
    wrong = {(p.row, p.field) for p in refused.value.problems}
    assert wrong == {(1, "gender"), (1, "birth_date"), (2, "name"), (2, "added_date")}
    assert (Client.objects.count(), AuditEvent.objects.count()) == (0, events)


def test_a_reference_that_is_taken_or_comes_twice_is_refused_at_its_row(in_harbour: Party) -> None:
    add(in_harbour, NewClient(reference="HT-1"))
    with pytest.raises(Refused) as refused:
        add(in_harbour, NewClient(reference="HT-1"), NewClient(reference="HT-2"), NewClient(reference="HT-2"))
    assert [(p.row, p.field) for p in refused.value.problems] == [(0, "reference"), (2, "reference")]


def test_one_deed_names_everybody_whom_it_added(in_harbour: Party) -> None:
    done = clients.add(by=in_harbour.support_worker, clients=[NewClient(name="A"), NewClient(name="B")])
    event = AuditEvent.objects.get(uid=done.event_uid)
    named = set(AuditSubject.objects.filter(event_id=event.pk).values_list("kind", "uid"))
    assert event.type == "people.clients_added"
    assert named == {("client", str(row.uid)) for row in done.items}


def test_who_may_not_record_may_not_add_or_change(in_harbour: Party) -> None:
    [jo] = add(in_harbour, NewClient(name="Jo"))
    with pytest.raises(NotAllowed):
        clients.add(by=in_harbour.trustee, clients=[NewClient(name="Jo")])
    with pytest.raises(NotAllowed):
        clients.change(by=in_harbour.data_lead, client_uid=jo.uid, version=1, name="Joe")


def test_a_change_keeps_what_it_does_not_mention_and_derives_again(in_harbour: Party) -> None:
    [jo] = add(in_harbour, NewClient(name="Jo", phone="0121 496 0001", condition="no", postcode="B1 1AA"))
    change = {"name": "Joanna", "condition": "yes", "condition_limits": "a_little", "postcode": "B29 6QJ"}
    clients.change(by=in_harbour.support_worker, client_uid=jo.uid, version=1, **change)
    jo.refresh_from_db()
    assert (jo.name, jo.phone, jo.disability, jo.sector) == ("Joanna", "0121 496 0001", "limited_a_little", "B29 6")
    assert [card.uid for card in queries.find(in_harbour.support_worker, "joanna")] == [str(jo.uid)]


def test_withholding_a_postcode_takes_it_and_its_areas_away(in_harbour: Party) -> None:
    [jo] = add(in_harbour, NewClient(name="Jo", postcode="B1 1AA"))
    clients.change(by=in_harbour.support_worker, client_uid=jo.uid, version=None, postcode_state="withheld")
    jo.refresh_from_db()
    assert (jo.postcode, jo.postcode_state, jo.sector, jo.district, jo.ward) == ("", "withheld", "", "", "")


def test_a_wrong_change_writes_nothing_and_says_all_that_is_wrong(in_harbour: Party) -> None:
    add(in_harbour, NewClient(reference="HT-2"))
    [jo] = add(in_harbour, NewClient(name="Jo"))
    with pytest.raises(Refused) as refused:
        clients.change(by=in_harbour.support_worker, client_uid=jo.uid, version=1, reference="HT-2", gender="purple")
    assert {p.field for p in refused.value.problems} == {"reference", "gender"}
    with pytest.raises(Refused) as blank:
        clients.change(by=in_harbour.support_worker, client_uid=jo.uid, version=1, reference="", name="")
    assert {p.field for p in blank.value.problems} == {"reference", "name"}
    jo.refresh_from_db()
    assert (jo.version, jo.name) == (1, "Jo")


def test_a_reference_may_be_changed_to_a_free_one(in_harbour: Party) -> None:
    [jo] = add(in_harbour, NewClient(name="Jo"))
    done = clients.change(by=in_harbour.support_worker, client_uid=jo.uid, version=1, reference="HT-7")
    assert done.one.reference == "HT-7"


def test_what_is_no_answer_of_a_person_is_a_mistake_of_the_program(in_harbour: Party) -> None:
    [jo] = add(in_harbour, NewClient(name="Jo"))
    with pytest.raises(TypeError, match="no answers of a client: disability"):
        clients.change(by=in_harbour.support_worker, client_uid=jo.uid, version=1, disability="no_condition")


def test_the_second_editor_is_told_and_the_first_change_stands(in_harbour: Party) -> None:
    [jo] = add(in_harbour, NewClient(name="Jo"))
    clients.change(by=in_harbour.support_worker, client_uid=jo.uid, version=1, phone="0121 496 0001")
    with pytest.raises(Conflict):
        clients.change(by=in_harbour.service_manager, client_uid=jo.uid, version=1, name="Joe")
    clients.change(by=in_harbour.service_manager, client_uid=jo.uid, version=2, name="Joe")
    jo.refresh_from_db()
    assert (jo.phone, jo.name, jo.version) == ("0121 496 0001", "Joe", 3)


def test_a_change_can_be_undone_and_an_addition_only_erased(in_harbour: Party) -> None:
    done = clients.add(by=in_harbour.support_worker, clients=[NewClient(name="Jo")])
    change = clients.change(by=in_harbour.support_worker, client_uid=done.one.uid, version=1, name="Joe")
    undo(by=in_harbour.support_worker, event_uid=change.event_uid)
    done.one.refresh_from_db()
    assert done.one.name == "Jo"
    with pytest.raises(Refused):
        undo(by=in_harbour.support_worker, event_uid=done.event_uid)


def test_another_organisations_person_does_not_exist(harbour: Party, oakfield: Party) -> None:
    with scope.of(harbour.system):
        [jo] = add(harbour, NewClient(name="Jo"))
    with scope.of(oakfield.system):
        for ask in (queries.get, queries.details):
            with pytest.raises(queries.NotFound):
                ask(oakfield.support_worker, jo.uid)
        with pytest.raises(queries.NotFound):
            clients.change(by=oakfield.support_worker, client_uid=jo.uid, version=1, name="Theirs")
        assert queries.find(oakfield.support_worker, "jo") == []


def test_a_uid_that_is_none_is_not_found(in_harbour: Party) -> None:
    with pytest.raises(queries.NotFound):
        queries.get(in_harbour.support_worker, "nobody")


def test_who_may_not_read_people_finds_nobody(in_harbour: Party) -> None:
    add(in_harbour, NewClient(name="Jo"))
    assert queries.find(in_harbour.trustee, "jo") == []
    assert not queries.visible_to(in_harbour.trustee).exists()


@pytest.mark.parametrize(
    "typed", ["zoe", "ZOË", "ÖZ", "gunes zoë", "güneş", "bee", "ht-77", "0121 496", "01214960001", "(0121) 496 0001"]
)
def test_a_person_is_found_by_any_part_whatever_the_capitals_accents_and_blanks(in_harbour: Party, typed: str) -> None:
    zoe = NewClient(name="Zoë Güneş-Özil", known_as="Bee", reference="HT-77", phone="0121 496 0001")
    add(in_harbour, zoe, NewClient(name="Adam"))
    assert [card.name for card in queries.find(in_harbour.support_worker, typed)] == ["Zoë Güneş-Özil"]


@pytest.mark.parametrize("typed", ["", "z", " z ", "zoe adam", "%%", "__"])
def test_too_little_or_what_nobody_has_finds_nobody(in_harbour: Party, typed: str) -> None:
    add(in_harbour, NewClient(name="Zoë"), NewClient(name="Adam"))
    assert queries.find(in_harbour.support_worker, typed) == []


def test_those_found_come_by_name_and_no_more_than_asked_for(in_harbour: Party) -> None:
    add(in_harbour, *(NewClient(name=name) for name in ("Cy Lee", "åsa Lee", "Bo Lee")))
    assert [card.name for card in queries.find(in_harbour.support_worker, "lee", limit=2)] == ["åsa Lee", "Bo Lee"]


def test_a_card_says_who_and_how_old(in_harbour: Party) -> None:
    born = date(clock.today().year - 30, 1, 1)
    [jo, ref] = add(in_harbour, NewClient(name="Jo", birth_date=born), NewClient(reference="HT-1", known_as="Kit"))
    card, other = (queries.card_of(row, clock.today()) for row in (jo, ref))
    assert (card.title, card.age, card.age_band) == ("Jo", 30, "25-34")
    assert (other.title, other.age, other.age_band) == ("Kit", None, "not_asked")


def test_details_carry_every_answer_with_its_label(in_harbour: Party) -> None:
    [jo] = add(in_harbour, NewClient(name="Jo", gender="woman", condition="no", postcode="B1 1AA"))
    details = queries.details(in_harbour.support_worker, jo.uid)
    labels = {answer.field: (answer.label, answer.is_missing) for answer in details.coded}
    assert labels["gender"] == ("Woman", False)
    assert labels["same_as_birth"] == ("Not asked", True)
    assert labels["disability"] == ("Not disabled: no condition", False)
    assert details.answers["postcode"] == "B1 1AA" and details.ward_name
    assert (
        clients.change(by=in_harbour.support_worker, client_uid=jo.uid, version=1, **details.answers).one.version == 1
    )


def test_two_people_of_an_organisation_cannot_have_one_reference(in_harbour: Party) -> None:
    row = {"organisation": in_harbour.organisation, "reference": "HT-1", "added_date": clock.today()}
    Client.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Client.objects.create(**row)


def test_an_organisation_has_one_counter(in_harbour: Party) -> None:
    ReferenceCounter.objects.create(organisation=in_harbour.organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReferenceCounter.objects.create(organisation=in_harbour.organisation)


def test_a_reference_that_another_writer_took_meanwhile_is_refused_in_words(
    in_harbour: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first look finds it free; the database knows better, and the second look says so."""
    add(in_harbour, NewClient(reference="HT-1"))
    looks = iter([set(), {"HT-1"}])
    monkeypatch.setattr(adding, "taken", lambda by, references: next(looks))
    with pytest.raises(Refused) as refused:
        add(in_harbour, NewClient(reference="HT-1"))
    assert [(p.rule, p.row) for p in refused.value.problems] == [("client.reference_taken", 0)]


def test_what_the_database_refuses_for_another_reason_is_not_explained_away(
    in_harbour: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(in_harbour, NewClient(reference="HT-1"))
    monkeypatch.setattr(adding, "taken", lambda by, references: set())
    with pytest.raises(IntegrityError):
        add(in_harbour, NewClient(reference="HT-1"))


def test_500_people_are_one_deed(in_harbour: Party) -> None:
    new = [NewClient(name=f"Person {n}", postcode="B29 6QJ", birth_date=date(1980, 1, 1)) for n in range(500)]
    start = time.perf_counter()
    done = clients.add(by=in_harbour.support_worker, clients=new)
    print(f"500 people in {time.perf_counter() - start:.2f} s")
    assert len(done.items) == 500
    assert AuditEvent.objects.filter(type="people.clients_added").count() == 1
