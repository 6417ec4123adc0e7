"""What stands behind the public doors: rules, words in eight languages, what is shared, and erasure."""

import string
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.access.queries import NotFound
from cairn.cases.actions import disagreements
from cairn.cases.actions.disagreements import NewDisagreement
from cairn.cases.models import StepRecord
from cairn.cases.queries import disagreements as seen
from cairn.intake import queries, rules
from cairn.intake.actions import forms, links
from cairn.intake.actions.links import NewLink
from cairn.intake.models import PersonLink
from cairn.kernel.problems import Refused
from cairn.people.actions import erasure
from cairn.presentation.own.words import every, words_of
from cairn.services.actions import services
from tests.cases.conftest import DAY, Ground, open_episode, visited
from tests.public.conftest import NOW, Own, own_of
from tests.workspace.conftest import Page

LINK: dict[str, Any] = {"expires_at": NOW + timedelta(days=1), "revoked_at": None, "uses_left": None, "wrong_tries": 0}


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, "live"), ({"expires_at": NOW}, "expired"), ({"revoked_at": NOW}, "ended"), ({"uses_left": 0}, "used_up"),
        ({"uses_left": 1}, "live"), ({"wrong_tries": 5}, "locked"), ({"wrong_tries": 4}, "live"),
    ],
)  # fmt: skip
def test_why_a_link_opens_nothing_any_more(changed: dict[str, Any], state: str) -> None:
    assert rules.link_state(SimpleNamespace(**{**LINK, **changed}), NOW) == state


def test_a_birthday_is_two_numbers_however_they_are_written() -> None:
    born = date(1980, 5, 1)
    right = [("1", "5"), ("01", "05"), (" 1 ", "5")]
    wrong = [("5", "1"), ("", ""), ("1", "May"), ("١", "5"), ("1", "-5"), ("001", "5"), ("1e0", "5")]
    assert [rules.is_birthday(born, *said) for said in right] == [True] * 3
    assert [rules.is_birthday(born, *said) for said in wrong] == [False] * 7


def test_a_code_is_read_however_it_was_typed() -> None:
    assert rules.plain(" ABCD-efgh ") == "abcdefgh"
    assert rules.grouped("abcdefghj") == "abcd-efgh-j"
    assert rules.may_be("abcd", 4)
    assert not rules.may_be("abc\x00", 4)
    assert rules.reference_of("3fa812bc-0000") == "3FA8-12BC"


def test_windows_of_a_throttle_begin_on_the_stroke() -> None:
    at = datetime(2025, 6, 30, 12, 34, 56, 7, tzinfo=UTC)
    assert rules.window_of(at, rules.Limit(10, 1)) == datetime(2025, 6, 30, 12, 30, tzinfo=UTC)


def test_all_that_is_wrong_with_a_link_or_a_form_is_said() -> None:
    found = rules.link_problems("answers", "klingon", ["english"], 0, [], 3)
    assert [(one.rule, one.row) for one in found] == [("link.language", 3), ("link.days", 3), ("link.questions", 3)]
    assert [one.rule for one in rules.link_problems("x", "english", ["english"], 1, [])] == ["link.purpose"]
    assert [one.rule for one in rules.form_problems("w" * 1001, ["shoe_size"])] == ["text.long", "form.asks"]


def test_every_language_has_the_same_blanks_as_english_and_falls_back_to_it() -> None:
    english = every()["english"]
    blanks = {key: names(text) for key, text in english.texts.items()}
    for words in every().values():
        assert len(words.months) == 12
        assert set(words.texts) <= set(english.texts), words.language
        assert {key: names(text) for key, text in words.texts.items()} == {key: blanks[key] for key in words.texts}
    assert every()["welsh"]("field_crisis") == english("field_crisis")
    assert len(every()) == 8
    assert [one.language for one in every().values() if one.checked] == ["english"]
    assert {one.language for one in every().values() if one.direction == "rtl"} == {"arabic", "urdu"}
    assert words_of("klingon", "polish").date(date(2025, 7, 4)) == "4 lipca 2025"


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.django_db
def test_an_erased_person_has_no_link_left(own: Own) -> None:
    by = own.ground.manager
    with scope.of(by):
        erasure.erase(by=by, client_uid=own.client.uid, reason="client_asked")
        assert not PersonLink.objects.exists()
    assert own.browser.get(own.door).status_code == 404


@pytest.mark.django_db
def test_who_may_open_a_form_make_a_link_or_see_one(ground: Ground, oakfield: Any) -> None:
    worker, lead = ground.by, ground.party.data_lead
    with scope.of(worker):
        with pytest.raises(NotAllowed):
            forms.open_(by=worker, service_uid=ground.service.uid)
        with pytest.raises(NotFound):
            forms.close(by=ground.manager, service_uid=ground.service.uid)
        with pytest.raises(NotAllowed):
            links.make(by=lead, links=[NewLink(client_uid=str(ground.anwen.uid))], languages=["english"])
        made = links.make(by=worker, links=[NewLink(client_uid=str(ground.anwen.uid))], languages=["english"]).one
        assert queries.links(lead, ground.anwen) == ()
        assert [one.is_live for one in queries.links(worker, ground.anwen)] == [True]
        for client, uid in ((ground.bashir.uid, made.row.uid), (ground.anwen.uid, "none")):
            with pytest.raises(NotFound):
                links.end(by=worker, client_uid=client, link_uid=uid)
        assert links.end(by=worker, client_uid=ground.anwen.uid, link_uid=made.row.uid)
        assert links.end(by=worker, client_uid=ground.anwen.uid, link_uid=made.row.uid), "ended twice, once is enough"
    with scope.of(ground.manager):
        services.change(by=ground.manager, service_uid=ground.service.uid, version=None, end_date=date(2025, 6, 29))
        with pytest.raises(Refused):
            forms.open_(by=ground.manager, service_uid=ground.service.uid)
    for uid in ("6f9619ff-8b86-4011-b42d-00c04fc964ff",):
        with pytest.raises(NotFound):
            queries.link_at(uid)


