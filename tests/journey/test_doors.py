"""The public doors: a referral from a phone without scripts, and a person's own page by keyboard on a phone."""

from collections.abc import Callable
from datetime import date

import pytest

from cairn.access import scope
from cairn.cases.models import Disagreement, IncomingReferral
from cairn.intake.actions import forms, links
from cairn.intake.actions.links import NewLink
from tests.cases.conftest import Ground, lay, open_episode, visited
from tests.conftest import Party
from tests.journey.reader import Reader

pytestmark = pytest.mark.browser


@pytest.fixture
def ground(transactional_db: None, calendar: Callable[[int, int, int], None], harbour: Party) -> Ground:
    calendar(2025, 6, 30)
    with scope.of(harbour.system):
        found = lay(harbour)
        visited(found, open_episode(found), date(2025, 5, 6), 1)
    return found


def test_a_neighbour_asks_for_support_without_scripts_and_mends_what_was_wrong(
    ground: Ground, open_reader: Callable[..., Reader]
) -> None:
    by = ground.manager
    with scope.of(by):
        code = forms.open_(by=by, service_uid=ground.service.uid, words="Come in.", asks=["urgency"]).one.code
    neighbour = open_reader(javascript=False, phone=True)
    neighbour.page.goto(f"/refer/{code}/")
    neighbour.on("Ask Getting out for support")
    neighbour.page.get_by_label("Somebody in my family, or a friend").check()
    neighbour.page.get_by_label("Name of the person who needs support").fill("Olwen")
    neighbour.page.get_by_label("What is happening").fill("She has not been out since spring.")
    neighbour.press("Send")
    neighbour.sees("Your name is missing", "There is no way to reach you")
    assert neighbour.page.get_by_label("What is happening").input_value() == "She has not been out since spring."
    neighbour.page.get_by_label("Your name").fill("Mair, next door")
    neighbour.page.get_by_label("How can we reach you?").fill("07700 900123")
    neighbour.page.wait_for_timeout(3_500)
    neighbour.press("Send")
    neighbour.on("Sent")
    neighbour.sees("Your reference")
    assert neighbour.page.context.cookies() == []
    with scope.of(by):
        assert [row.name for row in IncomingReferral.objects.all()] == ["Olwen"]


def test_a_person_reads_their_own_page_by_keyboard_and_disagrees(
    ground: Ground, open_reader: Callable[..., Reader]
) -> None:
    with scope.of(ground.by):
        new = NewLink(client_uid=str(ground.anwen.uid))
        token = links.make(by=ground.by, links=[new], languages=["english"]).one.token
    anwen = open_reader(phone=True)
    anwen.page.goto(f"/own/{token}/")
    anwen.page.get_by_label("Day").focus()
    for keys in ("1", "Tab", "5", "Enter"):
        anwen.page.keyboard.press(keys)
    anwen.on("Hello Anwen")
    anwen.sees("1 of 4 steps reached")
    assert token not in anwen.page.url
    anwen.page.locator("summary", has_text="Each step by its day").press("Enter")
    anwen.page.locator("summary", has_text="I see this differently").first.press("Enter")
    anwen.page.get_by_label("What do you want to say?").first.focus()
    anwen.page.keyboard.type("I went alone.")
    anwen.page.keyboard.press("Tab")
    anwen.page.keyboard.press("Enter")
    anwen.sees("Thank you. It is written down.", "I went alone.")
    assert anwen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    with scope.of(ground.by):
        assert [row.words for row in Disagreement.objects.all()] == ["I went alone."]
    worker = open_reader()
    worker.sign_in("support_worker@harbour.example")
    worker.page.goto(f"/o/harbour/people/{ground.anwen.uid}/")
    worker.sees("I went alone.")
