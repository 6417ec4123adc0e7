"""On screen: the inbox, asking after, targets and colours, meetings, totals and the board pack."""

import io
import zipfile

from cairn.access import scope
from cairn.returns import meetings
from tests.commissioner.conftest import Desk, date_parts, sent
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import decide
from tests.workspace.conftest import Screen

SPRING = "round=2025-04-01..2025-06-30,quarterly"


def test_a_late_return_is_asked_after_and_the_provider_says_that_it_saw_it(desk: Desk, quarter: Quarter) -> None:
    page = desk.get("chase", f"?answer={quarter.uid}")
    assert "E-1, Spring: Harbour Trust" in page.text and page.html.find("a", href=lambda at: at and at[:7] == "mailto:")
    said = {"answers": quarter.uid, "words": "Please send it"}
    assert desk.send("chase", said).status == 302
    assert "today already" in desk.send("chase", said).text
    log = desk.get("chases")
    assert "Please send it" in log.text and "Not seen yet" in log.text
    assert "Please send it" in desk.get("chases", "?as=csv").response.content.decode()
    lead = Screen(quarter.harbour, "data_lead")
    assert "Please send it" in lead.get("home").text
    assert lead.send("chase_seen", {}, answer=quarter.uid).status == 302
    assert "Seen 10 July 2025" in desk.get("chases").text
    assert desk.get("chase", "?answer=nobody").status == 404
    assert "No return is chosen" in desk.get("chase", "?all=late").text


def test_the_inbox_shows_a_place_at_a_time_and_goes_out_as_a_file(desk: Desk, quarter: Quarter) -> None:
    assert "Expected (1)" in desk.get("returns").text
    page = desk.get("returns", "?place=late&area=carers&words=zzz")
    assert "None of what you look for" in page.text and page.html.find("option", {"value": "carers"}).has_attr(
        "selected"
    )
    assert "E-1" in desk.get("returns", "?place=expected&as=csv").response.content.decode()
    sent(quarter)
    home = Screen(quarter.eastborough, "contract_manager").get("home")
    assert "1 return waits for your decision" in home.text


def test_a_target_colours_a_figure_and_a_reason_colours_it_otherwise(desk: Desk, quarter: Quarter) -> None:
    uid = quarter.contract.uid
    wrong = {
        "target": "two",
        "amber_percent": "200",
        "border_is_better": "yes",
        "least_n": "-1",
        "version": "1",
        "reason": "Why",
    }
    page = desk.send("target", wrong, contract=uid, measure="needs_met")
    assert page.status == 422 and "target" in page.errors
    right = {"target": "2", "amber_percent": "10", "border_is_better": "no", "least_n": "0", "version": "1"}
    right |= {"reason": "The first year showed it"}
    assert desk.send("target", right, contract=uid, measure="needs_met").status == 302
    assert "the target itself counts as amber" in desk.get("targets", contract=uid).text
    sent(quarter)
    assert "Red: off target" in desk.get("return", answer=quarter.uid).text
    colour = {"answer": quarter.uid, "measure": "needs_met"}
    page = desk.send("colour", {"reason": ""}, **colour)
    assert page.status == 422 and set(page.errors) == {"colour", "reason"}
    said = {"colour": "amber", "reason": "One came back in July", "version": "0"}
    assert desk.send("colour", said, **colour).status == 302
    decide(quarter)
    lead = Screen(quarter.harbour, "data_lead").get("return", answer=quarter.uid).text
    assert "Amber, given by hand" in lead and "One came back in July" in lead
    assert desk.get("colour", **colour).value("reason") == "One came back in July"
    assert desk.send("uncolour", {}, **colour).status == 302
    assert "Red: off target" in desk.get("return", answer=quarter.uid).text


def test_a_meeting_is_written_down_changed_and_ticked_by_both(desk: Desk, quarter: Quarter) -> None:
    uid = quarter.contract.uid
    said = {
        **date_parts("held_date", 1, 7, 2025),
        "notes": "All well.",
        "words_0": "Send the plan",
        "who_0": "provider",
    }
    wrong = {**said, **date_parts("due_0", 1, 6, 2025)}
    page = desk.send("meeting_new", wrong, contract=uid)
    assert page.status == 422 and set(page.errors) == {"due_0_day"}
    assert desk.send("meeting_new", {**said, **date_parts("due_0", 5, 7, 2025)}, contract=uid).status == 302
    assert "Overdue" in desk.get("meetings", contract=uid).text
    lead = Screen(quarter.harbour, "data_lead")
    assert "Agreed at a review, and overdue" in lead.get("home").text
    with scope.of(quarter.lead):
        (one,) = meetings.listing(quarter.lead)
    assert lead.send("meeting_tick", {"place": "0", "version": "1"}, meeting=one.uid).status == 302
    assert "Done on 10 July 2025" in desk.get("meetings", contract=uid).text
    assert desk.send("meeting_tick", {"place": "0"}, meeting=one.uid).status == 302
    assert "The other side is to do this" in desk.get("meetings", contract=uid).text
    form = desk.get("meeting_change", meeting=one.uid)
    assert form.value("words_0") == "Send the plan"
    again = {**said, "words_1": "Ours", "who_1": "commissioner", "version": form.value("version")}
    assert desk.send("meeting_change", again, meeting=one.uid).status == 302
    assert "Ours" in lead.get("meetings").text


def test_totals_open_what_they_add_and_a_pack_says_the_same(desk: Desk, quarter: Quarter) -> None:
    assert "Nothing is accepted yet" in desk.get("totals").text
    assert "Nothing is accepted here yet" in desk.get("board").text
    assert desk.get("board_slides").status == 404
    sent(quarter)
    decide(quarter)
    page = desk.get("totals")
    assert "1 of 1 return is accepted" in page.text and "not added" in page.text
    link = page.html.find("a", href=lambda at: bool(at) and "totals/referrals_received/" in at and at.endswith("code="))
    total = desk.browser.get(link["href"]).content.decode()
    assert "<b>5</b>: the sum of 1 accepted figure" in total and "E-1 Getting out" in total
    pack = desk.get("board", f"?{SPRING}")
    assert "Total: 5" in pack.text and "Counts of 1 to 4 are hidden" in pack.text
    assert desk.get("board", f"?contract={quarter.contract.uid}").status == 200
    made = desk.get("board_pdf").response
    assert made.content[:5] == b"%PDF-" and "board-pack-2025-07-10.pdf" in made["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(desk.get("board_slides").response.content)) as file:
        (name,) = file.namelist()
        assert name == "01-referrals_received.png" and file.read(name)[16:24] == b"\0\0\7\x80\0\0\4\x38"
    assert desk.get("board_slide", measure="referrals_received").response["Content-Type"] == "image/png"
    assert desk.get("board_slide", measure="needs_met").status == 404


def test_accepting_from_a_page_that_is_no_longer_so_is_refused(desk: Desk, quarter: Quarter) -> None:
    sent(quarter)
    stale = desk.get("return", answer=quarter.uid).value("version")
    decide(quarter, reason="Look again")
    sent(quarter)
    refused = desk.send("accept", {"version": stale}, answer=quarter.uid)
    assert refused.status == 422 and "moved on since" in refused.text
    told = desk.get("return", answer=quarter.uid).text
    assert told.count("Submitted") == 2 and "Rejected" in told
