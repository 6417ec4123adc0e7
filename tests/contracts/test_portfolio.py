"""The portfolio: every contract with what it is worth and where it stands, and what all of them come to."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts import portfolio
from cairn.contracts.actions import partners
from cairn.contracts.actions.partners import NewPartner
from cairn.contracts.portfolio import Filter, Line
from cairn.kernel import clock
from cairn.presentation import spans
from tests.conftest import Party
from tests.contracts.conftest import a_contract, drafted, signed

TODAY = date(2025, 7, 10)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.fixed(datetime(2025, 7, 10, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def city(harbour: Party, oakfield: Party, eastborough: Party) -> Party:
    """Four contracts, one in each standing; one with a partner, one with an agreement, one without a value."""
    by = eastborough.contract_manager
    one = a_contract(by, reference="A-1", value_pounds=100, lot="Lot 1", title="Walks")
    a_contract(
        by, reference="A-2", end_date=date(2026, 1, 9), value_pounds=30, commissioning_area="neighbourhood_networks"
    )
    a_contract(by, reference="A-3", end_date=date(2025, 7, 9), provider_slug="oakfield", lot="Lot 1")
    a_contract(by, reference="A-4", start_date=date(2025, 7, 11), value_pounds=7)
    signed(drafted(one, by), by, harbour.data_lead)
    with scope.of(by):
        partners.add(by=by, contract_uid=str(one.uid), partners=[NewPartner("oakfield")])
    return eastborough


def seen(by: Any, **said: str) -> tuple[Line, ...]:
    with scope.of(by):
        return portfolio.lines(by, Filter(**said), TODAY)


def test_each_contract_stands_with_what_it_is(city: Party) -> None:
    found = seen(city.contract_manager)
    assert [(one.reference, one.stands) for one in found] == [
        ("A-1", "running"), ("A-2", "ending"), ("A-3", "ended"), ("A-4", "later"),
    ]  # fmt: skip
    first = found[0]
    assert (first.partners, first.lot, first.agreement_end) == (("Oakfield",), "Lot 1", date(2027, 12, 31))
    assert found[1].agreement_end is None


@pytest.mark.parametrize(
    ("said", "references"),
    [
        ({"stands": "running"}, "A-1"), ({"stands": "ending"}, "A-2"), ({"stands": "ended"}, "A-3"),
        ({"stands": "later"}, "A-4"), ({"area": "neighbourhood_networks"}, "A-2"), ({"lot": "Lot 1"}, "A-1 A-3"),
        ({"provider": "oakfield"}, "A-3"), ({"words": "walks harbour"}, "A-1"), ({"agreement": "yes"}, "A-1"),
        ({"agreement": "no"}, "A-2 A-3 A-4"),
    ],
)  # fmt: skip
def test_what_is_looked_for_is_found(city: Party, said: dict[str, str], references: str) -> None:
    assert [one.reference for one in seen(city.contract_manager, **said)] == references.split()


def test_sums_by_area_and_lot_are_those_of_the_whole_and_say_what_they_lack(city: Party) -> None:
    found = seen(city.contract_manager)
    whole = portfolio.total(found)
    assert (whole.contracts, whole.running, whole.pounds, whole.unsaid) == (4, 2, 137, 1)
    for sums in (portfolio.by_area(found), portfolio.by_lot(found)):
        assert sum(one.pounds for one in sums) == whole.pounds and sum(one.contracts for one in sums) == 4
    assert [(one.key, one.pounds) for one in portfolio.by_lot(found)] == [("", 37), ("Lot 1", 100)]


def test_it_asks_as_often_for_many_contracts_as_for_few(city: Party, django_assert_num_queries: Any) -> None:
    by = city.contract_manager
    with scope.of(by), django_assert_num_queries(3):
        portfolio.lines(by, Filter(), TODAY)
    with scope.of(by), django_assert_num_queries(1):
        known = portfolio.choices(by)
    assert known.lots == ("Lot 1",) and known.providers == {"harbour": "Harbour Trust", "oakfield": "Oakfield"}


def test_nobody_else_reads_it(city: Party, westborough: Party, harbour: Party) -> None:
    assert not seen(westborough.contract_manager) and not seen(harbour.data_lead)


def test_bars_of_dates_lie_on_one_line_with_today_marked() -> None:
    found = spans.drawn(
        [("a", date(2025, 1, 1), date(2025, 12, 31)), ("b", date(2025, 12, 31), date(2025, 12, 31))], TODAY
    )
    assert found.bars["a"] == (0, spans.WIDTH) and found.bars["b"] == (spans.WIDTH - spans.LEAST, spans.LEAST)
    assert found.now == spans.WIDTH * 190 // 365 and found.ticks == ()
    assert spans.drawn([], TODAY).first is None
    assert spans.drawn([("a", date(2023, 1, 1), date(2024, 12, 31))], TODAY).now is None
