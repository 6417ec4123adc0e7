"""What a recipient may read and keep: a field that is struck is out of every surface at once, what is past its time is
deleted, and what was sent still verifies."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cairn.access import scope
from cairn.contracts import queries as contracts
from cairn.contracts.actions.agreements import strike_field
from cairn.contracts.models import AgreedMeasure, Agreement
from cairn.insight import figures, marts
from cairn.insight.mart.sources import Source, connect
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from cairn.people.actions import consents, erasure
from cairn.people.actions.consents import NewConsent
from cairn.returns import keeping, queries, received
from cairn.returns.actions import emptying, handling, review, submissions
from cairn.returns.individual import objections
from cairn.returns.individual import page as pages
from cairn.returns.models import Return, RowHandling, Submission, SubmissionRow
from tests.returns.annual import agreed, annual
from tests.returns.conftest import Quarter
from tests.returns.test_individual import alike, rows_of, send

__all__ = ["annual"]
SPRING = Period(date(2025, 4, 1), date(2025, 6, 30))


def accept(quarter: Quarter, uid: str) -> None:
    with scope.of(quarter.commissioner):
        review.accept(by=quarter.commissioner, return_uid=uid)


@pytest.fixture
def both(quarter: Quarter, annual: Return) -> tuple[Submission, Submission, Agreement]:
    """A quarterly return and an annual one, both accepted, under one agreement."""
    row = agreed(quarter)
    alike(quarter)
    with scope.of(quarter.lead):
        spring = submissions.submit(by=quarter.lead, return_uid=quarter.uid).one
    yearly = send(quarter, annual)
    accept(quarter, quarter.uid)
    accept(quarter, str(annual.uid))
    return spring, yearly, row


def in_mart(quarter: Quarter, column: str) -> set[object]:
    """What the commissioner's own mart holds in a column of referrals."""
    by = quarter.commissioner
    marts.refresh(by.organisation_id, "shared")
    connection = connect([Source(by.organisation_uid)], "shared")
    return {value for (value,) in connection.execute(f"SELECT {column} FROM referral").fetchall()}


@pytest.mark.parametrize("side", ["lead", "commissioner"])
def test_a_struck_field_is_out_of_mart_file_figure_and_preview_at_once(
    quarter: Quarter, annual: Return, both: tuple[Submission, Submission, Agreement], side: str
) -> None:
    spring, yearly, row = both
    uid, reads = str(annual.uid), quarter.commissioner
    assert in_mart(quarter, "gender") == {"woman"}
    assert len(figures.compute("referrals_received", by=reads, scope="shared", period=SPRING, group_by=["gender"]).rows)
    by = getattr(quarter, side)
    with scope.of(by):
        strike_field(by=by, agreement_uid=str(row.uid), name="gender")
    assert in_mart(quarter, "gender") == {None}
    shown = figures.compute("referrals_received", by=reads, scope="shared", period=SPRING, group_by=["gender"])
    assert shown.rows == () and "fields" in shown.reason
    with scope.of(reads):
        found = received.received(reads, uid)
        assert found and all("gender" not in [column.name for column in table.columns] for table in found.tables)
        assert found.struck == ("Gender",)
        assert not any("woman" in line for table in found.tables for line in received.lines(reads, uid, table.table))
        assert "gender" not in str(received.package(found, "Title"))
    with scope.of(quarter.lead):
        assert not queries.verify(spring) and not queries.verify(yearly)  # sealed as they were sent


def test_striking_all_readings_or_the_postcode_takes_them_out_of_the_files(
    quarter: Quarter, annual: Return, both: tuple[Submission, Submission, Agreement]
) -> None:
    uid, by = str(annual.uid), quarter.commissioner
    with scope.of(by):
        before = received.received(by, uid)
        assert before and before.tables[0].table == "person"
        assert any("B29 6QJ" in line for line in received.lines(by, uid, "person"))
        for name in ("postcode", "accessibility"):
            strike_field(by=by, agreement_uid=str(both[2].uid), name=name)
        after = received.received(by, uid)
        assert after and not any("B29 6QJ" in line for line in received.lines(by, uid, "person"))
        with pytest.raises(contracts.NotFound):
            list(received.lines(by, uid, "feedback"))


