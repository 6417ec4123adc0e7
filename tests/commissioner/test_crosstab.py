"""Two answers by an agreed measure: a picture, its table and its sentence; or why there is none."""

import csv

from cairn.access import scope
from cairn.contracts.models import Agreement
from cairn.returns.actions import review
from tests.commissioner.conftest import Desk, sent
from tests.returns.conftest import Quarter

ASKED = "?measure=referrals_received&rows=gender&columns=ethnicity_group&period=2025-Q2"


def accepted(quarter: Quarter) -> None:
    uid = sent(quarter)
    with scope.of(quarter.commissioner):
        review.accept(by=quarter.commissioner, return_uid=uid)


def test_without_an_agreement_it_is_empty_and_says_why(desk: Desk, quarter: Quarter) -> None:
    accepted(quarter)
    page = desk.get("crosstab", ASKED)
    assert page.status == 200 and not page.html.select("table.cairn-stat")
    assert "agreement" in page.html.select_one(".cairn-empty").get_text()
    assert page.html.find("a", href=desk.url("contracts"))
    assert desk.get("crosstab_csv", ASKED).status == 404


def test_small_numbers_are_hidden_in_table_picture_and_file(desk: Desk, quarter: Quarter, agreement: Agreement) -> None:
    accepted(quarter)
    page = desk.get("crosstab", ASKED)
    words = {cell.get_text().strip() for cell in page.html.select("table.cairn-stat td")}
    assert "hidden" in words and not words & {"1", "2", "3", "4"}
    assert "Sum of accepted returns" in page.text and "as of 10 July 2025" in page.text
    assert "What this measure counts" in page.text
    file = desk.get("crosstab_csv", ASKED).response
    rows = list(csv.DictReader(file.content.decode("utf-8-sig").splitlines()))
    assert rows and all(row["value"] == "" for row in rows if row["hidden"] == "yes")
    assert not {row["value"] for row in rows} & {"1", "2", "3", "4"}
    assert "attachment" in file["Content-Disposition"]


def test_what_the_question_got_wrong_is_said_at_its_fields_and_kept(desk: Desk) -> None:
    page = desk.get("crosstab", "?measure=referrals_received&rows=gender&columns=gender&period=1999-Q1")
    assert page.status == 422 and set(page.errors) == {"columns", "period"}
    assert page.html.select_one("select[name=rows] option[selected]")["value"] == "gender"


def test_only_measures_of_some_contract_are_offered(desk: Desk) -> None:
    offered = {option["value"] for option in desk.get("crosstab").html.select("select[name=measure] option")}
    assert "referrals_received" in offered and "swemwbs_change" not in offered


def test_a_provider_has_no_cross_tab(quarter: Quarter) -> None:
    assert Desk(quarter.harbour, "data_lead").get("crosstab", ASKED).status == 404
