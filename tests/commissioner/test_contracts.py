"""A commissioner sets a contract up: everything wrong is said at once, nothing typed is lost, nothing is half written."""

from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts import queries
from cairn.contracts.models import Agreement, Contract
from cairn.returns.models import Round
from tests.commissioner.conftest import Desk, date_parts
from tests.conftest import Party
from tests.returns.conftest import Quarter

NEW = {
    "provider_slug": "harbour", "reference": "E-2", "title": "A second door", "commissioning_area": "carers",
    "value_pounds": "24000", **date_parts("start_date", 1, 7, 2025), **date_parts("end_date", 30, 6, 2026),
}  # fmt: skip


def test_a_contract_is_added_and_its_page_says_what_is_next(desk: Desk) -> None:
    page = desk.send("contract_new", NEW)
    assert page.status == 302
    with scope.of(desk.party.system):
        made = Contract.objects.get(reference="E-2")
    shown = desk.get("contract", contract=made.uid)
    assert "Agree the measures" in shown.text and "To do" in shown.text and "£24,000" in shown.text
    assert "A second door" in desk.get("contracts").text


def test_every_error_of_a_contract_is_said_at_once_with_all_that_was_typed(desk: Desk) -> None:
    before = desk.deeds
    wrong = {**NEW, "provider_slug": "", "title": "", "value_pounds": "lots", **date_parts("end_date", 31, 2, 2026)}
    page = desk.send("contract_new", wrong)
    assert page.status == 422 and desk.deeds == before
    assert {"provider_slug", "title", "value_pounds", "end_date_day"} == set(page.errors)
    assert page.html.find("input", {"name": "reference"})["value"] == "E-2"
    assert page.html.find("input", {"name": "value_pounds"})["value"] == "lots"


def test_what_the_deed_refuses_stands_at_its_field(desk: Desk) -> None:
    page = desk.send("contract_new", {**NEW, "reference": "E-1", **date_parts("end_date", 1, 1, 2025)})
    assert page.status == 422 and {"reference", "end_date_day"} == set(page.errors)


def test_no_contract_yet_teaches_and_offers_the_one_thing_to_do(outsider: Desk) -> None:
    page = outsider.get("contracts")
    assert "No contract yet" in page.text and page.html.find("a", href=outsider.url("contract_new"))


def test_measures_are_ticked_each_with_its_breakdown_and_target(desk: Desk, quarter: Quarter) -> None:
    said = {"service_reach": ["people_new"], "by_people_new": "age_band", "provider_output": ["steps_reached"]}
    page = desk.send("measures", {**said, "target_steps_reached": "40"}, contract=quarter.contract.uid)
    assert page.status == 302
    with scope.of(quarter.commissioner):
        found = {(view.measure, view.by): view.target for view in queries.measures_of(quarter.contract)}
    assert ("people_new", "age_band") in found and found["steps_reached", ""] == 40


def test_a_measure_agreed_already_is_refused_at_its_list_and_nothing_is_added(desk: Desk, quarter: Quarter) -> None:
    before = desk.deeds
    said = {"service_reach": ["referrals_received", "people_new"], "target_people_new": "many"}
    page = desk.send("measures", said, contract=quarter.contract.uid)
    assert set(page.errors) == {"target_people_new"}
    page = desk.send("measures", {**said, "target_people_new": "9"}, contract=quarter.contract.uid)
    assert page.status == 422 and set(page.errors) == {"service_reach"} and desk.deeds == before
    assert page.html.find("input", {"name": "service_reach", "value": "people_new"}).has_attr("checked")


def test_no_measure_ticked_is_said(desk: Desk, quarter: Quarter) -> None:
    page = desk.send("measures", {}, contract=quarter.contract.uid)
    assert page.status == 422 and "No measure is ticked" in page.text


def test_a_partner_is_named_and_one_that_is_there_is_not_offered(desk: Desk, quarter: Quarter, oakfield: Party) -> None:
    page = desk.get("partner_new", contract=quarter.contract.uid)
    offered = {option.get("value") for option in page.html.select("select[name=slug] option")}
    assert "oakfield" in offered and not {"harbour", "anchor", "eastborough"} & offered
    assert desk.send("partner_new", {"slug": ""}, contract=quarter.contract.uid).errors.keys() == {"slug"}
    assert desk.send("partner_new", {"slug": "oakfield"}, contract=quarter.contract.uid).status == 302
    assert "Has not agreed yet" in desk.get("contract", contract=quarter.contract.uid).text


