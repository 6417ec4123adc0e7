"""What the set of measures of a contract asks of those who record, as it stands and as proposed, for both of its sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts import proposals, queries, rules_burden, rules_proposals
from cairn.contracts.models import BurdenRule, Contract, ProposalLine, RecordedCount
from cairn.contracts.rules_burden import USUAL, Burden, Cost, Rule
from cairn.contracts.rules_proposals import Key, NewLine
from cairn.contracts.wording import Terms
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.kernel import clock
from cairn.kernel.periods import Period, previous, quarter_of


@dataclass(frozen=True, slots=True)
class Weighed:
    """One set with what it costs. `warnings` say in words where that is out of proportion."""

    burden: Burden
    cost: Cost | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scales:
    """The set as agreed and, where one is open, as proposed. `counted` is the quarter whose records were counted; None: none
    yet. `told_at` when the provider told it; `is_old`: another quarter has ended since."""

    agreed: Weighed
    proposed: Weighed | None
    rule: Rule
    is_usual: bool
    counted: Period | None
    told_at: datetime | None
    is_old: bool


def of(by: Actor, contract_uid: str, proposal_uid: str = "", lines: Sequence[NewLine] = ()) -> Scales:
    """With a proposal, or lines that are sound but not yet proposed, what they would make of the set that stands now. Raises
    NotFound."""
    contract = proposals.contract_of(by, contract_uid)
    told = last_told(contract)
    rule, is_usual = rule_of(contract.commissioner_id)
    now = proposals.carried(contract)
    agreement = queries.agreement_in_force(contract, clock.today())
    fields = sorted(agreement.field_names) if agreement else []
    counts: Mapping[str, int] | None = told.counts if told else None

    def weigh(terms: Mapping[Key, Terms]) -> Weighed:
        return _weighed(contract, rule, rules_burden.burden(_measures(terms), fields, counts))

    proposed = None
    if proposal_uid:
        row = proposals.find(by, proposal_uid)
        proposed = weigh(_after(now, ProposalLine.objects.filter(proposal=row)))
    elif lines:
        ground = proposals.ground(by, contract)
        proposed = weigh(_after(now, [_Line(one, rules_proposals.terms(one, ground)) for one in lines]))
    period = Period(told.from_date, told.to_date) if told else None
    return Scales(
        weigh(now), proposed, rule, is_usual, period, told.told_at if told else None,
        period is not None and period != last_quarter(clock.today()),
    )  # fmt: skip


def last_quarter(today: date) -> Period:
    """The last quarter that has ended."""
    return previous(quarter_of(today))


def last_told(contract: Contract) -> RecordedCount | None:
    found: RecordedCount | None = RecordedCount.objects.filter(contract=contract).order_by("-told_at", "-pk").first()
    return found


def rule_row(commissioner_id: int) -> BurdenRule | None:
    """Both sides read it: it is about the contracts between them."""
    with scope.organisation(commissioner_id):
        found: BurdenRule | None = BurdenRule.objects.filter(organisation_id=commissioner_id).first()
        return found


def rule_of(commissioner_id: int) -> tuple[Rule, bool]:
    """The commissioner's own rule, or ours; and whether it is ours."""
    row = rule_row(commissioner_id)
    if row is None:
        return USUAL, True
    return Rule(row.share_percent, row.share_source, row.hourly_pounds, row.hourly_source), False


def _weighed(contract: Contract, rule: Rule, found: Burden) -> Weighed:
    value = rules_burden.value_a_year(contract.value_pounds, contract.start_date, contract.end_date)
    cost = rules_burden.cost(found, rule, value, contract.monitoring_pounds)
    return Weighed(found, cost, rules_burden.warnings(cost, rule) if cost else ())


def _measures(terms: Mapping[Key, Terms]) -> list[Measure]:
    return [registry.get("measure", key[0], said["measure_version"]) for key, said in terms.items()]


class _Line:
    """A line that is not yet proposed, as one that is."""

    def __init__(self, new: NewLine, terms: Terms) -> None:
        self.doing, self.measure, self.by, self.terms = new.doing, new.measure, new.by, terms


def _after(now: Mapping[Key, Terms], lines: Any) -> dict[Key, Terms]:
    found = dict(now)
    for line in lines:
        if line.doing == "drop":
            found.pop((line.measure, line.by), None)
        else:
            found[line.measure, line.by] = line.terms
    return found
