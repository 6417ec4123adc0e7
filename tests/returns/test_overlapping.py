"""A pack of a year beside packs of its quarters, and a pack from before a correction beside one from after it."""

from cairn.access import scope
from cairn.returns import overlapping
from cairn.returns.actions import reopening, review, submissions
from cairn.returns.inbox import Filter
from tests.returns.conftest import Quarter

YEAR, SPRING = Filter(round="2025-01-01..2025-12-31,annual"), Filter(round="2025-04-01..2025-06-30,quarterly")


def accept(quarter: Quarter) -> None:
    with scope.of(quarter.lead):
        submissions.submit(by=quarter.lead, return_uid=quarter.uid)
    with scope.of(quarter.commissioner):
        review.accept(by=quarter.commissioner, return_uid=quarter.uid)


def test_what_quarters_carry_is_known_to_their_year_and_a_correction_to_whoever_takes_a_pack(quarter: Quarter) -> None:
    accept(quarter)
    by, contract = quarter.commissioner, str(quarter.contract.uid)
    with scope.of(by):
        assert (contract, "needs_met") in overlapping.in_quarters(by, YEAR)
        assert not overlapping.in_quarters(by, SPRING)
        assert overlapping.corrected(by, [quarter.uid]) == 0
        reopening.reopen(by=by, return_uid=quarter.uid, reason="Count again")
    accept(quarter)
    with scope.of(by):
        assert overlapping.corrected(by, [quarter.uid]) == 1
