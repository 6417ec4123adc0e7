"""Send a return: compute, freeze, and hash what leaves."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, Deed, deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.kernel import clock
from cairn.kernel.inserting import insert_values
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import holding
from cairn.returns import finding, freezing, gathering, narrating, objecting
from cairn.returns.gathering import Gathered
from cairn.returns.models import Return, Submission, SubmissionRow
from cairn.returns.supplied import Content
from cairn.returns.verification import digest_of

ALONE = nullcontext()


def submit(
    *,
    by: Actor,
    return_uid: str,
    version: int | None = None,
    comment: str = "",
    seen: str = "",
    figures_only: bool = False,
    supplied: Content | None = None,
    beside: AbstractContextManager[None] = ALONE,
    at: datetime | None = None,
) -> Done[Submission]:
    """As the lead, while the round takes it; after the closing date with a warning. Without an agreement in force, figures
    only; where one ended, only if `figures_only` says that this is known.

    `version` is the return's; `seen` the digest of the preview, when one was shown. `supplied`: what was filled elsewhere, in
    place of what is worked out here; the words that it answers are written as on the page. `beside` is entered
    within the deed, where it may raise, and left when all is written. In time or late: by `at`, or now. Nobody who is in its rows
    is erased while it is written. Raises Refused or Conflict.
    """
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    at = at or clock.now()
    problems = gathering.problems(answer, figures_only, supplied, clock.london_date(at))
    refuse_if(problems)
    found = gathering.gather(by, answer, supplied)
    refuse_if(found.problems())
    if seen and seen != found.seen:
        raise Conflict([_MOVED])
    if version is not None:
        answer.version = version
    submission = _submission(by, answer, found, at)
    with deed("returns.submitted", by=by) as this:
        _hold(by, answer, found)
        with beside:
            said = {"comment": comment.strip()} if comment.strip() else {}
            parties.change(this, by, answer, state="submitted", **said)
            _write(this, by, submission, found, supplied)
    return Done((submission,), tuple(problems), this.uid)


def _hold(by: Actor, answer: Return, found: Gathered) -> None:
    """From here on nobody is erased, and the return and what it rests on stand still. Raises Conflict where they have not, or
    where somebody whose row leaves has said no meanwhile."""
    holding.hold({by.organisation_id, *(row.holder_id for row in found.leaving.rows)})
    finding.hold(answer)
    if gathering.stands(answer) != found.stands or objecting.kept_back(found.leaving.people, answer.commissioner_id):
        raise Conflict([_MOVED])


def _write(this: Deed, by: Actor, submission: Submission, found: Gathered, supplied: Content | None) -> None:
    """What is said in words, the version with its hash, and its rows."""
    if supplied is not None:
        narrating.answer(this, by, submission.answer, supplied.words)
    rows = freezing.rows(submission, found.leaving, bool(found.agreement and found.agreement.allows_linking))
    submission.sha256 = digest_of(submission, (row.digest for row in rows))
    parties.make(this, by, [submission])
    # Beside the deed, not through it: a revision would keep what an erased person's row held.
    parties_to = {"provider_id": submission.provider_id, "commissioner_id": submission.commissioner_id}
    insert_values(SubmissionRow, freezing.Frozen._fields, rows, submission_id=submission.pk, **parties_to)


_MOVED = Problem(
    "return.moved",
    "The figures have changed since you looked at them.",
    "Look at the preview again, then submit.",
)


def _submission(by: Actor, answer: Return, found: Gathered, at: datetime) -> Submission:
    fields = found.agreement.leaving if found.agreement else ()
    return Submission(
        answer=answer,
        provider_id=answer.provider_id,
        commissioner_id=answer.commissioner_id,
        number=Submission.objects.filter(answer=answer).count() + 1,
        submitted_at=at,
        submitted_by=by.uid,
        is_late=clock.london_date(at) > answer.round.closes_date,
        figures=found.figures,
        adjustments=found.adjustments,
        narrative=found.narrative,
        fields=[{"name": field.name, "purpose": field.purpose} for field in fields],
    )
