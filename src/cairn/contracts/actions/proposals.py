"""Negotiate what a contract's returns carry: propose, comment, agree, decline, withdraw. Either side proposes; only the other
decides."""

from collections.abc import Mapping, Sequence
from datetime import date

from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import Conflict, Deed, deed
from cairn.contracts import parties, proposals, rules_proposals, rules_value_banks, setting, standing, value_banks
from cairn.contracts.models import AgreedMeasure, Contract, MeasureProposal, ProposalComment, ProposalLine
from cairn.contracts.rules_proposals import Ground, NewLine
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if


def propose(
    *,
    by: Actor,
    contract_uid: str,
    lines: Sequence[NewLine],
    from_date: date,
    words: str = "",
    instead_of: str = "",
    uid: str = "",
) -> Done[MeasureProposal]:
    """`instead_of` is the uid of the open proposal in whose place this one is put: one's own is withdrawn by it, the other
    side's is declined by it. Raises Refused, Conflict or NotFound."""
    contract = _ours(by, contract_uid)
    if uid and (there := MeasureProposal.objects.filter(uid=uid, contract=contract).first()):
        return Done((there,), (_AGAIN,))
    ground = proposals.ground(by, contract)
    known = value_banks.facts_of(by, contract, [line.value_outcome_uid for line in lines])
    shown = value_banks.agreed(contract) if rules_value_banks.NO_LONGER in known else {}
    refuse_if(
        proposal_problems(contract, ground, lines, from_date, words) + rules_value_banks.gone(lines, known, shown)
    )
    with deed("contracts.measures_proposed", by=by) as this:
        Contract.objects.select_for_update().get(pk=contract.pk)  # of two at once, one is the second
        number = MeasureProposal.objects.filter(contract=contract).count() + 1
        _make_room(this, by, contract, instead_of, number)
        row = _proposal(by, contract, number, from_date, words, uid)
        parties.make(this, by, [row])
        parties.make(this, by, [_line(row, at, line, ground, known) for at, line in enumerate(lines)])
        this.about("contract", contract.uid)
    return Done((row,), (), this.uid)


def proposal_problems(
    contract: Contract, ground: Ground, lines: Sequence[NewLine], from_date: date, words: str
) -> list[Problem]:
    """What is wrong with a proposal, for the action and for a screen that asks before it."""
    if contract.provider_id == contract.commissioner_id:
        return [_ALONE]
    return rules_proposals.proposal_problems(lines, words, ground) + standing.start_problems(contract, from_date)


_ALONE = Problem(
    "proposal.alone", "Your organisation leads this contract itself, so there is nobody to agree with.",
    "Agree its measures on the page of the contract.",
)  # fmt: skip


def comment(
    *, by: Actor, proposal_uid: str, words: str, measure: str = "", dimension: str = "", uid: str = ""
) -> Done[ProposalComment]:
    """Of the whole, or of one measure of the contract or the proposal. A decided proposal is talked about no more."""
    row = _one(by, proposal_uid)
    if uid and (there := ProposalComment.objects.filter(uid=uid, proposal=row).first()):
        return Done((there,), (_AGAIN,))
    refuse_if(
        rules_proposals.words_problems(words, needed=True) + _open_problems(row) + _about(row, measure, dimension)
    )
    made = ProposalComment(
        proposal=row, provider_id=row.provider_id, commissioner_id=row.commissioner_id, measure=measure, by=dimension,
        side=proposals.side_of(row, by), words=words.strip(), made_by_uid=by.uid, made_at=clock.now(),
        **({"uid": uid} if uid else {}),
    )  # fmt: skip
    with deed("contracts.proposal_commented", by=by) as this:
        parties.make(this, by, [made])
        this.about("measure_proposal", row.uid)
    return Done((made,), (), this.uid)


def agree(*, by: Actor, proposal_uid: str, version: int, words: str = "") -> Done[MeasureProposal]:
    """As the other side: the set holds from its day. Refused where the contract has changed since in what it is about, or a
    round that it should hold for has opened. Raises Refused, Conflict or NotFound."""
    row = _to_decide(by, proposal_uid)
    refuse_if(
        rules_proposals.words_problems(words, needed=False) + standing.start_problems(row.contract, row.from_date)
    )
    row.version = version
    with deed("contracts.proposal_agreed", by=by) as this:
        contract = (
            Contract.objects.select_for_update().select_related("provider", "commissioner").get(pk=row.contract_id)
        )
        lines = list(ProposalLine.objects.filter(proposal=row).order_by("position", "pk"))
        found = proposals.stale(lines, proposals.carried(contract))
        refuse_if(rules_proposals.moved_problems(found))
        _decide(this, by, row, "agreed", words)
        setting.put(this, by, contract, row, lines)
        this.about("contract", contract.uid)
    return Done((row,), (), this.uid)


