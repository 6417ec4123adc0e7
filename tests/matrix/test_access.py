"""The access matrix: every address, asked by everybody, of every party."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client as Browser
from django.urls import reverse

from cairn.access.models import ChainHead
from cairn.access.permissions import ROLES, of_roles
from tests.matrix import drawn
from tests.matrix.addresses import ADDRESSES, address, home_of, needed, own_address, uids_of
from tests.matrix.table import EVERYBODY, PUBLIC, SIGNED_IN, TABLE, Page
from tests.matrix.world import World, taken_back

pytestmark = pytest.mark.django_db
PARTIES = ("harbour", "eastborough", "oakfield", "westborough")
SIDES = {"provider": {"harbour", "oakfield"}, "commissioner": {"eastborough", "westborough"}}
#: the question in an address changes nothing about who may ask it
PAGES = [page for page in TABLE if page.one_sided or not page.asks]
every_page = pytest.mark.parametrize("page", PAGES, ids=str)
STRANGERS = {"harbour": "oakfield", "eastborough": "westborough", "oakfield": "harbour", "westborough": "eastborough"}


def heads() -> dict[int, int]:
    """How many deeds each organisation's chain holds."""
    return dict(ChainHead.objects.values_list("organisation_id", "seq"))


def everyone() -> Iterator[tuple[str, str]]:
    return ((slug, role) for slug in PARTIES for role in ROLES)


def let_in(page: Page) -> set[str]:
    """The roles that a page's own wall (`interfaces.pages.page`) lets through: it asks for their permissions and nothing else,
    before the method and before the view. All of them where a page has another wall."""
    return {role for role in ROLES if needed(page) <= of_roles([role])}


def turn_of(page: Page, each: Sequence[str]) -> str:
    """They take turns from page to page."""
    return each[PAGES.index(page) % len(each)]


def askers(page: Page) -> Iterator[tuple[str, str]]:
    """Every role at home that the page's wall lets through, and of those whom it refuses the one that wants least; from another
    organisation somebody who might open it at home. Others are refused by the same line, which is not asked again: to be no
    member is tried by every role in `test_who_is_no_member_is_nobody`, the wall in `test_the_wall_of_a_page_decides…`."""
    home = home_of(page)
    yield from ((home, role) for role in sorted(let_in(page)))
    if refused := sorted(set(ROLES) - let_in(page), key=lambda role: (len(needed(page) - of_roles([role])), role)):
        yield home, refused[0]
    yield turn_of(page, [slug for slug in PARTIES if slug != home]), turn_of(page, sorted(page.may))


def test_the_table_names_every_address_and_no_other() -> None:
    told = {page.name for page in TABLE} | set(PUBLIC) | SIGNED_IN
    there = set(ADDRESSES)
    assert there - told == set(), "add these addresses to tests/matrix/table.py, and say who may open them"
    assert told - there == set(), "these addresses are gone: take them out of tests/matrix/table.py"


def test_the_table_names_every_role() -> None:
    assert set(ROLES) == EVERYBODY


def asked(browser: Browser, page: Page, url: str) -> Any:
    """What somebody is answered, as the page is used: shown, or sent. What was sent is taken back."""
    if page.how not in {"ask", "post"}:
        return browser.get(url)
    with taken_back():
        return browser.post(url, dict(page.sends))


def said(answer: Any, page: Page, url: str) -> str:
    """What somebody gets: "open" for a page that is shown or a deed that is done, or the status."""
    if page.how != "post":
        return "open" if answer.status_code == 200 else str(answer.status_code)
    own = answer.headers.get("Location", url).startswith(url[: url.index("/", 3) + 1])
    return "open" if answer.status_code in {302, 204} and own else str(answer.status_code)


def answers(browser: Browser, page: Page, url: str) -> str:
    return said(asked(browser, page, url), page, url)


@every_page
def test_who_may_opens_it_and_for_everybody_else_it_is_not_there(page: Page, world: World, plainly_drawn: None) -> None:
    """And what is opened is drawn without a query, and with nothing but our own."""
    home, url = home_of(page), own_address(page, world)
    assert page.may <= let_in(page), f"its wall keeps out {page.may - let_in(page)}"
    for slug, role in askers(page):
        expected = "open" if slug == home and role in page.may else "404"
        answer = asked(world.browser(slug, role), page, url)
        assert said(answer, page, url) == expected, f"{role} of {slug} at {url}"
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            assert drawn.strange(answer.content) == [], f"{role} of {slug} at {url}"


