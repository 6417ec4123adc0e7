"""What was sent and accepted stands as it was, whoever turns out to be whom; the next time two count as one."""

from cairn.access import scope
from cairn.access.actions.undo import undo
from cairn.people.actions import merging
from cairn.returns import behind, queries, verification
from cairn.returns.models import RowCode
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import decide, rows_of, submit


def test_a_merge_changes_nothing_that_was_accepted_and_the_next_return_counts_one(
    quarter: Quarter, agreement: object
) -> None:
    sent = submit(quarter)
    decide(quarter)
    rows = [(row.row_code, row.shared, row.digest, row.counted_in) for row in rows_of(sent)]
    manager = quarter.harbour.service_manager
    with scope.of(manager):
        seen = queries.answer(quarter.lead, quarter.uid)
        codes = set(RowCode.objects.values_list("client_id", "code"))
        held = [who for who in quarter.people.values() if who.pk in {pk for pk, _ in codes}]
        kept, gone = held[0], held[1]
        event = merging.merge(by=manager, kept_uid=kept.uid, gone_uid=gone.uid).event_uid
        after = queries.answer(quarter.lead, quarter.uid)
        assert (after.sha256, after.figures) == (seen.sha256, seen.figures)
        assert [(row.row_code, row.shared, row.digest, row.counted_in) for row in rows_of(sent)] == rows
        assert verification.verify(sent) == []
        opened = behind.rows_behind(quarter.lead, quarter.uid, "referrals_received")
        uids = {row.client_uid for row in opened.rows}
        assert str(kept.uid) in uids and str(gone.uid) not in uids
        undo(by=manager, event_uid=event)
        assert set(RowCode.objects.values_list("client_id", "code")) == codes
        again = behind.rows_behind(quarter.lead, quarter.uid, "referrals_received")
        assert str(gone.uid) in {row.client_uid for row in again.rows}
