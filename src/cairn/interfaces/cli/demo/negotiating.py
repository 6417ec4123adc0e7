"""A negotiation in the demonstration: an open proposal, comments, a bid’s promises, what recording asks. All invented."""

from collections.abc import Mapping

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts import burden, commitments, proposals, queries, standing
from cairn.contracts.actions import burden as weighing
from cairn.contracts.actions import commitments as promising
from cairn.contracts.actions import proposals as proposing
from cairn.contracts.models import Commitment, Contract
from cairn.contracts.rules_proposals import ADD, CHANGE, DROP, NewLine
from cairn.insight import recorded
from cairn.interfaces.cli.demo.fairly import bank
from cairn.interfaces.cli.demo.founding import Founded
from cairn.kernel import clock
from cairn.kernel.periods import quarter_of

PROVIDER = "stepping-out"
LIFE = "lifesat_change"
BID = (
    "60 people a quarter who had not been out for a month are met at their own door",
    "A walk to the shops and back with every new person within ten days",
    "An open lunch on two days a week, without signing in",
)
SOURCE = "Tender response, question 4"
WHY = "The open group became two small ones, where everybody is on record: there are no heads left to count."
SAID = "We would rather aim higher on needs met than tell more figures. The typing would go down a little."
FEWER = "The hall is free on Wednesdays only: agreed at the review meeting to be one day a week, for more people."
ADDED = "We rate it with everybody already. The outcome of the bank says in plain words what it shows."
ASKED = "Sixty is more than any quarter so far. What would make it possible?"
ANSWERED = "The second minibus since October: two more mornings a week."


def lay(council: Actor, founded: Mapping[str, Founded]) -> None:
    """After the returns, so that rounds say from when a new set may hold."""
    lead = founded[PROVIDER].lead if PROVIDER in founded else None
    if lead is None:
        return
    with scope.of(lead):
        mine = [one for one in queries.visible_to(lead) if one.provider_id == lead.organisation_id]
        row = max(mine, key=lambda one: one.value_pounds or 0, default=None)
        if row is None or not standing.starts(row):
            return
        for one in mine:
            _count(lead, one)
        promised = _promise(lead, row)
    bank.load(council, lead)
    _vary(council, promised, row)
    for one in mine:
        if one.is_grant:
            _give(council, one)
    with scope.of(lead):
        made = _propose(lead, row)
    if made:
        _talk(council, lead, made)


def _count(lead: Actor, row: Contract) -> None:
    period = burden.last_quarter(clock.today())
    counts = recorded.counts(lead, str(row.uid), period)
    weighing.tell(by=lead, contract_uid=str(row.uid), period=period, counts=counts)


def _promise(lead: Actor, row: Contract) -> Commitment:
    """The last of what the bid promised, which is not measured by anything."""
    new = commitments.read_list("\n".join(BID))
    first, *_, last = promising.enter(by=lead, contract_uid=str(row.uid), new=new, source=SOURCE).items
    codes = commitments.choices(row)
    if "people_supported:" in codes:
        promising.match(by=lead, commitment_uid=str(first.uid), measure="people_supported:", version=first.version)
    return last


def _vary(council: Actor, promised: Commitment, row: Contract) -> None:
    """A promise that no longer holds: its words stay, with the day and why."""
    day = quarter_of(clock.today()).start
    with scope.of(council):
        promising.vary(
            by=council, commitment_uid=str(promised.uid), doing="drop", reason=FEWER, from_date=max(day, row.start_date),
            version=promised.version,
        )  # fmt: skip


def _give(council: Actor, row: Contract) -> None:
    """A grant that asks as much as a contract does, and gives half of what that costs: both sides are warned."""
    with scope.of(council):
        cost = burden.of(council, str(row.uid)).agreed.cost
        if cost and cost.pounds > 1:
            now = queries.visible_to(council).get(pk=row.pk)
            half = int(cost.pounds // 2)
            weighing.give(by=council, contract_uid=str(row.uid), monitoring_pounds=half, version=now.version)


def _propose(lead: Actor, row: Contract) -> str:
    """Aim higher on one measure, and drop one that is broken down."""
    ground = proposals.ground(lead, row)
    lines = []
    for key, now in ground.carried.items():
        if key == ("needs_met", ""):
            lines.append(NewLine(
                CHANGE, *key, reason="What the last four quarters reached, and a little more.", target=60,
                measure_class=now["measure_class"], frequency=now["frequency"], level=now["level"],
                level_reason=now["level_reason"], area_outcome_uid=now["area_outcome_uid"],
            ))  # fmt: skip
        elif key == ("group_heads", ""):
            lines.append(NewLine(DROP, *key, reason=WHY))
    if (LIFE, "") not in ground.carried:
        lines.append(NewLine(ADD, LIFE, reason=ADDED, value_outcome_uid=bank.outcome(lead)))
    if not lines:
        return ""
    day = standing.starts(row)[-1 if len(standing.starts(row)) == 1 else 1].day
    made = proposing.propose(by=lead, contract_uid=str(row.uid), lines=lines, from_date=day, words=SAID).one
    return str(made.uid)


def _talk(council: Actor, lead: Actor, uid: str) -> None:
    with scope.of(council):
        changed = next((line for line in proposals.get(council, uid).changed if line.doing == CHANGE), None)
    about = {"measure": changed.measure, "dimension": changed.by} if changed else {}
    with scope.of(council):
        proposing.comment(by=council, proposal_uid=uid, words=ASKED, **about)
    with scope.of(lead):
        proposing.comment(by=lead, proposal_uid=uid, words=ANSWERED, **about)
