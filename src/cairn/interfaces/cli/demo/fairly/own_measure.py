"""A measure that Stepping Out put together from what it records, agreed with the council a quarter before it is first returned.
Invented, as everything here."""

from collections.abc import Mapping

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts import proposals, standing
from cairn.contracts.actions import own_measures
from cairn.contracts.actions import proposals as proposing
from cairn.contracts.models import Contract
from cairn.contracts.rules_own_measures import Plan, Said
from cairn.contracts.rules_proposals import ADD, NewLine
from cairn.interfaces.cli.demo.founding import Founded
from cairn.kernel import clock
from cairn.kernel.periods import quarter_of

PROVIDER, TYPE = "stepping-out", "Trip out together"
LABEL = "People who went out with a worker"
NOT_SHOWN = "Whether they go out on their own as well; the steps tell that."
WORDS = (
    "Being out of the house is what we are paid for, and no figure says how many were. It fills itself from the visits."
)
REASON = "It is recorded with each trip anyway: nobody types anything more."
ANSWER = "Agreed. It takes the place of the list that you used to send with your letter."
NEXT = "People who went out twice or more"


def lay(council: Actor, founded: Mapping[str, Founded]) -> str:
    """Made, proposed and agreed on one day, for rounds that begin with this quarter. Returns the measure's id, or "" where the
    city has no such provider."""
    one = founded.get(PROVIDER)
    kind = next((row for service in one.services for row in service.types if row.name == TYPE), None) if one else None
    if one is None or kind is None:
        return ""
    with scope.of(one.manager):
        trips = (Said("activity_type", "in", (str(kind.uid),)),)
        plan = Plan(LABEL, where=trips, by=("gender", "age_band"), not_shown=NOT_SHOWN)
        made = own_measures.draft(by=one.manager, plan=plan).one.measure
        own_measures.publish(by=one.manager, id=made, number=1)
        own_measures.draft(by=one.manager, plan=Plan(NEXT, where=trips))
    _agree(council, one.lead, one.contract_uids[0], made)
    return str(made)


def _agree(council: Actor, lead: Actor, contract_uid: str, measure: str) -> None:
    with scope.of(lead):
        day = quarter_of(clock.today()).start
        contract = proposals.contract_of(lead, contract_uid)
        if not _may_begin(contract, day):
            return
        lines = [NewLine(ADD, measure, reason=REASON)]
        said = proposing.propose(by=lead, contract_uid=contract_uid, lines=lines, from_date=day, words=WORDS).one
    with scope.of(council):
        proposing.agree(by=council, proposal_uid=str(said.uid), version=said.version, words=ANSWER)


def _may_begin(contract: Contract, day: object) -> bool:
    return any(start.day == day for start in standing.starts(contract))
