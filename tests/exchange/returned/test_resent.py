"""A version in place of another: what it says otherwise is read by both sides; whose rows they are by the provider alone."""

import pytest

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts.models import Agreement
from cairn.contracts.queries import NotFound
from cairn.presentation import resent as shown
from cairn.returns import queries, resent
from cairn.returns.resent import ChangedRows, Resent
from tests.conftest import Party
from tests.exchange.returned.conftest import rejected, sent_rows, with_figure
from tests.exchange.returned.test_counted import PEOPLE, agreement, file
from tests.exchange.returned.test_rows import send
from tests.returns.conftest import Quarter

__all__ = ["agreement"]


def read(by: Actor, quarter: Quarter) -> Resent | None:
    with scope.of(by):
        return resent.of(by, quarter.uid)


def again(quarter: Quarter, *args: object) -> Resent:
    rejected(quarter)
    send(quarter, quarter.uid, file(quarter, *args))  # type: ignore[arg-type]
    found = read(quarter.commissioner, quarter)
    assert found is not None and found == read(quarter.lead, quarter)
    return found


def test_both_sides_read_what_a_version_says_otherwise(quarter: Quarter, agreement: Agreement, oakfield: Party) -> None:
    send(quarter, quarter.uid, file(quarter))
    assert read(quarter.commissioner, quarter) is None
    assert again(quarter).is_same
    found = again(quarter, [("man", "white", "accepted"), *PEOPLE[1:], ("woman", "black", "risk")])
    told = {(one.measure, one.label): (one.then, one.now) for one in found.figures}
    assert told["referrals_received", ""] == (21, 22) and told["referrals_received", "Man"] == (6, 7)
    assert ("needs_met", "") not in told and not any(one.is_note_only for one in found.figures)
    assert (found.before, found.number, found.rows) == (2, 3, (ChangedRows("referral", 1, 0, 1),))
    assert again(quarter, PEOPLE[:-1]).rows == (ChangedRows("referral", 0, 2, 1),)
    with scope.of(oakfield.system), pytest.raises(NotFound):
        resent.of(oakfield.system, quarter.uid)


def test_what_is_said_beside_a_figure_is_a_change_too(quarter: Quarter, agreement: Agreement) -> None:
    send(quarter, quarter.uid, file(quarter))
    again(quarter, PEOPLE, with_figure("referrals_received", "", comment="Without the open day."))
    with scope.of(quarter.commissioner):
        told = shown.of(quarter.commissioner, quarter.uid)
    assert told is not None and not told.rows
    assert [(one.label, one.then, one.now, bool(one.note)) for one in told.lines] == [
        ("Referrals received", "21", "21", True)
    ]


def test_the_rows_behind_a_figure_say_that_they_came_from_elsewhere(quarter: Quarter, agreement: Agreement) -> None:
    made = send(quarter, quarter.uid, file(quarter))
    with scope.of(quarter.lead):
        behind = queries.rows_behind(quarter.lead, quarter.uid, "referrals_received")
    assert {row.mark for row in behind.rows} == {"supplied"} and len(behind.rows) == 21 and not behind.added_since
    assert {row.supplied_as for row in behind.rows} == {row.row_code for row in sent_rows(made)}
    assert not any(row.client_uid or row.client_reference for row in behind.rows)
