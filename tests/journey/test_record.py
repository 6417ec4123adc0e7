"""The rest of a record on a phone: a file put there, support that ends, and something dated in a period that was reported."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from cairn.access import scope
from cairn.cases.actions import appointments
from cairn.cases.appointing import NewAppointment
from cairn.cases.models import Appointment, Attachment, Episode
from cairn.returns.actions import review
from tests.cases.conftest import Ground
from tests.journey.reader import Reader
from tests.returns.conftest import Quarter, anchor, quarter
from tests.returns.test_submitting import submit

__all__ = ["anchor", "quarter"]
pytestmark = pytest.mark.browser
WORKER = "support_worker@harbour.example"


def test_a_file_is_kept_and_one_that_lies_is_not(ground: Ground, open_reader: Callable[..., Reader]) -> None:
    reader = open_reader(phone=True)
    reader.sign_in(WORKER)
    reader.page.goto(f"/o/harbour/people/{ground.anwen.uid}/")
    reader.press("Files")
    lies = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.7 a letter"}
    chooser = reader.page.get_by_label("Files", exact=True)
    chooser.set_input_files(lies)
    reader.fill("What is it?", "From the landlord")
    reader.page.get_by_role("button", name="Keep it").press("Enter")
    reader.sees("By its name this is a JPEG picture, but what is in it is a PDF document.")
    expect(reader.page.get_by_label("What is it?")).to_have_value("From the landlord")
    chooser.set_input_files({**lies, "name": "letter.pdf"})
    reader.page.get_by_role("button", name="Keep it").press("Enter")
    reader.sees("The file is kept.", "letter.pdf", "From the landlord")
    with reader.page.expect_download() as saved:
        reader.page.get_by_role("link", name="letter.pdf").press("Enter")
    assert saved.value.suggested_filename == "letter.pdf"
    with scope.of(ground.by):
        assert Attachment.objects.get().name == "letter.pdf"


def test_support_ends_as_planned_and_undo_opens_it_again(ground: Ground, open_reader: Callable[..., Reader]) -> None:
    with scope.of(ground.by):
        episode = Episode.objects.get(client=ground.anwen)
        ahead = NewAppointment(episode_uid=str(episode.uid), planned_date=date(2025, 6, 30) + timedelta(days=7))
        appointments.make(by=ground.by, appointments=[ahead])
    reader = open_reader(phone=True)
    reader.sign_in(WORKER)
    reader.page.goto(f"/o/harbour/people/{ground.anwen.uid}/")
    reader.page.get_by_role("link", name="Close this episode").press("Enter")
    reader.sees("1 contact is planned with them")
    reader.choose("Why is it ending?", "Support finished, goals met")
    reader.choose("Was the ending planned?", "Planned: the person knew, and agreed when")
    reader.choose("Where do they go on to?", "They stay where they live")
    reader.page.get_by_role("button", name="Close the episode").press("Enter")
    reader.sees("The episode is closed.")
    with scope.of(ground.by):
        assert Appointment.objects.get().state == "cancelled"
    reader.press("Undo")
    with scope.of(ground.by):
        assert (Episode.objects.get().end_date, Appointment.objects.get().state) == (None, "planned")


def test_what_is_late_is_said_to_its_writer_and_told_in_the_next_return(
    calendar: Callable[[int, int, int], None], request: pytest.FixtureRequest, open_reader: Callable[..., Reader]
) -> None:
    calendar(2025, 7, 10)
    told: Quarter = request.getfixturevalue("quarter")
    submit(told)
    with scope.of(told.commissioner):
        review.accept(by=told.commissioner, return_uid=told.uid)
    with scope.of(told.lead):
        ada = Episode.objects.get(client=told.people["Ada"])
    reader = open_reader(phone=True)
    reader.sign_in("service_manager@harbour.example")
    reader.page.goto(f"/o/harbour/people/{told.people['Ada'].uid}/episodes/{ada.uid}/needs/new/")
    reader.page.get_by_label("Smoking", exact=True).press("Space")
    reader.date("When did they say so?", date(2025, 5, 20))
    reader.page.get_by_role("button", name="Save").press("Enter")
    reader.sees("dated in a period that was reported already (Spring, accepted by Eastborough Council)")
