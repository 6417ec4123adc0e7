"""Prove that a submission is what was sent, from what is stored alone."""

from collections.abc import Iterable

from cairn.kernel.problems import Problem
from cairn.returns import rules
from cairn.returns.models import Submission, SubmissionRow


def digest_of(submission: Submission, digests: Iterable[str]) -> str:
    """The hash that a submission of these figures and row digests has."""
    answer = submission.answer
    period = answer.round
    observed = {
        "name": period.name,
        "from": period.observed_from_date.isoformat(),
        "to": period.observed_to_date.isoformat(),
    }
    return rules.submission_digest(str(answer.uid), period.contract.reference, observed, submission.figures, digests,
                                   submission.adjustments, submission.narrative)  # fmt: skip


def verify(submission: Submission) -> list[Problem]:
    """Every row digest and the hash over figures and digests, computed anew; [] when all is as it was sent. Rows of
    erased people keep their digest. Needs the scope of either party."""
    rows = list(SubmissionRow.objects.filter(submission=submission).order_by("pk"))
    problems = [
        Problem("submission.row", "A row is not as it was sent.", _MEND, row=place)
        for place, row in enumerate(rows)
        if not _intact(row)
    ]
    if submission.sha256 != digest_of(submission, (row.digest for row in rows)):
        message = "The figures, or the list of rows, are not as they were sent."
        problems.append(Problem("submission.hash", message, _MEND))
    return problems


_MEND = "Compare with a backup: it was changed outside the program."


def _intact(row: SubmissionRow) -> bool:
    if row.shared is None and row.salt == "":  # erased: nothing is left to compare, and nothing may be left
        return True
    # Where a field was deleted before the rest, what is left is held to its own digest.
    return (row.reduced_digest or row.digest) == rules.row_digest(
        row.salt, row.table, row.row_code, row.counted_in, row.shared
    )
