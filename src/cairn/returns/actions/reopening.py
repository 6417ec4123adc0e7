"""Open an accepted return again, with the reason. What was accepted stays, with its hash, until another is accepted."""

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.kernel import clock
from cairn.kernel.problems import Done, refuse_if
from cairn.returns import colours, finding, rules
from cairn.returns.models import Return


def reopen(*, by: Actor, return_uid: str, reason: str, version: int | None = None) -> Done[Return]:
    """As the commissioner. The shared figures go on counting what was accepted, until a new submission takes its place."""
    by.require(Permission.REVIEW_RETURNS)
    answer = finding.asked_for(by, return_uid)
    refuse_if(rules.move_problems(answer.state, "open", "commissioner") + rules.reason_problems(reason))
    if version is not None:
        answer.version = version
    with deed("returns.reopened", by=by) as this:
        finding.hold(answer)
        parties.change(this, by, answer, state="open", decision_reason=reason.strip(), decided_at=clock.now())
        this.delete_many(colours.rows_of(answer))
        this.about("contract", answer.round.contract.uid)
    return Done((answer,), (), this.uid)
