"""A worker on a doorstep with a phone; and one who never touches the mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.cases.conftest import Ground
from tests.journey.reader import PASSWORD, Reader

pytestmark = pytest.mark.browser
WORKER = "support_worker@harbour.example"
FINGER = 44


def test_a_visit_is_recorded_with_five_touches(ground: Ground, open_reader: Callable[..., Reader]) -> None:
    """From the first page: record, whom, what, the step, done. Nothing is too small to touch or too wide to see."""
    phone = open_reader(phone=True)
    phone.sign_in(WORKER)
    bar = phone.page.get_by_role("navigation", name="Main")
    form = phone.page.locator("[data-quick-form]")
    for next_touch in (
        bar.get_by_role("link", name="Record", exact=True),
        phone.list_item("Anwen"),
        form.locator("label").filter(has_text="Home visit"),
        form.locator("label").filter(has_text="Met at the door"),
        form.get_by_role("button", name="Save", exact=True),
    ):
        expect(next_touch).to_be_visible()
        fits(phone.page)
        phone.look("touch")
        touch(next_touch)
    phone.sees("Home visit is recorded; step: Met at the door.")
    fits(phone.page)
    phone.look("client")


def test_a_register_stays_short_until_somebody_came(ground: Ground, open_reader: Callable[..., Reader]) -> None:
    """Whoever is not ticked shows the next step alone; ticked, all that may have come of it."""
    phone = open_reader(phone=True)
    phone.sign_in(WORKER)
    phone.page.goto(f"/o/harbour/record/sessions/{ground.walk.uid}/")
    offers = phone.page.locator(".ws-row__offers label")
    there = offers.count()
    assert there > 1 and len([one for one in offers.all() if one.is_visible()]) == 1
    phone.page.get_by_label("Anwen").first.check()
    expect(offers.last).to_be_visible()
    assert all(one.is_visible() for one in offers.all())
    laid_out(phone.page)
    phone.page.evaluate("scrollTo(0, 0)")
    expect(phone.page.get_by_role("button", name="Record the session")).to_be_in_viewport()
    fits(phone.page)


def laid_out(page: Page) -> None:
    """Its style sheets and fonts are there: before that nothing has its size."""
    page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => true)")


def touch(what: Locator) -> None:
    """With a finger: at least 44 pixels high."""
    expect(what).to_be_visible()
    laid_out(what.page)
    box = what.bounding_box()
    assert box
    assert round(box["height"]) >= FINGER, f"{what}: {box['height']} pixels high"
    what.tap()


def fits(page: Page) -> None:
    """Nothing of the page stands beyond its edge."""
    laid_out(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth"), page.url


def test_a_visit_is_recorded_by_the_keyboard_alone(ground: Ground, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader()
    page, keys = reader.page, reader.page.keyboard
    page.goto("/")
    tab_to(page, "Email")
    keys.type(WORKER)
    tab_to(page, "Password")
    keys.type(PASSWORD)
    keys.press("Enter")
    reader.on("Today")
    reader.awake()
    keys.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    keys.type("Anwen")
    keys.press("Enter")
    reader.on("Anwen")
    tab_to(page, "Skip to main content")
    keys.press("Enter")
    tab_to(page, "Record")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    tab_to(page, "Home visit")
    keys.press("Space")
    tab_to(page, "Met at the door")
    keys.press("Space")
    expect(page.get_by_label("Met at the door")).to_be_checked()
    tab_to(page, "Note")
    keys.type("Went well.")
    keys.press("Tab")
    tab_to(page, "Save")
    keys.press("Enter")
    reader.sees("Home visit is recorded; step: Met at the door.", "Went well.")


FOCUSED = """() => {
  const it = document.activeElement;
  return (it.labels && it.labels[0] ? it.labels[0].innerText : it.innerText || "").trim();
}"""


def tab_to(page: Page, words: str, most: int = 60) -> None:
    """Press Tab until what has the focus begins with these words, and can be seen to have it."""
    page.wait_for_load_state()
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(words):
            return
    raise AssertionError(f"{most} times Tab, and never on {words}")
