"""A national office that commissions nothing: it opens a collection, lets authorities and providers in, and is never one."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.queries import NotFound
from cairn.collection import programmes, seats, windows
from cairn.collection.actions import programme, seating, signing_up
from cairn.collection.models import Collection, CollectionAuthority, CollectionYear
from cairn.collection.rules_programme import usual_year
from cairn.exchange.forms import context
from cairn.insight import collected
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from tests.conftest import Party

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.fixed(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def national(westborough: Party) -> Collection:
    by = westborough.contract_manager
    with scope.of(by):
        made = programme.open_(
            by=by, programme="supporting-people", name="SP", start_date=APRIL, sits=False, by_approval=True
        )
    found: Collection = made.one
    return found


def rules(refused: Any) -> set[str]:
    return {problem.rule for problem in refused.value.problems}


def ask(by: Any, collection: Collection, code: str = "E1") -> Any:
    with scope.of(by):
        return seating.ask(by=by, collection_uid=collection.uid, code=code).one


def test_the_office_runs_it_and_is_no_authority(national: Collection, westborough: Party, harbour: Party) -> None:
    by = westborough.contract_manager
    with scope.of(by):
        (seat,) = programmes.for_authority(by)
        assert seat.runs and seat.seat is None and not CollectionAuthority.objects.exists()
        programme.set_year(by=by, collection_uid=national.uid, dates=usual_year(date(2027, 4, 1)))
        assert collected.levels(by, national) == ("whole",)
        told = collected.compute(
            "forms_sent", by=by, collection=national, level="whole", period=Period(APRIL, date(2027, 3, 31))
        )
        assert [row.n for row in told.rows] == [0]
        with pytest.raises(NotFound):
            programmes.seat(by, national.uid)
    lead = harbour.data_lead
    with scope.of(lead):
        assert programmes.authorities_of(lead, national) == []
        asked = {"authority_uid": str(westborough.organisation.uid), "provider_number": "04217"}
        with pytest.raises(Refused) as refused:
            signing_up.ask(by=lead, collection_uid=national.uid, **asked)
    assert rules(refused) == {"sign_up.authority"}


def test_an_authority_asks_and_is_let_in_or_told_why_not(
    national: Collection, westborough: Party, eastborough: Party
) -> None:
    office, by = westborough.contract_manager, eastborough.contract_manager
    with scope.of(by):
        with pytest.raises(Refused) as refused:
            programme.join(by=by, collection_uid=national.uid, code="E1")
        assert rules(refused) == {"collection.by_approval"}
    row = ask(by, national)
    with pytest.raises(Refused) as refused:
        ask(by, national, "?")
    assert rules(refused) == {"seat.twice", "authority.code"}
    with scope.of(office):
        (waiting,) = seats.office(office, national, ()).waiting  # type: ignore[union-attr]
        with pytest.raises(Refused) as refused:
            seating.decide(by=office, request_uid=waiting.uid, approve=False)
        assert rules(refused) == {"seat.reason"}
        seating.decide(by=office, request_uid=row.uid, approve=False, reason="Ask in April.")
        with pytest.raises(NotFound):
            seating.decide(by=office, request_uid=row.uid, approve=True)
    with scope.of(by):
        assert [(one.name, asked and asked.reason) for one, asked in seats.joinable(by)] == [("SP", "Ask in April.")]
    again = ask(by, national)
    with scope.of(office):
        seating.decide(by=office, request_uid=again.uid, approve=True)
        assert [one.seat.code for one in seats.office(office, national, ()).authorities] == ["E1"]  # type: ignore[union-attr]
    with scope.of(by):
        assert programmes.seat(by, national.uid).code == "E1" and seats.office(by, national, ()) is None
        with pytest.raises(Refused) as refused:
            seating.ask(by=by, collection_uid=national.uid, code="E1")
        assert rules(refused) == {"collection.joined"}
        with pytest.raises(NotFound):
            seats.request_to_decide(by, "not a uid")


def test_who_is_invited_sits_down_at_once_or_declines(
    national: Collection, westborough: Party, eastborough: Party, harbour: Party
) -> None:
    office, by = westborough.contract_manager, eastborough.contract_manager
    with scope.of(office):
        with pytest.raises(Refused) as refused:
            seating.invite(by=office, collection_uid=national.uid, authority=harbour.organisation.slug)
        assert rules(refused) == {"seat.unknown"}
        seating.invite(by=office, collection_uid=national.uid, authority=eastborough.organisation.slug)
    with scope.of(by):
        done = seating.decline(by=by, collection_uid=national.uid)
        with pytest.raises(Refused):
            seating.decline(by=by, collection_uid=national.uid)
        undo(by=by, event_uid=done.event_uid)
    assert ask(by, national).state == "approved"
    with scope.of(office):
        for rule in ("seat.there",):
            with pytest.raises(Refused) as refused:
                seating.invite(by=office, collection_uid=national.uid, authority=eastborough.organisation.slug)
            assert rules(refused) == {rule}


def test_the_office_lets_a_provider_in_for_an_authority_and_only_the_authority_is_in_lists_of_forms(
    national: Collection, westborough: Party, eastborough: Party, harbour: Party
) -> None:
    office, lead = westborough.contract_manager, harbour.data_lead
    row = ask(eastborough.contract_manager, national)
    with scope.of(office):
        with pytest.raises(Refused) as refused:
            seating.invite(by=office, collection_uid=national.uid, authority=eastborough.organisation.slug)
        assert rules(refused) == {"seat.asks"}
        seating.decide(by=office, request_uid=row.uid, approve=True)
    with scope.of(lead):
        signed = signing_up.ask(
            by=lead, collection_uid=national.uid, authority_uid=str(eastborough.organisation.uid), provider_number="04217"
        ).one  # fmt: skip
    with scope.of(office):
        told = seats.office(office, national, ())
        assert told and [one.pk for one in told.providers] == [signed.pk] and told.more == 0
        signing_up.decide(by=office, sign_up_uid=signed.uid, approve=True)
        with pytest.raises(NotFound):
            seats.sign_up_to_decide(office, "not a uid")
    with scope.of(lead):
        assert list(context.of(lead, national).authorities) == ["E1"]


def test_a_closed_year_names_who_runs_it_and_how_they_are_reached(national: Collection, westborough: Party) -> None:
    by = westborough.contract_manager
    with scope.of(by):
        programme.say_contact(by=by, collection_uid=national.uid, contact=" forms@office.example ")
        year = CollectionYear.objects.select_related("collection__organisation").get()
        found = windows.lock(year, date(2028, 1, 1), is_new=True)
    assert found and found.ask == (
        "Ask Westborough Council (forms@office.example), which runs the collection, whether it still takes it."
    )
