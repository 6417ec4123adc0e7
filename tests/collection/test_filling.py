"""Filling in a form: begun from what is owed, filled from the record, kept page by page, sent once, changed, taken back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter

from cairn.access import scope
from cairn.access.actions.undo import take_back
from cairn.access.deeds import Conflict
from cairn.access.queries import NotFound
from cairn.cases.actions import needs, needs_checks, outcomes, plans
from cairn.cases.actions.needs import NewJudgement, NewNeed
from cairn.cases.actions.needs_checks import NewNeedsCheck
from cairn.cases.actions.outcomes import NewOutcome
from cairn.cases.actions.plans import NewPlan
from cairn.cases.models import Episode, Need
from cairn.collection import filled, judging, local, persons
from cairn.collection.actions import filling, sending
from cairn.collection.models import CollectedForm, CollectionYear, LocalIndicator, OpenForm
from cairn.collection.rules_filling import mark
from cairn.definitions import registry
from cairn.definitions.shapes.form import NeedQuestion
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.people.actions import clients, erasure, groups, optional, statuses
from cairn.people.actions.optional import NewOptionalAnswer
from cairn.people.actions.statuses import NewStatus
from tests.cases.conftest import Ground, lay
from tests.collection.filled_in import REVIEW, begin, fill, page
from tests.collection.forms import LOCAL
from tests.collection.programme import Programme, lay_programme, supported
from tests.conftest import Party

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def ground(in_harbour: Party) -> Ground:
    return lay(in_harbour)


@pytest.fixture
def programme(ground: Ground, eastborough: Party) -> Programme:
    return lay_programme(ground, eastborough)


def said(refused: Any) -> set[tuple[str, str]]:
    return {(one.rule, one.field) for one in refused.value.problems}


def recorded(programme: Programme) -> Episode:
    """A year of work with Anwen, as it is recorded anyway."""
    by, anwen = programme.by, str(programme.ground.anwen.uid)
    episode = supported(programme.ground)
    place = {"episode_uid": str(episode.uid)}
    clients.change(
        by=by,
        client_uid=anwen,
        version=programme.ground.anwen.version,
        gender="woman",
        ethnicity_group="asian",
        ethnicity="chinese",
    )
    statuses.add(by=by, statuses=[NewStatus(anwen, "employment", "looking", date(2024, 1, 1))])
    optional.answer(by=by, answers=[NewOptionalAnswer(client_uid=anwen, question="religion", codes=("hindu",))])
    groups.record(by=by, client_uid=anwen, primary="16", secondary=["17"])
    new = [
        NewNeed(need=one, presented_date=date(2024, 7, 1), **place) for one in ("debt", "loneliness", "carer_support")
    ]
    presented = needs.present(by=by, needs=[one for one in new if one.need in known_needs()]).items
    debt: Any = next(one for one in presented if one.need == "debt")
    needs.judge(
        by=by, judgements=[NewJudgement(need_uid=str(debt.uid), judged_date=REVIEW, state="met", judged_by="together")]
    )
    outcomes.record(
        by=by, outcomes=[NewOutcome(framework="supporting-people", outcome="2d", outcome_date=REVIEW, **place)]
    )
    absent = [one.id for one in registry.get("needs").needs if one.supporting_people == "3c"]
    needs_checks.record(
        by=by, checks=[NewNeedsCheck(check_date=REVIEW, answers=dict.fromkeys(absent, "not_present"), **place)]
    )
    plans.agree(by=by, plans=[NewPlan(plan_date=REVIEW, review_date=date(2026, 6, 1), agreed="together", **place)])
    return episode


def known_needs() -> set[str]:
    return {one.id for one in registry.get("needs").needs}


def test_the_record_fills_the_form_and_says_where_from(programme: Programme) -> None:
    episode = recorded(programme)
    now = filled.filled(programme.by, begin(programme, episode_uid=str(episode.uid)).uid)
    asked = {
        "SupportPlan": "Yes", "Died": "No", "Age": "45", "Gender": "F", "EconomicStatus": "job_seeker", "Ethnicity": "e1",
        "Faith": "hindu", "ClientGroup_Primary": "16", "ClientGroup_Secondary": "17", "ManagingDebt_1b": "Yes",
        "ActualOutcome_1b": "Yes", "OngoingSupport_1b": "No",
    }  # fmt: skip
    assert {name: now.answers[name] for name in asked} == asked
    assert any(name.endswith("_3c") and text == "No" for name, text in now.answers.items())
    assert now.answers["PersonCode"] == persons.code(programme.by.organisation_uid, programme.ground.anwen)
    assert now.proposals["ActualOutcome_1b"].source == "Need judged met"
    assert "provider" not in {task.id for task in now.asked}, "what sign-up and service say is not asked at all"
    assert now.row.answers == {}, "nothing is kept before somebody has seen it"


def test_what_a_person_saved_stands_and_what_nobody_saved_follows_the_record(programme: Programme) -> None:
    episode = recorded(programme)
    row = begin(programme, episode_uid=str(episode.uid))
    page(programme.by, row, "person", Age="46")
    need = Need.objects.get(episode=episode, need="debt")
    needs.judge(by=programme.by, judgements=[
        NewJudgement(need_uid=str(need.uid), judged_date=REVIEW, state="unmet", judged_by="together")])  # fmt: skip
    answers = filled.filled(programme.by, row.uid).answers
    assert answers["Age"] == "46" and answers["ActualOutcome_1b"] == "No"


def test_a_page_is_kept_with_gaps_refused_where_it_is_not_valid_and_drops_what_is_not_asked(
    programme: Programme,
) -> None:
    row = begin(programme)
    page(programme.by, row, "person", Age="", PersonCode="SO-1")
    with pytest.raises(Refused) as refused:
        page(programme.by, row, "person", Age="old", ReviewDate="2025-02-30")
    assert said(refused) == {("number", "Age"), ("date", "ReviewDate")}
    page(programme.by, row, "economic_wellbeing", MaxIncome_1a="No", ActualOutcome_1a="No", Reason_1a_Primary="c1")
    kept = filled.get(programme.by, row.uid).answers
    assert kept["MaxIncome_1a"] == "No" and not {"ActualOutcome_1a", "Reason_1a_Primary", "Age"} & kept.keys()


def test_a_day_that_another_version_is_of_moves_the_form_with_what_that_one_takes(
    ground: Ground, eastborough: Party
) -> None:
    programme = lay_programme(ground, eastborough, term="short")
    row = begin(programme, "departure", REVIEW)
    page(ground.by, row, "economic_wellbeing", MaxIncome_1a="Yes", ActualOutcome_1a="Yes")
    fill(ground.by, row, PersonCode="SO-1", EndDate="2025-06-02")
    before = filled.get(ground.by, row.uid)
    assert before.form_version == 2 and before.answers["SupportPlan"] == "Yes"
    there = {"StartDate": "2007-06-01", "EndDate": "2008-06-02", "PersonCode": "SO-1"}
    moved = page(ground.by, row, "person", **there)
    assert (
        moved.form_version == 1
        and moved.answers.keys() | {one["column"] for one in moved.set_aside} >= before.answers.keys()
    )
    assert "SupportPlan" in {one["column"] for one in moved.set_aside} and "SupportPlan" not in moved.answers
    assert {one["question"]: one["answer"] for one in moved.set_aside}[
        "Was a support plan agreed with the person?"
    ] == "Yes"
    again = page(ground.by, row, "person", **{**there, "EndDate": "2025-06-02", "StartDate": "2024-04-01"})
    assert again.form_version == 2 and again.set_aside == []
    assert again.answers == {**before.answers, "StartDate": "2024-04-01"}
    with pytest.raises(Refused) as refused:
        page(ground.by, row, "person", StartDate="1999-01-01", EndDate="2000-01-02", PersonCode="SO-1")
    assert ("form.none", "EndDate") in said(refused)
    with pytest.raises(Refused):
        begin(programme, "departure", date(2000, 1, 1))


def test_two_on_one_page_the_second_is_told_and_two_on_two_pages_are_no_matter(programme: Programme) -> None:
    row, by, other = begin(programme), programme.by, programme.ground.manager
    blank = mark({})
    page(other, row, "person", PersonCode="SO-1")
    filling.save_page(by=by, form_uid=row.uid, task="plan", answers={"SupportPlan": "Yes"}, was=blank)
    with pytest.raises(Conflict):
        filling.save_page(by=by, form_uid=row.uid, task="person", answers={"Age": "9"}, was=blank)
    assert filled.get(by, row.uid).seen == ["person", "plan"]


def test_a_soft_rule_asks_once_until_its_answer_changes(programme: Programme) -> None:
    row, by = begin(programme), programme.by
    fill(by, row, SupportPlan="No", PersonCode="SO-1")
    with pytest.raises(Refused) as refused:
        sending.send(by=by, form_uid=row.uid)
    assert said(refused) == {("no-plan", "SupportPlan")}
    filling.confirm(by=by, form_uid=row.uid, keys=["no-plan:SupportPlan", "made-up:Age"])
    assert filled.get(by, row.uid).confirmed == ["no-plan:SupportPlan"]
    assert filled.filled(by, row.uid).is_sendable
    page(by, row, "plan", SupportPlan="Yes")
    page(by, row, "plan", SupportPlan="No")
    assert not filled.filled(by, row.uid).is_sendable


def test_sending_says_everything_that_is_missing_at_once(programme: Programme) -> None:
    row = begin(programme)
    with pytest.raises(Refused) as refused:
        sending.send(by=programme.by, form_uid=row.uid)
    fields = {one.field for one in refused.value.problems}
    assert {"PersonCode", "Age", "SupportPlan", "MaxIncome_1a"} <= fields and len(fields) > 20


def test_a_form_is_sent_once_with_a_receipt_and_its_person_is_known_by_a_code_alone(programme: Programme) -> None:
    episode = recorded(programme)
    row, by = begin(programme, episode_uid=str(episode.uid)), programme.by
    fill(by, row)
    receipt = sending.send(by=by, form_uid=row.uid).one
    sent = filled.sent(by).get()
    assert receipt.counts == {"received": 1, "taken": 1, "same": 0, "replaced": 0, "rejected": 0} and receipt.sha256
    assert (sent.number, sent.client, sent.episode, sent.year) == (
        row.number,
        programme.ground.anwen,
        episode,
        programme.year,
    )
    assert sent.person == persons.code(by.organisation_uid, programme.ground.anwen) == sent.answers["PersonCode"]
    assert "Anwen" not in str(sent.answers) and not filled.visible_to(by)
    assert sending.receipt_of(by, row.uid) == receipt, "the button pressed twice finds the first one's receipt"
    with pytest.raises(NotFound):
        sending.send(by=by, form_uid=row.uid)


def test_of_two_who_press_the_button_at_one_moment_both_get_the_first_ones_receipt(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, by = begin(programme, episode_uid=str(recorded(programme).uid)), programme.by
    fill(by, row)
    seen = filled.filled(by, row.uid)
    fill(by, row, StartDate="2024-04-02")
    monkeypatch.setattr(filled, "filled", lambda *_: seen)
    with pytest.raises(Conflict):
        sending.send(by=by, form_uid=row.uid)
    monkeypatch.undo()
    late, receipt = filled.filled(by, row.uid), sending.send(by=by, form_uid=row.uid).one
    monkeypatch.setattr(filled, "filled", lambda *_: late)
    assert sending.send(by=by, form_uid=row.uid).one == receipt


def test_a_form_need_not_have_a_client_and_one_whose_reference_is_here_is_the_same_person(programme: Programme) -> None:
    row, by = begin(programme), programme.by
    fill(by, row, PersonCode="so-77", SupportPlan="Yes")
    sending.send(by=by, form_uid=row.uid)
    assert filled.sent(by).get().person == persons.code(by.organisation_uid, " SO-77 ")
    anwen = programme.ground.anwen
    known = persons.known(by, [anwen.reference.lower(), "SO-77", ""])
    assert known[anwen.reference.lower()] == persons.Person(persons.code(by.organisation_uid, anwen), anwen.pk)
    assert known["SO-77"].client_id is None and known[""].code == ""


def test_a_sent_form_is_changed_under_its_number_and_what_was_sent_stands_until_then(programme: Programme) -> None:
    row, by = begin(programme), programme.by
    fill(by, row, PersonCode="SO-77", SupportPlan="Yes", Age="40")
    sending.send(by=by, form_uid=row.uid)
    sent = filled.sent(by).get()
    change = sending.reopen(by=by, sent_uid=sent.uid).one
    assert sending.reopen(by=by, sent_uid=sent.uid).one == change
    page(by, change, "person", Age="41")
    assert filled.sent(by).get().answers["Age"] == "40"
    receipt = sending.send(by=by, form_uid=change.uid).one
    after = filled.sent(by).get()
    assert (after.answers["Age"], after.person, after.uid, receipt.counts["replaced"]) == (
        "41",
        sent.person,
        sent.uid,
        1,
    )


def test_a_sent_form_is_taken_back_and_given_back(programme: Programme) -> None:
    row, by = begin(programme), programme.by
    fill(by, row, PersonCode="SO-77", SupportPlan="Yes")
    sending.send(by=by, form_uid=row.uid)
    sent = filled.sent(by).get()
    done = sending.withdraw(by=by, sent_uid=sent.uid, version=sent.version)
    assert filled.sent(by).get().state == "withdrawn"
    sending.withdraw(by=by, sent_uid=sent.uid, version=sent.version)  # pressed twice, it is taken back once
    take_back(by=by, event_uid=done.event_uid)
    assert filled.sent(by).get().state == "sent"


def test_a_year_that_is_closed_says_its_cause(programme: Programme) -> None:
    row, by = begin(programme), programme.by
    fill(by, row, PersonCode="SO-77", SupportPlan="Yes")
    late = begin(programme)
    fill(by, late, PersonCode="SO-78", SupportPlan="Yes")
    sending.send(by=by, form_uid=row.uid)
    sent = filled.sent(by).get()
    CollectionYear.objects.update(due_date=date(2025, 6, 1), new_until=date(2025, 6, 20))
    with pytest.raises(Refused) as refused:
        sending.send(by=by, form_uid=late.uid)
    assert [one.message for one in refused.value.problems] == ["New forms of 2025/26 were taken until 20 June 2025."]
    change = sending.reopen(by=by, sent_uid=sent.uid).one  # changes are still taken
    CollectionYear.objects.update(edit_until=date(2025, 6, 25))
    deeds = [
        lambda: sending.send(by=by, form_uid=change.uid),
        lambda: filling.drop(by=by, form_uid=change.uid) and sending.reopen(by=by, sent_uid=sent.uid),
        lambda: sending.withdraw(by=by, sent_uid=sent.uid, version=1),
    ]
    for deed in deeds:
        with pytest.raises(Refused) as refused:
            deed()
        assert said(refused) == {("form.closed", "")}


def test_a_day_outside_every_year_and_a_sign_up_that_ended_are_said(programme: Programme) -> None:
    row, by = begin(programme, day=date(2024, 6, 2)), programme.by
    fill(by, row, PersonCode="SO-77", SupportPlan="Yes", StartDate="2023-01-01", ReviewDate="2024-06-02")
    programme.sign_up.state = "left"
    programme.sign_up.save()
    with pytest.raises(Refused) as refused:
        sending.send(by=by, form_uid=row.uid)
    assert said(refused) == {("form.year", "ReviewDate"), ("form.sign_up", "")}
    assert judging.year_for(filled.filled(by, row.uid)) is None
    with pytest.raises(NotFound):
        begin(programme)


def test_an_authority_s_own_need_is_asked_under_its_domain(programme: Programme, eastborough: Party) -> None:

    with scope.of(eastborough.system):
        LocalIndicator.objects.create(
            collection=programme.collection, organisation=eastborough.organisation, ref="L1", forms=["sp-long"],
            definition=TypeAdapter(NeedQuestion).dump_python(LOCAL, mode="json"), start_date=date(2025, 4, 1),
        )  # fmt: skip
    row = begin(programme)
    assert [one.ref for one in local.asked_for(filled.get(programme.by, row.uid))] == ["L1"]
    assert "Garden_L1" in {one.name for one in filled.filled(programme.by, row.uid).task("be_healthy").columns}


def test_what_is_not_theirs_is_not_there(programme: Programme, oakfield: Party) -> None:
    row = begin(programme, uid="0b0d7f1e-3c51-4c1e-9a67-3a0e5b9f2a11")
    assert begin(programme, uid="0b0d7f1e-3c51-4c1e-9a67-3a0e5b9f2a11") == row, "sent twice is begun once"
    for place in ({"service_uid": "no uid"}, {"episode_uid": "0b0d7f1e-3c51-4c1e-9a67-3a0e5b9f2a11"}):
        with pytest.raises(NotFound):
            begin(programme, **place)
    for ask in (filled.get, filled.get_sent):
        with pytest.raises(NotFound):
            ask(programme.by, "no uid")
    with pytest.raises(NotFound):
        filled.filled(programme.by, row.uid).task("no_part")
    with pytest.raises(NotFound):
        filled.get(programme.ground.party.trustee, row.uid)
    with pytest.raises(Refused):
        filling.leave_out(by=programme.by, form_uid=row.uid, reason="bored")


def test_erasing_somebody_takes_their_forms_with_them(programme: Programme) -> None:

    episode = recorded(programme)
    row, by = begin(programme, episode_uid=str(episode.uid)), programme.by
    fill(by, row)
    sending.send(by=by, form_uid=row.uid)
    begin(programme, "entry", date(2024, 6, 10), episode_uid=str(episode.uid))
    erasure.erase(by=programme.ground.manager, client_uid=str(programme.ground.anwen.uid), reason="client_asked")
    sent = CollectedForm.objects.get()
    assert (sent.answers, sent.person, sent.client, sent.state) == ({}, "", None, "erased") and sent.sha256
    assert not OpenForm.objects.exists() and not filled.sent(by)


def test_what_changed_since_it_was_looked_at_is_not_sent(programme: Programme) -> None:
    row, by = begin(programme), programme.by
    fill(by, row, PersonCode="SO-77", SupportPlan="Yes", Age="40")
    seen = mark(filled.filled(by, row.uid).answers)
    page(by, row, "person", Age="41")
    with pytest.raises(Refused) as refused:
        sending.send(by=by, form_uid=row.uid, was=seen)
    assert said(refused) == {("form.changed", "")}
    assert sending.send(by=by, form_uid=row.uid, was=mark(filled.filled(by, row.uid).answers)).one.number


def test_a_form_is_owed_and_known_by_its_own_day_once_that_is_changed(programme: Programme) -> None:
    row, by = begin(programme), programme.by
    page(by, row, "person", StartDate="2024-04-01", ReviewDate="2025-05-06", PersonCode="SO-1")
    assert filled.get(by, row.uid).due_date == date(2025, 5, 6)
