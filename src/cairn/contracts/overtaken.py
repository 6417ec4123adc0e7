"""What was said of the proposals that another overtook: read in the thread of the one that stands. Enter a scope first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cairn.access.actors import Actor
from cairn.contracts import proposals, wording
from cairn.contracts.models import MeasureProposal, ProposalComment


@dataclass(frozen=True, slots=True)
class Earlier:
    """A comment on an overtaken proposal, of that `number`. `about` is the measure it is about, "" for the whole."""

    number: int
    proposal_uid: str
    who: str
    about: str
    words: str
    made_at: datetime


def said(by: Actor, proposal_uid: str) -> tuple[Earlier, ...]:
    """In the order in which it was said, of all proposals in whose place this one was put. Raises NotFound."""
    row = proposals.find(by, proposal_uid)
    before = {one.pk: one for one in _chain(by, row)}
    rows = ProposalComment.objects.filter(proposal__in=before).order_by("made_at", "pk")
    names = {"provider": row.contract.provider.name, "commissioner": row.contract.commissioner.name}
    return tuple(_earlier(one, before[one.proposal_id], names[one.side]) for one in rows)


def _chain(by: Actor, row: MeasureProposal) -> Iterator[MeasureProposal]:
    """The one before, and the one before that, as long as each made place for the next."""
    number = row.number
    for one in proposals.visible_to(by).filter(contract_id=row.contract_id, number__lt=row.number):
        if one.number != number - 1 or one.decision_words != proposals.replaced_words(number):
            return
        number = one.number
        yield one


def _earlier(row: ProposalComment, of: MeasureProposal, who: str) -> Earlier:
    about = wording.label(row.measure, row.by) if row.measure else ""
    return Earlier(of.number, str(of.uid), who, about, row.words, row.made_at)
