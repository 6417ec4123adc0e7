"""On a phone: somebody is told of another service, found as its name is typed; and what came of it, in two taps."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from cairn.access import scope
from cairn.cases.models import Episode
from cairn.kernel import clock
from cairn.services.actions import directory
from cairn.services.actions.directory import NewEntry
from tests.cases.conftest import Ground
from tests.cases.test_needs import presented
from tests.journey.reader import Reader
from tests.journey.test_phone import WORKER, fits, touch

pytestmark = pytest.mark.browser


def test_told_found_as_typed_and_heard_of_in_two_taps(ground: Ground, open_reader: Callable[..., Reader]) -> None:
    with scope.of(ground.by):
        need = presented(ground, Episode.objects.get(client=ground.anwen))
        named = [NewEntry(name="Allotment"), NewEntry(name="Money advice", needs=("debt",), phone="0121 496 0000")]
        directory.add(by=ground.by, entries=named)
    phone = open_reader(phone=True)
    phone.page.set_viewport_size({"width": 360, "height": 780})
    phone.sign_in(WORKER)
    phone.page.goto(f"/o/harbour/people/{ground.anwen.uid}/needs/{need.uid}/")
    touch(phone.page.get_by_role("link", name="Tell them about another service"))
    found = phone.page.locator("[data-directory-found] a")
    expect(found).to_have_text(["Money advice", "Allotment"])
    phone.page.get_by_role("searchbox").fill("allot")
    expect(found).to_have_text(["Allotment"])
    phone.page.get_by_role("searchbox").fill("money")
    expect(found).to_have_text(["Money advice"])
    fits(phone.page)
    touch(found.first)
    phone.sees("0121 496 0000")
    today = clock.today()
    for part, value in (("day", today.day), ("month", today.month), ("year", today.year)):
        phone.page.locator(f"[name=ask_again_date_{part}]").fill(str(value))
    fits(phone.page)
    phone.press("Save")
    phone.sees("Noted. It stands on Today", "Signposted to Money advice")
    phone.page.goto("/o/harbour/")
    fits(phone.page)
    phone.page.wait_for_load_state("networkidle")  # pages kept to open without a signal are drawn too
    phone.page.locator("section[aria-labelledby=ask] a").tap()
    phone.page.wait_for_load_state("networkidle")
    touch(phone.page.get_by_role("button", name=re.compile("Took it up")))
    phone.sees("Noted what came of it.", "Took it up")
    fits(phone.page)
    assert not phone.faults
