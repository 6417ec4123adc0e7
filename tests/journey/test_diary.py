"""A worker's week on a phone: planned, asked once, nobody answered, cancelled by the keyboard alone, taken back."""

from collections.abc import Callable
from datetime import time

import pytest
from playwright.sync_api import expect

from cairn.access import scope
from tests.cases.conftest import TODAY, Ground, planned
from tests.journey.reader import Reader
from tests.journey.test_phone import WORKER, fits, tab_to, touch

pytestmark = pytest.mark.browser


def test_a_week_is_planned_on_a_phone_and_changed_by_the_keyboard(
    ground: Ground, open_reader: Callable[..., Reader]
) -> None:
    with scope.of(ground.by):
        planned(ground, ground.anwen.episodes.get(), TODAY, start_time=time(9), minutes=60)
    phone = open_reader(phone=True)
    page, keys = phone.page, phone.page.keyboard
    page.set_viewport_size({"width": 360, "height": 780})
    phone.sign_in(WORKER)
    phone.go("Diary")
    phone.on("Diary")
    fits(page)
    touch(phone.main.get_by_role("button", name="Plan a contact"))
    phone.press("Anwen")
    page.get_by_label("From what time?").fill("09:30")
    page.get_by_label("Until what time?").fill("10:15")
    touch(page.get_by_role("button", name="Plan it", exact=True))
    phone.sees("You have something else planned from 09:00 to 10:00.")
    fits(page)
    phone.look("asked")
    page.get_by_label("Plan it all the same").check()
    page.locator("summary", has_text="It repeats").tap()
    page.get_by_label("Every week, or every so many weeks").check()
    page.get_by_label("Or how many times?").fill("4")
    touch(page.get_by_role("button", name="Plan it", exact=True))
    phone.sees("Planned for Mon 30 Jun at 9:30am, and again as it repeats.", "Two things at once")
    fits(page)
    phone.look("week")
    touch(page.get_by_role("button", name="No answer").first)
    phone.sees("Anwen: no answer, noted.")
    phone.press("Week after")
    phone.sees("Mon 7 Jul")
    tab_to(page, "Change")
    keys.press("Enter")
    phone.on("Change what is planned")
    tab_to(page, "Only this one")
    keys.press("ArrowDown")
    expect(page.get_by_label("This one and all later ones")).to_be_checked()
    tab_to(page, "Planned")
    keys.press("ArrowUp")
    expect(page.get_by_label("Cancelled")).to_be_checked()
    tab_to(page, "Save")
    keys.press("Enter")
    phone.sees("What was planned is changed.", "Cancelled")
    phone.look("cancelled")
    tab_to(page, "Undo")
    keys.press("Enter")
    phone.sees("Taken back.")
    phone.sees_not("Cancelled")
