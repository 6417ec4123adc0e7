"""The first hour of a new organisation: its manager's first page, a service set up from one like theirs, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.conftest import Party
from tests.journey.reader import Reader
from tests.journey.test_phone import fits

pytestmark = pytest.mark.browser
MANAGER = "service_manager@harbour.example"


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without"])
def test_a_service_like_theirs_stands_after_three_touches_and_can_be_changed_before(
    harbour: Party, open_reader: Callable[..., Reader], javascript: bool
) -> None:
    phone = open_reader(phone=True, javascript=javascript)
    phone.page.set_viewport_size({"width": 360, "height": 780})
    phone.sign_in(MANAGER)
    phone.on("Welcome. What does your service do?")
    fits(phone.page)
    card = phone.page.get_by_role("article").filter(has_text="Support for carers")
    phone.press("Begin with this", inside=card)
    for heading in ("What is the service?", "Who is it for?", "What do you do with people?"):
        phone.on(heading)
        fits(phone.page)
        phone.press("Save and continue")
    phone.on("Which small steps do they take?")
    fits(phone.page)
    phone.press("Write a ladder of your own")
    fields = phone.page.get_by_role("group", name="A ladder of your own")
    fields.get_by_label("What is it a ladder towards?").fill("A night's sleep")
    fields.get_by_label("Steps, one on each line").fill("Went to bed\nSlept till five")
    phone.press("Save and continue")
    for heading in ("What may come of it?", "Which needs do you ask about first?"):
        phone.on(heading)
        fits(phone.page)
        phone.press("Save and continue")
    phone.on("Check what you set up")
    fits(phone.page)
    phone.sees("A night's sleep", "Slept till five", "Young carers")
    phone.press("Set it up")
    phone.on("Today")
    phone.sees("Carers' support is set up.", "Take the first referral")
    phone.press("Undo")
    phone.sees("Go on setting up Carers' support")


def test_a_browser_that_dies_half_way_through_a_page_loses_nothing(
    harbour: Party, open_reader: Callable[..., Reader]
) -> None:
    first = open_reader()
    first.sign_in(MANAGER)
    first.press("Begin from nothing")
    first.on("What is the service?")
    first.awake()
    first.fill("What is the service called?", "Half a name")
    expect(first.page.locator("[data-draft-status]")).to_contain_text("Draft kept")
    first.page.close()
    again = open_reader()
    again.sign_in(MANAGER)
    again.sees("Go on setting up your service")
    again.press("Go on setting up your service")
    again.press("Go on with it")
    expect(again.main.get_by_label("What is the service called?", exact=True)).to_have_value("Half a name")
    again.sees("What you typed here before is still here")
