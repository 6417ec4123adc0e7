"""A commissioner sees its anchors: where and for whom they work, and how many groups they look after; nothing that these told."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client as Browser

from cairn.access import scope
from cairn.access.models import User
from cairn.contracts.actions import group_reports, groups
from cairn.contracts.models import Contract
from cairn.contracts.rules_groups import NewGroup, Telling
from cairn.kernel import clock
from cairn.kernel.periods import Period
from tests.conftest import Party
from tests.contracts.conftest import a_contract

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.fixed(datetime(2025, 7, 10, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def pot(harbour: Party, eastborough: Party) -> Contract:
    contract, lead = a_contract(eastborough.contract_manager, has_small_grants=True), harbour.data_lead
    with scope.of(lead):
        new = [NewGroup("Tea Friends", date(2025, 1, 2), "E05011118", ("over_50",), "Tea and secrets.")]
        tea = groups.add(by=lead, contract_uid=contract.uid, new=new).one
        said = Telling(heads=61, changed="Whispered.", story="Our story.", story_consent="told")
        group_reports.write(by=lead, group_uid=tea.uid, period=Period.parse("2025-Q2"), said=said)
    return contract


def buyer(party: Party) -> Browser:
    browser = Browser()
    browser.force_login(User.objects.get(uid=party.contract_manager.uid))
    return browser


def test_an_anchor_is_counted_and_placed_and_what_its_groups_told_is_not_there(
    pot: Contract, eastborough: Party, westborough: Party
) -> None:
    browser, base = buyer(eastborough), "/o/eastborough/commissioning/anchors/"
    assert "1 group" in browser.get(base).content.decode()
    said = {"places": "Ladywood\nPerry Barr", "target_groups": ["over_50", "all_adults"], "version": "0"}
    assert browser.post(f"{base}{pot.uid}/where/", said).status_code == 302
    page = browser.get(f"{base}{pot.uid}/").content.decode()
    assert "Ladywood, Perry Barr" in page and "Tea Friends" in page
    assert not any(words in page for words in ("Whispered", "Our story", "secrets", "61 came"))
    rows = browser.get(f"{base}?as=csv").content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("E-1,Getting out,Harbour Trust")
    other = buyer(westborough)
    assert "No anchor yet" in other.get("/o/westborough/commissioning/anchors/").content.decode()
    for place in ("", "where/"):
        assert other.get(f"/o/westborough/commissioning/anchors/{pot.uid}/{place}").status_code == 404


def test_a_council_that_provides_too_may_name_itself_as_an_anchor_on_the_form(eastborough: Party) -> None:
    type(eastborough.organisation).objects.filter(pk=eastborough.organisation.pk).update(is_provider=True)
    browser, url = buyer(eastborough), "/o/eastborough/commissioning/contracts/new/"
    days = {"start_date": (1, 1, 2025), "end_date": (31, 12, 2026)}
    said = {
        f"{name}_{part}": str(n)
        for name, each in days.items()
        for part, n in zip(("day", "month", "year"), each, strict=True)
    }
    said |= {"reference": "IN-1", "title": "Inside", "commissioning_area": "carers", "provider_slug": "eastborough"}
    assert "has a place in the contract already" in browser.post(url, said).content.decode()
    assert browser.post(url, {**said, "has_small_grants": "on"}).status_code == 302
