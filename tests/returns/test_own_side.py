"""What one side writes is not the other side's to write, even where it may do everything in its own house; and who changes
what somebody else has changed is told."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.deeds import Conflict
from cairn.contracts.actions import money
from cairn.contracts.money import NewInvestment
from cairn.contracts.queries import NotFound
from cairn.contracts.rules import LONGEST_RECIPIENT, NewField, field_problems
from cairn.returns.actions import lateness, meetings
from tests.returns.conftest import Quarter, contract_of

HELD = date(2025, 7, 1)
BROUGHT = NewInvestment(source="A trust", kind="trust", pounds=1000, received_date=HELD)


def test_only_the_lead_says_what_money_it_brought(quarter: Quarter) -> None:
    uid = str(quarter.contract.uid)
    with scope.of(quarter.lead):
        row = money.bring(by=quarter.lead, contract_uid=uid, new=BROUGHT).one
    by = quarter.eastborough.system
    with scope.of(by):
        with pytest.raises(NotFound):
            money.bring(by=by, contract_uid=uid, new=BROUGHT)
        with pytest.raises(NotFound):
            money.set_aside(by=by, investment_uid=str(row.uid))


def test_only_the_commissioner_writes_a_meeting_down_and_about_a_return_of_its_contract(quarter: Quarter) -> None:
    by, uid = quarter.commissioner, str(quarter.contract.uid)
    said: dict[str, Any] = {"held_date": HELD, "notes": "Went through it."}
    with scope.of(by):
        row = meetings.hold(by=by, contract_uid=uid, **said).one
    other = contract_of(by, "E-9")
    with scope.of(by), pytest.raises(NotFound):
        meetings.hold(by=by, contract_uid=str(other.uid), answer_uid=quarter.uid, **said)
    lead = quarter.harbour.system
    with scope.of(lead):
        with pytest.raises(NotFound):
            meetings.hold(by=lead, contract_uid=uid, **said)
        with pytest.raises(NotFound):
            meetings.amend(by=lead, meeting_uid=str(row.uid), **said)


def test_who_moves_a_late_day_that_was_moved_meanwhile_is_told(quarter: Quarter) -> None:
    by, day = quarter.commissioner, date(2025, 9, 1)
    with scope.of(by):
        row = lateness.allow(by=by, return_uid=quarter.uid, late_until_date=day).one
        with pytest.raises(Conflict):
            lateness.allow(by=by, return_uid=quarter.uid, late_until_date=date(2025, 9, 8), version=row.version - 1)


def test_a_recipient_fits_its_place() -> None:
    [problem] = field_problems([NewField("gender", "To see who is served", recipient="x" * (LONGEST_RECIPIENT + 1))])
    assert problem.rule == "recipient.long" and problem.field == "recipient"
