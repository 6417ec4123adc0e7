"""What becomes known late stands in the next return; what was accepted is never touched."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.insight import figures
from cairn.kernel import clock
from cairn.kernel.periods import Period
from cairn.people.actions.clients import NewClient
from cairn.people.actions.erasure import erase
from cairn.returns import queries
from cairn.returns.actions import overrides, review, rounds, submissions
from cairn.returns.actions.rounds import NewRound
from cairn.returns.models import Return, Submission
from cairn.services.models import Service
from tests.returns.conftest import Quarter, accepted, referred, signed_agreement
from tests.returns.test_submitting import submit

SPRING = Period(date(2025, 4, 1), date(2025, 6, 30))
SUMMER = NewRound("Summer", date(2025, 7, 1), date(2025, 9, 30), date(2025, 10, 1), date(2025, 10, 31))
AUTUMN = NewRound("Autumn", date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31))
OCTOBER, JANUARY = datetime(2025, 10, 6, 9, tzinfo=UTC), datetime(2026, 1, 6, 9, tzinfo=UTC)


def accept(quarter: Quarter, answer: Return) -> None:
    with scope.of(quarter.commissioner):
        review.accept(by=quarter.commissioner, return_uid=str(answer.uid))


def next_round(quarter: Quarter, new: NewRound) -> Return:
    with scope.of(quarter.commissioner):
        made = rounds.add(by=quarter.commissioner, contract_uid=str(quarter.contract.uid), rounds=[new])
        return Return.objects.get(round=made.one)


def late(quarter: Quarter, *names: str, on: date = date(2025, 5, 20)) -> list[Any]:
    """People whose referral in spring is only recorded now."""
    with scope.of(quarter.harbour.service_manager):
        service = str(Service.objects.get(name="Befriending").uid)
    return referred(quarter.harbour, service, [NewClient(name=name, gender="woman") for name in names], on)


def told(quarter: Quarter, answer: Return, by: Any = None) -> dict[tuple[str, str, str], tuple[Any, Any]]:
    reader = by or quarter.lead
    with scope.of(reader):
        found = queries.answer(reader, str(answer.uid)).adjustments
    return {(one.round_name, one.measure, one.code): (one.was, one.now) for one in found}


def send(quarter: Quarter, answer: Return) -> Submission:
    with scope.of(quarter.lead):
        # The agreement ends with the year: of the last quarter figures leave, and its sender says so.
        return submissions.submit(by=quarter.lead, return_uid=str(answer.uid), figures_only=True).one


@pytest.fixture
def spring(quarter: Quarter) -> Submission:
    """The spring return: with an agreement, sent and accepted."""
    signed_agreement(quarter)
    sent = submit(quarter)
    accept(quarter, quarter.answer)
    return sent


def frozen(sent: Submission) -> Any:
    with scope.every("a test"):
        row = Submission.objects.get(pk=sent.pk)
        return row.figures, row.adjustments, row.sha256, queries.verify(row)


def test_a_late_fact_stands_in_the_next_return_and_changes_no_accepted_figure(
    quarter: Quarter, spring: Submission
) -> None:
    before = frozen(spring)
    with scope.of(quarter.commissioner):
        shared = figures.compute("referrals_received", by=quarter.commissioner, scope="shared", period=SPRING).row()
    late(quarter, "Late", "Later")
    summer = next_round(quarter, SUMMER)
    with clock.fixed(OCTOBER):
        assert told(quarter, summer) == {
            ("Spring", "referrals_received", ""): (5, 7),
            ("Spring", "referrals_received", "gender=woman"): (3, 5),
        }
        sent = send(quarter, summer)
        assert told(quarter, summer, by=quarter.commissioner) == told(quarter, summer)
        assert [one["now"] for one in sent.adjustments if not one["code"]] == [7] and frozen(sent)[3] == []
    assert frozen(spring) == before
    with scope.of(quarter.commissioner):
        assert (
            figures.compute("referrals_received", by=quarter.commissioner, scope="shared", period=SPRING).row()
            == shared
        )


def test_what_was_told_once_is_not_told_again_and_what_came_after_is(quarter: Quarter, spring: Submission) -> None:
    late(quarter, "Late")
    summer = next_round(quarter, SUMMER)
    with clock.fixed(OCTOBER):
        send(quarter, summer)
        accept(quarter, summer)
    autumn = next_round(quarter, AUTUMN)
    with clock.fixed(JANUARY):
        assert told(quarter, autumn) == {}
        late(quarter, "Later still")
        assert told(quarter, autumn)["Spring", "referrals_received", ""] == (6, 7)


def test_what_waits_for_a_decision_is_told_and_is_told_again_only_by_itself(
    quarter: Quarter, spring: Submission
) -> None:
    """The commissioner is slow: summer still waits when autumn is sent, and the change of spring stands in one of them."""
    late(quarter, "Late")
    summer = next_round(quarter, SUMMER)
    with clock.fixed(OCTOBER):
        send(quarter, summer)
    autumn = next_round(quarter, AUTUMN)
    with clock.fixed(JANUARY):
        assert told(quarter, autumn) == {}
        assert send(quarter, autumn).adjustments == []
        with scope.of(quarter.commissioner):
            review.reject(by=quarter.commissioner, return_uid=str(summer.uid), reason="Look again")
        assert told(quarter, summer)["Spring", "referrals_received", ""] == (5, 6)


def test_what_was_told_in_a_return_that_was_rejected_is_told_again(quarter: Quarter, spring: Submission) -> None:
    late(quarter, "Late")
    summer = next_round(quarter, SUMMER)
    with clock.fixed(OCTOBER):
        send(quarter, summer)
        with scope.of(quarter.commissioner):
            review.reject(by=quarter.commissioner, return_uid=str(summer.uid), reason="Look again")
        assert told(quarter, summer)["Spring", "referrals_received", ""] == (5, 6)


def test_nothing_late_says_nothing_and_an_open_period_is_no_earlier_one(quarter: Quarter, spring: Submission) -> None:
    summer = next_round(quarter, SUMMER)
    with clock.fixed(OCTOBER):
        assert told(quarter, summer) == {}
        late(quarter, "In time", on=date(2025, 8, 4))
        assert told(quarter, summer) == {} and told(quarter, quarter.answer) == {}


def test_who_is_erased_is_an_adjustment_too(quarter: Quarter, spring: Submission) -> None:
    manager = quarter.harbour.service_manager
    with scope.of(manager):
        erase(by=manager, client_uid=str(quarter.people["Ada"].uid), reason="client_asked")
    summer = next_round(quarter, SUMMER)
    with clock.fixed(OCTOBER):
        assert told(quarter, summer)["Spring", "referrals_received", ""] == (5, 4)
    assert frozen(spring)[3] == []


def test_a_figure_corrected_by_hand_is_followed_by_what_was_worked_out(quarter: Quarter) -> None:
    with scope.of(quarter.lead):
        overrides.put(
            by=quarter.lead, return_uid=quarter.uid, measure="referrals_received", value=20, reason="Paper forms"
        )
    submit(quarter)
    accept(quarter, quarter.answer)
    (_, referral), *_ = late(quarter, "Late")
    accepted(quarter.harbour, referral, date(2025, 5, 21))
    summer = next_round(quarter, SUMMER)
    with clock.fixed(OCTOBER), scope.of(quarter.lead):
        found = {one.measure: one for one in queries.answer(quarter.lead, str(summer.uid)).adjustments if not one.code}
    assert (found["referrals_received"].was, found["referrals_received"].now) == (5, 6)
    assert (found["referrals_received"].sent_value, found["people_supported"].sent_value) == (20, None)