def test_what_was_struck_is_due_at_once_and_deleting_it_leaves_the_rest_verifying(
    quarter: Quarter, both: tuple[Submission, Submission, Agreement]
) -> None:
    spring, yearly, row = both
    by = quarter.commissioner
    with scope.of(by):
        assert keeping.due(by) == () and len(keeping.kept(by)) == 2
        strike_field(by=by, agreement_uid=str(row.uid), name="gender")
        due = keeping.due(by)
        assert {one.fields for one in due} == {("Gender",)} and not any(one.is_whole for one in due)
        emptying.due(by=by, submission_uids=[due[0].submission_uid])
        assert len(keeping.due(by)) == 1
        emptying.due(by=by)
        assert keeping.due(by) == ()
        with pytest.raises(Refused):
            emptying.due(by=by)
    left = [each for sent in (spring, yearly) for each in rows_of(sent)]
    assert left and all("gender" not in each.shared for each in left) and any(each.reduced_digest for each in left)
    with scope.of(quarter.lead):
        assert not queries.verify(spring) and not queries.verify(yearly)
        cut = next(each for each in left if each.reduced_digest)
        SubmissionRow.objects.filter(pk=cut.pk).update(shared={**cut.shared, "fact": "another"})
        assert queries.verify(Submission.objects.get(pk=cut.submission_id))  # a row put right by hand is found out


def test_rows_are_due_when_the_agreement_lets_them_be_kept_no_longer(
    quarter: Quarter, both: tuple[Submission, Submission, Agreement]
) -> None:
    spring, yearly, row = both
    by = quarter.commissioner
    with scope.of(by):
        Agreement.objects.filter(pk=row.pk).update(retention_months=12)
    last = datetime(2026, 7, 10, 9, tzinfo=UTC)
    with clock.fixed(last), scope.of(by):
        assert keeping.due(by) == ()
    with clock.fixed(last + timedelta(days=1)), scope.of(by):
        due = keeping.due(by)
        assert [one.is_whole for one in due] == [True, True] and due[0].since == date(2026, 7, 10)
        emptying.due(by=by)
        assert keeping.due(by) == () and keeping.kept(by) == ()
        assert in_mart(quarter, "gender") == set()
    assert all(each.shared is None for sent in (spring, yearly) for each in rows_of(sent))
    with scope.of(quarter.lead):
        assert not queries.verify(spring) and not queries.verify(yearly)


def test_a_field_kept_for_a_shorter_time_is_due_before_the_rest_and_one_that_ended_leaves_no_more(
    quarter: Quarter, annual: Return
) -> None:
    agreed(quarter, "gender", retention_months=6, end_date=date(2025, 7, 31))
    alike(quarter)
    send(quarter, annual)
    by = quarter.commissioner
    with clock.fixed(datetime(2026, 1, 11, 9, tzinfo=UTC)), scope.of(by):
        [due] = keeping.due(by)
        assert due.fields == ("Gender",) and not due.is_whole and due.since == date(2026, 1, 10)
    with clock.fixed(datetime(2025, 8, 1, 9, tzinfo=UTC)), scope.of(quarter.lead):
        found = contracts.agreement_in_force(quarter.contract, clock.today())
        assert found and found.field_names == frozenset() and [field.has_ended for field in found.fields] == [True]
        shown = queries.preview(quarter.lead, quarter.uid)
        assert all("gender" not in [column.name for column in table.columns] for table in shown.tables)


@pytest.mark.parametrize(("day", "months", "then"), [
    (date(2025, 1, 31), 1, date(2025, 2, 28)), (date(2025, 12, 5), 1, date(2026, 1, 5)),
    (date(2024, 2, 29), 12, date(2025, 2, 28)),
])  # fmt: skip
def test_months_after_a_day(day: date, months: int, then: date) -> None:
    assert keeping.months_after(day, months) == then