def decline(*, by: Actor, proposal_uid: str, words: str, version: int) -> Done[MeasureProposal]:
    """As the other side, saying why; what stands goes on. Raises Refused, Conflict or NotFound."""
    row = _to_decide(by, proposal_uid)
    refuse_if(rules_proposals.words_problems(words, needed=True))
    row.version = version
    with deed("contracts.proposal_declined", by=by) as this:
        _decide(this, by, row, "declined", words)
        this.about("contract", row.contract.uid)
    return Done((row,), (), this.uid)


def withdraw(*, by: Actor, proposal_uid: str, version: int, words: str = "") -> Done[MeasureProposal]:
    """As the side that proposed it. Raises Refused, Conflict, NotAllowed or NotFound."""
    row = _one(by, proposal_uid)
    if row.side != proposals.side_of(row, by):
        raise NotAllowed([_NOT_YOURS])
    refuse_if(_open_problems(row) + rules_proposals.words_problems(words, needed=False))
    row.version = version
    with deed("contracts.proposal_withdrawn", by=by) as this:
        _decide(this, by, row, "withdrawn", words)
        this.about("contract", row.contract.uid)
    return Done((row,), (), this.uid)


def _ours(by: Actor, contract_uid: str) -> Contract:
    contract = proposals.contract_of(by, contract_uid)
    by.require(proposals.TALKS[proposals.side_of(contract, by)])
    return contract


def _one(by: Actor, proposal_uid: str) -> MeasureProposal:
    row = proposals.find(by, proposal_uid)
    by.require(proposals.TALKS[proposals.side_of(row, by)])
    return row


def _to_decide(by: Actor, proposal_uid: str) -> MeasureProposal:
    """An open proposal of the other side, for who may bind their own."""
    row = _one(by, proposal_uid)
    side = proposals.side_of(row, by)
    by.require(proposals.BINDS[side])
    if row.side == side:
        raise NotAllowed([_OWN])
    refuse_if(_open_problems(row))
    return row


def _open_problems(row: MeasureProposal) -> list[Problem]:
    if row.state == "open":
        return []
    said = proposals.STATES[row.state].lower()
    fix = "Look at it again, and make another proposal if there is more to say."
    return [Problem("proposal.closed", f"This proposal is {said} already.", fix)]


def _about(row: MeasureProposal, measure: str, by: str) -> list[Problem]:
    if not measure:
        return []
    said = {"measure": measure, "by": by}
    if ProposalLine.objects.filter(proposal=row, **said).exists():
        return []
    if AgreedMeasure.objects.filter(contract_id=row.contract_id, **said).exists():
        return []
    fix = "Comment on the whole, or on one of its measures."
    return [Problem("comment.about", "That measure stands neither in the contract nor in the proposal.", fix)]


def _make_room(this: Deed, by: Actor, contract: Contract, instead_of: str, number: int) -> None:
    """One proposal is open at a time. Another takes its place only where whoever makes it has read it."""
    now = MeasureProposal.objects.filter(contract=contract, state="open").first()
    if now is None and not instead_of:
        return
    if now is None or str(now.uid) != instead_of:
        raise Conflict([_MOVED] if instead_of else [_WAITS])
    side = proposals.side_of(now, by)
    if now.side != side:
        by.require(proposals.BINDS[side])
    _decide(this, by, now, "withdrawn" if now.side == side else "declined", proposals.replaced_words(number))


def _decide(this: Deed, by: Actor, row: MeasureProposal, state: str, words: str) -> None:
    said = {"decided_date": clock.today(), "decided_by_uid": by.uid, "decision_words": words.strip()}
    parties.change(this, by, row, state=state, **said)


def _proposal(by: Actor, contract: Contract, number: int, from_date: date, words: str, uid: str) -> MeasureProposal:
    return MeasureProposal(
        contract=contract, provider_id=contract.provider_id, commissioner_id=contract.commissioner_id, number=number,
        side=proposals.side_of(contract, by), words=words.strip(), from_date=from_date, made_by_uid=by.uid,
        made_date=clock.today(), **({"uid": uid} if uid else {}),
    )  # fmt: skip


def _line(
    row: MeasureProposal, at: int, line: NewLine, ground: Ground, known: Mapping[str, dict[str, str]]
) -> ProposalLine:
    return ProposalLine(
        proposal=row, provider_id=row.provider_id, commissioner_id=row.commissioner_id, position=at, doing=line.doing,
        measure=line.measure, by=line.by, terms=rules_proposals.terms(line, ground),
        before=dict(ground.carried.get(line.key, {})), reason=line.reason.strip(),
        outcome=known.get(line.value_outcome_uid, {}),
    )  # fmt: skip


_AGAIN = Problem("uid.again", "This was sent before; it stands once.", "", severity="warning")
_OWN = Problem("proposal.own", "Your side made this proposal.", "Wait for the other side, or withdraw it.")
_NOT_YOURS = Problem("proposal.theirs", "The other side made this proposal.", "Agree to it, decline it, or answer it.")
_WAITS = Problem(
    "proposal.waits", "Another proposal waits for a decision.", "Decide on it, withdraw it, or put yours in its place."
)
_MOVED = Problem(
    "proposal.moved", "The proposal in whose place this should stand is decided.", "Open the page again and look."
)
