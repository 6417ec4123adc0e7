"""Empty rows that were sent: of people who said no since, of fields that are kept no longer, of what is past its time.

The content of a row goes and its digest stays, so that the submission still verifies (`verification`). What was counted
stays counted. Rows are emptied beside the deed: a revision would keep what is being deleted.
"""

from collections.abc import Iterable, Sequence

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import finding, keeping, rules
from cairn.returns.erasure import EMPTY
from cairn.returns.individual import objections
from cairn.returns.models import Return, SubmissionRow

CHUNK = 500


def objectors(*, by: Actor, return_uid: str) -> Done[Return]:
    """As the lead: take out every row, in this contract, of people who said no after it was sent."""
    by.require(Permission.PREPARE_RETURNS)
    answer = finding.led(by, return_uid)
    codes = objections.codes(answer.round.contract)
    refuse_if([] if codes else [_NOTHING])
    with deed("returns.rows_emptied", by=by, reason="said no after it was sent") as this:
        for start in range(0, len(codes), CHUNK):
            SubmissionRow.objects.filter(row_code__in=codes[start : start + CHUNK]).update(**EMPTY)
        this.about("return", answer.uid)
    return Done((answer,), (), this.uid)


def due(*, by: Actor, submission_uids: Sequence[str] | None = None) -> Done[SubmissionRow]:
    """As the commissioner: empty what is due of these submissions, or of all: rows past the time that their agreement lets
    them be kept, and fields that have a shorter time or were struck."""
    by.require(Permission.MANAGE_CONTRACTS)
    found = [one for one in keeping.due(by) if submission_uids is None or one.submission_uid in submission_uids]
    refuse_if([] if found else [_NOTHING])
    with deed("returns.rows_emptied", by=by, reason="kept no longer than agreed") as this:
        for one in found:
            rows = SubmissionRow.objects.filter(submission__uid=one.submission_uid, shared__isnull=False)
            if one.is_whole:
                rows.update(**EMPTY)
            else:
                rows.filter(table__in=one.tables, counted_in=[]).update(**EMPTY)
                _reduce(rows.iterator(CHUNK), one)
            this.about("return", one.return_uid)
    return Done((), (), this.uid)


def _reduce(rows: Iterable[SubmissionRow], one: keeping.Due) -> None:
    """Take fields out of rows; what is left has a digest of its own, and the one of what was sent stays."""
    changed: list[SubmissionRow] = []
    for row in rows:
        left = {name: value for name, value in (row.shared or {}).items() if (row.table, name) not in one.columns}
        if left == row.shared:
            continue
        row.shared = left
        row.reduced_digest = rules.row_digest(row.salt, row.table, row.row_code, row.counted_in, left)
        changed.append(row)
    SubmissionRow.objects.bulk_update(changed, ["shared", "reduced_digest"], batch_size=CHUNK)


_NOTHING = Problem("rows.none", "There is nothing left to delete.", "Open the page again to see where it stands.")
