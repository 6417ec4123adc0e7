"""Two at the border between organisations at one moment, each on a connection of its own: one is done whole, the other is told
so in words; never an error of ours, never half of each."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connections

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.access.queries import NotFound
from cairn.contracts import standing
from cairn.contracts.actions import agreements, measures
from cairn.contracts.actions import proposals as negotiating
from cairn.contracts.actions.measures import NewMeasure
from cairn.contracts.models import AgreedMeasure, Agreement, MeasureProposal, Variation
from cairn.contracts.rules_proposals import NewLine
from cairn.contracts.standing import Rounds, Start
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from cairn.returns import feedback, reading
from cairn.returns.actions import feedback as giving
from cairn.returns.actions import review, submissions
from cairn.returns.models import FeedbackFor, Return, RoundFeedback, Submission, SubmissionRow
from tests.returns.conftest import Quarter, _today, anchor, quarter, signed_agreement
from tests.returns.test_submitting import decide, submit

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["_today", "anchor", "quarter"]
NEXT = date(2025, 10, 1)
NOW = datetime(2025, 7, 10, 9, 0, tzinfo=UTC)
MORE = NewLine("change", "needs_met", reason="More can be done", target=20)
Work = Callable[[], Any]


def at_once(*works: tuple[Actor, Work]) -> list[Any]:
    """What came of each: what it answered, or in which words it was refused. Any other error is the test's."""
    found: list[Any] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place: int, by: Actor, work: Work) -> None:
        try:
            with clock.fixed(NOW), scope.of(by):
                start.wait(10)
                found[place] = work()
        except Exception as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, *each)) for place, each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    odd = [each for each in found if isinstance(each, Exception) and not isinstance(each, Refused | NotFound)]
    assert not odd, odd
    return found


def done(found: list[Any]) -> list[int]:
    return [place for place, each in enumerate(found) if not isinstance(each, Exception)]


@pytest.fixture
def proposed(quarter: Quarter, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(standing, "_knows", [lambda contract: Rounds(date(2025, 7, 10), (Start(NEXT, "Autumn"),))])
    with scope.of(quarter.lead):
        return negotiating.propose(
            by=quarter.lead, contract_uid=str(quarter.contract.uid), lines=[MORE], from_date=NEXT
        ).one


DEEDS = {
    "agree twice": ("agree", "agree"),
    "agree and decline": ("agree", "decline"),
    "agree and withdraw": ("agree", "withdraw"),
    "decline and withdraw": ("decline", "withdraw"),
    "agree and put another": ("agree", "counter"),
    "withdraw and put another": ("withdraw", "counter"),
}


@pytest.mark.parametrize("pair", DEEDS)
def test_a_proposal_is_decided_once(pair: str, quarter: Quarter, proposed: Any) -> None:
    uid, contract = str(proposed.uid), str(quarter.contract.uid)
    buyer, lead = quarter.commissioner, quarter.lead
    own = NewLine("change", "needs_met", reason="Less can be done", target=5)
    ways: dict[str, tuple[Actor, Work]] = {
        "agree": (buyer, lambda: negotiating.agree(by=buyer, proposal_uid=uid, version=proposed.version)),
        "decline": (buyer, lambda: negotiating.decline(by=buyer, proposal_uid=uid, version=proposed.version, words="Too much")),
        "withdraw": (lead, lambda: negotiating.withdraw(by=lead, proposal_uid=uid, version=proposed.version)),
        "counter": (
            buyer,
            lambda: negotiating.propose(by=buyer, contract_uid=contract, lines=[own], from_date=NEXT, instead_of=uid),
        ),
    }  # fmt: skip
    found = at_once(*(ways[name] for name in DEEDS[pair]))
    assert len(done(found)) == 1, found
    won = DEEDS[pair][done(found)[0]]
    with scope.of(buyer):
        now = MeasureProposal.objects.get(uid=uid)
        state = {"agree": "agreed", "decline": "declined", "withdraw": "withdrawn", "counter": "declined"}[won]
        assert now.state == state
        assert Variation.objects.count() == (won == "agree")
        assert MeasureProposal.objects.filter(state="open").count() == (won == "counter")


def test_a_return_is_sent_once_of_two_and_never_two_with_one_number(quarter: Quarter) -> None:
    with scope.of(quarter.lead):
        version = Return.objects.get(uid=quarter.uid).version
    send = (quarter.lead, lambda: submissions.submit(by=quarter.lead, return_uid=quarter.uid, version=version))
    found = at_once(send, send, send)
    assert len(done(found)) == 1, found
    with scope.of(quarter.lead):
        assert [one.number for one in Submission.objects.all()] == [1]


def test_a_return_is_accepted_or_sent_back(quarter: Quarter) -> None:
    submit(quarter)
    by = quarter.commissioner
    found = at_once(
        (by, lambda: review.accept(by=by, return_uid=quarter.uid)),
        (by, lambda: review.reject(by=by, return_uid=quarter.uid, reason="Look again, please.")),
    )
    assert len(done(found)) == 1, found
    with scope.of(by):
        state = Return.objects.get(uid=quarter.uid).state
        assert state == ("accepted" if done(found) == [0] else "rejected")
        assert Submission.objects.filter(is_accepted=True).count() == (state == "accepted")


def test_feedback_of_a_round_is_given_once(quarter: Quarter) -> None:
    submit(quarter)
    decide(quarter)
    by, key = quarter.commissioner, "2025-04-01..2025-06-30,quarterly"

    def give(area: str) -> tuple[Actor, Work]:
        return by, lambda: giving.give(by=by, round_key=key, words="We kept it.", area=area)

    found = at_once(give(""), give(""), give("carers"))
    assert len(done(found)) == 1, found
    with scope.of(by):
        assert RoundFeedback.objects.count() == FeedbackFor.objects.count() == 1
        assert len(feedback.given(by)) == 1


def test_a_field_that_is_struck_while_a_return_is_sent_is_gone_or_was_never_there(quarter: Quarter) -> None:
    signed_agreement(quarter)
    with scope.of(quarter.commissioner):
        agreement = str(Agreement.objects.get().uid)
    buyer, lead = quarter.commissioner, quarter.lead
    found = at_once(
        (lead, lambda: submissions.submit(by=lead, return_uid=quarter.uid)),
        (buyer, lambda: agreements.strike_field(by=buyer, agreement_uid=agreement, name="gender")),
    )
    assert 1 in done(found), found
    if 0 not in done(found):
        submit(quarter)
    with scope.of(buyer):
        lets = reading.of_contracts(buyer.organisation_id)[quarter.contract.pk]
        read = [lets.of(row.table, row.shared) for row in SubmissionRow.objects.all()]
        assert Submission.objects.get().number == 1
    assert read and not any("gender" in row for row in read)


def test_a_measure_is_agreed_and_proposed_to_be_dropped_in_some_order(quarter: Quarter, proposed: Any) -> None:
    buyer, contract = quarter.commissioner, str(quarter.contract.uid)
    found = at_once(
        (buyer, lambda: negotiating.agree(by=buyer, proposal_uid=str(proposed.uid), version=proposed.version)),
        (buyer, lambda: measures.agree(by=buyer, contract_uid=contract, measures=[NewMeasure("contacts")])),
    )
    with scope.of(buyer):
        now = {row.measure for row in AgreedMeasure.objects.filter(contract=quarter.contract)}
        assert ("contacts" in now) == (1 in done(found))
        assert (MeasureProposal.objects.get(pk=proposed.pk).state == "agreed") == (0 in done(found))
