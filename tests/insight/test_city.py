"""Somebody whom two contracts pay for: once in each, and once in the city where the agreements allow linking."""

from dataclasses import replace
from datetime import date

import pytest

from cairn.access import scope
from cairn.contracts.actions import measures
from cairn.insight import figures
from cairn.kernel.periods import Period
from cairn.people.actions.clients import NewClient
from cairn.returns.actions import rounds
from tests.insight.test_shared import send
from tests.returns import conftest as returns
from tests.returns.conftest import MEASURES, QUARTER, Quarter, accepted, contract_of, fund, referred, signed_agreement

_today, anchor, quarter = returns._today, returns.anchor, returns.quarter
Q2 = Period.parse("2025-Q2")


def second_contract(quarter: Quarter) -> Quarter:
    by = quarter.commissioner
    contract = contract_of(by, "E-2")
    with scope.of(by):
        measures.agree(by=by, contract_uid=str(contract.uid), measures=MEASURES)
        asked = rounds.add(by=by, contract_uid=str(contract.uid), rounds=[QUARTER]).one
    return replace(quarter, contract=contract, answer=asked.answer)


def supported(quarter: Quarter, **where: str) -> float | None:
    found = figures.compute("people_supported", by=quarter.commissioner, scope="shared", period=Q2, where=where)
    return found.rows[0].value


def referrals(quarter: Quarter, **where: str) -> float:
    found = figures.compute("referrals_received", by=quarter.commissioner, scope="shared", period=Q2, where=where)
    return found.rows[0].value or 0


@pytest.mark.parametrize(("linking", "in_the_city"), [(True, 3), (False, 4)])
def test_once_in_each_contract_and_once_in_the_city_where_linking_is_allowed(
    quarter: Quarter, linking: bool, in_the_city: int
) -> None:
    """Ada and Ben are supported under the first contract; Zoe under both."""
    other = second_contract(quarter)
    both = fund(quarter.harbour, [quarter.contract, other.contract], "Both")
    [(_, referral)] = referred(quarter.harbour, both, [NewClient(name="Zoe", gender="woman")], date(2025, 5, 1))
    accepted(quarter.harbour, referral, date(2025, 5, 2))
    for each in (quarter, other):
        signed_agreement(each, allows_linking=linking, threshold=0)
        send(each)

    assert supported(quarter, contract=str(quarter.contract.uid)) == 3
    assert supported(quarter, contract=str(other.contract.uid)) == 1
    assert supported(quarter) == in_the_city
    assert referrals(quarter, contract=str(other.contract.uid)) == 1
    assert referrals(quarter) == referrals(quarter, contract=str(quarter.contract.uid)) + (0 if linking else 1)
    with_contract = figures.compute("people_supported", by=quarter.lead, period=Q2, group_by=["contract"])
    assert sorted(row.value or 0 for row in with_contract.rows) == [1, 3]
    women = {"by": quarter.lead, "period": Q2, "where": {"gender": "woman"}}
    for row in figures.compute("people_supported", group_by=["contract"], **women).rows:
        alone = figures.compute(
            "people_supported", by=quarter.lead, period=Q2, where={"gender": "woman", "contract": row.codes[0]}
        )
        assert row.value == alone.rows[0].value


def test_a_fact_is_counted_in_the_period_that_was_accepted_and_not_for_ever(quarter: Quarter) -> None:
    signed_agreement(quarter, threshold=0)
    send(quarter)

    later = figures.compute("people_supported", by=quarter.commissioner, scope="shared", period=Period.parse("2025-Q3"))
    assert supported(quarter) == 2
    assert later.rows == ()


def test_a_contract_whose_agreement_does_not_list_a_field_adds_nothing_to_a_table_of_it(quarter: Quarter) -> None:
    other = second_contract(quarter)
    theirs = fund(quarter.harbour, [other.contract], "Other")
    referred(quarter.harbour, theirs, [NewClient(name="Zoe", gender="woman")], date(2025, 5, 1))
    signed_agreement(quarter, threshold=0)
    signed_agreement(other, threshold=0, fields=[("ethnicity_group", "To see who is not")])
    for each in (quarter, other):
        send(each)

    def received(dimension: str) -> float:
        found = figures.compute(
            "referrals_received", by=quarter.commissioner, scope="shared", period=Q2, group_by=[dimension]
        )
        return sum(row.value or 0 for row in found.rows)

    assert (received("ethnicity_group"), received("gender")) == (6, 5)
