"""What was sent: read, accepted or rejected with a reason, and nobody else's to see."""

from datetime import UTC, datetime, time, timedelta

import pytest

from cairn.access import scope
from cairn.kernel import clock
from cairn.returns.actions import overrides, review
from cairn.returns.models import Return
from tests.commissioner.conftest import Desk, sent
from tests.returns.conftest import Quarter


def state(quarter: Quarter) -> str:
    with scope.of(quarter.commissioner):
        return str(Return.objects.get(uid=quarter.uid).state)


def test_before_it_is_sent_nothing_of_it_is_seen(desk: Desk, quarter: Quarter) -> None:
    assert "Expected" in desk.get("returns").text
    page = desk.get("return", answer=quarter.uid)
    assert "Not sent yet" in page.text and not page.html.select(".rt-figures")
    refused = desk.send("accept", {}, answer=quarter.uid)
    assert refused.status == 422 and "It has not been submitted yet" in refused.text


def test_a_day_that_is_over_is_told_as_over(desk: Desk, quarter: Quarter) -> None:
    with scope.of(quarter.commissioner):
        answer = Return.objects.select_related("round").get(uid=quarter.uid)
    for days, word in ((0, "has until"), (1, "has had until")):
        with clock.fixed(datetime.combine(answer.round.closes_date + timedelta(days=days), time(12), UTC)):
            assert f"{word} " in desk.get("return", answer=quarter.uid).text


def test_a_return_shows_figures_definitions_overrides_and_what_was_said(desk: Desk, quarter: Quarter) -> None:
    with scope.of(quarter.lead):
        overrides.put(by=quarter.lead, return_uid=quarter.uid, measure="needs_met", value=3, reason="Two on paper only")
    sent(quarter, comment="A hard quarter")
    assert "Waiting for you (1)" in desk.get("returns").text
    page = desk.get("return", answer=quarter.uid)
    assert "Two on paper only" in page.text and "Worked out: 1" in page.text and "A hard quarter" in page.text
    assert "Of the referrals received in the period" in page.text and "Target: 10" in page.text
    assert "Ada" not in page.text and "Verified just now" in page.text


def test_accepting_locks_it_with_its_hash(desk: Desk, quarter: Quarter) -> None:
    sent(quarter)
    assert desk.send("accept", {}, answer=quarter.uid).status == 302
    page = desk.get("return", answer=quarter.uid)
    assert (
        "and locked" in page.text
        and "SHA-256" in page.text
        and not page.html.find("form", action=desk.url("accept", answer=quarter.uid))
    )
    again = desk.send("accept", {}, answer=quarter.uid)
    assert again.status == 422 and "locked" in again.text


def test_rejecting_needs_a_reason_and_keeps_what_was_typed(desk: Desk, quarter: Quarter) -> None:
    sent(quarter)
    before = desk.deeds
    page = desk.send("reject", {"reason": "  "}, answer=quarter.uid)
    assert page.status == 422 and set(page.errors) == {"reason"} and desk.deeds == before
    long = "Too long. " * 120
    page = desk.send("reject", {"reason": long}, answer=quarter.uid)
    assert page.status == 422 and page.html.find("textarea").get_text().strip() == long.strip()
    assert desk.send("reject", {"reason": "Gender is missing for three"}, answer=quarter.uid).status == 302
    assert state(quarter) == "rejected" and "Rejected (1)" in desk.get("returns").text


def test_of_two_who_decide_the_second_sees_the_first(desk: Desk, quarter: Quarter) -> None:
    sent(quarter)
    version = desk.get("reject", answer=quarter.uid).html.find("input", {"name": "version"})["value"]
    with scope.of(quarter.commissioner):
        review.accept(by=quarter.commissioner, return_uid=quarter.uid)
    page = desk.send("reject", {"reason": "Not this one", "version": version}, answer=quarter.uid)
    assert page.status == 422 and "locked" in page.text and "Not this one" in page.text and state(quarter) == "accepted"


@pytest.mark.parametrize("name", ["return", "reject"])
def test_a_return_of_others_is_not_found(outsider: Desk, quarter: Quarter, name: str) -> None:
    sent(quarter)
    for desk in (outsider, Desk(quarter.harbour, "data_lead"), Desk(quarter.anchor, "data_lead")):
        assert desk.get(name, answer=quarter.uid).status == 404
        assert desk.send("accept", {}, answer=quarter.uid).status == 404
    assert state(quarter) == "submitted"


def test_no_round_yet_teaches(outsider: Desk) -> None:
    assert "No round yet" in outsider.get("returns").text