def test_the_next_quarter_is_filled_in(desk: Desk, quarter: Quarter) -> None:
    page = desk.get("round_new", contract=quarter.contract.uid)
    assert page.html.find("input", {"name": "name"})["value"] == "July to September 2025"
    assert page.html.find("input", {"name": "closes_date_day"})["value"] == "28"


ROUND = {
    "name": "Summer", **date_parts("observed_from_date", 1, 7, 2025), **date_parts("observed_to_date", 30, 9, 2025),
    **date_parts("opens_date", 1, 10, 2025), **date_parts("closes_date", 28, 10, 2025),
}  # fmt: skip


def test_a_round_is_added_with_its_return(desk: Desk, quarter: Quarter) -> None:
    assert desk.send("round_new", ROUND, contract=quarter.contract.uid).status == 302
    assert "Summer" in desk.get("contract", contract=quarter.contract.uid).text
    assert "Summer" in desk.get("returns", "?place=later").text


def test_dates_in_the_wrong_order_are_all_said(desk: Desk, quarter: Quarter) -> None:
    wrong = {
        **ROUND, **date_parts("observed_to_date", 1, 6, 2025), **date_parts("closes_date", 1, 9, 2025), "name": "Summer",
    }  # fmt: skip
    page = desk.send("round_new", wrong, contract=quarter.contract.uid)
    assert page.status == 422 and {"observed_to_date_day", "closes_date_day"} <= set(page.errors)
    with scope.of(quarter.commissioner):
        assert not Round.objects.filter(name="Summer").exists()


@pytest.mark.parametrize("name", ["contract", "measures", "partner_new", "round_new", "agreement_new"])
def test_a_contract_of_others_is_not_found(outsider: Desk, quarter: Quarter, name: str) -> None:
    assert outsider.get(name, contract=quarter.contract.uid).status == 404
    provider = Desk(quarter.harbour, "data_lead")
    assert provider.get(name, contract=quarter.contract.uid).status == 404


def drafting(**changes: Any) -> dict[str, Any]:
    return {
        "purpose": "To see who is served and who is not", "fields_named": ["gender", "ward"],
        "purpose_gender": "To see whether all are served alike", "purpose_ward": "To see where need is",
        **date_parts("start_date", 1, 1, 2025), **date_parts("end_date", 31, 12, 2025),
        "retention_months": "72", "threshold": "4", **changes,
    }  # fmt: skip


def test_an_agreement_is_drafted_signed_once_and_narrowed(desk: Desk, quarter: Quarter) -> None:
    page = desk.send("agreement_new", drafting(), contract=quarter.contract.uid)
    assert page.status == 302
    with scope.of(quarter.commissioner):
        uid = Agreement.objects.get().uid
    shown = desk.get("agreement", agreement=uid)
    assert "To see where need is" in shown.text and "Next: sign it" in shown.text
    assert desk.send("agreement_sign", {}, agreement=uid).status == 302
    again = desk.send("agreement_sign", {}, agreement=uid)
    assert again.status == 422 and "Your side has signed already" in again.text
    assert "Waits for Harbour Trust" in desk.get("agreement", agreement=uid).text
    assert desk.get("agreement_strike", agreement=uid, field="ward").status == 200
    assert desk.send("agreement_strike", {"reason": "Not used"}, agreement=uid, field="ward").status == 302
    assert "To see where need is" not in desk.get("agreement", agreement=uid).text
    assert desk.get("agreement_strike", agreement=uid, field="ward").status == 404


def test_no_purpose_no_field(desk: Desk, quarter: Quarter) -> None:
    before = desk.deeds
    page = desk.send(
        "agreement_new", drafting(purpose="", purpose_ward="", threshold="few"), contract=quarter.contract.uid
    )
    assert page.status == 422 and desk.deeds == before
    assert set(page.errors) == {"purpose", "purpose_ward", "threshold"}
    assert page.html.find("input", {"name": "purpose_gender"})["value"] == "To see whether all are served alike"


def test_an_agreement_of_others_is_not_found(outsider: Desk, quarter: Quarter, agreement: Agreement) -> None:
    for desk in (outsider, Desk(quarter.harbour, "data_lead")):
        assert desk.get("agreement", agreement=agreement.uid).status == 404
        assert desk.send("agreement_sign", {}, agreement=agreement.uid).status == 404
        assert desk.get("agreement_strike", agreement=agreement.uid, field="gender").status == 404
