"""Recording where there is no signal: it is kept, sent once when back, and nothing stays behind."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cairn.access import scope
from cairn.cases.models import Activity, Note
from tests.cases.conftest import Ground
from tests.journey.reader import PASSWORD, Reader

pytestmark = pytest.mark.browser
WORKER, MANAGER = "support_worker@harbour.example", "service_manager@harbour.example"
DAY = "2025-06-27"
LEFT = "Promise.all([caches.keys(), indexedDB.databases(), navigator.serviceWorker.getRegistrations()])"


@pytest.fixture
def device(ground: Ground, open_reader: Callable[..., Reader]) -> Reader:
    """A worker's phone, signed in once with a connection: what opens without one is kept by then."""
    reader = open_reader(phone=True, offline=True)
    reader.sign_in(WORKER)
    kept(reader.page)
    return reader


def kept(page: Page) -> None:
    for _ in range(100):
        if page.evaluate("localStorage.getItem('cairn-kept') && navigator.serviceWorker.controller !== null"):
            return
        page.wait_for_timeout(100)
    pytest.fail("the pages for recording without a connection were not kept")


def lose_signal(reader: Reader) -> None:
    reader.page.context.set_offline(True)


def have_signal(reader: Reader) -> None:
    """Back again; what the browser complained of meanwhile was the network's fault."""
    reader.page.context.set_offline(False)
    reader.faults[:] = [fault for fault in reader.faults if "Failed to load resource" not in fault]


def keep_contact(reader: Reader, who: str, note: str) -> None:
    reader.page.goto("/o/harbour/record/")
    reader.on("Record a contact")
    reader.fill("Who?", who)
    reader.select("What was it?", "Home visit")
    reader.tick("Met at the door")
    reader.fill("Note", note)
    reader.fill("When?", DAY)
    reader.fill("How long, in minutes?", "40")
    reader.press("Keep on this device")
    expect(reader.page.get_by_text("Kept on this device. It is sent when")).to_be_visible()


def sign_in_and_send(reader: Reader) -> None:
    reader.page.goto("/o/harbour/offline/")
    reader.press("Sign in and send")
    reader.on("Sign in again")
    reader.page.get_by_label("Password").fill(PASSWORD)
    reader.press("Sign in")
    reader.on("Send what was recorded")


def recorded(ground: Ground) -> int:
    with scope.of(ground.by):
        return Activity.objects.count()


def test_two_contacts_are_kept_and_sent_once_by_who_made_them(ground: Ground, device: Reader) -> None:
    lose_signal(device)
    keep_contact(device, "anwen", "She came to the door.")
    keep_contact(device, "somebody", "Nobody of that name.")
    device.sees("No connection: what you record is kept on this device", "2 not yet sent")
    device.look("queue")
    context = device.page.context
    device.page.close()
    device.page = context.new_page()
    have_signal(device)
    sign_in_and_send(device)
    expect(device.page.get_by_label("Anwen (C-000001)")).to_be_checked()
    device.look("match")
    device.press("Send all 2")
    device.sees("1 record is sent.", "There is a problem")
    device.look("one left")
    assert recorded(ground) == 1
    with scope.of(ground.by):
        assert Note.objects.get().client == ground.anwen
    device.page.get_by_label("Who, as you typed it").fill("anw")
    device.press("Look again for who is meant")
    device.page.get_by_label("Anwen (C-000001)").check()
    device.press("Send it")
    device.sees("1 record is sent.", "That was all.")
    assert recorded(ground) == 2
    back = device.page.go_back()
    assert back and back.ok
    device.sees("Nothing of yours waits on this device.")
    device.sees_not("is sent.")
    device.page.goto("/o/harbour/offline/")
    device.sees("Nothing waits on this device.")


def test_what_is_handed_over_twice_is_recorded_once(ground: Ground, device: Reader) -> None:
    """The answer was lost on its way: the device does not know that it was sent."""
    lose_signal(device)
    keep_contact(device, "Anwen", "Once.")
    have_signal(device)
    waiting = device.page.evaluate(WHEN_THERE + "return cairnQueue.of(given) }", owner(device))
    sign_in_and_send(device)
    device.press("Send it")
    device.sees("That was all.")
    device.page.evaluate(WHEN_THERE + "for (const one of given) await cairnQueue.put(one) }", waiting)
    device.page.goto("/o/harbour/offline/send/")
    expect(device.page.get_by_text("Nothing of yours waits on this device.")).to_be_visible()
    assert recorded(ground) == 1


#: the script of the page is a module: it may come a little later than the page
WHEN_THERE = "async (given) => { while (!self.cairnQueue) await new Promise((then) => setTimeout(then, 50)); "


