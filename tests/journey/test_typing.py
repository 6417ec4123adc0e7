"""Nothing typed is lost: not by closing the page, not by a mistake, not by somebody else at the same record."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from cairn.access import scope
from cairn.cases.models import Referral
from tests.cases.conftest import Ground
from tests.journey.reader import Reader

pytestmark = pytest.mark.browser
WORKER, MANAGER = "support_worker@harbour.example", "service_manager@harbour.example"
WORDS = "She wants to try the bus on Tuesday."


def open_note(reader: Reader) -> None:
    reader.go("Caseload")
    reader.press("Anwen")
    reader.press("Write a note")


def test_what_was_half_typed_is_there_again(ground: Ground, open_reader: Callable[..., Reader]) -> None:
    """After the page was closed, and after it was left within a second; until it is sent, or thrown away."""
    reader = open_reader()
    reader.sign_in(WORKER)
    open_note(reader)
    reader.awake()
    reader.fill("Note", WORDS)
    expect(reader.page.get_by_text(re.compile("Draft kept at"))).to_be_visible(timeout=15_000)
    place, context = reader.page.url, reader.page.context
    reader.page.close()
    reader.page = context.new_page()
    reader.page.goto(place)
    reader.sees("What you typed here before is still here, not sent yet.")
    expect(reader.main.get_by_label("Note", exact=True)).to_have_value(WORDS)
    reader.look("restored")
    reader.awake()
    reader.fill("Note", f"{WORDS} Or Wednesday.")
    reader.go("Today")
    reader.on("Today")
    reader.page.goto(place)
    if not reader.main.get_by_label("Note", exact=True).input_value().endswith("Wednesday."):
        reader.page.wait_for_timeout(500)  # what is sent on leaving may come in just after the next page is asked for
        reader.page.reload()
    expect(reader.main.get_by_label("Note", exact=True)).to_have_value(f"{WORDS} Or Wednesday.")
    reader.press("Keep the note")
    reader.sees("The note is kept.", "Or Wednesday.")
    reader.page.goto(place)
    expect(reader.main.get_by_label("Note", exact=True)).to_have_value("")


def test_two_at_one_record_lose_nothing(ground: Ground, open_reader: Callable[..., Reader]) -> None:
    """The second sees what the first has changed, beside what they typed themselves."""
    first, second = open_reader(), open_reader()
    for reader, email in ((first, WORKER), (second, MANAGER)):
        reader.sign_in(email)
        reader.go("Caseload")
        reader.press("Anwen")
        reader.press("Change name or phone")
    first.fill("Phone", "0121 496 0001")
    first.press("Save")
    first.on("Anwen")
    second.fill("Known as", "Annie")
    second.fill("Phone", "0121 496 0002")
    second.press("Save")
    second.sees("Somebody else changed this while you were writing.")
    second.look("clash")
    differs = second.row("Phone").get_by_role("cell")
    expect(differs).to_have_text(["0121 496 0001", "0121 496 0002"])
    expect(second.main.get_by_label("Known as", exact=True)).to_have_value("Annie")
    expect(second.main.get_by_label("Phone", exact=True)).to_have_value("0121 496 0002")
    second.press("Save")
    second.sees("Known as Annie", "0121 496 0002")


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without"])
def test_every_mistake_is_shown_at_once(ground: Ground, open_reader: Callable[..., Reader], javascript: bool) -> None:
    """On top and at its field; what was typed stays, nothing is written."""
    reader = open_reader(javascript=javascript)
    reader.sign_in(WORKER)
    reader.page.goto(f"/o/harbour/referrals/new/{ground.bashir.uid}/")
    before = referred(ground)
    reader.fill("Why were they referred?", WORDS)
    reader.date("When did it come?", date(2030, 1, 31))
    reader.date("Assessed", date(2025, 6, 1))
    reader.group("Assessed").get_by_label("Day", exact=True).fill("thirty")
    reader.press("Take the referral")
    summary = reader.page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    expect(summary.get_by_role("listitem")).to_have_count(3)
    for question in ("When did it come?", "Who sent it?", "Assessed"):
        expect(reader.group(question)).to_have_accessible_description(re.compile("Error"))
    expect(reader.main.get_by_label("Why were they referred?", exact=True)).to_have_value(WORDS)
    expect(reader.group("Assessed").get_by_label("Day", exact=True)).to_have_value("thirty")
    reader.look("mistakes")
    assert referred(ground) == before
    summary.get_by_role("link").first.click()
    reader.date("When did it come?", date(2025, 6, 30))
    reader.choose("Who sent it?", "Self-referral")
    reader.group("Assessed").get_by_label("Day", exact=True).fill("30")
    reader.press("Take the referral")
    reader.sees("The referral is taken.", WORDS)
    assert referred(ground) == before + 1


def referred(ground: Ground) -> int:
    with scope.of(ground.by):
        return Referral.objects.count()
