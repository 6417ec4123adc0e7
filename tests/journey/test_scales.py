"""A scale from its choice to its change, by keyboard on a phone: chosen, answered by digits, looked at, answered again."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from cairn.access import scope
from cairn.cases.models import Assessment
from tests.cases.conftest import Ground
from tests.journey.reader import Reader

pytestmark = pytest.mark.browser


def fits(reader: Reader) -> None:
    assert reader.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), reader.page.url


def answers(reader: Reader, scale: str, digits: str) -> None:
    """From the person's page to the form, and an answer a digit."""
    reader.page.get_by_role("link", name=scale, exact=True).press("Enter")
    reader.awake()
    for digit in digits:
        reader.page.keyboard.press(digit)
    expect(reader.page.locator("[data-item] input:checked")).to_have_count(len(digits))
    fits(reader)


def chooses(manager: Reader, service: object) -> None:
    manager.sign_in("service_manager@harbour.example")
    manager.page.goto(f"/o/harbour/services/{service}/scales/")
    manager.awake()
    for place, scale in enumerate(("phq9", "gad7"), 1):
        manager.page.locator(f"#tick-{scale}").press("Space")
        manager.page.locator(f"#scale-{scale} summary").press("Enter")
        manager.page.locator(f"#place-{scale}").fill(str(place))
    fits(manager)
    manager.look("chosen")
    manager.page.get_by_role("button", name="Save").press("Enter")
    manager.sees("The scales are chosen.", "PHQ-9: not repeated yet")


def test_from_the_choice_of_a_scale_to_a_change_that_can_be_seen(
    ground: Ground, open_reader: Callable[..., Reader], calendar: Callable[[int, int, int], None]
) -> None:
    calendar(2025, 4, 10)
    chooses(open_reader(phone=True), ground.service.uid)
    worker = open_reader(phone=True)
    worker.sign_in("support_worker@harbour.example")
    worker.page.goto(f"/o/harbour/people/{ground.anwen.uid}/")
    answers(worker, "Record PHQ-9", "2222222221")
    worker.page.get_by_role("button", name="Save").press("Enter")
    worker.on("PHQ-9, 10 April 2025")
    worker.sees("Somebody must look at this today", "Moderately severe", "This is the first reading")
    worker.look("first")
    fits(worker)
    worker.page.get_by_role("button", name="Next: GAD-7").press("Enter")
    worker.on("GAD-7")
    worker.page.goto("/o/harbour/")
    worker.sees("Look at it today")
    worker.look("flag")
    calendar(2025, 6, 30)
    worker.sign_in("support_worker@harbour.example")
    worker.page.goto(f"/o/harbour/people/{ground.anwen.uid}/")
    answers(worker, "Record PHQ-9", "1111000000")
    worker.page.get_by_role("button", name="Save").press("Enter")
    worker.on("PHQ-9, 30 June 2025")
    worker.sees("14 points lower than at the start: improved. It is more than measurement error")
    picture = worker.page.get_by_role("img", name="PHQ-9: 18 on 10 April 2025; 4 on 30 June 2025.")
    expect(picture.locator(".readings__cutoff")).to_be_attached()
    expect(picture.locator(".readings__error")).to_be_attached()
    worker.look("change")
    fits(worker)
    worker.sees_not("Somebody must look at this today")
    with scope.of(ground.by):
        kept = Assessment.objects.filter(scale="phq9").order_by("assessed_date")
        assert [(row.stage, row.total, row.assessed_date) for row in kept] == [
            ("start", 18, date(2025, 4, 10)), ("review", 4, date(2025, 6, 30)),
        ]  # fmt: skip
