"""Somebody who says no to sharing their rows is counted, and nothing of them leaves."""

from datetime import date

from cairn.access import scope
from cairn.contracts.models import Agreement
from cairn.people.actions import consents
from cairn.people.actions.consents import NewConsent
from cairn.returns import queries
from cairn.returns.models import SubmissionRow
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import rows_of, submit


def say(quarter: Quarter, name: str, state: str, recipient: str | None = None) -> None:
    by = quarter.harbour.support_worker
    new = NewConsent(client_uid=str(quarter.people[name].uid), purpose="share_individual", state=state, how="spoken",
                     recipient_uid=recipient, start_date=date(2025, 7, 1))  # fmt: skip
    with scope.of(by):
        consents.record(by=by, consents=[new])


def kept(rows: list[SubmissionRow]) -> list[SubmissionRow]:
    return [row for row in rows if row.shared is None]


def test_an_objection_keeps_rows_back_and_leaves_every_figure_as_it_was(quarter: Quarter, agreement: Agreement) -> None:
    first = submit(quarter)
    assert kept(rows_of(first)) == []
    with scope.of(quarter.lead):
        SubmissionRow.objects.filter(submission=first).delete()
        type(first).objects.filter(pk=first.pk).delete()
        type(quarter.answer).objects.filter(pk=quarter.answer.pk).update(state="open")
    name = next(iter(quarter.people))
    say(quarter, name, "declined")
    second = submit(quarter)
    stayed = kept(rows_of(second))
    assert second.figures == first.figures
    assert stayed
    assert {(row.row_code, row.link_code) for row in stayed} == {("", "")}
    assert len(rows_of(second)) > len(stayed)
    with scope.of(quarter.lead):
        assert not queries.verify(second)


def test_a_word_about_one_commissioner_counts_before_the_word_about_anybody(
    quarter: Quarter, agreement: Agreement
) -> None:
    name = next(iter(quarter.people))
    say(quarter, name, "declined")
    say(quarter, name, "given", str(quarter.eastborough.organisation.uid))
    assert kept(rows_of(submit(quarter))) == []
