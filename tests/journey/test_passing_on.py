"""Somebody referred from one organisation to another: sent after a look at what goes, taken in next door, and what came of
it returned. On a phone's width, and by the keyboard alone."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from cairn.access import scope
from cairn.services.actions import services
from cairn.services.actions.services import NewService
from tests.cases.conftest import Ground
from tests.conftest import Party
from tests.journey.reader import Reader
from tests.journey.test_phone import fits, tab_to

pytestmark = pytest.mark.browser
WORKER, NEXT_DOOR = "support_worker@harbour.example", "support_worker@oakfield.example"


def test_somebody_is_passed_on_and_what_came_of_it_returns(
    ground: Ground, oakfield: Party, open_reader: Callable[..., Reader]
) -> None:
    with scope.of(oakfield.system):
        new = NewService(name="Debt advice", takes_referrals=True, start_date=date(2024, 1, 1))
        services.add(by=oakfield.service_manager, services=[new])
    reader = open_reader(phone=True)
    sent(reader, ground)
    answered(reader)
    reader.sign_in(WORKER)
    reader.page.goto(f"/o/harbour/people/{ground.anwen.uid}/")
    press(reader, "Debt advice, Oakfield")
    reader.on("Accepted")
    reader.sees("Support opened", "We see her on Monday", "what they record with Anwen stays theirs")
    fits(reader.page)
    reader.look("answer")


def sent(reader: Reader, ground: Ground) -> None:
    """Harbour's worker chooses what goes, says that Anwen agrees, looks, and sends it."""
    keys = reader.page.keyboard
    reader.sign_in(WORKER)
    reader.page.goto(f"/o/harbour/people/{ground.anwen.uid}/")
    press(reader, "Refer to another organisation")
    reader.on("Refer Anwen to another organisation")
    press(reader, "Debt advice")
    reader.on("Refer Anwen to Debt advice")
    reader.awake()
    tab_to(reader.page, "Why do you refer them?")
    keys.type("Owes rent")
    for answer in ("Date of birth", "Urgent: within two working days"):
        tab_to(reader.page, answer)
        keys.press("Space")
    tab_to(reader.page, "Yes: they know what is sent")
    keys.press("Space")
    expect(reader.page.get_by_label("Said to a worker")).to_be_visible()
    fits(reader.page)
    press(reader, "Look at what is sent")
    reader.on("This is what they will see")
    reader.sees("1 May 1980", "Owes rent")
    fits(reader.page)
    reader.look("look")
    press(reader, "Send to Oakfield")
    reader.sees("Nobody there has answered yet.")


def answered(reader: Reader) -> None:
    """Next door she stands at the door, and is taken in with a word to Harbour."""
    keys = reader.page.keyboard
    reader.sign_in(NEXT_DOOR)
    reader.page.goto("/o/oakfield/referrals/")
    press(reader, "Waiting at the door")
    reader.on("Waiting at the door")
    press(reader, "Anwen")
    reader.on("Anwen")
    reader.sees("Harbour Trust", "Owes rent", "Urgent")
    fits(reader.page)
    press(reader, "Take in")
    reader.on("Take in: Anwen")
    reader.awake()
    tab_to(reader.page, "The referral waits for a decision")
    keys.press("ArrowDown")
    expect(reader.page.get_by_label("Support begins")).to_be_checked()
    tab_to(reader.page, "A word to the organisation")
    keys.type("We see her on Monday")
    fits(reader.page)
    press(reader, "Take in")
    reader.sees("Taken in: support begins.")


def press(reader: Reader, words: str) -> None:
    tab_to(reader.page, words)
    reader.page.keyboard.press("Enter")
