"""Keep what a bid promised: enter it, say which measure tells of it, and change or end it with a dated reason."""

from collections.abc import Sequence
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, deed
from cairn.contracts import commitments, parties, proposals, queries, varying
from cairn.contracts.commitments import NewCommitment
from cairn.contracts.models import Commitment, Contract
from cairn.contracts.proposals import BINDS
from cairn.contracts.varying import Why
from cairn.kernel import clock
from cairn.kernel.periods import slip
from cairn.kernel.problems import Done, Problem, refuse_if


def enter(*, by: Actor, contract_uid: str, new: Sequence[NewCommitment], source: str = "") -> Done[Commitment]:
    """Either side, for who binds it. They stand after those that there are. Raises Refused or NotFound."""
    contract = _ours(by, contract_uid)
    there = list(Commitment.objects.filter(contract=contract))
    refuse_if(commitments.list_problems(new, source, [row.words for row in there]))
    rows = [
        Commitment(
            contract=contract, provider_id=contract.provider_id, commissioner_id=contract.commissioner_id,
            position=len(there) + at, words=one.words, source=source.strip(), made_date=clock.today(),
        )
        for at, one in enumerate(new)
    ]  # fmt: skip
    with deed("contracts.commitments_entered", by=by) as this:
        parties.make(this, by, rows)
        this.about("contract", contract.uid)
    return Done(tuple(rows), (), this.uid)


def match(*, by: Actor, commitment_uid: str, measure: str, version: int) -> Done[Commitment]:
    """Either side. `measure` is a code of `commitments.choices`, or "" for none. Raises Refused, Conflict or NotFound."""
    row = _one(by, commitment_uid)
    refuse_if(_ended(row) + commitments.match_problems(measure, commitments.choices(row.contract)))
    row.version = version
    name, dimension = commitments.key_of(measure)
    with deed("contracts.commitment_matched", by=by) as this:
        parties.change(this, by, row, measure=name, by=dimension)
        this.about("contract", row.contract.uid)
    return Done((row,), (), this.uid)


def vary(
    *, by: Actor, commitment_uid: str, doing: str, reason: str, from_date: date, version: int, words: str = ""
) -> Done[Commitment]:
    """As the commissioner, to whom it was promised: it is another promise from a day on, or none. The words of the bid stay.
    Raises Refused, Conflict, NotAllowed or NotFound."""
    row = _one(by, commitment_uid)
    by.require(BINDS["commissioner"])
    if proposals.side_of(row, by) != "commissioner":
        raise queries.NotFound(commitment_uid)
    now = commitments.get(by, commitment_uid).now
    refuse_if(_ended(row) + vary_problems(doing, words, now, reason, from_date))
    row.version = version
    why = Why(reason, from_date)
    after = {"words": words.strip()} if doing == "change" else {}
    with deed("contracts.commitment_varied", by=by) as this:
        Contract.objects.select_for_update().get(pk=row.contract_id)
        if Commitment.objects.get(pk=row.pk).version != version or commitments.get(by, commitment_uid).now != now:
            raise Conflict([_MOVED])
        parties.change(this, by, row, ended_date=from_date if doing == "drop" else None)
        parties.make(
            this, by, [varying.made(by, row.contract, doing, why, commitment=row, before={"words": now}, after=after)]
        )
        this.about("contract", row.contract.uid)
    return Done((row,), (), this.uid)


def vary_problems(doing: str, words: str, now: str, reason: str, from_date: date) -> list[Problem]:
    """For the action, and for a screen that asks before it."""
    found = commitments.vary_problems(doing, words, now) + varying.reason_problems(reason)
    return found + slip(from_date, "from_date")


def _ours(by: Actor, contract_uid: str) -> Contract:
    contract = proposals.contract_of(by, contract_uid)
    by.require(BINDS[proposals.side_of(contract, by)])
    return contract


def _one(by: Actor, uid: str) -> Commitment:
    row: Commitment = queries.one(commitments.visible_to(by), uid)
    by.require(BINDS[proposals.side_of(row, by)])
    return row


def _ended(row: Commitment) -> list[Problem]:
    if row.ended_date is None:
        return []
    return [Problem("commitment.ended", "It is no longer promised.", "It stays in the list, with why.")]


_MOVED = Problem(
    "edit.conflict", "Somebody else changed this meanwhile.", "Look at it again, then say what becomes of it."
)
