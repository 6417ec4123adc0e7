"""Say what recording may cost, what a contract gives for it, and how much was recorded for one."""

from collections.abc import Mapping

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import burden, organisations, parties, proposals, queries, rules_burden
from cairn.contracts.models import BurdenRule, Contract, RecordedCount
from cairn.contracts.rules_burden import Rule
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Done, Problem, refuse_if


def set_rule(*, by: Actor, rule: Rule, version: int = 0) -> Done[BurdenRule]:
    """As the commissioner, for all of its contracts. `version` is that of the rule that was read, 0 for ours. Raises Refused
    or Conflict."""
    by.require(Permission.MANAGE_CONTRACTS)
    refuse_if(organisations.commissioner_problems(by) + rules_burden.rule_problems(rule))
    values = {
        "share_percent": rule.share_percent, "share_source": rule.share_source.strip(),
        "hourly_pounds": rule.hourly_pounds, "hourly_source": rule.hourly_source.strip(),
        "changed_date": clock.today(),
    }  # fmt: skip
    row = burden.rule_row(by.organisation_id)
    with deed("contracts.burden_rule_set", by=by) as this:
        if row is None:
            row = BurdenRule(organisation_id=by.organisation_id, **values)
            parties.once(this, [row])
        else:
            row.version = version
            this.update(row, **values)
    return Done((row,), (), this.uid)


def give(*, by: Actor, contract_uid: str, monitoring_pounds: int | None, version: int) -> Done[Contract]:
    """As the commissioner: what of a contract's value a year is meant for recording and reporting; None: nothing is said.
    Raises Refused, Conflict or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = proposals.contract_of(by, contract_uid)
    if proposals.side_of(row, by) != "commissioner":
        raise queries.NotFound(contract_uid)
    value = rules_burden.value_a_year(row.value_pounds, row.start_date, row.end_date)
    refuse_if(rules_burden.monitoring_problems(monitoring_pounds, value))
    row.version = version
    with deed("contracts.contract_changed", by=by) as this:
        parties.change(this, by, row, monitoring_pounds=monitoring_pounds)
    return Done((row,), (), this.uid)


def tell(*, by: Actor, contract_uid: str, period: Period, counts: Mapping[str, int]) -> Done[RecordedCount]:
    """As the provider: how much was recorded for the contract in a quarter, by kind of record. It is kept to the nearest ten.
    Raises Refused or NotFound."""
    by.require(Permission.MAKE_MEASURES)
    contract = proposals.contract_of(by, contract_uid)
    if proposals.side_of(contract, by) != "provider":
        raise queries.NotFound(contract_uid)
    refuse_if(_strange(counts))
    row = RecordedCount(
        contract=contract, provider_id=contract.provider_id, commissioner_id=contract.commissioner_id,
        from_date=period.start, to_date=period.end, counts=rules_burden.rounded(counts), told_at=clock.now(),
        told_by_uid=by.uid,
    )  # fmt: skip
    with deed("contracts.recording_told", by=by) as this:
        parties.make(this, by, [row])
        this.about("contract", contract.uid)
    return Done((row,), (), this.uid)


def _strange(counts: Mapping[str, int]) -> list[Problem]:
    if all(kind.partition(":")[0] in rules_burden.KINDS and count >= 0 for kind, count in counts.items()):
        return []
    return [Problem("burden.kind", "That is no kind of record.", "Count the kinds that there are.")]
