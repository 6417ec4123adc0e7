"""Send a return: compute, freeze, and hash what leaves."""

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.contracts.views import AgreementView
from cairn.insight.figures import one_reading
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import adjusting, derive, finding, freezing, rules
from cairn.returns.models import Return, Submission, SubmissionRow
from cairn.returns.verification import digest_of

BATCH = 500


def submit(
    *, by: Actor, return_uid: str, version: int | None = None, comment: str = "", seen: str = ""
) -> Done[Submission]:
    """As the lead, once the round is open; after it closes with a warning. Without an agreement in force, figures only.

    `version` is the return's; `seen` the digest of the preview, when one was shown. Raises Refused or Conflict.
    """
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    agreed = finding.carried(answer)
    today = clock.today()
    problems = rules.submit_problems(
        answer.state, answer.round.opens_date, answer.round.closes_date, today, bool(agreed)
    )
    refuse_if(problems)
    agreement = contracts.agreement_in_force(answer.round.contract, today)
    asked = finding.asked(by, answer)
    with one_reading():
        computed = derive.frozen(derive.compute(asked, agreed, finding.overrides_of(answer)))
        leaving = freezing.leave(asked, agreed, agreement)
        adjusted = adjusting.frozen(adjusting.adjustments(by, answer, agreed))
    if seen and seen != rules.seen_digest(computed, adjusted):
        raise Conflict([_MOVED])
    if version is not None:
        answer.version = version
    submission = _submission(by, answer, agreement)
    submission.figures, submission.adjustments = computed, adjusted
    with deed("returns.submitted", by=by) as this:
        parties.change(this, by, answer, state="submitted", **({"comment": comment.strip()} if comment.strip() else {}))
        rows = freezing.rows(submission, leaving, bool(agreement and agreement.allows_linking))
        submission.sha256 = digest_of(submission, (row.digest for row in rows))
        parties.make(this, by, [submission])
        # Beside the deed, not through it: a revision would keep what an erased person's row held.
        SubmissionRow.objects.bulk_create(rows, batch_size=BATCH)
    return Done((submission,), tuple(problems), this.uid)


_MOVED = Problem(
    "return.moved",
    "The figures have changed since you looked at them.",
    "Look at the preview again, then submit.",
)


def _submission(by: Actor, answer: Return, agreement: AgreementView | None) -> Submission:
    now = clock.now()
    fields = agreement.fields if agreement else ()
    return Submission(
        answer=answer,
        provider_id=answer.provider_id,
        commissioner_id=answer.commissioner_id,
        number=Submission.objects.filter(answer=answer).count() + 1,
        submitted_at=now,
        submitted_by=by.uid,
        is_late=clock.london_date(now) > answer.round.closes_date,
        fields=[{"name": field.name, "purpose": field.purpose} for field in fields],
    )
