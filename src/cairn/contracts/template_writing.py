"""The one writer of a decided template change into the contracts that it touches, and out of them again. Within a deed."""

from collections.abc import Iterator, Sequence
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.contracts import parties, rules_templates, setting, template_effects
from cairn.contracts.models import Contract, MeasureProposal, ProposalLine, TemplateChange, TemplateReply
from cairn.contracts.rules_templates import TemplateLine, Touch
from cairn.contracts.varying import Why
from cairn.kernel import clock


def touched(
    contracts: Sequence[Contract], lines: Sequence[TemplateLine]
) -> Iterator[tuple[Contract, tuple[Touch, ...]]]:
    """The contracts that the lines change, with what they do to each."""
    held, known = template_effects.carried(contracts), template_effects.known()
    for each in contracts:
        if found := rules_templates.touches(lines, held[each.pk], known):
            yield each, found


def put(this: Deed, by: Actor, change: TemplateChange, lines: Sequence[TemplateLine], from_date: date) -> None:
    """Each contract that still runs then carries the new set from the day of the change, as a numbered proposal of its own that
    was decided for the whole area, with its variations."""
    held = Contract.objects.select_for_update().filter(template_replies__change=change, end_date__gte=from_date)
    contracts = list(held.order_by("pk"))
    replies = {one.contract_id: one for one in TemplateReply.objects.filter(change=change)}
    for contract, found in touched(contracts, lines):
        row = _proposal(by, contract, change, from_date)
        parties.make(this, by, [row])
        made = parties.make(this, by, [_line(row, at, one) for at, one in enumerate(found)])
        setting.put(this, by, contract, row, made)
        parties.change(this, by, replies[contract.pk], applied_date=clock.today(), proposal=row)


def take_out(this: Deed, by: Actor, change: TemplateChange, words: str) -> None:
    """Each of them is what it was before, and the proposal does not hold."""
    replies = TemplateReply.objects.filter(change=change).exclude(proposal=None).select_related("proposal")
    for reply in replies.order_by("contract_id"):
        contract, row = Contract.objects.select_for_update().get(pk=reply.contract_id), reply.proposal
        lines = list(ProposalLine.objects.filter(proposal=row).order_by("position", "pk"))
        setting.take_out(this, by, contract, lines, Why(_revoked(words), row.from_date, row))
        parties.change(this, by, row, state="withdrawn", decision_words=words)
        parties.change(this, by, reply, applied_date=None)


def _revoked(words: str) -> str:
    return f"Revoked before it began: {words}"[:500]


def _proposal(by: Actor, contract: Contract, change: TemplateChange, from_date: date) -> MeasureProposal:
    today = clock.today()
    return MeasureProposal(
        contract=contract, provider_id=contract.provider_id, commissioner_id=contract.commissioner_id,
        number=MeasureProposal.objects.filter(contract=contract).count() + 1, side="commissioner", words=change.title,
        state="consulted", from_date=from_date, made_by_uid=by.uid, made_date=today, decided_date=today,
        decided_by_uid=by.uid, decision_words=change.decision_words,
    )  # fmt: skip


def _line(row: MeasureProposal, at: int, one: Touch) -> ProposalLine:
    line = one.line
    return ProposalLine(
        proposal=row, provider_id=row.provider_id, commissioner_id=row.commissioner_id, position=at, doing=line.doing,
        measure=line.measure, by=line.by, terms=dict(one.terms), before=dict(one.before), reason=line.reason.strip(),
    )  # fmt: skip
