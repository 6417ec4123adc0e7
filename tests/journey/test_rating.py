"""A person rates themselves: on their own phone by keyboard, from a code on the fridge; and on the worker's tablet, which shows
nothing else until the worker takes it back."""

import re
from collections.abc import Callable

import pytest

from cairn.access import scope
from cairn.cases.models import Assessment
from cairn.intake.actions import ratings
from cairn.intake.actions.ratings import NewRating
from cairn.presentation.own.words import every
from tests.cases.conftest import Ground
from tests.journey.reader import PASSWORD, Reader

pytestmark = pytest.mark.browser


def test_a_person_rates_themselves_by_keyboard_and_the_worker_sees_it(
    ground: Ground, open_reader: Callable[..., Reader]
) -> None:
    with scope.of(ground.by):
        episode = ground.anwen.episodes.get()
        new = NewRating(episode_uid=str(episode.uid), scales=["gad7"], language="arabic")
        token = ratings.make(by=ground.by, ratings=[new], languages=[*every()]).one.token
    anwen = open_reader(phone=True)
    anwen.page.goto(f"/rate/{token}/")
    assert anwen.page.evaluate("document.documentElement.dir") == "rtl"
    anwen.look("question in Arabic")
    anwen.page.get_by_role("button", name="English").press("Enter")
    anwen.on("How are you?")
    for number in range(7):
        anwen.sees(f"Question {number + 1} of 7")
        anwen.page.locator("[data-question] input[type=radio]").first.focus()
        anwen.page.keyboard.press("ArrowDown")
        anwen.page.keyboard.press("Enter")
    anwen.on("Check your answers")
    anwen.look("check")
    assert anwen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    anwen.page.get_by_role("button", name="Send my answers").press("Enter")
    anwen.on("Thank you")
    anwen.look("thanks")
    anwen.page.go_back()
    anwen.sees("There is nothing here")
    with scope.of(ground.by):
        assert [(row.total, row.entered_by) for row in Assessment.objects.all()] == [(7, "person_link")]
    worker = open_reader()
    worker.sign_in("support_worker@harbour.example")
    worker.sees("Rated by the person", "GAD-7 7")
    worker.page.get_by_role("button", name="Seen").click()
    worker.sees_not("GAD-7 7")
    worker.look("seen")
    assert not worker.page.evaluate("document.querySelector('[data-read]')")


def test_a_tablet_that_was_handed_over_shows_nothing_else(ground: Ground, open_reader: Callable[..., Reader]) -> None:
    tablet = open_reader()
    tablet.sign_in("support_worker@harbour.example")
    other = tablet.page.context.new_page()
    other.goto(f"/o/harbour/people/{ground.anwen.uid}/")
    page = tablet.page
    page.goto(f"/o/harbour/people/{ground.anwen.uid}/")
    tablet.press("Ask them to rate themselves")
    tablet.press("Ask them to rate themselves")
    page.get_by_label(re.compile("GAD-7|Generali")).first.check()
    page.get_by_label("Hand over this device now").check()
    tablet.press("Go on")
    tablet.on("How are you?")
    tablet.sees_not("Anwen")
    other.wait_for_url("**/accounts/hand-back/")
    for place in (
        "/",
        "/o/harbour/",
        f"/o/harbour/people/{ground.anwen.uid}/",
        "/o/harbour/offline/",
        "/accounts/login/",
    ):
        page.goto(place)
        tablet.on("Hand back")
        tablet.sees_not("Anwen")
    page.go_back()
    tablet.sees_not("Anwen")
    page.goto("/accounts/hand-back/")
    tablet.press("Go on with the questions")
    for _ in range(7):
        tablet.press("Next") if "7 of 7" not in page.content() else tablet.press("Check my answers")
    tablet.press("Send my answers")
    tablet.on("Thank you")
    tablet.press("Give the device back")
    page.get_by_label("your password").fill("wrong")
    page.keyboard.press("Enter")
    tablet.sees("That is not the password.")
    page.get_by_label("your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    tablet.on("Anwen")
    page.goto("/rate/here/")
    tablet.on("There is nothing here")
