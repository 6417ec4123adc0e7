"""A collection, or a year of it, is ended: what is there stays, nothing new is taken, and every lock says whose it is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.queries import NotFound
from cairn.collection import due, programmes, windows
from cairn.collection.actions import ending, indicators, programme, reasons, sending, signing_up
from cairn.collection.models import CollectedForm
from cairn.collection.rules_programme import Indicator
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from tests.cases.conftest import lay
from tests.collection.filled_in import begin, fill
from tests.collection.programme import Programme, lay_programme, supported
from tests.collection.test_programme_afterwards import send
from tests.conftest import Party

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)
SAID = "Eastborough Council ended this collection on 30 June 2025. The programme is over."


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.fixed(datetime(2025, 6, 30, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def held(in_harbour: Party, eastborough: Party) -> Programme:
    return lay_programme(lay(in_harbour), eastborough)


def end(held: Programme, council: Party, *, year: bool = False) -> str:
    by = council.contract_manager
    with scope.of(by):
        done = ending.end(
            by=by, collection_uid=held.collection.uid, reason="The programme is over.",
            year_uid=held.year.uid if year else None,
        )  # fmt: skip
    held.collection.refresh_from_db()
    held.year.refresh_from_db()
    return done.event_uid


def said(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(one.rule, one.message) for one in refused.value.problems]


def test_what_was_sent_stays_and_no_form_is_due_begun_sent_or_changed_any_more(
    held: Programme, eastborough: Party
) -> None:
    anwen = supported(held.ground)
    begun = begin(held, day=date(2025, 6, 10), episode_uid=str(anwen.uid))
    fill(held.by, begun, SupportPlan="Yes", ReviewDate="2025-06-10")
    send(held)
    end(held, eastborough)
    with pytest.raises(Refused) as refused:
        sending.send(by=held.by, form_uid=begun.uid)
    assert said(refused) == [("form.closed", SAID)]
    with pytest.raises(Refused) as refused:
        sending.reopen(by=held.by, sent_uid=CollectedForm.objects.get().uid)
    assert said(refused) == [("form.closed", SAID)]
    with pytest.raises(Refused) as refused:
        begin(held, "entry", TODAY)
    assert said(refused) == [("form.closed", SAID)]
    assert due.due(held.by, TODAY).due == () and [one.cause for one in due.ended(held.by, TODAY)] == [SAID]
    assert CollectedForm.objects.get().state == "sent"


def test_nothing_is_asked_of_an_ended_collection(held: Programme, eastborough: Party, oakfield: Party) -> None:
    end(held, eastborough)
    by, council, uid = oakfield.data_lead, eastborough.contract_manager, held.collection.uid
    with scope.of(by), pytest.raises(Refused) as refused:
        signing_up.ask(
            by=by, collection_uid=uid, authority_uid=str(eastborough.organisation.uid), provider_number="04218"
        )
    assert said(refused) == [("collection.ended", SAID)]
    assert [one.pk for one in programmes.listed(by)] == []
    with scope.of(council):
        dates, at = programmes.dates_of(held.year), held.year.uid
        new = Indicator(label="Cook", domain="be_healthy", outcome="Did it", says="Anything.")
        for deed in (
            lambda: programme.set_year(by=council, collection_uid=uid, dates=dates, year_uid=at),
            lambda: programme.sample(by=council, year_uid=held.year.uid, is_on=False),
            lambda: indicators.add(by=council, collection_uid=uid, indicator=new, forms=["sp-long"], start_date=TODAY),
            lambda: reasons.add(
                by=council, collection_uid=uid, label="Flood", group="external", forms=["sp-long"], start_date=TODAY
            ),
        ):  # fmt: skip
            with pytest.raises(Refused) as refused:
                deed()
            assert said(refused) == [("collection.ended", SAID)]


def test_a_year_ends_by_itself_and_says_so(held: Programme, eastborough: Party) -> None:
    assert windows.lock(held.year, TODAY, is_new=True) is None
    end(held, eastborough, year=True)
    found = windows.lock(held.year, TODAY, is_new=False)
    assert found is not None and windows.ended(held.collection) is None
    assert found.cause == "Eastborough Council ended the year 2025/26 on 30 June 2025. The programme is over."
    assert found.ask == "Ask Eastborough Council whether it is opened again."
    with scope.of(eastborough.contract_manager):
        ending.reopen(
            by=eastborough.contract_manager, collection_uid=held.collection.uid, year_uid=held.year.uid
        )  # fmt: skip
    held.year.refresh_from_db()
    assert windows.lock(held.year, TODAY, is_new=False) is None


def test_an_end_is_taken_back_until_another_collection_of_the_programme_follows(
    held: Programme, eastborough: Party
) -> None:
    by = eastborough.contract_manager
    event = end(held, eastborough)
    with scope.of(by):
        undo(by=by, event_uid=event)
    held.collection.refresh_from_db()
    assert held.collection.ended_at is None and held.collection.ended_reason == ""
    event = end(held, eastborough)
    with scope.of(by):
        later = programme.open_(
            by=by, programme="supporting-people", name="Again", code="E08000025", start_date=date(2026, 4, 1)
        ).one
        assert later.serial == 2
        for deed in (
            lambda: undo(by=by, event_uid=event),
            lambda: ending.reopen(by=by, collection_uid=held.collection.uid),
        ):
            with pytest.raises(Refused) as refused:
                deed()
            assert [rule for rule, _ in said(refused)] == ["ending.followed"]
        ending.end(by=by, collection_uid=later.uid, reason="Begun by mistake.")
        undo(by=by, event_uid=event)


def test_only_whoever_runs_it_ends_it_with_a_reason_and_once(
    held: Programme, eastborough: Party, westborough: Party
) -> None:
    other, by, uid = westborough.contract_manager, eastborough.contract_manager, held.collection.uid
    with scope.of(other), pytest.raises(NotFound):
        ending.end(by=other, collection_uid=uid, reason="No")
    with scope.of(by), pytest.raises(Refused) as refused:
        ending.reopen(by=by, collection_uid=uid)
    assert [rule for rule, _ in said(refused)] == ["ending.none"]
    end(held, eastborough)
    with scope.of(by), pytest.raises(Refused) as refused:
        ending.end(by=by, collection_uid=uid, reason=" ")
    assert [rule for rule, _ in said(refused)] == ["ending.done", "ending.reason"]
