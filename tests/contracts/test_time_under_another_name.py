"""Hours that staff gave are not paid for, whatever a measure made in the browser calls them."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts import inputs, standing
from cairn.contracts.actions import measures
from cairn.contracts.actions import own_measures as deeds
from cairn.contracts.actions import proposals as actions
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.models import Contract, MeasureProposal, PaymentTerm
from cairn.contracts.rules_own_measures import Plan, Said
from cairn.contracts.rules_proposals import NewLine
from cairn.contracts.standing import Rounds, Start
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.returns import paying
from cairn.returns.paying import Term
from tests.conftest import Party
from tests.contracts.test_own_measures import a_type, published

TERM = Term("own", "", Decimal(25))
NEXT = date(2025, 7, 1)


def counted(harbour: Party, type_name: str, **more: Any) -> str:
    """A measure that counts one type of activity one by one, under a name that says nothing."""
    kind = a_type(harbour, type_name)
    plan = Plan(label="Units of help", kind="rows", where=(Said("activity_type", "in", (kind,)),), not_shown="All else")
    return published(harbour.service_manager, dataclasses.replace(plan, **more))


@pytest.mark.parametrize("name", ["One hour of support", "Half an hour at home", "60-minute visit", "Support hour"])
def test_a_count_of_pieces_of_time_is_neither_paid_for_nor_an_outcome(harbour: Party, name: str) -> None:
    found = registry.get("measure", counted(harbour, name))
    assert [one.rule for one in paying.term_problems(TERM, found)] == ["measure.input"]
    assert [one.rule for one in inputs.class_problems(found, "standardised_output")] == ["measure.input"]


@pytest.mark.parametrize("name", ["Home visit", "Out-of-hours call", "Call to the 24-hour line", "Coffee hour"])
def test_a_count_of_what_only_happens_at_an_hour_is_none(harbour: Party, name: str) -> None:
    assert paying.term_problems(TERM, registry.get("measure", counted(harbour, name))) == []


def test_different_people_are_none_however_what_they_came_to_is_called(harbour: Party) -> None:
    found = registry.get("measure", counted(harbour, "One hour of support", kind="people"))
    assert paying.term_problems(TERM, found) == []


def next_called(by: Any, id: str, label: str) -> None:
    """A second version under another name."""
    with scope.of(by):
        deeds.next_version(by=by, id=id)
        deeds.draft(by=by, plan=Plan(label=label, kind="rows", not_shown="All else"), id=id, number=2)
        deeds.publish(by=by, id=id, number=2)


def test_what_is_paid_by_does_not_become_time_in_its_next_version(
    measured: Contract, harbour: Party, eastborough: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2025, 5, 20))
    monkeypatch.setattr(standing, "_knows", [lambda contract: Rounds(date(2025, 1, 1), (Start(NEXT, "Summer"),))])
    by, buyer, uid = harbour.data_lead, eastborough.contract_manager, str(measured.uid)
    id = counted(harbour, "Home visit")
    with scope.of(buyer):
        measures.agree(by=buyer, contract_uid=uid, measures=[NewMeasure(id)])
    next_called(by, id, "Hours of help")
    line = NewLine("change", id, reason="It counts better", newest=True, measure_class="provider_output")

    def propose() -> MeasureProposal:
        with scope.of(by):
            row: MeasureProposal = actions.propose(by=by, contract_uid=uid, lines=[line], from_date=NEXT).one
            return row

    open_one = propose()
    sides = {"provider": measured.provider, "commissioner": measured.commissioner}
    with scope.of(buyer):
        PaymentTerm.objects.create(
            contract=measured, measure=id, pounds_each=Decimal(25), from_date=date(2025, 1, 1), **sides
        )
        with pytest.raises(Refused) as agreed:
            actions.agree(by=buyer, proposal_uid=str(open_one.uid), version=open_one.version)
    with scope.of(by):
        actions.withdraw(by=by, proposal_uid=str(open_one.uid), version=open_one.version)
    with pytest.raises(Refused) as proposed:
        propose()
    assert [[one.rule for one in each.value.problems] for each in (agreed, proposed)] == [["measure.input"]] * 2
