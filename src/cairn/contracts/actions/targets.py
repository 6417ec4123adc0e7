"""Agree how a figure of a contract's returns is rated against its target."""

from dataclasses import dataclass
from decimal import Decimal

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import queries, rules, varying
from cairn.contracts.models import AgreedMeasure, Contract
from cairn.contracts.varying import Why
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if

MOST_PERCENT = Decimal(100)
MOST_N = 32_000


@dataclass(frozen=True, slots=True)
class NewTarget:
    """The rule of one measure. `target` has the measure's unit (of a share, 0 to 1); None: no target, so no colour."""

    target: Decimal | None
    amber_percent: Decimal = Decimal(10)
    border_is_better: bool = True
    least_n: int = 0


def rate(
    *, by: Actor, contract_uid: str, measure: str, new: NewTarget, reason: str, version: int | None = None
) -> Done[AgreedMeasure]:
    """As the commissioner. Colours follow at once, also of returns that were accepted; colours given by hand stay. A
    variation with today's date keeps the rule that was, and why it changed. `version` is that of the agreed measure.
    Raises Refused, Conflict or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    contract: Contract = queries.one(queries.visible_to(by), contract_uid)
    if contract.commissioner_id != by.organisation_id:
        raise queries.NotFound(contract_uid)
    rows = list(AgreedMeasure.objects.filter(contract=contract, measure=measure).order_by("position", "pk"))
    refuse_if(target_problems(new) + varying.reason_problems(reason))
    if not rows:
        raise queries.NotFound(measure)
    speaks, *others = sorted(rows, key=lambda row: bool(row.by))
    if version is not None:
        speaks.version = version
    values = {
        "target": new.target, "amber_percent": new.amber_percent, "border_is_better": new.border_is_better,
        "least_n": new.least_n,
    }  # fmt: skip
    why = Why(reason, clock.today())
    with deed("contracts.rating_agreed", by=by) as this:
        varying.change(this, by, speaks, values, why)
        for other in others:  # one rule for the whole: a target beside a breakdown would be a second one
            varying.change(this, by, other, {"target": None}, why)
        this.about("contract", contract.uid)
    return Done((speaks,), (), this.uid)


def target_problems(new: NewTarget) -> list[Problem]:
    """What is wrong with a rule, at its fields."""
    problems = []
    if new.target is not None and not (new.target.is_finite() and abs(new.target) <= rules.MOST_TARGET):
        problems.append(Problem("target.large", "The target is too large.", "Check the noughts.", field="target"))
    if not (new.amber_percent.is_finite() and 0 <= new.amber_percent <= MOST_PERCENT):
        fix = "Write 0 to 100 per cent."
        problems.append(Problem("target.amber", "The amber band cannot be so wide.", fix, field="amber_percent"))
    if not 0 <= new.least_n <= MOST_N:
        fix = f"Write a whole number from 0 to {MOST_N:,}."
        problems.append(Problem("target.n", "The least n is not possible.", fix, field="least_n"))
    return problems
