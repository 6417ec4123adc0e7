"""The one writer of what is agreed of a measure after it was agreed: each change or drop leaves a dated variation with its
reason. Within a deed of an action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.contracts import inputs, parties, wording
from cairn.contracts.models import AgreedMeasure, Commitment, Contract, MeasureProposal, PaymentTerm, Variation
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.kernel.problems import Problem, too_long, too_short

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Why:
    """Why something that was agreed or promised is another from a day on, and by which proposal both sides agreed it, or the
    commissioner decided it after asking all of an area. `differently`: it is measured in another way from then on."""

    reason: str
    from_date: date
    proposal: MeasureProposal | None = None
    differently: bool = False


def reason_problems(reason: str, field: str = "reason", row: int | None = None) -> list[Problem]:
    if not reason.strip():
        fix = "Say why in a sentence: it is kept with the date, and both sides read it."
        return [Problem("variation.reason", "The reason is missing.", fix, field=field, row=row)]
    return too_short(reason, field, row) + too_long(reason.strip(), LONGEST_REASON, field, row)


def paid_for(row: AgreedMeasure, field: str = "", at: int | None = None) -> list[Problem]:
    """What is paid by the figure of a measure, unless another line of the contract carries it on."""
    mine = {"contract": row.contract, "measure": row.measure}
    running = PaymentTerm.objects.filter(**mine).exclude(ended_date__lte=clock.today())
    if AgreedMeasure.objects.filter(**mine).exclude(pk=row.pk).exists() or not running.exists():
        return []
    fix = "End what is paid for it first."
    return [Problem("measure.paid", "Something is paid by this measure.", fix, field=field, row=at)]


def paid_by_time(row: AgreedMeasure, version: int) -> list[Problem]:
    """Where something is paid by the figure of a measure: it may not come to count time that staff gave."""
    if version == row.measure_version or row.measure not in paid_by(row.contract):
        return []
    return inputs.payment_problems(registry.get("measure", row.measure, version), "")


def paid_by(contract: Contract) -> set[str]:
    """The measures by whose figure something is paid. One query."""
    running = PaymentTerm.objects.filter(contract=contract).exclude(ended_date__lte=clock.today())
    return set(running.values_list("measure", flat=True))


def change(this: Deed, by: Actor, row: AgreedMeasure, values: Mapping[str, Any], why: Why) -> None:
    """Write new terms and, where they say anything new, the variation. Raises Conflict."""
    before = wording.of(row)
    if why.proposal is None:
        parties.change(this, by, row, **values)
    else:
        parties.change_agreed(this, by, row, why.proposal, **values)
    after = wording.of(row) | ({wording.DIFFERENTLY: True} if why.differently else {})
    if why.differently or wording.differing(before, after):
        _told(this, by, row, "change", before, after, why)


def drop(this: Deed, by: Actor, row: AgreedMeasure, why: Why) -> None:
    """The returns carry it no more."""
    before = wording.of(row)
    this.delete(row)
    _told(this, by, row, "drop", before, {}, why)


def _told(
    this: Deed, by: Actor, row: AgreedMeasure, doing: str, before: dict[str, Any], after: dict[str, Any], why: Why
) -> None:
    """One variation; where commitments were matched to the measure, one for each of them."""
    promised: Sequence[Commitment | None] = list(
        Commitment.objects.filter(contract=row.contract, measure=row.measure, by=row.by, ended_date=None)
    ) or [None]
    what = {"measure": row.measure, "by": row.by, "before": before, "after": after}
    parties.make(
        this, by, [made(by, row.contract, doing, why, commitment=one, **what) for one in promised]
    )  # fmt: skip


def made(actor: Actor, contract: Contract, doing: str, why: Why, **what: Any) -> Variation:
    """A variation that is not yet written."""
    side = "commissioner" if contract.commissioner_id == actor.organisation_id else "provider"
    return Variation(
        contract=contract, provider_id=contract.provider_id, commissioner_id=contract.commissioner_id, doing=doing,
        reason=why.reason.strip(), from_date=why.from_date, proposal=why.proposal, side=side, made_by_uid=actor.uid,
        made_at=clock.now(), **what,
    )  # fmt: skip