@pytest.mark.django_db
def test_new_words_take_the_place_of_the_old_and_nobody_elses_are_touched(ground: Ground) -> None:
    by = ground.by
    with scope.of(by):
        visited(ground, open_episode(ground), DAY, 1)
        step = str(StepRecord.objects.get().uid)
        new = NewDisagreement(client_uid=str(ground.anwen.uid), about="step", about_uid=step, words="Once")
        disagreements.record(by=by, disagreements=[new])
        again = NewDisagreement(client_uid=str(ground.anwen.uid), about="step", about_uid=step, words="Twice")
        row = disagreements.record(by=by, disagreements=[again]).one
        assert [one.words for one in seen.standing(by, ground.anwen).values()] == ["Twice"]
        assert [one.words for one in seen.history(by, ground.anwen)] == ["Twice", "Once"]
        with pytest.raises(NotFound):
            disagreements.take_back(by=by, client_uid=ground.bashir.uid, uid=row.uid)
        disagreements.take_back(by=by, client_uid=ground.anwen.uid, uid=row.uid)
        assert disagreements.take_back(by=by, client_uid=ground.anwen.uid, uid=row.uid).event_uid == ""
        strange = NewDisagreement(client_uid=str(ground.anwen.uid), about="x", about_uid="x", words="", said_by="x")
        with pytest.raises(Refused) as refused:
            disagreements.record(by=by, disagreements=[strange])
        assert {one.rule for one in refused.value.problems} == {
            "disagreement.about", "disagreement.said_by", "disagreement.words", "disagreement.nothing",
        }  # fmt: skip


@pytest.mark.django_db
def test_what_others_get_to_know_is_read_from_what_was_agreed(ground: Ground, eastborough: Any) -> None:
    from cairn.cases.actions import funding
    from cairn.contracts.actions import agreements, contracts
    from cairn.contracts.actions import services as funded
    from cairn.contracts.actions.contracts import NewContract

    buyer, year = eastborough.contract_manager, (date(2025, 1, 1), date(2025, 12, 31))
    with scope.of(buyer):
        new = NewContract("E-1", "Getting out", "carers", *year, provider_slug="harbour")
        contract = str(contracts.add(by=buyer, contracts=[new]).one.uid)
    with scope.of(ground.manager):
        funded.fund(by=ground.manager, contract_uid=contract, service_uid=str(ground.service.uid))
        open_episode(ground)
        funding.catch_up(by=ground.manager, service_uid=str(ground.service.uid), contract_uid=contract)
    own = own_of(ground)
    assert "They get totals only" in own.enter().text
    with scope.of(buyer):
        told = {"purpose": "To see who is served", "start_date": year[0], "end_date": year[1]}
        agreed = agreements.draft(by=buyer, contract_uid=contract, fields=[("gender", "To see who")], **told).one
    for signer in (ground.party.data_lead, buyer):
        with scope.of(signer):
            agreements.sign(by=signer, agreement_uid=str(agreed.uid))
    page = Page(own.browser.get(own.page))
    for words in (
        "Eastborough Council pays for part",
        "gender",
        "Why: To see who is served",
        "Agreed until 31 December 2025",
    ):
        assert words in page.text, words
    uid = str(eastborough.organisation.uid)
    page = own.send("agree", purpose="share_individual", recipient=uid, agree="no")
    assert "You said no on 30 June 2025" in page.text


@pytest.mark.django_db
def test_what_was_passed_on_is_told_with_what_it_was(ground: Ground, oakfield: Any) -> None:
    from cairn.cases import passing
    from cairn.cases.models import IncomingReferral, Signposting
    from cairn.services.actions.services import NewService

    with scope.of(oakfield.service_manager):
        new = NewService(name="Debt advice", start_date=date(2025, 1, 1))
        service = services.add(by=oakfield.service_manager, services=[new]).one
    with scope.every("a test lays what two organisations share"):
        when = {"received_at": NOW, "received_date": DAY}
        IncomingReferral.objects.create(
            organisation=oakfield.organisation, service=service, origin="organisation", sender=ground.party.organisation,
            sender_client=ground.anwen, name="Anwen", phone="07700 900123",
            more={passing.FIELDS["speaking"]: "Welsh", passing.FIELDS["gender"]: "Woman"}, **when,
        )  # fmt: skip
        Signposting.objects.create(
            organisation=ground.party.organisation, client=ground.anwen, kind="passed_on", to_words="The foodbank",
            made_date=DAY,
        )  # fmt: skip
        Signposting.objects.create(
            organisation=ground.party.organisation,
            client=ground.anwen,
            kind="told",
            to_words="The choir",
            made_date=DAY,
        )
    page = own_of(ground).enter()
    assert "passed on to Oakfield, Debt advice" in page.text
    told = "your name, your phone number, your language, and how to speak with you, gender"
    assert f"What was passed on: {told}" in page.text
    assert "passed on to The foodbank" in page.text
    assert "The choir" not in page.text
