"""What a data lead or a commissioner takes back again: they need for it what the deed itself needs, and nothing that was
sent moves by it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cairn.access import event_types, scope
from cairn.access.actions.undo import undo
from cairn.access.actors import Actor
from cairn.contracts.models import PaymentTerm
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.returns.actions import handling, payments, ratings, review, rounds, submissions
from cairn.returns.actions import narrative as asking
from cairn.returns.actions.payments import NewTerm
from cairn.returns.actions.rounds import Year
from cairn.returns.models import FigureRating, Return, RoundQuestion, RowHandling
from cairn.returns.paying import Term
from cairn.returns.rules_words import NewQuestion
from tests.returns.annual import agreed, annual
from tests.returns.conftest import NOW, Quarter

__all__ = ["annual"]


def refused(by: Actor, event: str) -> str:
    with scope.of(by), pytest.raises(Refused) as error:
        undo(by=by, event_uid=event)
    return error.value.problems[0].rule


def test_every_deed_about_contracts_and_returns_says_what_its_undo_needs() -> None:
    rooms = ("contracts.", "returns.")
    default = event_types.EventType("x", "").needs
    silent = [
        one.code for one in event_types.every() if one.undoable and one.code.startswith(rooms) and one.needs == default
    ]
    assert not silent, "give EventType(needs=…): what the action itself requires"


def test_whoever_may_not_do_a_deed_may_not_take_it_back(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "gender", threshold=1)
    by, manager = quarter.lead, quarter.harbour.service_manager
    with scope.of(by):
        done = handling.decide(by=by, return_uid=str(annual.uid), choice="withhold", reason="Known in the street")
    assert (
        refused(manager, done.event_uid) == "undo.unknown"
    )  # who may take back what others record, but prepares no return
    assert refused(quarter.commissioner, done.event_uid) == "undo.unknown"
    with scope.of(by):
        undo(by=by, event_uid=done.event_uid)
        assert not RowHandling.objects.exists()


def test_a_decision_stays_once_the_return_was_sent(quarter: Quarter, annual: Return) -> None:
    agreed(quarter, "gender", threshold=1)
    by, uid = quarter.lead, str(annual.uid)
    with scope.of(by):
        done = handling.decide(by=by, return_uid=uid, choice="withhold", reason="Known in the street")
        submissions.submit(by=by, return_uid=uid)
    assert refused(by, done.event_uid) == "return.state"
    assert RowHandling._base_manager.exists()


def test_a_rounds_questions_stay_once_they_were_answered(quarter: Quarter) -> None:
    by, uid = quarter.commissioner, str(quarter.answer.round.uid)
    with scope.of(by):
        first = asking.ask(by=by, round_uid=uid, questions=[NewQuestion("partnership", "With whom?")])
        undo(by=by, event_uid=first.event_uid)
        assert not RoundQuestion.objects.exists()
        again = asking.ask(by=by, round_uid=uid, questions=[NewQuestion("partnership", "With whom?")])
    with scope.of(quarter.lead):
        submissions.submit(by=quarter.lead, return_uid=quarter.uid)
    assert refused(by, again.event_uid) == "round.sent"


def term(quarter: Quarter, on: date) -> Any:
    new = NewTerm(Term("referrals_received", "", Decimal(100), Decimal(2)), on)
    return payments.agree(by=quarter.commissioner, contract_uid=str(quarter.contract.uid), new=new)


def test_an_ended_rule_of_payment_does_not_come_back_beside_the_one_that_followed_it(quarter: Quarter) -> None:
    by, later = quarter.commissioner, date(2025, 7, 1)
    with scope.of(by):
        first = term(quarter, date(2025, 4, 1))
        ended = payments.end(by=by, term_uid=str(first.one.uid), ended_date=later)
        undo(by=by, event_uid=ended.event_uid)
        assert PaymentTerm.objects.get().ended_date is None
        again = payments.end(by=by, term_uid=str(first.one.uid), ended_date=later)
        following = term(quarter, later)
    assert refused(by, again.event_uid) == "payment.twice"
    with scope.of(by):
        undo(by=by, event_uid=following.event_uid)
        undo(by=by, event_uid=again.event_uid)
        assert PaymentTerm.objects.get().ended_date is None


def test_a_colour_is_taken_back_until_something_else_is_sent(quarter: Quarter) -> None:
    with scope.of(quarter.lead):
        submissions.submit(by=quarter.lead, return_uid=quarter.uid)
    by, about = quarter.commissioner, {"answer_uid": quarter.uid, "measure": "referrals_received"}
    with scope.of(by):
        given = ratings.colour(by=by, **about, colour="red", reason="Far off")
        undo(by=by, event_uid=given.event_uid)
        assert not FigureRating.objects.exists()
        ratings.colour(by=by, **about, colour="amber", reason="Nearly")
        cleared = ratings.clear(by=by, **about)
        review.reject(by=by, return_uid=quarter.uid, reason="Count again")
    assert refused(by, cleared.event_uid) == "undo.changed"
    with scope.of(quarter.lead), clock.fixed(NOW + timedelta(days=1)):
        submissions.submit(by=quarter.lead, return_uid=quarter.uid)
    assert refused(by, cleared.event_uid) == "undo.changed"


def test_rounds_that_were_asked_for_in_error_go_again_until_somebody_worked_on_one(quarter: Quarter) -> None:
    by, year = quarter.commissioner, Year(2025, parts=("q3",))
    with scope.of(by):
        done = rounds.add_year(by=by, contract_uids=[str(quarter.contract.uid)], year=year)
        undo(by=by, event_uid=done.event_uid)
        assert Return.objects.count() == 1
        again = rounds.add_year(by=by, contract_uids=[str(quarter.contract.uid)], year=year)
        uid = str(again.one.answer.uid)
    with scope.of(quarter.lead), clock.fixed(NOW + timedelta(days=200)):
        submissions.submit(by=quarter.lead, return_uid=uid)
    assert refused(by, again.event_uid) == "undo.changed"
