"""The commissioner's pages about money, and the provider's beside them: one story from a grant to a payment."""

import json
from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts.models import SmallGrant
from cairn.returns.actions import review
from tests.commissioner.conftest import Desk, date_parts, sent
from tests.returns.conftest import Quarter
from tests.workspace.conftest import Screen

TERMS = {"title": "Getting out", **date_parts("start_date", 1, 1, 2025), **date_parts("end_date", 31, 12, 2025)}
GRANT = {
    "group_name": "Tea Friends", "is_group": "on", "title": "Tea", "description": "Hall hire.", "pounds": "900",
    **date_parts("awarded_date", 1, 6, 2025),
}  # fmt: skip


@pytest.fixture
def lead(quarter: Quarter) -> Screen:
    return Screen(quarter.harbour, "data_lead")


def anchored(desk: Desk, quarter: Quarter, **of: str) -> Any:
    said = {**TERMS, "value_pounds": "12000", "lot": "Lot 3", "has_small_grants": "on", **of}
    return desk.send("contract_change", said, contract=quarter.contract.uid)


def test_terms_are_changed_with_their_history_and_stand_in_the_portfolio(desk: Desk, quarter: Quarter) -> None:
    assert anchored(desk, quarter).status == 302
    page = desk.get("contract_change", contract=quarter.contract.uid)
    assert "Lot nothing Lot 3" in page.text and page.value("value_pounds") == "12000"
    shown = desk.get("portfolio")
    assert "£12,000" in shown.text and "Lot 3" in shown.text and "about to end" in shown.text
    assert "Getting out" in desk.get("portfolio", "?lot=Lot+3&agreement=no").text
    assert "None of what you look for" in desk.get("portfolio", "?stands=ended").text
    rows = desk.get("portfolio", "?as=csv").response.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2 and "Lot 3" in rows[1] and "12000" in rows[1]


def test_a_grant_is_recorded_told_published_withdrawn_and_put_back(desk: Desk, lead: Screen, quarter: Quarter) -> None:
    anchored(desk, quarter)
    refused = lead.send("grant_new", {**GRANT, "is_group": "", "pounds": "10001"}, contract=quarter.contract.uid)
    assert refused.status == 422 and set(refused.errors) == {"is_group", "pounds"}
    assert lead.send("grant_new", GRANT, contract=quarter.contract.uid).status == 302
    with scope.of(quarter.lead):
        uid = SmallGrant.objects.get().uid
    told = {**date_parts("told_date", 1, 7, 2025), "people": "23", "words": "They rang."}
    assert lead.send("grant_tell", told, grant=uid).status == 302
    assert "23 people reached" in desk.get("grants").text and "They rang." in desk.get("grant", grant=uid).text
    assert "£11,100 left" in lead.get("money").text
    assert desk.get("grants_360").status == 302
    desk.send("publisher", {"own_prefix": "360G-East", "org_id": "GB-LAE-EST"})
    (published,) = json.loads(desk.get("grants_360").response.content)["grants"]
    assert published["id"] == "360G-East-E-1-G001" and published["amountAwarded"] == 900
    lead.send("grant_withdraw", {}, grant=uid)
    assert json.loads(desk.get("grants_360").response.content) == {"grants": []}
    lead.send("grant_withdraw", {"restore": "yes"}, grant=uid)
    assert "360G-East-E-1-G001" in desk.get("grants_360", "?as=csv").response.content.decode()


def taken_back(screen: Screen, page: Any) -> str:
    """Press Undo on the page; what the next one says."""
    form = page.html.select_one(".cairn-notice form")
    there = screen.browser.post(form["action"], {"back": form.select_one("[name=back]")["value"]}, follow=True)
    return str(there.content.decode())


