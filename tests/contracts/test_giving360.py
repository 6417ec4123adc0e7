"""The file for 360Giving: what its standard requires of every grant, and organisations only."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cairn.access import scope
from cairn.contracts import giving360
from cairn.contracts.actions import grants, publishing
from cairn.contracts.grants import NewGrant
from cairn.kernel import clock
from cairn.kernel.problems import Refused
from tests.conftest import Party
from tests.contracts.conftest import a_contract

DAY = date(2025, 6, 2)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.fixed(datetime(2025, 7, 10, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def made(harbour: Party, eastborough: Party) -> list[dict[str, Any]]:
    """A grant contract, a contract that is none, and an anchor's pot with a grant that stands and one withdrawn."""
    by = eastborough.contract_manager
    a_contract(by, reference="PC 01/2", is_grant=True, value_pounds=60_000)
    a_contract(by, reference="VA-1", value_pounds=900_000)
    a_contract(by, reference="PC-03", is_grant=True)
    pot = a_contract(by, reference="NN-01", is_grant=True, value_pounds=12_000, has_small_grants=True)
    about = {"title": "Tea", "description": "Hall hire.", "awarded_date": DAY, "is_group": True}
    new = [
        NewGrant("Tea Friends", pounds=900, ward="E05011118", start_date=DAY, **about),
        NewGrant("Gone", pounds=500, group_id="GB-CHC-1234567", **about),
    ]
    lead = harbour.data_lead
    with scope.of(lead):
        gone = grants.record(by=lead, contract_uid=str(pot.uid), new=new).items[1]
        grants.withdraw(by=lead, grant_uid=str(gone.uid))
    with scope.of(by):
        found = giving360.found(by, {"carers": "Carers"})
    return [giving360.as_grant(one, "360G-East", "GB-LAE-EST", "Eastborough Council") for one in found]


def test_no_pound_is_published_twice_and_nothing_withdrawn(made: list[dict[str, Any]]) -> None:
    assert [(one["id"], one["amountAwarded"]) for one in made] == [
        ("360G-East-PC-01-2-9c1b92", 60_000), ("360G-East-NN-01-G001", 900),
    ]  # fmt: skip


def test_each_grant_has_all_that_the_standard_requires(made: list[dict[str, Any]]) -> None:
    for one in made:
        assert giving360.lacks(one) == []
        assert date.fromisoformat(one["awardDate"]) and one["currency"] == "GBP"
        assert one["fundingOrganization"] == [{"id": "GB-LAE-EST", "name": "Eastborough Council"}]
    small = made[1]
    assert small["recipientOrganization"][0]["id"].startswith("360G-East-ORG:")
    assert small["beneficiaryLocation"] == [{"geoCode": "E05011118", "geoCodeType": "WD"}]
    assert small["plannedDates"] == [{"startDate": "2025-06-02"}]


def test_what_is_missing_or_about_a_person_is_found() -> None:
    assert giving360.lacks({"recipientIndividual": {}}) == [
        "id", "title", "description", "currency", "awardDate", "amountAwarded", "recipientOrganization.id",
        "recipientOrganization.name", "fundingOrganization.id", "fundingOrganization.name", "recipientIndividual",
    ]  # fmt: skip


def test_the_file_and_its_spreadsheet_say_the_same(made: list[dict[str, Any]]) -> None:
    assert json.loads(giving360.as_json(made)) == {"grants": made}
    rows = [dict(zip(giving360.COLUMNS, row, strict=True)) for row in giving360.as_rows(made)]
    assert [row["Identifier"] for row in rows] == [one["id"] for one in made]
    assert rows[1]["Recipient Org:Name"] == "Tea Friends" and rows[0]["Beneficiary Location:Geographic Code"] == ""


def test_the_prefix_is_said_once_and_may_be_put_right(eastborough: Party, harbour: Party) -> None:
    by = eastborough.contract_manager
    with scope.of(by):
        publishing.name(by=by, prefix="360G-Eats", org_id="GB-LAE-EST")
        publishing.name(by=by, prefix="360G-East", org_id="GB-LAE-EST")
        row = giving360.publisher(by)
        assert row and row.prefix == "360G-East"
        with pytest.raises(Refused) as error:
            publishing.name(by=by, prefix="East", org_id="East")
    assert [one.rule for one in error.value.problems] == ["publisher.prefix", "publisher.org"]


def test_two_references_that_read_alike_are_two_grants(harbour: Party, eastborough: Party) -> None:
    by = eastborough.contract_manager
    for reference in ("A/1", "A 1", "A-1", "Ä1", "ß1"):
        a_contract(by, reference=reference, is_grant=True, value_pounds=5)
    with scope.of(by):
        found = [giving360.as_grant(one, "360G-East", "GB-LAE-EST", "E")["id"] for one in giving360.found(by, {})]
    assert len(set(found)) == 5 and "360G-East-A-1" in found
