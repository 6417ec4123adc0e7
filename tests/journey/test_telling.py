"""The leader of a tiny group tells how it is, on a phone, unaided: how many taps and characters, and how long that takes."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from cairn.access import scope
from cairn.contracts.actions import groups
from cairn.contracts.models import GroupReport
from cairn.contracts.rules_groups import NewGroup
from cairn.intake.actions import group_links
from cairn.kernel.periods import Period
from tests.conftest import Party
from tests.contracts.conftest import a_contract
from tests.journey.reader import Reader

pytestmark = pytest.mark.browser

#: A person at a keystroke level (Card, Moran and Newell 1980: 1.35 s to make one's mind up, 1.1 s to point, here a tap; from
#: memory), and 36 words a minute on a phone (Palin and others 2019, from memory): a third of a second a character.
MIND, TAP, CHARACTER = 1.35, 1.1, 1 / 3
#: 238 words a minute read in silence (Brysbaert 2019, from memory).
READ = 238 / 60
#: Two minutes are what it may take, with everything on the page answered but the photo.
MOST = 120


#: How many files lie on the phone.
LEFT = """new Promise((done) => { const asked = indexedDB.open("cairn-tell", 1); asked.onsuccess = () => {
  const rows = asked.result.transaction("files").objectStore("files").count(); rows.onsuccess = () => done(rows.result); }; })"""


def picture() -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "PNG")
    return {"name": "tea.png", "mimeType": "image/png", "buffer": out.getvalue()}


@dataclass
class Thumb:
    """What a thumb does on a page, counted."""

    reader: Reader
    taps: int = 0
    characters: int = 0
    questions: int = 0

    def types(self, field: str, words: str) -> None:
        """Tap a field and type into it."""
        place = self.reader.page.locator(f"#{field}")
        place.tap()
        place.press_sequentially(words)
        self.taps, self.characters, self.questions = self.taps + 1, self.characters + len(words), self.questions + 1

    def goes_on_to(self, field: str, words: str) -> None:
        """By the key that the keyboard has for it."""
        page = self.reader.page
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == field
        page.keyboard.type(words)
        self.characters, self.questions = self.characters + len(words) + 1, self.questions + 1

    def ticks(self, label: str) -> None:
        self.reader.page.get_by_text(label, exact=True).tap()
        self.taps, self.questions = self.taps + 1, self.questions + 1

    @property
    def seconds(self) -> float:
        return self.questions * MIND + self.taps * TAP + self.characters * CHARACTER


@pytest.fixture
def leader(
    harbour: Party, eastborough: Party, open_reader: Callable[..., Reader], calendar: Callable[[int, int, int], None]
) -> Reader:
    """The phone of a group's leader, with the group's page open."""
    calendar(2025, 7, 10)
    contract = a_contract(eastborough.contract_manager, has_small_grants=True)
    by = harbour.data_lead
    with scope.of(by):
        group = groups.add(by=by, contract_uid=contract.uid, new=[NewGroup("Tea Friends", date(2025, 1, 2))]).one
        q2 = Period.parse("2025-Q2")
        token = group_links.make(by=by, group_uids=[group.uid], period=q2, languages=["english"]).one.token
    found = open_reader(phone=True)
    found.page.goto(f"/tell/{token}/")
    found.on("How is your group?")
    return found


def test_two_minutes_on_a_phone_and_a_call_that_comes_in_loses_nothing(harbour: Party, leader: Reader) -> None:
    assert not leader.page.context.cookies()
    assert leader.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    thumb = Thumb(leader)
    thumb.types("heads", "61")
    thumb.goes_on_to("heads_new", "4")
    thumb.goes_on_to("changed", "Two who came alone now come together.")
    with leader.page.expect_response(lambda answer: answer.request.method == "POST"):
        thumb.types("story", "One man had not sat at a table with others for a year. In June he brought a cake.")
    leader.page.reload()  # a call came in, and the browser let the page go
    assert leader.page.locator("#changed").input_value() == "Two who came alone now come together."
    thumb.ticks("Yes, without names. The person knows and agrees")
    thumb.types("asked", "23")
    thumb.goes_on_to("easy_to_come", "18")
    thumb.ticks("Being better known")
    words = leader.page.locator("main").inner_text()
    leader.page.locator(".rate-buttons button").tap()
    thumb.taps += 1
    leader.on("Thank you. It has reached Harbour Trust.")
    leader.sees("18 of 23 asked", "In June he brought a cake")
    read = len(words.split())
    print(f"words read {read}, {read / READ:.0f} s")
    print(f"taps {thumb.taps}, characters {thumb.characters}, {thumb.seconds:.0f} s")
    assert thumb.taps <= 7
    assert thumb.seconds + read / READ < MOST
    with scope.of(harbour.data_lead):
        [row] = GroupReport.objects.all()
    assert (row.heads, row.story_consent, row.help_wanted) == (61, "told", ["known"])
    assert leader.faults == []


def test_a_hall_without_a_signal_loses_nothing_either(harbour: Party, leader: Reader) -> None:
    """What is sent without one stays on the phone, also when the page is closed, and goes once there is one."""
    thumb, page = Thumb(leader), leader.page
    page.evaluate("document.querySelector('#is_sample').checked = true")
    page.goto("about:blank")
    page.go_back()  # what the browser itself remembers may be older than what is kept: it puts nothing back
    expect(page.locator("#is_sample")).not_to_be_checked()
    page.context.set_offline(True)
    thumb.types("heads", "61")
    thumb.types("changed", "More come.")
    page.locator("#is_sample").check()
    page.locator(".rate-buttons button").tap()
    leader.sees("There is no signal. What you wrote is kept on this phone")
    page.goto("about:blank")  # the phone went back into the pocket
    page.context.set_offline(False)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.go_back()
    assert (page.locator("#heads").input_value(), page.locator("#changed").input_value()) == ("61", "More come.")
    expect(page.locator("#is_sample")).to_be_checked()
    page.locator("#is_sample").uncheck()
    page.locator(".rate-buttons button").tap()
    leader.on("Thank you. It has reached Harbour Trust.")
    leader.press("Change something and send again")
    leader.until("localStorage.length === 0")
    page.locator("#heads").fill("about sixty")
    page.locator(".rate-buttons button").tap()
    leader.sees("How many came, all times together? Write a number, such as 12.")
    leader.until("document.activeElement.className == 'govuk-error-summary'")
    with scope.of(harbour.data_lead):
        assert [row.heads for row in GroupReport.objects.all()] == [61]


def test_a_photo_and_a_voice_note_stay_on_the_phone_until_they_are_sent(harbour: Party, leader: Reader) -> None:
    page = leader.page
    page.locator("#photo").set_input_files(picture())
    page.locator("#voice").set_input_files(
        {"name": "note.ogg", "mimeType": "audio/ogg", "buffer": b"OggS" + b"\0" * 60}
    )
    photo, voice = (page.locator(f"[data-here={kind}]") for kind in ("photo", "voice"))
    photo.filter(has_text="Kept on this phone until you send it.").wait_for()
    voice.wait_for()
    page.goto("about:blank")  # the browser was closed
    page.go_back()
    page.reload()
    photo.wait_for()
    voice.wait_for()
    assert page.evaluate("[...document.querySelectorAll('[type=file]')].map((one) => one.files[0].name)") == [
        "note.ogg", "tea.png",
    ]  # fmt: skip
    voice.get_by_role("button").tap()
    voice.wait_for(state="hidden")
    page.reload()
    photo.wait_for()
    assert not voice.is_visible() and page.locator("#voice").input_value() == ""
    page.locator("#heads").fill("x")
    page.locator(".rate-buttons button").tap()
    leader.sees("Write a number, such as 12.", "A photo is kept and goes with it.")
    assert not photo.is_visible(), "it lies where it was sent to now"
    page.locator("#heads").fill("61")
    page.locator(".rate-buttons button").tap()
    leader.on("Thank you. It has reached Harbour Trust.")
    page.reload()
    assert not page.locator("[data-waits]").is_visible()
    leader.until(f"{LEFT}.then((many) => many === 0)")
    with scope.of(harbour.data_lead):
        [row] = GroupReport.objects.all()
    assert [one["kind"] for one in row.files] == ["photo"]
    assert leader.faults == []


def test_a_photo_that_did_not_go_says_so_when_another_phone_has_sent(leader: Reader) -> None:
    page = leader.page
    page.locator("#photo").set_input_files(picture())
    page.locator("[data-here=photo]").wait_for()
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#heads").fill("61")
    page.wait_for_timeout(100)
    other.locator("[data-here=photo] button").tap()  # the same phone: it takes the photo out of this one page
    other.locator("[data-here=photo]").wait_for(state="hidden")
    other.locator(".rate-buttons button").tap()
    other.get_by_text("Thank you. It has reached").wait_for()
    page.locator("#photo").set_input_files([])
    page.locator("#photo").set_input_files(picture())
    page.locator("[data-here=photo]").wait_for()
    page.reload()
    leader.on("Thank you. It has reached Harbour Trust.")
    leader.sees("A photo or voice note that you chose is still on this phone. It is not sent.")
    leader.press("Change something and send again")
    page.locator("[data-here=photo]").wait_for()
    page.locator(".rate-buttons button").tap()
    leader.on("Thank you. It has reached Harbour Trust.")
    assert page.locator("[data-held=photo]").count() == 1
    leader.until(f"{LEFT}.then((many) => many === 0)")
