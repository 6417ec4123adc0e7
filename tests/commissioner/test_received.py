"""Rows about people that were accepted, on the commissioner's screens: files with their terms, and how long they are kept."""

import json
from datetime import UTC, datetime

import pytest

from cairn.access import scope
from cairn.contracts.models import Agreement, AgreementField
from cairn.kernel import clock
from cairn.returns import uses
from cairn.returns.actions import review
from cairn.returns.models import Return
from tests.commissioner.conftest import Desk, date_parts
from tests.returns.annual import agreed, annual
from tests.returns.conftest import Quarter
from tests.returns.test_individual import alike, send

__all__ = ["annual"]


@pytest.fixture
def uid(quarter: Quarter, annual: Return) -> str:
    """An accepted annual return, sent under an agreement that names the terms of its fields."""
    agreed(quarter, "gender", "postcode", "readings", "referrals", recipient="Equalities team", retention_months=24)
    alike(quarter)
    send(quarter, annual)
    with scope.of(quarter.commissioner):
        review.accept(by=quarter.commissioner, return_uid=str(annual.uid))
    return str(annual.uid)


def test_the_rows_are_read_as_files_with_what_each_field_is_for(desk: Desk, uid: str) -> None:
    page = desk.get("return", answer=uid)
    assert desk.url("people", answer=uid) in str(page.html)
    shown = desk.get("people", answer=uid)
    assert "People: 5 rows" in shown.text and "Equalities team" in shown.text and "24 months" in shown.text
    file = desk.get("people_file", "?as=csv", answer=uid, table="person").response.content.decode("utf-8-sig")
    assert file.splitlines()[0] == "row,fact,gender,postcode" and file.count("B29 6QJ") == 5 and "Ada" not in file
    assert desk.get("people_file", "?as=xlsx", answer=uid, table="referral").status == 200
    assert desk.get("people_file", answer=uid, table="person").status == 302
    assert desk.get("people_file", "?as=csv", answer=uid, table="episode").status == 404


def test_the_provider_reads_which_fields_were_taken_out_also_those_that_are_whole_tables(
    desk: Desk, quarter: Quarter, uid: str
) -> None:
    for table in ("referral", "person"):
        desk.get("people_file", "?as=csv", answer=uid, table=table)
    with scope.of(quarter.lead):
        taken = {one.name: one.count("download") for one in uses.of_return(quarter.lead, uid) if one.is_of_people}
    assert taken == {"gender": 2, "postcode": 1, "readings": 0, "referrals": 1}


def test_a_description_says_of_each_column_its_purpose_recipient_and_retention(desk: Desk, uid: str) -> None:
    package = json.loads(desk.get("people_package", answer=uid).response.content)
    person = next(each for each in package["resources"] if each["name"] == "person")
    gender = next(each for each in person["schema"]["fields"] if each["name"] == "gender")
    assert (gender["purpose"], gender["recipient"], gender["retention_months"]) == (
        "To see gender",
        "Equalities team",
        24,
    )
    assert gender["codes"]["woman"] == "Woman" and package["keep_until"] == "2031-07-10"
    reading = next(each for each in package["resources"] if each["name"] == "assessment")["schema"]["fields"]
    assert {"row", "answers", "score", "assessed_date"} <= {each["name"] for each in reading}
    assert all(each["purpose"] for each in reading[2:])


def test_nothing_is_there_before_a_return_is_accepted(desk: Desk, quarter: Quarter, annual: Return) -> None:
    assert "No rows about people" in desk.get("people", answer=str(annual.uid)).text
    assert "No rows about people" in desk.get("people", answer=quarter.uid).text
    assert desk.get("people_package", answer=str(annual.uid)).status == 404
    assert desk.get("people_file", "?as=csv", answer=quarter.uid, table="person").status == 404


def test_what_is_due_is_listed_and_deleted_in_one_go(desk: Desk, quarter: Quarter, uid: str) -> None:
    assert "Nothing is due" in desk.get("kept").text and "until 10 July 2031" in desk.get("kept").text
    with scope.of(quarter.commissioner):
        Agreement.objects.update(retention_months=1)
    with clock.fixed(datetime(2025, 8, 20, 9, tzinfo=UTC)):
        due = desk.get("kept")
        assert "Due to be deleted: 1 return" in due.text and "since 10 August 2025" in due.text
        assert desk.send("kept_delete", {"submission": due.value("submission")}).status == 302
        assert "Deleted." in desk.get("kept").text
        desk.send("kept_delete", {})
        assert "nothing left to delete" in desk.get("kept").text
        people = desk.get("people", answer=uid).text
        assert "People: 0 rows" in people and "5 were emptied since" in people


def test_striking_says_what_happens_to_what_was_sent_and_it_does(desk: Desk, quarter: Quarter, uid: str) -> None:
    with scope.of(quarter.commissioner):
        agreement = str(Agreement.objects.get().uid)
    page = desk.get("agreement_strike", agreement=agreement, field="gender")
    assert "out of the shared figures" in page.text and "still verifies" in page.text
    assert desk.send("agreement_strike", {"reason": ""}, agreement=agreement, field="gender").status == 302
    shown = desk.get("people", answer=uid)
    assert "Struck from the agreement since it was sent, and read no longer: Gender" in shown.text
    file = desk.get("people_file", "?as=csv", answer=uid, table="person").response.content.decode("utf-8-sig")
    assert "woman" not in file and file.splitlines()[0] == "row,fact,postcode"
    assert "Gender: struck" in desk.get("kept").text


def test_a_field_is_drafted_with_all_its_terms_and_what_is_wrong_stands_beside_it(desk: Desk, quarter: Quarter) -> None:
    contract = str(quarter.contract.uid)
    said = {
        "purpose": "To see who is served", "fields_named": ["gender", "religion"], "purpose_gender": "To see who",
        "retention_months": "24", "threshold": "4", **date_parts("start_date", 1, 1, 2025),
        **date_parts("end_date", 31, 12, 2025), "purpose_religion": "To see whom we miss", "months_religion": "48",
        **date_parts("end_religion", 1, 2, 2026),
    }  # fmt: skip
    wrong = desk.send("agreement_new", said, contract=contract)
    assert wrong.status == 422 and {"months_religion", "end_religion_day"} <= wrong.errors.keys()
    right = {**said, "months_religion": "12", "recipient_religion": "Equalities team",
             **date_parts("end_religion", 30, 6, 2025)}  # fmt: skip
    assert desk.send("agreement_new", right, contract=contract).status == 302
    with scope.of(quarter.commissioner):
        field = AgreementField.objects.get(name="religion")
        assert (field.recipient, field.retention_months, field.end_date.isoformat()) == (
            "Equalities team",
            12,
            "2025-06-30",
        )
        uid = str(Agreement.objects.get().uid)
    shown = desk.get("agreement", agreement=uid).text
    assert "Leaves no more" in shown and "12 months" in shown and "Equalities team" in shown
