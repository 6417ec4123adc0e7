"""Money from elsewhere and figures of demand, savings and the workforce: each with its source, and no data said as that."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.contracts import money
from cairn.contracts.actions import money as actions
from cairn.contracts.models import Contract
from cairn.contracts.money import NewFact, NewInvestment
from cairn.contracts.queries import NotFound
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from tests.conftest import Party

DAY = date(2025, 6, 2)
SPRING = (date(2025, 4, 1), date(2025, 6, 30))
UID = "6f0d9a52-2d2c-4a2a-9a52-0d9a522d2c4a"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.fixed(datetime(2025, 7, 10, 9, tzinfo=UTC)):
        yield


def brought(by: Any, contract: Contract, **of: Any) -> Any:
    said = {"source": "A trust", "kind": "trust", "pounds": 1000, "received_date": DAY, **of}
    with scope.of(by):
        return actions.bring(by=by, contract_uid=str(contract.uid), new=NewInvestment(**said)).one


def fact(**of: Any) -> NewFact:
    said = {"head": "demand", "label": "Requests", "value": Decimal(12), "unit": "requests", "source": "Table 3"}
    return NewFact(**{**said, "from_date": SPRING[0], "to_date": SPRING[1], **of})


def test_the_commissioner_reads_what_the_provider_brought_in(
    contract: Contract, harbour: Party, eastborough: Party, westborough: Party
) -> None:
    row, by = brought(harbour.data_lead, contract, uid=UID), eastborough.contract_manager
    assert brought(harbour.data_lead, contract, uid=UID).pk == row.pk
    with scope.of(by):
        (one,) = money.investments(by, *SPRING)
        assert (one.pounds, one.kind_label, one.is_mine) == (1000, "Charitable trust or foundation", False)
        assert not money.investments(by, date(2025, 7, 1), date(2025, 7, 31))
        with pytest.raises(NotAllowed):
            actions.set_aside(by=by, investment_uid=one.uid)
    with scope.of(westborough.contract_manager):
        assert not money.investments(westborough.contract_manager)


@pytest.mark.parametrize(
    ("of", "rule"),
    [
        ({"source": "NHS Birmingham and Solihull"}, "investment.nhs"),
        ({"source": "The Integrated Care Board"}, "investment.nhs"),
        ({"source": "Grants team, Eastborough Council"}, "investment.own"),
        ({"kind": "council"}, "investment.kind"),
        ({"pounds": 0}, "investment.pounds"),
        ({"received_date": date(2025, 8, 1)}, "investment.future"),
        ({"source": " "}, "source.missing"),
    ],
)
def test_money_of_the_council_or_the_nhs_is_not_from_elsewhere(
    contract: Contract, harbour: Party, of: Any, rule: str
) -> None:
    with pytest.raises(Refused) as error:
        brought(harbour.data_lead, contract, **of)
    assert [one.rule for one in error.value.problems] == [rule]
    assert brought(harbour.data_lead, contract, source="Arts Council England")


def test_what_was_recorded_in_error_is_set_aside_and_put_back(contract: Contract, harbour: Party) -> None:
    by, row = harbour.data_lead, brought(harbour.data_lead, contract)
    with scope.of(by):
        actions.set_aside(by=by, investment_uid=str(row.uid), version=row.version)
        assert money.investments(by)[0].withdrawn_date == date(2025, 7, 10)
        with pytest.raises(Refused):
            actions.set_aside(by=by, investment_uid=str(row.uid))
        actions.set_aside(by=by, investment_uid=str(row.uid), aside=False)
        assert money.investments(by)[0].withdrawn_date is None and money.led(by) == (contract,)


def test_only_the_lead_of_the_contract_records(contract: Contract, oakfield: Party) -> None:
    with pytest.raises(NotFound):
        brought(oakfield.data_lead, contract)


def test_a_figure_of_ones_own_stands_with_its_source_and_what_is_not_known_stays_empty(eastborough: Party) -> None:
    by = eastborough.contract_manager
    with scope.of(by):
        row = actions.state(by=by, new=fact(uid=UID)).one
        assert actions.state(by=by, new=fact(uid=UID)).one.pk == row.pk
        assert [(one.code, len(one.facts)) for one in money.facts(by)] == [
            ("demand", 1), ("savings", 0), ("workforce", 0),
        ]  # fmt: skip
        actions.drop(by=by, fact_uid=str(row.uid), version=row.version)
        assert not any(one.facts for one in money.facts(by))
        with pytest.raises(Refused):
            actions.drop(by=by, fact_uid=str(row.uid))


@pytest.mark.parametrize(
    ("of", "field"),
    [
        ({"source": ""}, "source"), ({"head": "investment"}, "head"), ({"head": "x"}, "head"), ({"unit": ""}, "unit"),
        ({"value": Decimal(10) ** 13}, "value"), ({"value": Decimal("NaN")}, "value"), ({"to_date": date(2025, 1, 1)}, "to_date"),
        ({"from_date": date(1900, 1, 1)}, "from_date"),
    ],
)  # fmt: skip
def test_a_number_with_no_source_is_no_number(of: Any, field: str) -> None:
    assert [one.field for one in money.fact_problems(fact(**of))] == [field]


def test_a_provider_states_no_figure_of_the_commissioner(harbour: Party, eastborough: Party) -> None:
    with scope.of(harbour.data_lead), pytest.raises(NotAllowed):
        actions.state(by=harbour.data_lead, new=fact())