def test_who_says_no_after_it_was_sent_is_taken_out_and_it_still_verifies(
    quarter: Quarter, annual: Return, both: tuple[Submission, Submission, Agreement]
) -> None:
    spring, yearly, _ = both
    worker = quarter.harbour.support_worker
    new = NewConsent(client_uid=str(quarter.people["Ada"].uid), purpose="share_individual", state="declined",
                     how="spoken", recipient_uid=None, start_date=date(2025, 7, 10))  # fmt: skip
    with scope.of(worker):
        consents.record(by=worker, consents=[new])
    by, uid = quarter.lead, str(annual.uid)
    with scope.of(by):
        assert len(objections.since_sent(by, uid)) == 1
        emptying.objectors(by=by, return_uid=uid)
        assert objections.since_sent(by, uid) == ()
        with pytest.raises(Refused):
            emptying.objectors(by=by, return_uid=uid)
        assert not queries.verify(spring) and not queries.verify(yearly)
    assert len([each for each in rows_of(yearly, "person") if each.shared is None]) == 1
    with scope.of(quarter.commissioner):
        found = received.received(quarter.commissioner, uid)
        assert found and [(table.rows, table.emptied) for table in found.tables if table.table == "person"] == [(4, 1)]


def test_erasing_a_person_empties_their_rows_and_what_was_decided_about_them(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "gender", threshold=1)
    by, uid = quarter.lead, str(annual.uid)
    with scope.of(by):
        handling.decide(by=by, return_uid=uid, choice="coarsen", steps=["gender=withheld"], reason="Two of their kind")
        assert pages.page(by, uid).alone == ()
        sent = submissions.submit(by=by, return_uid=uid).one
    manager = quarter.harbour.service_manager
    with scope.of(manager):
        erasure.erase(by=manager, client_uid=str(quarter.people["Ben"].uid), reason="client_asked")
        assert RowHandling.objects.count() == 1
    assert [each.shared is None for each in rows_of(sent, "person")].count(True) == 1
    with scope.of(by):
        assert not queries.verify(sent)


def test_a_measure_agreed_in_totals_only_sends_no_rows(quarter: Quarter) -> None:
    agreed(quarter, "gender")
    with scope.of(quarter.commissioner):
        AgreedMeasure.objects.exclude(measure="needs_met").update(level="aggregate", level_reason="Nobody is named")
    with scope.of(quarter.lead):
        sent = submissions.submit(by=quarter.lead, return_uid=quarter.uid).one
    assert {row.table for row in rows_of(sent)} == {"need"}
    assert {key for row in rows_of(sent) for key in row.counted_in} == {"needs_met"}
    assert len(sent.figures) > 5


def test_rows_that_stand_behind_no_figure_go_with_the_field_that_let_them_leave(
    quarter: Quarter, annual: Return
) -> None:
    """A column that a figure is computed from outlives the striking of its field; the other rows of its kind do not."""
    agreed(quarter, "referrals", "unsuccessful_reason")
    alike(quarter)
    yearly = send(quarter, annual)
    accept(quarter, str(annual.uid))
    by = quarter.commissioner
    with scope.of(by):
        row = Agreement.objects.get()
        for name in ("referrals", "unsuccessful_reason"):
            strike_field(by=by, agreement_uid=str(row.uid), name=name)
        found = received.received(by, str(annual.uid))
        assert found and [table.table for table in found.tables] == ["referral"]
        assert {column.name for column in found.tables[0].columns} == {"direction", "received_date", "state"}
        assert found.tables[0].rows == len(list(received.lines(by, str(annual.uid), "referral"))) == 2  # those accepted
        [due] = keeping.due(by)
        assert (due.columns, due.tables, len(due.fields)) == (frozenset(), {"referral"}, 1)
        emptying.due(by=by)
        assert keeping.due(by) == ()
    assert [row.shared is None for row in rows_of(yearly, "referral")].count(True) == 3
    with scope.of(quarter.lead):
        assert not queries.verify(yearly)
