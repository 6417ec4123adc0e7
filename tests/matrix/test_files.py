"""Every list as a file: from its page, for whoever may open that, written down; no formula in it, no address to anything."""

import csv
import io

import openpyxl
import pytest
from bs4 import BeautifulSoup

from cairn.access import scope
from cairn.access.models import AuditEvent
from tests.matrix.addresses import home_of, own_address
from tests.matrix.table import TABLE, Page
from tests.matrix.world import World

pytestmark = pytest.mark.django_db
#: page → the first heading of its file
LISTS = {
    "workspace:caseload": "Reference",
    "workspace:referrals": "Reference",
    "workspace:services": "Service",
    "workspace:settings": "Name",
    "workspace:memos": "Date",
    "workspace:search": "Date",
    "workspace:timeline": "Day",
    "workspace:history": "When",
    "workspace:reads": "When",
    "workspace:concerns_open": "Name",
    "workspace:diary": "Day",
    "workspace:linking": "Name",
    "workspace:imports": "File",
    "workspace:agreements": "Contract",
    "workspace:returns": "Contract",
    "workspace:rows_behind": "Reference",
    "commissioner:contracts": "Contract",
    "commissioner:contract": "Contract",
    "commissioner:returns": "Contract",
}
PAGES = {name: next(page for page in TABLE if page.name == name and page.how in {"show", "form"}) for name in LISTS}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_taken_out_as_a_file_and_that_is_written_down(name: str, world: World) -> None:
    page = PAGES[name]
    browser, url = world.browser(home_of(page), sorted(page.may)[0]), own_address(page, world)
    browser.get(url)
    before = exports()
    text = browser.get(f"{url}{sign(url)}as=csv")
    assert text["Content-Type"].startswith("text/csv") and "attachment" in text["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"))))
    assert rows[0][0] == LISTS[name]
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{url}{sign(url)}as=xlsx").content))
    assert [cell.value for cell in book.worksheets[0][1]] == rows[0]
    assert book.worksheets[0].max_row >= len(rows), "who takes it out may stand in it"
    assert exports() == before + 2


@pytest.mark.parametrize("name", LISTS)
def test_the_page_leads_to_its_file_where_there_is_something_in_it(name: str, world: World) -> None:
    page = PAGES[name]
    browser, url = world.browser(home_of(page), sorted(page.may)[0]), own_address(page, world)
    browser.get(url)
    drawn = BeautifulSoup(browser.get(url).content, "lxml")
    ways = {str(way["href"]) for way in drawn.select(".ls-files a")}
    assert ways or not holds_something(browser.get(f"{url}{sign(url)}as=csv").content), url
    assert all("as=" in way for way in ways)


def sign(url: str) -> str:
    return "&" if "?" in url else "?"


def holds_something(content: bytes) -> bool:
    return len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) > 1


@pytest.mark.parametrize("name", LISTS)
def test_who_may_not_open_the_list_has_no_file_of_it(name: str, world: World) -> None:
    page: Page = PAGES[name]
    url = own_address(page, world)
    for role in ("trustee", "support_worker", "data_lead", "contract_manager"):
        if role not in page.may:
            assert world.browser(home_of(page), role).get(f"{url}{sign(url)}as=csv").status_code == 404, role


def exports() -> int:
    with scope.every("the test counts what was written down"):
        return AuditEvent.objects.filter(type="desk.list_exported").count()
