"""Who makes measures reads the returns that they fill, and what these were used for; nothing on the pages is theirs to do."""

import pytest

from tests.conftest import Party
from tests.returns.conftest import Quarter
from tests.workspace.conftest import Screen
from tests.workspace_returns.test_returns import send


@pytest.fixture
def manager(quarter: Quarter) -> Screen:
    return Screen(quarter.harbour, "service_manager")


def addresses(page: object) -> set[str]:
    main = page.html.find("main")  # type: ignore[attr-defined]
    links = {link["href"].partition("#")[0] for link in main.find_all("a", href=True)}
    return {one for one in links if one.startswith("/")}


def test_a_draft_is_read_as_it_stands_without_anything_to_press(manager: Screen, quarter: Quarter) -> None:
    page = manager.get("return", answer=quarter.uid)
    assert "It fills itself, as it stands now" in page.text and "Whoever prepares returns at Harbour Trust" in page.text
    assert page.html.find(id="figure-referrals_received").select_one(".rt-figures__value").get_text() == "5"
    assert page.html.find("main").find_all("form") == [] and "What is missing" not in page.text
    assert "Ada" in manager.get("rows_behind", answer=quarter.uid, measure="referrals_received").text


@pytest.mark.parametrize("is_sent", [False, True])
def test_every_address_that_a_reader_is_led_to_is_one_they_may_open(
    manager: Screen, lead: Screen, quarter: Quarter, is_sent: bool
) -> None:
    if is_sent:
        send(lead, quarter)
        more = [manager.get("used", answer=quarter.uid), manager.get("return_receipt", answer=quarter.uid, number=1)]
        assert "I have read it" not in more[0].text and "SHA-256" in more[1].text
    else:
        more = []
    pages = [manager.get("returns"), manager.get("return", answer=quarter.uid), *more]
    led = set().union(*map(addresses, pages))
    assert manager.url("rows_behind", answer=quarter.uid, measure="referrals_received") in led
    assert {one for one in led if manager.browser.get(one).status_code != 200} == set()


def test_who_only_reads_neither_corrects_nor_sends(manager: Screen, quarter: Quarter) -> None:
    assert manager.get("return_submit", answer=quarter.uid).status == 404
    assert manager.get("override", answer=quarter.uid, measure="referrals_received").status == 404


def test_a_provider_without_returns_is_led_nowhere_that_is_not_there(oakfield: Party) -> None:
    page = Screen(oakfield, "service_manager").get("returns")
    assert "No return is asked for yet" in page.text and addresses(page) == set()
