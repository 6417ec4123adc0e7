"""A change for a whole area on both sides' screens, from its draft to its end, without JavaScript."""

from datetime import UTC, date, datetime
from typing import Any

from cairn.access import scope
from cairn.contracts.models import Contract, TemplateChange, TemplateReply
from cairn.kernel import clock
from tests.commissioner.conftest import Desk, date_parts
from tests.returns.conftest import Quarter
from tests.workspace.conftest import Screen

DRAFT = {
    "title": "A need is met when the person says so", "words": "Like with like", "do_needs_met": "change",
    "otherwise_needs_met": "on", "reason_needs_met": "The person says so", "add_standardised_output": ["needs_part_met"],
    "do_needs_presented": "drop", "gone_needs_presented": "Nobody reads it",
}  # fmt: skip


def change(quarter: Quarter) -> dict[str, Any]:
    with scope.of(quarter.commissioner):
        return {"change": TemplateChange.objects.latest("pk").uid}


def reply(quarter: Quarter) -> dict[str, Any]:
    with scope.of(quarter.lead):
        return {"reply": TemplateReply.objects.latest("pk").uid}


def test_a_change_goes_from_its_draft_to_its_decision_on_screen(desk: Desk, quarter: Quarter) -> None:
    lead = Screen(quarter.harbour, "data_lead")
    with scope.of(quarter.commissioner):
        Contract.objects.update(end_date=date(2027, 12, 31))
    untitled = desk.send(
        "template_new", {**DRAFT, "title": "", "reason_needs_met": " ", "gone_needs_presented": ""}, area="carers"
    )
    assert untitled.errors.keys() == {"title", "reason_needs_met", "gone_needs_presented"} and untitled.status == 422
    assert desk.send("template_new", DRAFT, area="carers").status == 302
    draft = desk.get("template", **change(quarter))
    assert (
        "It touches 1 of 1 contracts" not in draft.text and "E-1 Getting out" in draft.text and "Today:" in draft.text
    )
    again = {**DRAFT, "do_needs_presented": "keep", "version": "1"}
    assert desk.send("template_change", again, **change(quarter)).status == 302
    clash = desk.send("template_change", {**again, "title": "Another"}, **change(quarter))
    assert clash.status == 422 and clash.value("version") == "2" and "What differs" in clash.text
    blank = desk.get("template_consult", **change(quarter))
    assert [blank.value(f"replies_until_date_{part}") for part in ("day", "month", "year")] == ["24", "7", "2025"]
    early = desk.send("template_consult", date_parts("replies_until_date", 12, 7, 2025), **change(quarter))
    assert "at least 14 days" in early.text
    asks = {**date_parts("replies_until_date", 24, 7, 2025), "version": "2"}
    assert desk.send("template_consult", asks, **change(quarter)).status == 302
    assert "asks about “A need is met" in lead.get("home").text
    assert "Waits for your reply" in lead.get("negotiations").text
    mine = lead.get("template", **reply(quarter))
    assert "What it would mean for E-1" in mine.text and "It is measured differently from then on" in mine.text
    silent = lead.send("template_reply", {"stance": "against", "minutes": "x"}, **reply(quarter))
    assert silent.errors.keys() == {"words", "minutes"}
    said = {"stance": "against", "words": "Some cannot say it", "minutes": "45", "version": "1"}
    assert lead.send("template_reply", said, **reply(quarter)).status == 302
    late = lead.send("template_reply", {**said, "words": "Another word"}, **reply(quarter))
    assert late.status == 422 and "Some cannot say it" in late.text and late.value("version") == "2"
    assert "45 minutes a quarter" in desk.get("template", **change(quarter)).text
    _not_yet(desk, quarter)
    with clock.fixed(datetime(2025, 7, 25, 9, tzinfo=UTC)):
        _decided(desk, lead, quarter)


def _not_yet(desk: Desk, quarter: Quarter) -> None:
    """Before replies close its page says from when it can be decided, and asks nothing; a page of before is refused."""
    page = desk.get("template_decide", **change(quarter))
    assert "It can be decided from 25 July 2025" in page.text
    assert not page.html.select("main form") and "To the replies" in page.text
    said = {"decision": "not_now", "words": "Too soon for all", "version": "3"}
    sent = desk.send("template_decide", said, **change(quarter))
    assert (
        sent.status == 422 and "Providers can still reply." in sent.text and sent.value("words") == "Too soon for all"
    )


def _decided(desk: Desk, lead: Screen, quarter: Quarter) -> None:
    """The day after replies closed."""
    assert "Replies are in on “A need is met" in Screen(quarter.eastborough, "contract_manager").get("home").text
    late = lead.send("template_reply", {"stance": "agree", "version": "2"}, **reply(quarter))
    assert late.status == 422 and "Replies were taken until 24 July 2025" in late.text
    bare = desk.send("template_decide", {"decision": "go_ahead", "version": "3"}, **change(quarter))
    assert bare.errors.keys() == {"words", "answer_to_rest", "from_date"}, "all at once"
    ends = {"decision": "go_ahead_changed", "words": "Most agreed", "version": "3", "line_needs_part_met": "out"}
    soon = desk.send("template_decide", {**ends, "from_date": "2025-10-01"}, **change(quarter))
    assert "The earliest is 1 January 2026" in soon.errors["from_date"]
    unanswered = desk.send("template_decide", {**ends, "from_date": "2026-01-01"}, **change(quarter))
    assert "has no answer" in unanswered.errors["answer_to_rest"]
    answer = {"words": "Then a carer may say it", "version": "2"}
    assert desk.send("template_answer", answer, **reply(quarter)).status == 302
    less = {"line_needs_met": "otherwise", "otherwise_needs_met": "on", "often_needs_met": "annual"}
    done = {**ends, **less, "from_date": "2026-01-01"}
    assert desk.send("template_decide", done, **change(quarter)).status == 302
    told = lead.get("template", **reply(quarter))
    assert "It goes ahead with changes" in told.text and "Then a carer may say it" in told.text
    assert "is decided: from January 2026" in lead.get("home").text
    link = next(a for a in told.html.select("a") if a.get_text() == "what is changed here")
    proposal = lead.browser.get(link["href"]).content.decode()
    assert "Decided for the whole area" in proposal and "every quarter to once a year" in proposal
    assert desk.get("template_decide", **change(quarter)).status == 404
    why = {"words": "A law has changed", "version": "4"}
    assert desk.send("template_revoke", why, **change(quarter)).status == 302
    assert "Revoked on 25 July 2025" in lead.get("template", **reply(quarter)).text
    assert "Asked of the whole area" in desk.get("negotiation", contract=quarter.contract.uid).text
    assert lead.get("template_reply", **reply(quarter)).status == 404


def test_a_draft_is_given_up_and_an_open_question_withdrawn(desk: Desk, quarter: Quarter) -> None:
    assert desk.send("template_new", DRAFT, area="carers").status == 302
    assert desk.send("template_drop", {}, **change(quarter)).status == 302
    assert "No change yet" in desk.get("templates").text
    assert desk.send("template_new", DRAFT, area="carers").status == 302
    asks = {**date_parts("replies_until_date", 24, 7, 2025), "version": "1"}
    desk.send("template_consult", asks, **change(quarter))
    assert desk.send("template_withdraw", {"words": "No money", "version": "2"}, **change(quarter)).status == 302
    assert "No money" in desk.get("template", **change(quarter)).text
    assert desk.get("template_new", area="nowhere").status == 404
