"""What a set of measures asks of those who record: reckoned by rule, told by the provider, weighed for both sides."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.queries import NotFound
from cairn.contracts import burden, rules_burden
from cairn.contracts.actions import burden as actions
from cairn.contracts.actions import proposals as proposing
from cairn.contracts.models import Contract
from cairn.contracts.rules_burden import KINDS, USUAL, Rule
from cairn.contracts.rules_proposals import NewLine
from cairn.contracts.standing import starts
from cairn.definitions import registry
from cairn.definitions.mart import TABLES
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from tests.conftest import Party

QUARTER = Period(date(2025, 1, 1), date(2025, 3, 31))
COUNTS = {"referral": 38, "need": 121, "assessment:swemwbs": 24}


def measures(*ids: str) -> list[Any]:
    return [registry.get("measure", id) for id in ids]


def test_an_item_that_several_measures_need_is_asked_once_and_an_instrument_counts_its_items() -> None:
    found = rules_burden.burden(
        measures("needs_met", "needs_presented", "swemwbs_mean"), ["gender", "ward", "sector"], None
    )
    labels = [item.label for item in found.items]
    assert len(labels) == len(set(labels))
    assert {"Gender", "Postcode", "Need", "How far a need is met"} & set(labels) >= {"Gender", "Postcode"}
    assert [(item.label, item.count) for item in found.items if item.is_instrument] == [("SWEMWBS", 7)]
    assert found.items_per_client == len(labels) - 1 + 7
    assert (found.minutes, found.hours_a_year) == (None, None)


def test_minutes_are_records_times_seconds_of_the_kinds_that_the_set_needs() -> None:
    found = rules_burden.burden(measures("needs_met"), [], COUNTS)
    assert [(part.label, part.count, part.seconds) for part in found.parts] == [
        (KINDS["referral"].label, 38, 17 * 4 + 60), (KINDS["need"].label, 121, 8),
    ]  # fmt: skip
    assert found.minutes == round((38 * 128 + 121 * 8) / 60)
    with_readings = rules_burden.burden(measures("needs_met", "swemwbs_mean", "steps_reached"), [], COUNTS)
    assert with_readings.minutes == round((38 * 128 + 121 * 8 + 24 * (3 + 7) * 4) / 60)
    assert with_readings.uncounted == (KINDS["attendance"].label, KINDS["step"].label)


def test_every_shipped_measure_can_be_reckoned_and_its_columns_are_told_in_words() -> None:
    found = rules_burden.burden(registry.all("measure"), [], {})
    assert found.minutes == 0
    assert all("_" not in item.label and item.count > 0 for item in found.items)
    assert {kind.date for kind in KINDS.values()} and all(kind.date in TABLES[kind.table] for kind in KINDS.values())


@given(st.dictionaries(st.sampled_from(sorted(KINDS)), st.integers(0, 500)))
def test_what_is_told_is_to_the_nearest_ten_so_that_no_few_can_be_read_out_of_it(counts: dict[str, int]) -> None:
    told = rules_burden.rounded(counts)
    assert told.keys() == counts.keys()
    assert all(value % 10 == 0 and abs(value - counts[kind]) <= 5 for kind, value in told.items())
    assert all(told[kind] == 0 for kind, count in counts.items() if count < 5)


def test_out_of_proportion_is_said_in_words_with_the_rule() -> None:
    found = rules_burden.burden(measures("needs_met"), [], {"referral": 400, "need": 900})
    value = rules_burden.value_a_year(30_000, date(2025, 1, 1), date(2027, 12, 31))
    assert value == Decimal(10_000)
    cost = rules_burden.cost(found, USUAL, value, 1_000)
    assert cost is not None
    assert (cost.pounds, cost.allowed, cost.percent) == (Decimal(1297), Decimal(500), Decimal("13.0"))
    assert (cost.most, replace(cost, monitoring=50).most, replace(cost, allowed=None, monitoring=None).most) == (
        500,
        50,
        None,
    )
    assert rules_burden.warnings(cost, USUAL) == (
        "Out of proportion: recording costs about £1,297 a year, 13.0% of what the contract is worth a year. In proportion is "
        "5%, £500.",
        "Out of proportion: recording costs about £1,297 a year, and the contract gives £1,000 for it.",
    )
    light = rules_burden.cost(rules_burden.burden(measures("needs_met"), [], {"need": 10}), USUAL, None, None)
    assert light is not None
    assert (rules_burden.warnings(light, USUAL), light.percent) == ((), None)
    assert rules_burden.cost(rules_burden.burden([], [], None), USUAL, None, None) is None
    assert rules_burden.value_a_year(5_000, date(2025, 1, 1), date(2025, 3, 31)) == Decimal(5_000)
    assert rules_burden.value_a_year(None, date(2025, 1, 1), date(2025, 3, 31)) is None


def test_both_sides_read_the_same_of_the_set_as_agreed_and_as_proposed(
    measured: Contract, harbour: Party, eastborough: Party
) -> None:
    uid, lead, buyer = str(measured.uid), harbour.data_lead, eastborough.contract_manager
    with scope.of(buyer):
        assert burden.of(buyer, uid).agreed.burden.minutes is None
    with scope.of(lead):
        told = actions.tell(by=lead, contract_uid=uid, period=QUARTER, counts=COUNTS)
        lines = [NewLine("add", "swemwbs_mean", frequency="annual"), NewLine("drop", "needs_met", reason="Too much")]
        day = starts(measured)[0].day
        row = proposing.propose(by=lead, contract_uid=uid, lines=lines, from_date=day).one
        mine = burden.of(lead, uid, str(row.uid))
    with scope.of(buyer):
        theirs = burden.of(buyer, uid, str(row.uid))
    assert mine == theirs
    assert told.one.counts == {"assessment:swemwbs": 20, "need": 120, "referral": 40}
    assert mine.proposed is not None
    assert (mine.agreed.burden.minutes, mine.proposed.burden.minutes) == (
        round((40 * 128 + 120 * 8) / 60), round((40 * 128 + 20 * 40) / 60),
    )  # fmt: skip
    assert (mine.counted, mine.is_old, mine.is_usual) == (QUARTER, True, True)
    with scope.of(lead):
        undo(by=lead, event_uid=told.event_uid)
        assert burden.of(lead, uid).counted is None


def test_the_rule_is_the_commissioners_and_says_where_it_comes_from(
    measured: Contract, harbour: Party, eastborough: Party
) -> None:
    uid, lead, buyer = str(measured.uid), harbour.data_lead, eastborough.contract_manager
    mine = Rule(Decimal("2.5"), "Our grants policy", Decimal("18.40"), "Pay scale of 2025")
    with scope.of(buyer):
        actions.set_rule(by=buyer, rule=mine)
        with pytest.raises(Conflict):
            actions.set_rule(by=buyer, rule=Rule(Decimal(4), "x", Decimal(20), "y"), version=9)
        actions.set_rule(by=buyer, rule=Rule(Decimal(3), "x", Decimal(20), "y"), version=1)
        with pytest.raises(Refused) as refused:
            actions.set_rule(by=buyer, rule=Rule(Decimal("NaN"), " ", Decimal(0), "x" * 301))
    assert [one.rule for one in refused.value.problems] == [
        "burden.share", "burden.hourly", "burden.source", "text.long",
    ]  # fmt: skip
    with scope.of(lead):
        assert (burden.of(lead, uid).rule.share_percent, burden.of(lead, uid).is_usual) == (Decimal(3), False)
        with pytest.raises(NotAllowed):
            actions.set_rule(by=lead, rule=mine)
        with pytest.raises(NotFound):
            burden.of(harbour.system, "none")


def test_what_a_contract_gives_for_monitoring_is_the_commissioners_to_say(
    harbour: Party, eastborough: Party, measured: Contract
) -> None:
    uid, lead, buyer = str(measured.uid), harbour.data_lead, eastborough.contract_manager
    with scope.of(buyer):
        row = actions.give(by=buyer, contract_uid=uid, monitoring_pounds=900, version=measured.version).one
        assert row.monitoring_pounds == 900
        with pytest.raises(Refused):
            actions.give(by=buyer, contract_uid=uid, monitoring_pounds=-1, version=row.version)
        with pytest.raises(NotAllowed):
            actions.tell(by=buyer, contract_uid=uid, period=QUARTER, counts={})
    with scope.of(lead):
        with pytest.raises(NotAllowed):
            actions.give(by=lead, contract_uid=uid, monitoring_pounds=1, version=1)
        with pytest.raises(Refused):
            actions.tell(by=lead, contract_uid=uid, period=QUARTER, counts={"moon": 1})
    with scope.of(harbour.system), pytest.raises(NotFound):
        actions.give(by=harbour.system, contract_uid=uid, monitoring_pounds=1, version=1)
    with scope.of(eastborough.system), pytest.raises(NotFound):
        actions.tell(by=eastborough.system, contract_uid=uid, period=QUARTER, counts={})
