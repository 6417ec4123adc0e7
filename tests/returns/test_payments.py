"""A statement rests on what was accepted, is locked when approved, and says when its submission was replaced."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.contracts.queries import NotFound
from cairn.kernel.problems import Refused
from cairn.presentation import payments as paper
from cairn.returns import payments
from cairn.returns.actions import overrides, reopening, review, submissions
from cairn.returns.actions import payments as actions
from cairn.returns.actions.payments import NewTerm
from cairn.returns.models import PaymentStatement
from cairn.returns.paying import Term
from cairn.returns.payments import PaidLine, Paper
from tests.conftest import Party
from tests.returns.conftest import Quarter


@pytest.fixture
def paid(quarter: Quarter) -> Quarter:
    """£100 for each referral received above two."""
    new = NewTerm(Term("referrals_received", "", Decimal(100), Decimal(2)), date(2025, 4, 1))
    with scope.of(quarter.commissioner):
        actions.agree(by=quarter.commissioner, contract_uid=str(quarter.contract.uid), new=new)
    return quarter


def sent(quarter: Quarter, *, accept: bool = True) -> None:
    with scope.of(quarter.lead):
        submissions.submit(by=quarter.lead, return_uid=quarter.uid)
    if accept:
        with scope.of(quarter.commissioner):
            review.accept(by=quarter.commissioner, return_uid=quarter.uid)


def read(quarter: Quarter) -> Paper:
    with scope.of(quarter.commissioner):
        return payments.of_return(quarter.commissioner, quarter.uid)


def approve(quarter: Quarter, submission: str = "") -> None:
    uid = submission or read(quarter).statements[0].submission_uid
    with scope.of(quarter.commissioner):
        actions.approve(by=quarter.commissioner, return_uid=quarter.uid, submission_uid=uid)


def refusal(quarter: Quarter, submission: str = "x") -> str:
    with pytest.raises(Refused) as error:
        approve(quarter, submission)
    return error.value.problems[0].rule


def test_nothing_is_paid_for_what_is_not_accepted(paid: Quarter) -> None:
    assert not read(paid).statements and refusal(paid) == "payment.accepted"
    sent(paid, accept=False)
    assert not read(paid).statements and refusal(paid) == "payment.accepted"


def test_a_statement_is_worked_out_from_the_accepted_figure_with_its_evidence(paid: Quarter) -> None:
    sent(paid)
    (one,) = read(paid).statements
    (line,) = one.lines
    assert one.stands == "draft" and one.number == 1 and len(one.sha256) == 64
    assert (line.value, line.n, line.counted) == (Decimal(5), 5, "3")
    assert one.pounds == line.pounds == Decimal("300.00")


def test_approved_it_is_locked_and_approved_once(paid: Quarter) -> None:
    sent(paid)
    uid = read(paid).statements[0].submission_uid
    approve(paid)
    (one,) = read(paid).statements
    assert one.stands == "approved" and one.pounds == Decimal("300.00") and one.approved_by
    assert refusal(paid, uid) == "payment.approved"
    with scope.of(paid.commissioner):
        term = payments.terms(paid.commissioner, str(paid.contract.uid))[0]
        actions.end(by=paid.commissioner, term_uid=term.uid, ended_date=date(2025, 4, 1), version=term.version)
    assert read(paid).statements == (one,)


def test_a_reopened_return_marks_the_statement_and_shows_the_difference(paid: Quarter) -> None:
    sent(paid)
    old = read(paid).statements[0].submission_uid
    approve(paid)
    with scope.of(paid.commissioner):
        reopening.reopen(by=paid.commissioner, return_uid=paid.uid, reason="One was counted twice.")
    assert read(paid).statements[0].stands == "reopened"
    with scope.of(paid.lead):
        overrides.put(by=paid.lead, return_uid=paid.uid, measure="referrals_received", value=4, reason="Counted again.")
    sent(paid)
    now, before = read(paid).statements
    assert (now.stands, now.pounds) == ("draft", Decimal("200.00"))
    assert (before.stands, before.pounds, before.difference) == ("replaced", Decimal("300.00"), Decimal("-100.00"))
    assert refusal(paid, old) == "payment.moved"
    approve(paid)
    assert [one.stands for one in read(paid).statements] == ["approved", "replaced"]


def test_a_term_stands_for_rounds_whose_last_day_it_holds(quarter: Quarter) -> None:
    sent(quarter)
    late = NewTerm(Term("referrals_received", "", Decimal(100)), date(2025, 7, 1))
    with scope.of(quarter.commissioner):
        actions.agree(by=quarter.commissioner, contract_uid=str(quarter.contract.uid), new=late)
    assert not read(quarter).statements
    with scope.of(quarter.commissioner):
        uid = str(payments.Submission.objects.get(answer=quarter.answer).uid)
    assert refusal(quarter, uid) == "payment.none"


def test_a_term_of_a_figure_not_agreed_or_outside_the_contract_is_refused(quarter: Quarter) -> None:
    new = NewTerm(Term("steps_reached", "", Decimal(1)), date(2031, 1, 1))
    with scope.of(quarter.commissioner), pytest.raises(Refused) as error:
        actions.agree(by=quarter.commissioner, contract_uid=str(quarter.contract.uid), new=new)
    assert [one.rule for one in error.value.problems] == ["payment.measure", "payment.outside"]


def test_the_same_term_sent_twice_is_agreed_once_and_anew_only_after_its_end(paid: Quarter) -> None:
    """One that pays more above a higher number is another rule, and stands beside it."""
    by, uid = paid.commissioner, str(paid.contract.uid)
    same, steeper = (Term("referrals_received", "", Decimal(100), Decimal(after)) for after in (2, 9))
    with scope.of(by):
        with pytest.raises(Refused) as error:
            actions.agree(by=by, contract_uid=uid, new=NewTerm(same, date(2025, 6, 1)))
        assert [one.rule for one in error.value.problems] == ["payment.twice"]
        actions.agree(by=by, contract_uid=uid, new=NewTerm(steeper, date(2025, 6, 1)))
        first = payments.terms(by, uid)[0].uid
        actions.end(by=by, term_uid=first, ended_date=date(2025, 7, 1))
        actions.agree(by=by, contract_uid=uid, new=NewTerm(same, date(2025, 7, 1)))
        assert len(payments.terms(by, uid)) == 3


def test_a_term_cannot_end_before_it_began(paid: Quarter) -> None:
    with scope.of(paid.commissioner):
        uid = payments.terms(paid.commissioner, str(paid.contract.uid))[0].uid
        with pytest.raises(Refused):
            actions.end(by=paid.commissioner, term_uid=uid, ended_date=date(2025, 3, 1))


def test_only_the_commissioner_of_the_contract_agrees_and_approves(paid: Quarter, westborough: Party) -> None:
    sent(paid)
    uid = read(paid).statements[0].submission_uid
    with scope.of(paid.lead), pytest.raises(NotAllowed):
        actions.approve(by=paid.lead, return_uid=paid.uid, submission_uid=uid)
    other = westborough.contract_manager
    with scope.of(other), pytest.raises(NotFound):
        actions.approve(by=other, return_uid=paid.uid, submission_uid=uid)
    with scope.of(other), pytest.raises(NotFound):
        payments.terms(other, str(paid.contract.uid))
    assert not PaymentStatement._base_manager.exists()


def test_the_day_of_an_approval_is_that_of_clocks_in_london(paid: Quarter) -> None:
    sent(paid)
    approve(paid)
    found = read(paid)
    late = replace(found.statements[0], approved_at=datetime(2025, 7, 10, 23, 30, tzinfo=UTC))
    assert {row[-1] for row in paper.rows(replace(found, statements=(late,)))} == {date(2025, 7, 11)}


@pytest.mark.parametrize(("value", "words"), [("1", "1"), ("1.0", "1"), ("1200.0", "1,200"), ("0.5", "0.5")])
def test_a_count_reads_the_same_before_and_after_it_is_locked(value: str, words: str) -> None:
    line = PaidLine("needs_met", "Needs met", Decimal(value), 1, "£40 for each whole one.", "1", Decimal(40), False)
    assert paper.value_words(line) == words
