"""Agree what a contract pays for an outcome, and approve what an accepted return comes to."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.contracts.models import Contract, PaymentTerm
from cairn.definitions.shapes.measure import Measure
from cairn.kernel import clock
from cairn.kernel.periods import slip
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import finding, paying, payments
from cairn.returns.models import PaymentStatement, Return, Submission
from cairn.returns.paying import Term


@dataclass(frozen=True, slots=True)
class NewTerm:
    """A term from a day on: it is used for rounds whose last day observed is that day or a later one."""

    term: Term
    from_date: date


def agree(*, by: Actor, contract_uid: str, new: NewTerm) -> Done[PaymentTerm]:
    """As the commissioner. Raises Refused or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    contract = payments.commissioned(by, contract_uid)
    refuse_if(term_problems(contract, new))
    said = new.term
    row = PaymentTerm(
        contract=contract, provider_id=contract.provider_id, commissioner_id=contract.commissioner_id,
        measure=said.measure, code=said.code, pounds_each=said.pounds_each, after=said.after, is_lump=said.is_lump,
        most_pounds=said.most_pounds, from_date=new.from_date,
    )  # fmt: skip
    with deed("contracts.payment_agreed", by=by) as this:
        # Two at once do not both agree it; and what is paid for is not just being taken out.
        Contract.objects.select_for_update().get(pk=contract.pk)
        refuse_if(term_problems(contract, new))
        parties.make(this, by, [row])
        this.about("contract", contract.uid)
    return Done((row,), (), this.uid)


def term_problems(contract: Contract, new: NewTerm) -> list[Problem]:
    """What is wrong with a term, for the action and for a screen that asks before it."""
    found = paying.term_problems(new.term, _definition(contract, new.term)) + slip(new.from_date, "from_date")
    if not contract.start_date <= new.from_date <= contract.end_date:
        fix = f"It runs from {contract.start_date:%-d %B %Y} to {contract.end_date:%-d %B %Y}."
        found.append(Problem("payment.outside", "The contract does not run on that day.", fix, field="from_date"))
    return found + _twice(contract, new)


def _twice(contract: Contract, new: NewTerm) -> list[Problem]:
    """The same rule for the same figure, sent again or agreed again, would pay twice for one thing."""
    said = new.term
    same = {"measure": said.measure, "code": said.code, "is_lump": said.is_lump}
    rows = PaymentTerm.objects.filter(contract=contract, **same)
    ends = rows.filter(Q(ended_date=None) | Q(ended_date__gt=new.from_date)).values_list("after", flat=True)
    if not said.after.is_finite() or said.after not in ends:
        return []
    fix = "End that one first, with the day on which the new one begins."
    return [Problem("payment.twice", "The contract pays for that already.", fix, field="figure")]


def _definition(contract: Contract, term: Term) -> Measure | None:
    agreed = (view.definition for view in contracts.measures_of(contract) if view.measure == term.measure)
    return next(agreed, None)


def end(*, by: Actor, term_uid: str, ended_date: date, version: int | None = None) -> Done[PaymentTerm]:
    """The first day on which it is not used; what was approved by it stays. Raises Refused, Conflict or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row: PaymentTerm = contracts.one(PaymentTerm.objects.filter(commissioner_id=by.organisation_id), term_uid)
    found = slip(ended_date, "ended_date")
    if ended_date < row.from_date:
        found.append(Problem("dates.order", "That is before it began.", "Choose a later day.", field="ended_date"))
    refuse_if(found)
    if version is not None:
        row.version = version
    with deed("contracts.payment_agreed", by=by) as this:
        parties.change(this, by, row, ended_date=ended_date)
        this.about("contract", row.contract.uid)
    return Done((row,), (), this.uid)


def approve(*, by: Actor, return_uid: str, submission_uid: str) -> Done[PaymentStatement]:
    """Lock what the accepted submission comes to. `submission_uid` is the one that was read: another accepted meanwhile is
    refused. Raises Refused, Conflict or NotFound."""
    by.require(Permission.REVIEW_RETURNS)
    answer = finding.asked_for(by, return_uid)
    with deed("returns.payment_approved", by=by) as this:
        finding.hold(answer)
        submission = Submission.objects.filter(answer=answer, is_accepted=True).order_by("-number").first()
        refuse_if(_problems(answer, submission, submission_uid))
        assert submission is not None  # refused above
        lines = payments.worked_out(payments.terms_of_round(answer), submission)
        row = PaymentStatement(
            submission=submission, provider_id=answer.provider_id, commissioner_id=answer.commissioner_id,
            lines=[payments.stored(line) for line in lines], pounds=paying.total(lines), approved_at=clock.now(),
            approved_by_uid=by.uid,
        )  # fmt: skip
        parties.make(this, by, [row])
        this.about("return", answer.uid)
        this.about("contract", answer.round.contract.uid)
    return Done((row,), (), this.uid)


def _problems(answer: Return, submission: Submission | None, submission_uid: str) -> list[Problem]:
    if answer.state != "accepted" or submission is None:
        fix = "Accept the return first: only accepted figures are paid for."
        return [Problem("payment.accepted", "This return is not accepted.", fix)]
    if str(submission.uid) != submission_uid:
        fix = "Open the statement again and read what it comes to now."
        return [Problem("payment.moved", "Another submission was accepted since you opened the page.", fix)]
    if PaymentStatement.objects.filter(submission=submission).exists():
        return [Problem("payment.approved", "This is approved already.", "There is nothing left to do.")]
    if not payments.terms_of_round(answer):
        return [Problem("payment.none", "The contract pays for no figure of this round.", "Agree a term first.")]
    return []
