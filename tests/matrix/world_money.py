"""What money adds to the world: small grants and their groups, money from elsewhere, finance figures, a term of payment."""

from datetime import date
from decimal import Decimal
from typing import Any

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts.actions import contracts, grants, money, publishing
from cairn.contracts.actions.contracts import Terms
from cairn.contracts.grants import NewGrant
from cairn.contracts.money import NewFact, NewInvestment
from cairn.returns.actions import payments
from cairn.returns.actions.payments import NewTerm
from cairn.returns.paying import Term
from tests.matrix.world_groups import grouped

TERM = (date(2024, 10, 1), date(2025, 12, 31))


def moneyed(lead: Actor, by: Actor, things: dict[str, Any]) -> dict[str, Any]:
    contract = things["contract"]
    with scope.of(by):
        contracts.change(by=by, contract_uid=contract, new=Terms("Getting out", *TERM, 50_000, "Lot 1", True))
        publishing.name(by=by, prefix="360G-Example", org_id="GB-LAE-EXA")
        fact = NewFact("demand", "Requests", Decimal(12), "requests", *TERM, "Activity, table 3")
        stated = money.state(by=by, new=fact).one
        term = NewTerm(Term("referrals_received", "", Decimal(10)), TERM[0])
        agreed = payments.agree(by=by, contract_uid=contract, new=term).one
    with scope.of(lead):
        new = NewGrant("Tea Friends", "Tea", "Hall hire and tea.", 900, date(2025, 5, 1), is_group=True)
        given = grants.record(by=lead, contract_uid=contract, new=[new]).one
        brought = NewInvestment("A trust", "trust", 1000, date(2025, 5, 1))
        made = money.bring(by=lead, contract_uid=contract, new=brought).one
    found = {"fact": stated, "term": agreed, "grant": given, "investment": made}
    return {**{name: str(row.uid) for name, row in found.items()}, **grouped(lead, by, things)}