@pytest.mark.parametrize("page", PAGES[:: len(PAGES) // 12], ids=str)
def test_who_is_no_member_is_nobody(page: Page, world: World) -> None:
    """Whatever they are at home."""
    url = own_address(page, world)
    found = {answers(world.browser(slug, role), page, url) for slug, role in everyone() if slug != home_of(page)}
    assert found == {"404"}


@pytest.mark.parametrize("page", PAGES[:: len(PAGES) // 12], ids=str)
def test_the_wall_of_a_page_decides_for_every_role(page: Page, world: World) -> None:
    """What `let_in` says of a page, every role finds, by asking and by sending."""
    home, url = home_of(page), own_address(page, world)
    for role in set(ROLES) - let_in(page):
        browser = world.browser(home, role)
        assert {browser.get(url).status_code, browser.post(url, dict(page.sends)).status_code} == {404}, role


@every_page
def test_a_strangers_thing_is_not_there_under_ones_own_name_either(page: Page, world: World) -> None:
    """Whatever one's role. Where an address names nobody's thing it is the same page in every organisation."""
    home = home_of(page)
    elsewhere = [each for each in PARTIES if each != home]
    at_home = [(home, role) for role in sorted(let_in(page)) if uids_of(page)]
    for slug, role in [*at_home, (turn_of(page, elsewhere), turn_of(page, sorted(page.may)))]:
        url = address(page, slug, world.things[STRANGERS[slug]])
        none = uids_of(page) or (page.one_sided and slug not in SIDES[page.side])
        expected = "open" if role in page.may and not none else "404"
        assert answers(world.browser(slug, role), page, url) == expected, f"{role} of {slug} at {url}"


@every_page
def test_the_other_party_of_a_contract_has_pages_of_its_own(page: Page, world: World) -> None:
    other = "harbour" if home_of(page) == "eastborough" else "eastborough"
    if uids_of(page):
        url = address(page, other, world.things[other])
        for role in sorted(let_in(page)):
            assert answers(world.browser(other, role), page, url) == "404", f"{role} of {other} at {url}"


@every_page
def test_a_strangers_thing_among_ones_own_is_not_there(page: Page, world: World) -> None:
    """Each uid of the address in turn is another provider's, or that of somebody else whom one supports; the roles that may
    open the page take turns at them."""
    home, before = home_of(page), heads()
    own, others = (page.things(world.things[slug]) for slug in (home, STRANGERS[home]))
    mixed = [own | {word: others[word]} for word in sorted(uids_of(page))]
    if len(uids_of(page)) > 1 and "other" not in uids_of(page):  # any two people may be compared
        mixed += [own | {word: own["bystander"][word]} for word in sorted(uids_of(page) & set(own["bystander"]))]
    for role, things in zip(cycle(sorted(page.may)), mixed):  # as many as there are things
        url = address(replace(page, other=()), home, things)
        assert answers(world.browser(home, role), page, url) == "404", f"{role} at {url}"
        sent = world.browser(home, role).post(url, dict(page.sends)).status_code if page.how != "post" else 404
        assert sent in {404, 405}, f"{role} sends to {url}"
    assert heads() == before


@every_page
def test_who_may_not_cannot_send_it_either(page: Page, world: World) -> None:
    home, before = home_of(page), heads()
    role = turn_of(page, sorted(page.may))
    sent = [(home, slug, each) for slug, each in askers(page) if slug != home or each not in page.may]
    sent += [(slug, slug, role) for slug in PARTIES if slug != home and uids_of(page)]
    for owner, slug, each in sent:
        url = address(page, owner, world.things[home])
        found = world.browser(slug, each).post(url, dict(page.sends)).status_code
        allowed = found == 404 or (found == 405 and slug == owner and each in page.may)
        assert allowed, f"{each} of {slug} at {url}"
    assert heads() == before


@every_page
def test_nobody_goes_to_sign_in_and_then_back(page: Page, world: World) -> None:
    url = own_address(page, world)
    assert to_sign_in(url, quote(url))


MADE_UP = (
    "/nowhere/",
    "/o/",
    "/o/harbour/nowhere/",
    "/o/nobody/",
    "/o/nobody/people/",
    "/admin/",
    "/accounts/nowhere/",
    "/o/harbour",
)


@pytest.mark.parametrize("url", [*MADE_UP, "/"])
def test_nobody_learns_which_addresses_there_are(url: str, world: World) -> None:
    assert to_sign_in(url, url)


def to_sign_in(url: str, back: str) -> bool:
    nobody = Browser()
    for answer in (nobody.get(url), nobody.post(url)):
        assert answer.status_code == 302, url
        assert answer.headers["Location"] == f"/accounts/login/?next={back}"
    return True


@pytest.mark.parametrize("url", MADE_UP[:-1])
def test_what_is_not_there_is_not_found(url: str, world: World) -> None:
    assert world.browser("harbour", "service_manager").get(url).status_code == 404


@pytest.mark.parametrize("slug", PARTIES)
def test_the_first_page_is_that_of_ones_own_organisation(slug: str, world: World) -> None:
    assert world.browser(slug, "trustee").get("/").headers["Location"] == f"/o/{slug}/"


MADE_UP_WORDS = {
    "uidb36": "1", "key": "set-password", "code": "abcdefghjkmnpqrs", "receipt": "x:y", "token": "a" * 28,
    "link": "6f9619ff-8b86-4011-b42d-00c04fc964ff", "scale": "who5", "answer": "6f9619ff-8b86-4011-b42d-00c04fc964ff",
    "collection": "6f9619ff-8b86-4011-b42d-00c04fc964ff", "form": "sp-long", "number": "1", "part": "schema.json",
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLIC)
def test_the_pages_of_signing_in_are_open(name: str, world: World) -> None:
    words = {word: MADE_UP_WORDS[word] for word in ADDRESSES[name].words}
    for browser, expected in zip((Browser(), world.browser("harbour", "trustee")), PUBLIC[name], strict=True):
        answer = browser.get(reverse(name, kwargs=words))
        where = answer.headers.get("Location", "")
        said = "sign-in" if where.startswith("/accounts/login/") else where or str(answer.status_code)
        assert said == expected
