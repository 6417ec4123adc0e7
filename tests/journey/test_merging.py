"""Somebody is written down a second time, is seen to be known already, and two records become one: on a phone, by keys."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Request, expect

from tests.cases.conftest import Ground
from tests.journey.reader import Reader

pytestmark = pytest.mark.browser
MANAGER = "service_manager@harbour.example"


def test_who_is_known_already_is_said_as_they_are_typed_and_two_records_become_one(
    ground: Ground, open_reader: Callable[..., Reader]
) -> None:
    reader = open_reader(phone=True)
    reader.sign_in(MANAGER)
    page, base = reader.page, reader.page.url.split("/o/")[0] + "/o/harbour/"
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(base + "referrals/new/person/")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Annwen")
    known = page.locator(".alike")
    expect(known).to_contain_text("Possibly: a name that sounds or is spelt alike")
    expect(page.locator("[data-alike-status]")).to_have_text("You may already know them: 1 person")
    assert not [request.url for request in asked if "annwen" in request.url.lower()], "no name in an address"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.goto(base + f"people/{ground.bashir.uid}/alike/")
    page.locator("#q").focus()
    page.keyboard.type("anw")
    page.keyboard.press("Enter")
    page.wait_for_url("**/one/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Make one record of two")
    choice = page.get_by_role("radio", name=f"Anwen (on {ground.anwen.reference})")
    choice.focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_role("button", name="Make them one record").focus()
    page.keyboard.press("Enter")
    reader.on("Anwen")
    page.goto(base + f"people/{ground.anwen.uid}/")
    assert str(ground.bashir.uid) in page.url
    expect(page.locator(".ws-done")).to_contain_text("turned out to be of one person")
    page.goto(base + f"people/{ground.bashir.uid}/history/")
    expect(page.locator("main")).to_contain_text("made one record of two")
    assert not reader.faults
