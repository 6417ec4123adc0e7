"""The commissioner's decision about what was submitted."""

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import colours, finding, rules
from cairn.returns.models import Return, Submission
from cairn.returns.verification import verify


def accept(*, by: Actor, return_uid: str, version: int | None = None) -> Done[Return]:
    """Locks the return and lets its rows into the commissioner's mart. Refuses what is no longer as it was sent."""
    return _decide(by, return_uid, version, "accepted", "")


def reject(*, by: Actor, return_uid: str, reason: str, version: int | None = None) -> Done[Return]:
    """Opens the return again for the provider, with the reason; what was sent is kept."""
    return _decide(by, return_uid, version, "rejected", reason)


def _decide(by: Actor, return_uid: str, version: int | None, decision: str, reason: str) -> Done[Return]:
    by.require(Permission.REVIEW_RETURNS)
    answer = finding.find(by, return_uid)
    if finding.side_of(answer, by) != "commissioner":
        raise contracts.NotFound(return_uid)
    submission = finding.last_submission(answer)
    refuse_if(_problems(answer, submission, decision, reason))
    if version is not None:
        answer.version = version
    decided = {"decision_reason": reason.strip(), "decided_at": clock.now()}
    with deed(f"returns.{decision}", by=by) as this:
        finding.hold(answer)
        parties.change(this, by, answer, state=decision, **decided)
        parties.change(this, by, submission, decision=decision, is_accepted=decision == "accepted", **decided)
        for replaced in _replaced(answer, submission) if decision == "accepted" else ():
            parties.change(this, by, replaced, is_accepted=False)
        if decision == "rejected":
            this.delete_many(colours.rows_of(answer))
        this.about("contract", answer.round.contract.uid)
    return Done((answer,), (), this.uid)


def _replaced(answer: Return, submission: Submission | None) -> list[Submission]:
    """What was accepted before the return was opened again: its figures stood until now, and two would count twice."""
    return [row for row in Submission.objects.filter(answer=answer, is_accepted=True) if row != submission]


def _problems(answer: Return, submission: Submission | None, decision: str, reason: str) -> list[Problem]:
    problems = rules.move_problems(answer.state, decision, "commissioner")
    if decision == "rejected":
        return problems + rules.reason_problems(reason)
    return problems + (verify(submission) if submission else [])
