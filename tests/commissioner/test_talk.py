"""On screen: a question is asked, answered and settled; an accepted return is opened again."""

from tests.commissioner.conftest import Desk, sent
from tests.returns.conftest import Quarter
from tests.returns.test_submitting import decide, submit
from tests.workspace.conftest import Screen


def test_a_question_goes_to_the_provider_and_its_answer_comes_back(desk: Desk, quarter: Quarter) -> None:
    sent(quarter)
    assert desk.send("query", {"words": " "}, answer=quarter.uid, measure="referrals_received").status == 422
    asked = desk.send("query", {"words": "Why so many?"}, answer=quarter.uid, measure="referrals_received")
    assert asked.status == 302
    page = desk.get("return", answer=quarter.uid)
    assert "1 question is not settled" in page.text and "no answer yet" in page.text
    lead = Screen(quarter.harbour, "data_lead")
    assert lead.get("returns").html.find("a", href=lead.url("return_questions", answer=quarter.uid))
    form = lead.get("return_questions", answer=quarter.uid)
    links = [link["href"] for link in form.html.select(".rt-fields a")]
    assert len(links) >= 2 and all(lead.browser.get(link).status_code == 200 for link in links)
    assert "Why so many?" in form.text
    chosen = form.html.find("input", {"name": "query_uid"})["value"]
    said = {"query_uid": chosen, "words": "A new school sends people to us."}
    assert lead.send("return_questions", said, answer=quarter.uid).status == 302
    page = desk.get("return", answer=quarter.uid)
    assert "answered, not settled" in page.text and "A new school" in page.text
    assert desk.send("settle", {"query": chosen}, answer=quarter.uid).status == 302
    page = desk.get("return", answer=quarter.uid)
    assert "not settled" not in page.text and "A new school" in page.text
    assert desk.send("settle", {"query": "no such"}, answer=quarter.uid).status == 302
    assert "No question is open" in lead.get("return_questions", answer=quarter.uid).text


def test_an_accepted_return_is_opened_again_with_a_reason(desk: Desk, quarter: Quarter) -> None:
    submit(quarter)
    decide(quarter)
    assert "Open it again" in desk.get("return", answer=quarter.uid).text
    assert desk.send("reopen", {"reason": ""}, answer=quarter.uid).status == 422
    assert desk.send("reopen", {"reason": "Two referrals were counted twice"}, answer=quarter.uid).status == 302
    page = desk.get("return", answer=quarter.uid)
    assert "Opened again on" in page.text and "Two referrals were counted twice" in page.text
    told = Screen(quarter.harbour, "data_lead").get("return", answer=quarter.uid).text
    assert "opened again version 1" in told and "Two referrals were counted twice" in told
    again = desk.send("reopen", {"reason": "Once more, please"}, answer=quarter.uid)
    assert again.status == 422
