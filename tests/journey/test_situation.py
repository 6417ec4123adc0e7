"""How life stands, on a phone's width and by keyboard: a change in two taps, blocked and free again, a question with its
reason, and a safeguarding referral that nobody else is told of."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from cairn.access import scope
from cairn.services.actions import asking
from cairn.services.rules_asking import LevelFacts
from tests.cases.conftest import Ground
from tests.journey.reader import PASSWORD, Reader
from tests.journey.test_phone import WORKER, fits, tab_to, touch

pytestmark = pytest.mark.browser
MANAGER = "service_manager@harbour.example"


def test_a_situation_is_told_on_a_phone(ground: Ground, open_reader: Callable[..., Reader]) -> None:
    with scope.of(ground.manager):
        about = {"by": ground.manager, "service_uid": ground.service.uid}
        asking.choose(**about, questions={"religion": "To keep the right feasts."})
        asking.arrange_levels(**about, levels=[LevelFacts(name="Light touch"), LevelFacts(name="Weekly")])
    phone = open_reader(phone=True)
    phone.page.set_viewport_size({"width": 360, "height": 780})
    phone.sign_in(WORKER)
    phone.page.goto(f"/o/harbour/people/{ground.anwen.uid}/life/")
    phone.sees_not("Legal status")
    touch(phone.page.get_by_role("button", name=re.compile("Note it.*Employment")))
    touch(phone.page.get_by_role("button", name="Employed part time"))
    phone.sees("Noted from that day.", "Employed part time, since")
    fits(phone.page)
    touch(phone.page.get_by_role("link", name=re.compile("Change.*level of support")))
    touch(phone.page.get_by_role("button", name="Weekly"))
    phone.sees("Weekly, since")
    phone.press("Ready to move on, but blocked")
    phone.page.get_by_label("No home to move to").check()
    phone.press("Save")
    phone.sees("Noted: ready to move on, but blocked.")
    fits(phone.page)
    phone.press("Undo")
    phone.page.goto(f"/o/harbour/people/{ground.anwen.uid}/life/")
    phone.sees_not("for 1 day")
    phone.press("Ask, or change the answers")
    phone.sees("Why we ask: To keep the right feasts.")
    phone.page.get_by_label("Prefer not to say").check()
    phone.press("Save")
    phone.sees("The answers are kept.")
    fits(phone.page)
    assert not phone.faults


def test_a_change_and_a_safeguarding_referral_by_the_keyboard_alone(
    ground: Ground, open_reader: Callable[..., Reader]
) -> None:
    reader = open_reader()
    page, keys = reader.page, reader.page.keyboard
    page.goto("/")
    tab_to(page, "Email")
    keys.type(MANAGER)
    tab_to(page, "Password")
    keys.type(PASSWORD)
    keys.press("Enter")
    reader.on("Today")
    page.goto(f"/o/harbour/people/{ground.anwen.uid}/life/legal_status/new/")
    tab_to(page, "On licence after prison")
    keys.press("Enter")
    reader.sees("Noted from that day.", "On licence after prison, since")
    page.goto(f"/o/harbour/people/{ground.anwen.uid}/safeguarding/new/")
    tab_to(page, "The council: safeguarding of adults")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(page.get_by_label("Police")).to_be_checked()
    tab_to(page, "Record the referral")
    keys.press("Enter")
    reader.sees("The safeguarding referral is recorded.", "Made 30 June 2025")
    assert not reader.faults