def owner(reader: Reader) -> str:
    return str(reader.page.locator("meta[name=cairn-offline]").get_attribute("data-owner"))


def test_somebody_else_on_the_same_device_neither_sees_nor_sends_it(ground: Ground, device: Reader) -> None:
    lose_signal(device)
    keep_contact(device, "Anwen", "For her eyes only.")
    have_signal(device)
    device.sign_in(MANAGER)
    device.page.goto("/o/harbour/offline/")
    device.sees("Nothing waits on this device.")
    device.sees_not("For her eyes only.")
    device.page.goto("/accounts/logout/")
    device.sees("1 record is waiting for a colleague who used this device.")
    device.sign_in(WORKER)
    device.page.goto("/o/harbour/offline/")
    device.sees("For her eyes only.")


def test_signing_out_leaves_nothing(ground: Ground, device: Reader) -> None:
    lose_signal(device)
    keep_contact(device, "Anwen", "Not sent.")
    have_signal(device)
    assert all(left(device.page))
    device.page.goto("/accounts/logout/")
    device.sees("1 record is not sent yet.", "Signing out deletes everything of Cairn from this device.")
    device.look("leaving")
    device.press("Delete what is not sent, and sign out")
    expect(device.page.get_by_label("Password")).to_be_visible()
    assert left(device.page) == [[], [], []]
    assert device.page.evaluate("localStorage.length") == 0


def left(page: Page) -> list[list[Any]]:
    return list(page.evaluate(f"{LEFT}.then((all) => all.map((each) => [...each].map(String)))"))


def test_pages_that_the_browser_threw_away_are_kept_again(device: Reader) -> None:
    device.page.evaluate("caches.delete('cairn-shell')")
    device.page.reload()
    device.until("async () => (await (await caches.open('cairn-shell')).keys()).length > 3")


def test_a_session_is_kept_by_names_and_matched_line_by_line(ground: Ground, device: Reader) -> None:
    lose_signal(device)
    device.page.goto(f"/o/harbour/record/sessions/{ground.walk.uid}/")
    device.on("Record a session")
    device.select("What was it?", "Walk")
    device.fill("Who came?", "Anwen\nA stranger")
    device.fill("When?", DAY)
    device.fill("How long, in minutes?", "90")
    device.press("Keep on this device")
    device.sees("Anwen, A stranger")
    have_signal(device)
    sign_in_and_send(device)
    device.press("Send it")
    device.sees("There is a problem")
    device.group("“A stranger” is").get_by_label("Leave out: not on our list").check()
    device.press("Send it")
    device.sees("That was all.")
    with scope.of(ground.by):
        assert [came.client for came in Activity.objects.get().attendances.all()] == [ground.anwen]


def test_what_cannot_be_right_is_said_at_once_without_a_connection(device: Reader) -> None:
    lose_signal(device)
    device.page.goto("/o/harbour/record/")
    device.fill("When?", "")
    device.press("Keep on this device")
    expect(device.page.get_by_role("alert").get_by_role("listitem")).to_have_count(2)
    device.look("mistakes")
    have_signal(device)


def test_no_page_of_a_person_is_ever_kept(ground: Ground, device: Reader) -> None:
    device.go("Caseload")
    device.press("Anwen")
    device.on("Anwen")
    words = device.page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map(async (name) => { const cache = await caches.open(name);"
        " return Promise.all((await cache.keys()).map(async (key) => (await cache.match(key)).text())) })))"
    )
    assert words
    every = "".join(text for cache in words for text in cache)
    assert "Home visit" in every
    assert "Anwen" not in every and "support_worker of Harbour Trust" not in every
    lose_signal(device)
    device.page.reload()
    device.on("Not yet sent")
    device.sees_not("Anwen")
    have_signal(device)


def test_save_pressed_with_no_signal_is_kept_with_the_person_it_is_about(ground: Ground, device: Reader) -> None:
    """The page was open already; who it is about stands in no queue, and is not asked again."""
    device.page.goto(f"/o/harbour/people/{ground.anwen.uid}/record/")
    device.awake()
    device.page.get_by_label("Home visit").check()
    device.fill("Note", "Half way up the hill.")
    lose_signal(device)
    device.press("Save")
    expect(device.page.get_by_text("Kept on this device. It is sent when")).to_be_visible()
    device.sees("Half way up the hill.")
    device.sees_not("Anwen")
    assert recorded(ground) == 0
    have_signal(device)
    sign_in_and_send(device)
    device.sees("Home visit, Anwen")
    device.look("known")
    device.press("Send this one")
    device.on("Anwen")
    assert recorded(ground) == 1
    device.page.goto("/o/harbour/offline/")
    device.sees("Nothing waits on this device.")
    expect(device.page.get_by_text("Half way up the hill.")).to_have_count(0)
