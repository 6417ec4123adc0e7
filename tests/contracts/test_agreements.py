"""A data-sharing agreement: drafted by one side, signed by both, narrowed by either, paused by the provider."""

from datetime import date, timedelta

import pytest

from cairn.access import scope
from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.models import AuditEvent
from cairn.contracts import queries, rules
from cairn.contracts.actions import agreements
from cairn.contracts.models import Agreement, Contract
from cairn.contracts.rules import ANNUAL_ONLY, SHAREABLE
from cairn.definitions.mart import TABLES
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from tests.conftest import Party
from tests.contracts.conftest import YEAR, drafted, signed


@pytest.fixture
def sides(harbour: Party, eastborough: Party) -> tuple[Actor, Actor]:
    return harbour.data_lead, eastborough.contract_manager


@pytest.fixture
def agreement(contract: Contract, eastborough: Party) -> Agreement:
    return drafted(contract, eastborough.contract_manager, allows_live=True)


def seen(by: Actor, agreement: Agreement) -> "queries.AgreementView":
    with scope.of(by):
        return queries.agreement(by, str(agreement.uid))


def test_it_is_in_force_when_both_have_signed_and_the_day_lies_within(
    agreement: Agreement, contract: Contract, sides: tuple[Actor, Actor]
) -> None:
    provider, _ = sides
    states = [seen(provider, agreement).state]
    for by in sides:
        signed(agreement, by)
        states.append(seen(by, agreement).state)
    assert states == ["draft", "signed_by_one", "in_force"]
    with scope.of(provider):
        found = queries.agreement_in_force(contract, clock.today())
        assert found and found.uid == str(agreement.uid) and found.field_names == {"gender", "ward"}
        assert found.live_now
        assert queries.agreement_in_force(contract, YEAR[1] + timedelta(days=1)) is None
        assert queries.agreement_in_force(contract, clock.today() - timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("on", "state"),
    [(date(2025, 1, 1), "not_yet"), (date(2025, 2, 1), "in_force"), (date(2025, 3, 1), "ended")],
)
def test_dates_decide_once_it_is_signed(on: date, state: str) -> None:
    day = date(2024, 12, 1)
    agreement = Agreement(
        provider_signed_date=day,
        commissioner_signed_date=day,
        start_date=date(2025, 1, 15),
        end_date=date(2025, 2, 15),
    )
    assert rules.agreement_state(agreement, on) == state


def test_the_latest_signed_of_two_holds(contract: Contract, agreement: Agreement, sides: tuple[Actor, Actor]) -> None:
    later = drafted(contract, sides[1], fields=[("crisis", "To see how people arrive")])
    signed(agreement, *sides)
    signed(later, *sides)
    with scope.of(sides[0]):
        found = queries.agreement_in_force(contract, clock.today())
    assert found and found.field_names == {"crisis"}


def test_all_that_is_wrong_with_a_draft_is_said_at_once(contract: Contract, sides: tuple[Actor, Actor]) -> None:
    with pytest.raises(Refused) as refused:
        drafted(
            contract,
            sides[1],
            purpose="",
            end_date=date(2024, 1, 1),
            retention_months=0,
            threshold=-1,
            fields=[("name", "To know"), ("gender", " "), ("gender", "x" * 201), ("address", "To map")],
        )
    assert [(problem.rule, problem.row) for problem in refused.value.problems] == [
        ("purpose.missing", None),
        ("dates.order", None),
        ("retention.range", None),
        ("threshold.range", None),
        ("field.unknown", 0),
        ("purpose.missing", 1),
        ("field.twice", 2),
        ("purpose.long", 2),
        ("field.unknown", 3),
    ]
    with scope.of(sides[1]):
        assert Agreement.objects.count() == 0


def test_the_closed_list_names_columns_of_the_mart_or_of_the_annual_rows_and_no_key_to_a_person() -> None:
    known = {column for columns in TABLES.values() for column in columns}
    assert set(SHAREABLE) - set(ANNUAL_ONLY) <= known
    assert not set(ANNUAL_ONLY) & known  # what leaves once a year only is in no mart
    assert not set(SHAREABLE) & {"person", "uid", "episode", "activity", "contracts", "name", "birth_date", "address"}
    assert all(rules.tables_of(name) for name in SHAREABLE)
    assert [field.name for field in queries.shareable()] == list(SHAREABLE)


def test_either_side_strikes_a_field_and_outsiders_cannot(
    agreement: Agreement, sides: tuple[Actor, Actor], oakfield: Party, westborough: Party
) -> None:
    uid = str(agreement.uid)
    for by, name, left in ((sides[0], "ward", {"gender"}), (sides[1], "gender", set())):
        with scope.of(by):
            agreements.strike_field(by=by, agreement_uid=uid, name=name, reason="Not needed")
            assert queries.agreement(by, uid).field_names == left
            with pytest.raises(queries.NotFound):
                agreements.strike_field(by=by, agreement_uid=uid, name=name)
    for by in (oakfield.data_lead, westborough.contract_manager):
        with scope.of(by), pytest.raises(queries.NotFound):
            agreements.strike_field(by=by, agreement_uid=uid, name="gender")
    types = list(AuditEvent.objects.filter(type__contains="narrowed").values_list("organisation_id", flat=True))
    assert types == [sides[0].organisation_id, sides[1].organisation_id]


def test_only_the_provider_pauses_and_only_live_reading_stops(agreement: Agreement, sides: tuple[Actor, Actor]) -> None:
    provider, commissioner = sides
    signed(agreement, *sides)
    with scope.of(provider):
        agreements.pause(by=provider, agreement_uid=str(agreement.uid))
    paused = seen(commissioner, agreement)
    assert (paused.in_force, paused.live_now) == (True, False)
    with scope.of(commissioner), pytest.raises(NotAllowed):
        agreements.pause(by=commissioner, agreement_uid=str(agreement.uid), paused=False)
    with scope.of(provider):
        agreements.pause(by=provider, agreement_uid=str(agreement.uid), paused=False)
    assert seen(provider, agreement).live_now


def test_each_side_signs_once_and_never_too_late(
    agreement: Agreement, contract: Contract, sides: tuple[Actor, Actor], harbour: Party
) -> None:
    provider, commissioner = sides
    signed(agreement, provider)
    view = seen(commissioner, agreement)
    assert (view.provider_signed_date, view.commissioner_signed_date) == (clock.today(), None)
    with pytest.raises(Refused, match=r"agreement\.signed"):
        signed(agreement, provider)
    with pytest.raises(NotAllowed):
        signed(agreement, harbour.support_worker)
    ended = drafted(contract, commissioner, end_date=date(2025, 2, 1))
    with pytest.raises(Refused, match=r"agreement\.ended"):
        signed(ended, provider)


def test_a_second_editor_is_told_of_the_first(agreement: Agreement, sides: tuple[Actor, Actor]) -> None:
    provider, commissioner = sides
    drawn = seen(provider, agreement).version
    signed(agreement, commissioner)
    with scope.of(provider), pytest.raises(Conflict):
        agreements.sign(by=provider, agreement_uid=str(agreement.uid), version=drawn)
    assert seen(provider, agreement).state == "signed_by_one"


def test_the_provider_drafts_none(contract: Contract, harbour: Party) -> None:
    with pytest.raises(NotAllowed):
        drafted(contract, harbour.data_lead)
    with pytest.raises(NotAllowed):
        drafted(contract, harbour.system)
