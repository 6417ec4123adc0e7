"""What holds of a collection once forms have come and others have acted: its dates, its numbers, what may be taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.deeds import deed
from cairn.access.queries import system
from cairn.collection import persons, programmes, taking
from cairn.collection.actions import indicators, programme, signing_up
from cairn.collection.models import FormSubmission
from cairn.collection.rules_programme import Indicator
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Done, Refused
from tests.cases.conftest import lay
from tests.collection.forms import whole
from tests.collection.programme import Programme, lay_programme
from tests.conftest import Party


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def held(in_harbour: Party, eastborough: Party) -> Programme:
    return lay_programme(lay(in_harbour), eastborough)


def added(held: Programme, council: Party, label: str) -> Done:  # type: ignore[type-arg]
    by = council.contract_manager
    new = Indicator(label=label, domain="be_healthy", outcome="Did it", says="Anything that counts.")
    with scope.of(by):
        return indicators.add(
            by=by, collection_uid=held.collection.uid, indicator=new, forms=["sp-long"], start_date=date(2025, 5, 1)
        )


def taken_back(council: Party, done: Done) -> None:  # type: ignore[type-arg]
    by = council.contract_manager
    with scope.of(by):
        undo(by=by, event_uid=done.event_uid)


def send(held: Programme, **answers: str) -> None:
    """One form of 2 June 2025."""
    by, form = system(held.ground.party.organisation), registry.get("form", "sp-long")
    sent = FormSubmission.objects.create(
        organisation_id=by.organisation_id,
        collection=held.collection,
        way="file",
        asked_at=clock.now(),
        user_uid=by.uid,
    )
    new = taking.new_form(
        form, whole(form, ReviewDate="2025-06-02", StartDate="2024-04-01") | answers, person=persons.Person("one"),
        commissioner_id=held.collection.organisation_id, year_id=held.year.pk,
    )  # fmt: skip
    with deed("collection.forms_sent", by=by) as this:
        assert taking.take(this, sent, [new]).taken == 1


def test_a_number_is_not_another_indicators_while_a_later_one_is_there(held: Programme, eastborough: Party) -> None:
    first = added(held, eastborough, "Grow food")
    assert added(held, eastborough, "Cook").one.ref == "L2"
    taken_back(eastborough, first)
    assert added(held, eastborough, "Bake").one.ref == "L3"


def test_a_number_that_a_sent_form_has_answered_is_never_another_indicators(
    held: Programme, eastborough: Party
) -> None:
    first = added(held, eastborough, "Grow food")
    send(held, Local_L1="Yes", ActualOutcome_L1="Yes", OngoingSupport_L1="No")
    taken_back(eastborough, first)
    assert added(held, eastborough, "Cook").one.ref == "L2"


def test_the_dates_of_a_year_go_on_holding_the_forms_that_lie_in_it(held: Programme, eastborough: Party) -> None:
    send(held)
    by, dates = eastborough.contract_manager, programmes.dates_of(held.year)
    with scope.of(by), pytest.raises(Refused) as refused:
        programme.set_year(
            by=by, collection_uid=held.collection.uid, year_uid=held.year.uid,
            dates=replace(dates, start_date=date(2025, 6, 3)),
        )  # fmt: skip
    assert [problem.rule for problem in refused.value.problems] == ["year.held"]


def test_a_request_is_taken_back_until_somebody_has_decided(
    held: Programme, oakfield: Party, eastborough: Party
) -> None:
    by, council = oakfield.data_lead, eastborough.contract_manager

    def ask() -> Done:  # type: ignore[type-arg]
        with scope.of(by):
            return signing_up.ask(
                by=by, collection_uid=held.collection.uid, authority_uid=str(eastborough.organisation.uid),
                provider_number="04218",
            )  # fmt: skip

    done = ask()
    with scope.of(by):
        undo(by=by, event_uid=done.event_uid)
        assert programmes.for_provider(by) == []
    done = ask()
    with scope.of(council):
        signing_up.decide(by=council, sign_up_uid=done.one.uid, approve=True)
    with scope.of(by), pytest.raises(Refused):
        undo(by=by, event_uid=done.event_uid)
