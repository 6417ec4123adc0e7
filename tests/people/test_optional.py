"""Optional questions: answered in the way that each is kept, never twice, and taken away again."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access.actors import NotAllowed
from cairn.access.models import AuditEvent
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.people import queries, rules_optional
from cairn.people.actions import clients, optional
from cairn.people.actions.clients import NewClient
from cairn.people.actions.optional import NewOptionalAnswer
from cairn.people.models import Client, Communication, DatedStatus, OptionalAnswer
from cairn.people.rules_optional import BY_ID, QUESTIONS
from tests.conftest import Party

DAY, LATER = date(2025, 4, 1), date(2025, 5, 1)


def jo_of(party: Party, **about: Any) -> Client:
    return clients.add(by=party.support_worker, clients=[NewClient(name="Jo", **about)]).one


def said(party: Party, jo: Client, question: str, *codes: str, role: str = "support_worker", **more: Any) -> Any:
    new = NewOptionalAnswer(client_uid=str(jo.uid), question=question, codes=codes, **more)
    return optional.answer(by=getattr(party, role), answers=[new])


def refused(party: Party, jo: Client, question: str, *codes: str, **more: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        said(party, jo, question, *codes, **more)
    assert all(problem.fix for problem in caught.value.problems)
    return [(problem.rule, problem.field) for problem in caught.value.problems]


def test_the_questions_are_those_that_a_service_may_switch_on() -> None:
    assert tuple(BY_ID) == registry.get("codes", "optional_question").codes
    for one in QUESTIONS:
        assert {"refused", "not_known", "not_asked"} <= {entry.code for entry in one.entries if entry.missing}
        assert one.label and one.is_missing(("refused",)) and not one.is_missing((one.entries[0].code,))


def test_the_latest_answer_replaces_the_one_before_and_no_answer_takes_it_away(in_harbour: Party) -> None:
    jo = jo_of(in_harbour)
    assert said(in_harbour, jo, "religion", "sikh", answered_date=DAY).one == jo
    said(in_harbour, jo, "religion", "other", words=" Jedi  knight ", answered_by="person")
    row = OptionalAnswer.objects.get()
    assert (row.codes, row.words, row.answered_by) == (["other"], "Jedi knight", "person")
    said(in_harbour, jo, "religion", "not_asked")
    assert not OptionalAnswer.objects.exists()
    said(in_harbour, jo, "religion")
    assert not OptionalAnswer.objects.exists()


def test_several_are_kept_in_the_order_of_the_list(in_harbour: Party) -> None:
    said(in_harbour, jo_of(in_harbour), "impairment", "memory", "vision", "memory")
    assert OptionalAnswer.objects.get().codes == ["vision", "memory"]


def test_employment_becomes_a_dated_status_once(in_harbour: Party) -> None:
    jo = jo_of(in_harbour)
    said(in_harbour, jo, "employment", "looking", answered_date=DAY)
    said(in_harbour, jo, "employment", "looking", answered_date=LATER)
    said(in_harbour, jo, "employment", "not_asked", answered_date=LATER)
    said(in_harbour, jo, "employment", "student", answered_date=LATER)
    said(in_harbour, jo, "employment", "retired", answered_date=LATER)
    rows = DatedStatus.objects.order_by("start_date").values_list("code", "start_date")
    assert list(rows) == [("looking", DAY), ("retired", LATER)]
    assert not OptionalAnswer.objects.exists()


def test_the_interpreter_goes_to_how_to_speak_with_the_person(in_harbour: Party) -> None:
    jo = jo_of(in_harbour)
    said(in_harbour, jo, "interpreter", "not_asked")
    assert not Communication.objects.exists()
    said(in_harbour, jo, "interpreter", "yes")
    said(in_harbour, jo, "interpreter", "sometimes")
    assert Communication.objects.get().interpreter == "sometimes"


def test_immigration_does_not_exist_without_the_permission(in_harbour: Party) -> None:
    jo = jo_of(in_harbour)
    assert refused(in_harbour, jo, "immigration", "refugee") == [("optional.question", "question")]
    assert refused(in_harbour, jo, "hair", "red") == [("optional.question", "question")]
    said(in_harbour, jo, "immigration", "refugee", role="service_manager")
    assert queries.statuses(in_harbour.support_worker, jo) == []
    assert [one.code for one in queries.statuses(in_harbour.service_manager, jo)] == ["refugee"]


def test_all_that_is_wrong_with_an_answer_is_said(in_harbour: Party) -> None:
    jo = jo_of(in_harbour, birth_date=date(2012, 1, 1))
    assert refused(in_harbour, jo, "religion", "jedi") == [("optional.code", "religion")]
    assert refused(in_harbour, jo, "religion", "sikh", "hindu") == [("optional.one", "religion")]
    assert refused(in_harbour, jo, "impairment", "vision", "refused") == [("optional.both", "impairment")]
    assert refused(in_harbour, jo, "impairment", "vision", "none_of_these") == [("optional.both", "impairment")]
    assert refused(in_harbour, jo, "religion", "sikh", words="x") == [("optional.words", "religion_words")]
    assert refused(in_harbour, jo, "religion", "sikh", answered_by="dog") == [("optional.by", "answered_by")]
    assert refused(in_harbour, jo, "sexual_orientation", "bisexual") == [("optional.young", "sexual_orientation")]
    assert refused(in_harbour, jo, "religion", "sikh", answered_date=date(2011, 1, 1)) == [
        ("date.birth", "answered_date")
    ]
    assert refused(in_harbour, jo, "religion", "sikh", answered_date=date(2999, 1, 1))[0][1] == "answered_date"
    tomorrow = date.fromordinal(clock.today().toordinal() + 1)
    assert refused(in_harbour, jo, "religion", "sikh", answered_date=tomorrow) == [("date.future", "answered_date")]


def test_several_answers_are_one_deed_and_one_wrong_one_refuses_all(in_harbour: Party) -> None:
    jo, before = jo_of(in_harbour), AuditEvent.objects.count()
    about = {"client_uid": str(jo.uid)}
    good = NewOptionalAnswer(**about, question="religion", codes=["sikh"])
    with pytest.raises(Refused):
        optional.answer(
            by=in_harbour.support_worker, answers=[good, NewOptionalAnswer(**about, question="religion", codes=["x"])]
        )
    assert not OptionalAnswer.objects.exists() and AuditEvent.objects.count() == before
    optional.answer(
        by=in_harbour.support_worker, answers=[good, NewOptionalAnswer(**about, question="interpreter", codes=["no"])]
    )
    assert AuditEvent.objects.count() == before + 1


def test_who_may_not_record_may_not_answer(in_harbour: Party) -> None:
    with pytest.raises(NotAllowed):
        optional.answer(by=in_harbour.trustee, answers=[])


@given(st.sampled_from(QUESTIONS), st.data())
def test_any_one_code_of_the_list_is_right_and_settling_twice_changes_nothing(question: Any, data: Any) -> None:
    code = data.draw(st.sampled_from([entry.code for entry in question.entries]))
    settled = rules_optional.settle(question, [code, code])
    assert settled == rules_optional.settle(question, settled) == (code,)
    assert rules_optional.problems_of(question, settled, "", "person") == []
