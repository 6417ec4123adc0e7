"""The commissioner asks for a year, moves a round, writes its questions, and reads what was sent in words."""

from datetime import date
from typing import Any

from cairn.access import scope
from cairn.returns import asking, narrative
from cairn.returns.actions import narrative as deeds
from cairn.returns.models import Round
from tests.commissioner.conftest import Desk, date_parts, sent
from tests.returns.conftest import Quarter
from tests.returns.test_stories import use, write

YEAR = {
    "year": "2025", "parts": ["q2", "annual"], "quarterly": "20", "annual": "40", "questions": "usual", "whom": "all",
}  # fmt: skip


def test_a_year_is_drawn_asked_for_and_taken_into_a_calendar(desk: Desk, quarter: Quarter) -> None:
    page = desk.get("year_new")
    assert len(page.html.select("svg.rd-picture")) == 5 and "Returns taken 1 Jul 2025 to 28 Jul 2025" in page.text
    assert desk.send("year_new", YEAR).status == 302
    page = desk.get("rounds")
    assert "Rounds of 1 contract" in page.text and "Year April 2025 to December 2025" not in page.text
    file = desk.browser.get(desk.url("rounds_calendar"))
    lines = file.content.decode().replace("\r\n ", "").split("\r\n")
    assert file["Content-Type"].startswith("text/calendar") and "DTSTART;VALUE=DATE:20250731" in lines
    assert lines.count("TRIGGER:-P14D") == lines.count("TRIGGER:-P1D") == 3 and all(len(one) < 500 for one in lines)
    wrong = desk.send("year_new", {**YEAR, "parts": [], "quarterly": "x"})
    assert wrong.status == 422 and set(wrong.errors) == {"parts", "quarterly"}
    assert "asked for already" in desk.send("year_new", YEAR).text


def test_a_round_is_moved_until_it_was_sent(desk: Desk, quarter: Quarter) -> None:
    uid = str(quarter.answer.round.uid)
    dates = {
        **date_parts("observed_from_date", 1, 4, 2025), **date_parts("observed_to_date", 30, 6, 2025),
        **date_parts("opens_date", 1, 7, 2025), **date_parts("closes_date", 31, 8, 2025),
    }  # fmt: skip
    version = desk.get("round", round=uid).value("version")
    assert desk.send("round", {"name": "Spring", "version": version, **dates}, round=uid).status == 302
    with scope.of(quarter.commissioner):
        assert Round.objects.get(uid=uid).closes_date == date(2025, 8, 31)
    stale = desk.send("round", {"name": "Other", "version": version, **dates}, round=uid)
    assert stale.status == 422 and "Somebody else changed this" in stale.text
    sent(quarter)
    assert "dates and questions stay" in desk.get("round", round=uid).text


def filled(page: Any, **changes: str) -> dict[str, str]:
    named = page.html.select("form.cairn-form [name]")
    return {
        each["name"]: str(page.value(each["name"]) or "") for each in named if each["name"] != "csrfmiddlewaretoken"
    } | changes


def test_questions_are_taken_over_and_changed(desk: Desk, quarter: Quarter) -> None:
    uid = str(quarter.answer.round.uid)
    page = desk.get("round_questions", "?from=usual", round=uid)
    said = filled(page, words_7="", place_6="1", place_0="9", most_words_1="250")
    assert desk.send("round_questions", said, round=uid).status == 302
    with scope.of(quarter.commissioner):
        asked = asking.questions_of(quarter.answer.round)
    assert asked[0].head == "systems_quality" and asked[-1].head == "partnership" and len(asked) == 7
    again = filled(desk.get("round_questions", round=uid), head_0="", most_words_2="-1")
    wrong = desk.send("round_questions", again, round=uid)
    assert wrong.status == 422 and "most_words_2" in wrong.errors


def test_what_was_sent_in_words_is_read_with_its_case_studies(desk: Desk, quarter: Quarter) -> None:
    by, uid = quarter.commissioner, str(quarter.answer.round.uid)
    with scope.of(by):
        asked = deeds.ask(by=by, round_uid=uid, questions=asking.USUAL[:2]).items
    with scope.of(quarter.lead):
        deeds.write(by=quarter.lead, return_uid=quarter.uid, answers={str(asked[0].uid): "The library helped."})
        assert narrative.of(quarter.lead, quarter.uid).answered == 1
    use(quarter, write(quarter))
    assert "The library helped." not in desk.get("return", answer=quarter.uid).text
    sent(quarter)
    page = desk.get("return", answer=quarter.uid)
    assert "The library helped." in page.text and "Not answered:" in page.text and "Back to the choir" in page.text
    assert "Verified just now" in page.text


def test_each_side_reads_the_others_words_about_relevance(desk: Desk, quarter: Quarter) -> None:
    uid = str(quarter.contract.uid)
    said = {"words": "We buy it again.", "version": "0", **date_parts("held_date", 1, 7, 2025)}
    assert desk.send("relevance", said, contract=uid).status == 302
    assert "We buy it again." in desk.get("contract", contract=uid).text
    wrong = desk.send("relevance", {**said, "words": "", "version": "1"}, contract=uid)
    assert wrong.status == 422 and set(wrong.errors) == {"words"}
    odd = desk.get("relevance", "?year=9999", contract=uid)
    assert odd.status == 200
