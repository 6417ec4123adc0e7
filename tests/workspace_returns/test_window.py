"""The window of a round, and an agreement that ended within it, as both sides meet them on screen."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.kernel import clock
from cairn.returns.actions import overrides
from cairn.returns.models import Return, Submission
from tests.commissioner.conftest import Desk, date_parts
from tests.returns.conftest import Quarter, signed_agreement
from tests.workspace.conftest import Screen

CLOSED = datetime(2025, 10, 2, 9, tzinfo=UTC)


def sent(quarter: Quarter) -> int:
    with scope.of(quarter.lead):
        return Submission.objects.count()


def test_after_the_window_the_page_says_the_date_and_whom_to_ask_and_takes_nothing(
    lead: Screen, quarter: Quarter
) -> None:
    with clock.fixed(CLOSED):
        page = lead.get("return", answer=quarter.uid)
        assert "closed on 31 July 2025" in page.text and "the contract manager at Eastborough" in page.text
        assert "Closed: no longer taken" in lead.get("returns").text
        last_look = lead.get("return_submit", answer=quarter.uid)
        assert "It cannot be sent yet" in last_look.text and not last_look.html.select("form.cairn-form")
        refused = lead.send("return_submit", {}, answer=quarter.uid)
        assert refused.status == 422 and "29 September 2025" in refused.text and sent(quarter) == 0


def test_the_commissioner_takes_it_later_and_then_it_is_sent(lead: Screen, quarter: Quarter) -> None:
    desk = Desk(quarter.eastborough, "contract_manager")
    with clock.fixed(CLOSED):
        assert "29 September 2025" in desk.get("return", answer=quarter.uid).text
        wrong = desk.send("late_until", date_parts("late_until_date", 1, 7, 2025), answer=quarter.uid)
        assert wrong.status == 422 and "late_until_date_day" in wrong.errors
        assert desk.send("late_until", date_parts("late_until_date", 31, 10, 2025), answer=quarter.uid).status == 302
        assert lead.send("return_submit", {}, answer=quarter.uid).status == 302 and sent(quarter) == 1


def test_under_an_ended_agreement_figures_leave_only_when_the_sender_says_so(lead: Screen, quarter: Quarter) -> None:
    with clock.fixed(datetime(2025, 1, 2, 9, tzinfo=UTC)):
        signed_agreement(quarter, end_date=date(2025, 5, 31))
    assert "agreement ended on 31 May 2025" in lead.get("return", answer=quarter.uid).text
    refused = lead.send("return_submit", {}, answer=quarter.uid)
    assert refused.status == 422 and "figures_only" in refused.errors and sent(quarter) == 0
    assert lead.send("return_submit", {"figures_only": "on"}, answer=quarter.uid).status == 302
    assert "only figures were sent" in lead.get("return_receipt", answer=quarter.uid, number=1).text


def test_a_correction_from_a_stale_page_shows_the_others_and_writes_nothing(lead: Screen, quarter: Quarter) -> None:
    said: dict[str, Any] = {"value": "5", "reason": "Two were noted on paper.", "version": "0"}
    with scope.of(quarter.lead):
        overrides.put(
            by=quarter.lead, return_uid=quarter.uid, measure="needs_met", value=3, reason="One was noted on paper."
        )
    before = lead.deeds
    page = lead.send("override", said, answer=quarter.uid, measure="needs_met")
    assert page.status == 422 and "One was noted on paper." in page.text and lead.deeds == before


@pytest.mark.parametrize("name", ["override", "override_clear", "return_submit", "figure_explain"])
def test_what_was_accepted_takes_nothing_from_any_page(lead: Screen, quarter: Quarter, name: str) -> None:
    with scope.of(quarter.lead):
        Return.objects.filter(uid=quarter.uid).update(state="accepted")
    before, kwargs = lead.deeds, {} if name == "return_submit" else {"measure": "needs_met"}
    sends = {"value": "5", "reason": "Two were noted on paper.", "words": "Because."}
    assert lead.send(name, sends, answer=quarter.uid, **kwargs).status in (302, 404) and lead.deeds == before
