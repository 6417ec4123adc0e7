"""The find box by keyboard alone: people are listed while a name is typed, and no name is put into an address."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Request, expect

from tests.cases.conftest import Ground
from tests.journey.reader import Reader

pytestmark = pytest.mark.browser
WORKER = "support_worker@harbour.example"


def test_somebody_is_found_as_typed_and_opened_by_keys_alone(
    ground: Ground, open_reader: Callable[..., Reader]
) -> None:
    reader = open_reader()
    reader.sign_in(WORKER)
    asked: list[Request] = []
    reader.page.on("request", lambda request: asked.append(request))
    reader.awake()
    keys = reader.page.keyboard
    keys.press("/")
    expect(reader.page.locator("#q")).to_be_focused()
    keys.type("er")
    found = reader.page.locator("[data-found] a.ws-list__name")
    expect(found).to_have_text(["Cerys"])
    expect(reader.page.locator("[data-found-status]")).to_have_text("1 person found")
    keys.press("Backspace")
    expect(found).to_have_count(0)
    keys.press("Backspace")
    keys.type("bas")
    expect(found).to_have_text(["Bashir"])
    keys.press("ArrowDown")
    expect(found).to_be_focused()
    keys.press("ArrowUp")
    expect(reader.page.locator("#q")).to_be_focused()
    keys.press("Enter")
    reader.on("Bashir")
    assert not [request.url for request in asked if "bas" in request.url.lower().replace("/people/", "")]
    assert any(request.method == "POST" and request.url.endswith("/find/") for request in asked)
    assert not reader.faults


def test_enter_pressed_before_the_answer_waits_for_it_and_several_are_gone_through(
    ground: Ground, open_reader: Callable[..., Reader]
) -> None:
    reader = open_reader()
    reader.sign_in(WORKER)
    reader.awake()
    box = reader.page.locator("#q")
    box.fill("c-0000")
    box.press("Enter")
    found = reader.page.locator("[data-found] a.ws-list__name")
    expect(found).to_have_count(3)
    expect(found.first).to_be_focused()
    reader.page.keyboard.press("End")
    expect(found.last).to_be_focused()
    reader.page.keyboard.press("Escape")
    expect(box).to_be_focused()
    box.press("Escape")
    expect(found).to_have_count(0)


def test_without_an_answer_find_asks_for_the_whole_page(ground: Ground, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader()
    reader.sign_in(WORKER)
    reader.awake()
    reader.page.route("**/find/", lambda route: route.abort())
    box = reader.page.locator("#q")
    box.fill("anw")
    expect(reader.page.locator("[data-found-status]")).to_have_text("There was no answer. Press Find to try again.")
    box.press("Enter")
    expect(reader.page).to_have_url(re.compile(r"\?q=anw$"))
    expect(reader.main.get_by_role("link", name="Anwen").first).to_be_visible()
    reader.faults.clear()
