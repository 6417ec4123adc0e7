"""Who stands alone, on the data lead's screens: the list, one form, what is said before and after, and the files."""

import pytest

from cairn.access import scope
from cairn.returns.models import Return
from tests.returns.annual import agreed, annual
from tests.returns.conftest import Quarter
from tests.workspace.conftest import Screen

__all__ = ["annual"]


@pytest.fixture
def uid(quarter: Quarter, annual: Return) -> str:
    agreed(quarter, "gender", "referrals", threshold=1)
    return str(annual.uid)


def test_the_return_leads_to_who_stands_alone_and_cannot_be_sent_before(lead: Screen, uid: str) -> None:
    page = lead.get("return", answer=uid)
    assert lead.url("return_alone", answer=uid) in str(page.html)
    refused = lead.send("return_submit", {"comment": ""}, answer=uid)
    assert refused.status == 422 and "2 people stand alone" in refused.text
    assert lead.url("return_alone", answer=uid) in str(refused.html)


def test_decisions_are_made_for_all_alike_and_taken_back(lead: Screen, uid: str) -> None:
    page = lead.get("return_alone", answer=uid)
    assert "2 stand alone as answered" in page.text and "Ben (H2)" in page.text and "The only one" in page.text
    said = {"choice": "coarsen", "steps": ["gender=withheld"], "whom": "all", "reason": "Two of their kind"}
    assert lead.send("return_alone", said, answer=uid).status == 302
    after = lead.get("return_alone", answer=uid)
    assert "Before it 2 stood alone. Now nobody does." in after.text and "Gender: not said" in after.text
    keys = after.html.select_one("input[name=keys]")["value"]
    assert lead.send("return_alone_clear", {"keys": keys}, answer=uid).status == 302
    assert "Taken back" in lead.get("return_alone", answer=uid).text
    assert lead.send("return_alone_clear", {"keys": "nobody"}, answer=uid).status == 302
    assert "Nobody is named" in lead.get("return_alone", answer=uid).text


def test_one_is_ticked_and_what_is_wrong_is_said_together(lead: Screen, uid: str) -> None:
    wrong = lead.send("return_alone", {"choice": "least", "whom": "ticked", "reason": ""}, answer=uid)
    assert wrong.status == 422 and {"whom", "reason"} <= wrong.errors.keys()
    nobody = lead.send("return_alone", {"choice": "withhold", "whom": "ticked", "reason": "Why"}, answer=uid)
    assert nobody.status == 422 and "people" in nobody.errors
    key = lead.get("return_alone", answer=uid).html.select_one("input[name=people]")["value"]
    said = {"choice": "aggregate", "whom": "ticked", "people": [key], "reason": "Known in the street"}
    assert lead.send("return_alone", said, answer=uid).status == 302
    assert "Before it 2 stood alone. Now 1 person does." in lead.get("return_alone", answer=uid).text


def test_the_file_is_what_the_preview_shows(quarter: Quarter, lead: Screen, uid: str) -> None:
    lead.send("return_alone", {"choice": "least", "whom": "all", "reason": "Few people"}, answer=uid)
    shown = lead.get("return_preview", answer=uid)
    assert "People: 5 rows" in shown.text and "Not said, so that nobody stands alone" in shown.text
    file = lead.get("return_preview_file", "?as=csv", answer=uid, table="person").response
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "row,fact,gender" and len(lines) == 6
    assert sorted(line.rpartition(",")[2] for line in lines[1:]) == ["not_said"] * 2 + ["woman"] * 3
    assert lead.get("return_preview_file", "?as=csv", answer=uid, table="need").status == 404
    assert lead.get("return_preview_file", answer=uid, table="person").status == 302


def test_where_nothing_individual_leaves_the_page_says_why(quarter: Quarter, annual: Return, lead: Screen) -> None:
    assert "No data-sharing agreement" in lead.get("return_alone", answer=str(annual.uid)).text
    assert "with the annual return only" in lead.get("return_alone", answer=quarter.uid).text
    agreed(quarter, "readings")
    assert "names nothing about who people are" in lead.get("return_alone", answer=str(annual.uid)).text
    sent = lead.send("return_alone", {"choice": "least", "whom": "all", "reason": "Why"}, answer=quarter.uid)
    assert sent.status == 404


def test_rows_of_who_said_no_since_are_taken_out(quarter: Quarter, lead: Screen, uid: str) -> None:
    from tests.returns.test_objecting import say

    lead.send("return_alone", {"choice": "least", "whom": "all", "reason": "Few people"}, answer=uid)
    lead.send("return_submit", {"comment": ""}, answer=uid)
    assert "said no since" not in lead.get("return_alone", answer=uid).text
    say(quarter, "Ada", "declined")
    assert "1 said no since it was sent" in lead.get("return_alone", answer=uid).text
    lead.send("return_take_out", {}, answer=uid)
    assert "Taken out" in lead.get("return_alone", answer=uid).text
    lead.send("return_take_out", {}, answer=uid)
    assert "nothing left to delete" in lead.get("return_alone", answer=uid).text
    with scope.of(quarter.lead):
        assert "Checked just now" in lead.get("return_receipt", answer=uid, number=1).text


def test_partners_people_are_counted_without_names(partnered: Quarter, lead: Screen, uid: str) -> None:
    text = lead.get("return_alone", answer=uid).text
    assert "Rows about 7" in text
    said = {"choice": "coarsen", "steps": ["gender=withheld"], "whom": "all", "reason": "Few people"}
    assert lead.send("return_alone", said, answer=uid).status == 302
