"""A negotiation in each direction: the provider's proposal on the contract, the commissioner's on another; and a promise."""

from datetime import date
from typing import Any

from cairn.access import scope
from cairn.contracts import standing
from cairn.contracts.actions import burden, commitments, contracts, measures, proposals, value_banks
from cairn.contracts.actions.contracts import NewContract
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.commitments import NewCommitment
from cairn.contracts.models import Contract
from cairn.contracts.rules_proposals import NewLine
from cairn.contracts.rules_value_banks import NewOutcome
from cairn.kernel.periods import Period
from tests.conftest import Party
from tests.matrix.world_templates import consulted

QUARTER = Period(date(2025, 1, 1), date(2025, 3, 31))
DROP = NewLine("drop", "needs_presented", reason="Told by another")


def negotiated(provider: Party, commissioner: Party, contract_uid: str, term: tuple[date, date]) -> dict[str, Any]:
    """`proposal` waits for the commissioner, `proposal_theirs` for the provider."""
    lead, buyer = provider.data_lead, commissioner.contract_manager
    bank = [NewOutcome("A bank of our own", "H1", "Housing", "Feels at home", "Made for this test", row=2)]
    with scope.of(buyer):
        value_banks.load(by=buyer, outcomes=bank, licensed=True)
        new = NewContract(
            "C-9", "Walking", "carers", *term, provider_slug=provider.organisation.slug, value_pounds=9_000
        )
        row = contracts.add(by=buyer, contracts=[new]).one
        measures.agree(by=buyer, contract_uid=str(row.uid), measures=[NewMeasure("needs_presented")])
        day = standing.starts(row)[-1].day
        theirs = proposals.propose(by=buyer, contract_uid=str(row.uid), lines=[DROP], from_date=day, words="Less").one
    with scope.of(lead):
        value_banks.load(by=lead, outcomes=bank, licensed=True)
        mine = Contract.objects.get(uid=contract_uid)
        day = standing.starts(mine)[-1].day
        add = NewLine("add", "people_supported", target=5)
        ours = proposals.propose(by=lead, contract_uid=contract_uid, lines=[add, DROP], from_date=day, words="More").one
        proposals.comment(by=lead, proposal_uid=str(ours.uid), words="A word")
        promise = NewCommitment("Forty people a quarter")
        kept = commitments.enter(by=lead, contract_uid=contract_uid, new=[promise], source="Bid").one
        burden.tell(by=lead, contract_uid=contract_uid, period=QUARTER, counts={"referral": 12, "need": 30})
    return {
        "proposal": str(ours.uid), "proposal_theirs": str(theirs.uid), "commitment": str(kept.uid),
        "negotiated": str(row.uid), **consulted(provider, commissioner),
    }  # fmt: skip
