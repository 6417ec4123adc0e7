"""Agreed measures, topics and a commissioner's own outcomes, as actions: refusals all at once, and what a change leaves."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.access.deeds import Conflict
from cairn.access.queries import NotFound
from cairn.contracts import area_outcomes, queries, topics
from cairn.contracts.actions import area_outcomes as listing
from cairn.contracts.actions import measures
from cairn.contracts.actions import topics as topic_actions
from cairn.contracts.actions.measures import NewMeasure, Terms
from cairn.contracts.models import AgreedMeasure, AreaOutcome, Contract, PaymentTerm
from cairn.contracts.rules_measures import MOST_LINES, NewOutcome, outcome_problems, read_list
from cairn.kernel.problems import Refused
from tests.conftest import Party

QUARTERLY = {"measure_class": "standardised_output", "frequency": "quarterly"}


def row(contract: Contract, measure: str) -> AgreedMeasure:
    return AgreedMeasure.objects.get(contract=contract, measure=measure)


def rules(refused: Any) -> list[str]:
    return [problem.rule for problem in refused.value.problems]


def change(party: Party, contract: Contract, measure: str, **values: Any) -> Any:
    agreed = row(contract, measure)
    at = {
        "contract_uid": str(contract.uid),
        "measure_uid": str(agreed.uid),
        "version": values.pop("version", agreed.version),
    }
    return measures.change(by=party.contract_manager, terms=Terms(**QUARTERLY | values), reason="As we said", **at)


def end(party: Party, contract: Contract, measure: str, version: int = 1) -> Any:
    at = {"contract_uid": str(contract.uid), "measure_uid": str(row(contract, measure).uid), "version": version}
    at |= {"reason": "As we said"}
    return measures.end(by=party.contract_manager, **at)


def test_terms_are_refused_all_at_once(measured: Contract, eastborough: Party) -> None:
    with scope.of(eastborough.contract_manager):
        bad = {"measure_class": "service_reach", "frequency": "daily", "level": "aggregate", "area_outcome_uid": "none"}
        with pytest.raises(Refused) as refused:
            change(eastborough, measured, "needs_met", **bad)
        with pytest.raises(Refused) as unknown:
            change(eastborough, measured, "needs_met", measure_class="grand", level="atomic", level_reason="x" * 301)
    assert rules(refused) == ["measure.frequency", "measure.level_reason", "measure.class_fixed", "measure.outcome"]
    assert rules(unknown) == ["measure.level", "text.long", "measure.class"]


def test_new_measures_bring_their_terms_and_a_reason_only_where_one_is_needed(
    contract: Contract, eastborough: Party
) -> None:
    by = eastborough.contract_manager
    with scope.of(by):
        one = listing.paste(by=by, area="carers", outcomes=[NewOutcome("1", "Out more")]).one
        new = NewMeasure("needs_met", frequency="annual", level_reason="None", area_outcome_uid=str(one.uid))
        measures.agree(by=by, contract_uid=str(contract.uid), measures=[new])
        [view] = queries.measures_of(contract)
        with pytest.raises(Refused) as refused:
            bare = NewMeasure("needs_presented", level="aggregate", frequency="never")
            measures.agree(by=by, contract_uid=str(contract.uid), measures=[bare])
    assert (view.frequency, view.level_reason, view.area_outcome) == ("annual", "", "1 Out more")
    assert [(p.field, p.row) for p in refused.value.problems] == [("frequency", 0), ("level_reason", 0)]


def test_a_change_from_a_stale_page_is_a_conflict_and_so_is_an_end(measured: Contract, eastborough: Party) -> None:
    with scope.of(eastborough.contract_manager):
        change(eastborough, measured, "needs_met", frequency="annual")
        with pytest.raises(Conflict):
            change(eastborough, measured, "needs_met", version=1)
        with pytest.raises(Conflict):
            end(eastborough, measured, "needs_met")
        end(eastborough, measured, "needs_met", version=2)
        assert not AgreedMeasure.objects.filter(measure="needs_met").exists()


def test_what_is_paid_for_does_not_end_before_the_payment_does(measured: Contract, eastborough: Party) -> None:
    sides = {"provider": measured.provider, "commissioner": measured.commissioner}
    with scope.of(eastborough.contract_manager):
        term = PaymentTerm.objects.create(
            contract=measured, measure="needs_met", pounds_each=Decimal(5), from_date=date(2025, 1, 1), **sides
        )
        with pytest.raises(Refused) as refused:
            end(eastborough, measured, "needs_met")
        PaymentTerm.objects.filter(pk=term.pk).update(ended_date=date(2025, 2, 1))
        end(eastborough, measured, "needs_met")
    assert rules(refused) == ["measure.paid"]


def test_only_the_commissioner_of_the_contract_changes_what_is_agreed(
    measured: Contract, harbour: Party, westborough: Party, eastborough: Party
) -> None:
    with scope.of(eastborough.contract_manager):
        at = {"contract_uid": str(measured.uid), "measure_uid": str(row(measured, "needs_met").uid), "version": 1}
        at |= {"reason": "As we said"}
    with scope.of(harbour.data_lead), pytest.raises(NotAllowed):
        measures.end(by=harbour.data_lead, **at)
    with scope.of(harbour.system), pytest.raises(NotFound):
        measures.end(by=harbour.system, **at)
    with scope.of(westborough.contract_manager), pytest.raises(NotFound):
        measures.end(by=westborough.contract_manager, **at)


def test_topics_need_an_output_or_a_reason_and_the_last_output_of_one_is_warned_of(
    contract: Contract, eastborough: Party
) -> None:
    by, at = eastborough.contract_manager, {"contract_uid": str(contract.uid)}
    with scope.of(by):
        with pytest.raises(Refused) as refused:
            topic_actions.agree(by=by, worked_on={"housing": "", "space": "", "health": "x" * 301}, **at)
        measures.agree(by=by, measures=[NewMeasure("people_home_needs_met")], **at)
        topic_actions.agree(by=by, worked_on={"housing": "Said for nothing", "health": "A pilot"}, **at)
        [housing] = [one for one in topics.topics_of(contract) if one.code == "housing"]
        warned = end(eastborough, contract, "people_home_needs_met").problems
        topic_actions.agree(by=by, worked_on={"housing": "It ended"}, **at)
        left = [(one.code, one.why_none, one.is_owing) for one in topics.topics_of(contract) if one.is_worked_on]
    assert rules(refused) == ["topic.none_carried", "topic.unknown", "text.long"]
    assert (housing.why_none, len(housing.carried), housing.is_owing) == ("", 1, False)
    assert [(problem.rule, problem.severity) for problem in warned] == [("topic.none_carried", "warning")]
    assert left == [("housing", "It ended", False)]


def test_an_own_list_is_the_commissioners_and_for_an_area_that_there_is(harbour: Party, eastborough: Party) -> None:
    by = eastborough.contract_manager
    with scope.of(harbour.system), pytest.raises(Refused) as refused:
        listing.paste(by=harbour.system, area="moon", outcomes=[])
    assert rules(refused) == ["commissioner.not", "outcomes.none", "area.unknown"]
    with scope.of(by):
        one = listing.paste(by=by, area="carers", outcomes=[NewOutcome("1", "Out more")]).one
        at = {"area": "carers", "outcome_uid": str(one.uid)}
        with pytest.raises(Refused) as bad:
            listing.change(by=by, label=" ", ended_date=date(1800, 1, 1), version=1, **at)
        with pytest.raises(Refused) as long:
            listing.change(by=by, label="x" * 201, ended_date=None, version=1, **at)
        with pytest.raises(NotFound):
            listing.change(
                by=by, label="x", ended_date=None, version=1, area="carers", outcome_uid=str(harbour.organisation.uid)
            )
        listing.change(by=by, label="Out", ended_date=date(2020, 1, 1), version=1, **at)
        assert area_outcomes.offered(by, "carers") == {}
        assert area_outcomes.offered(by, "carers", str(one.uid)) == {str(one.uid): "1 Out"}
        listing.paste(by=by, area="carers", outcomes=[NewOutcome("1", "Out more")])
        assert AreaOutcome.objects.get().ended_date is None
    assert len(bad.value.problems) == 2
    assert rules(long) == ["outcome.long"]


def test_a_pasted_list_is_read_line_by_line() -> None:
    assert read_list("1 One\n\n 2.a\tTwo  words \n3") == (
        NewOutcome("1", "One", 1), NewOutcome("2.a", "Two  words", 3), NewOutcome("3", "", 4),
    )  # fmt: skip
    bad = (NewOutcome("1", "x" * 201, 1), NewOutcome("1", "", 2), NewOutcome("y" * 21, "Words", 3))
    found = [(one.rule, one.row) for one in outcome_problems(bad, "text")]
    assert found == [("outcome.long", 0), ("outcome.label", 1), ("outcome.twice", 1), ("outcome.code", 2)]
    many = [NewOutcome(str(number), "Words") for number in range(MOST_LINES + 1)]
    assert [one.rule for one in outcome_problems(many, "text")] == ["outcomes.many"]