def test_a_lead_and_a_commissioner_undo_on_the_page_what_they_just_recorded(
    desk: Desk, lead: Screen, quarter: Quarter
) -> None:
    new = {"contract": quarter.contract.uid, "source": "A trust", "kind": "trust", "pounds": "500"}
    lead.send("money_new", {**new, **date_parts("received_date", 1, 6, 2025)})
    assert "Taken back" in taken_back(lead, lead.get("money")) and "A trust" not in lead.get("money").text
    fact = {"head": "savings", "label": "Beds", "value": "3.50", "unit": "beds", "source": "Table 2"}
    days = {**date_parts("from_date", 1, 4, 2025), **date_parts("to_date", 30, 6, 2025)}
    desk.send("finance_new", {**fact, **days})
    shown = desk.get("finance", "?year=FY2025")
    theirs = lead.browser.post(shown.html.select_one(".cairn-notice form")["action"])  # type: ignore[index]
    assert theirs.status_code == 404 and "3.5 beds" in desk.get("finance", "?year=FY2025").text
    assert "Taken back" in taken_back(desk, shown) and "Beds" not in desk.get("finance", "?year=FY2025").text


def test_finance_says_no_data_until_there_is_some_and_never_that_a_contract_caused_it(
    desk: Desk, lead: Screen, quarter: Quarter
) -> None:
    page = desk.get("finance")
    assert page.text.count("No data") == 4 and "do not show that a contract caused them" in page.text
    new = {"contract": quarter.contract.uid, "source": "Eastborough Council", "kind": "trust", "pounds": "500"}
    wrong = lead.send("money_new", {**new, **date_parts("received_date", 31, 2, 2025)})
    assert wrong.status == 422 and set(wrong.errors) == {"source", "received_date_day"}
    right = {**new, "source": "A trust", **date_parts("received_date", 1, 6, 2025)}
    assert lead.send("money_new", right).status == 302
    fact = {"head": "savings", "label": "Beds", "value": "3.50", "unit": "beds", "source": "Table 2"}
    days = {**date_parts("from_date", 1, 4, 2025), **date_parts("to_date", 30, 6, 2025)}
    assert set(desk.send("finance_new", {**fact, **days, "source": ""}).errors) == {"source"}
    assert desk.send("finance_new", {**fact, **days}).status == 302
    page = desk.get("finance", "?year=FY2025")
    assert "£500 came from outside" in page.text and "3.5 beds" in page.text and page.text.count("No data") == 2
    assert "No data for these years" in desk.get("finance", "?year=FY2024").text
    lines = desk.get("finance", "?as=csv").response.content.decode().splitlines()
    assert sum("No data" in line for line in lines) == 2 and sum("Table 2" in line for line in lines) == 1


def test_an_accepted_return_is_paid_with_its_evidence(desk: Desk, lead: Screen, quarter: Quarter) -> None:
    term = {"figure": "referrals_received", "is_lump": "each", "pounds_each": "100", "after": "2"}
    from_ = date_parts("from_date", 1, 4, 2025)
    about = {"contract": quarter.contract.uid}
    assert set(desk.send("payment_term_new", {**term, "pounds_each": "0", "figure": "", **from_}, **about).errors) == {
        "pounds_each", "figure",
    }  # fmt: skip
    assert desk.send("payment_term_new", {**term, **from_}, **about).status == 302
    assert "£100 for each whole one above 2" in desk.get("payment_terms", **about).text
    uid = sent(quarter)
    assert "Nothing to pay" in desk.get("payment", answer=uid).text
    with scope.of(quarter.commissioner):
        review.accept(by=quarter.commissioner, return_uid=uid)
    assert "£300.00" in desk.get("return", answer=uid).text and "£300.00" in lead.get("return", answer=uid).text
    page = desk.get("payment", answer=uid)
    assert "Not approved yet" in page.text and "SHA-256" in page.text
    assert desk.send("payment_approve", {"submission": page.value("submission")}, answer=uid).status == 302
    assert "Approved on" in lead.get("return_payment", answer=uid).text
    assert desk.send("payment_approve", {}, answer=uid).status == 422
    assert "300.00" in lead.get("return_payment", "?as=csv", answer=uid).response.content.decode()
