"""Files on screen: put there, looked at, saved, taken away; and what is refused."""

import io
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.access import scope
from cairn.cases.models import Attachment
from cairn.interfaces import oversize
from tests.cases.conftest import Ground
from tests.workspace.conftest import Page, Screen

PDF, PNG = b"%PDF-1.7 words", b"\x89PNG\r\n\x1a\nwords"


def send(worker: Screen, ground: Ground, *files: tuple[str, bytes], **more: Any) -> Page:
    given = [SimpleUploadedFile(name, data) for name, data in files]
    return worker.send(
        "client_file_new", {"attached": given, "uid": str(uuid.uuid4()), **more}, client=ground.anwen.uid
    )


def listed(worker: Screen, ground: Ground) -> Page:
    return worker.get("client_files", client=ground.anwen.uid)


def test_a_file_is_put_there_and_saved_under_its_name(worker: Screen, ground: Ground) -> None:
    assert "No file yet" in listed(worker, ground).text
    assert send(worker, ground, ("Letter.pdf", PDF), words="From the landlord").status == 302
    page = listed(worker, ground)
    assert "The file is kept." in page.text and "From the landlord" in page.text
    response = worker.browser.get(page.html.select_one(".fi-what a")["href"])
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="Letter.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff" and "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


def test_only_a_picture_is_drawn_by_the_browser(worker: Screen, ground: Ground) -> None:
    send(worker, ground, ("Meter.png", PNG))
    here = listed(worker, ground).html.select_one(".fi-what a")["href"]
    assert worker.browser.get(here)["Content-Disposition"].startswith("inline")
    assert worker.browser.get(f"{here}?save")["Content-Disposition"].startswith("attachment")


def test_of_several_the_good_are_kept_and_the_others_named(worker: Screen, ground: Ground) -> None:
    page = send(worker, ground, ("a.pdf", PDF), ("b.exe", b"MZ"), ("c.jpg", PNG), words="Two letters")
    assert page.status == 422 and page.text.count("a.pdf") >= 1
    assert "File 2: Files of this kind" in page.text and "File 3: By its name this is a JPEG picture" in page.text
    assert "The other file is kept." in page.text and page.value("words") == "Two letters"
    with scope.of(ground.by):
        assert Attachment.objects.get().name == "a.pdf"


def test_the_same_form_sent_again_keeps_each_file_once(worker: Screen, ground: Ground) -> None:
    for _ in range(2):
        send(worker, ground, ("a.pdf", PDF), ("b.png", PNG), uid="7f6d1f0e-6f0f-4a4e-9d53-6f0f4a4e9d53")
    with scope.of(ground.by):
        assert Attachment.objects.count() == 2


@pytest.mark.parametrize(("count", "words"), [(0, "Choose a file"), (11, "These are 11 files")])
def test_none_and_too_many_are_said_at_the_place(worker: Screen, ground: Ground, count: int, words: str) -> None:
    page = send(worker, ground, *[(f"{n}.pdf", PDF) for n in range(count)])
    assert page.status == 422 and words in page.errors["attached"]


def test_two_gigabytes_are_turned_away_unread_and_the_page_says_so(
    worker: Screen, ground: Ground, tmp_path: Path, settings: Any
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    address = worker.url("client_file_new", client=ground.anwen.uid)

    def large(place: str) -> Any:
        sent = {"CONTENT_LENGTH": str(2 << 30), "wsgi.input": io.BytesIO(b"the beginning of it")}
        return worker.browser.generic("POST", place, b"", "multipart/form-data; boundary=b", **sent)

    answer = large(address)
    assert (answer.status_code, answer["Location"]) == (303, f"{address}?too-large=1")
    page = Page(worker.browser.get(answer["Location"]))
    assert page.status == 422 and "larger than 25 MB" in page.errors["attached"] and list(tmp_path.iterdir()) == []
    assert large("/accounts/login/").status_code == 413


def test_whoever_sends_slowly_on_purpose_holds_nobody_up(worker: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    class Trickle:
        """A byte every ten seconds, for ever."""

        now = reads = 0

        def read(self, _: int) -> bytes:
            self.now, self.reads = self.now + 10, self.reads + 1
            assert self.reads < 10, "it would be listened to for ever"
            return b"."

        readline = read

    slow = Trickle()
    monkeypatch.setattr(oversize, "monotonic", lambda: slow.now)
    for length in (str(2 << 30), "9" * 5000):
        slow.reads = 0
        sent = {"CONTENT_LENGTH": length, "wsgi.input": slow}
        answer = worker.browser.generic("POST", "/accounts/login/", b"", "text/plain", **sent)
        assert (answer.status_code, slow.reads) == (413, 2)


def test_a_file_is_taken_away_and_comes_back_with_undo(worker: Screen, ground: Ground) -> None:
    send(worker, ground, ("a.pdf", PDF))
    page = listed(worker, ground)
    form = page.html.select_one(".fi-deeds form")
    worker.browser.post(form["action"], {"version": form.select_one("[name=version]")["value"]})
    after = listed(worker, ground)
    assert "No file yet" in after.text and "The file is taken away" in after.text
    worker.browser.post(after.html.select_one("form[action*=undo]")["action"])
    assert "a.pdf" in listed(worker, ground).text


def test_that_a_restricted_file_was_put_there_or_taken_away_is_not_told_either(worker: Screen, ground: Ground) -> None:
    lead, about = Screen(ground.party, "data_lead"), {"client": ground.anwen.uid}
    before = lead.get("history", **about).text
    send(worker, ground, ("a.pdf", PDF), is_restricted="on")
    form = listed(worker, ground).html.select_one(".fi-deeds form")
    worker.browser.post(form["action"], {"version": form.select_one("[name=version]")["value"]})
    undo = listed(worker, ground).html.select_one("form[action*=undo]")
    worker.browser.post(undo["action"])
    assert lead.get("history", **about).text == before
    send(worker, ground, ("b.pdf", PDF))
    assert lead.get("history", **about).text != before


def test_a_restricted_file_is_not_there_for_a_colleague(worker: Screen, manager: Screen, ground: Ground) -> None:
    send(manager, ground, ("a.pdf", PDF), is_restricted="on")
    with scope.of(ground.by):
        row = Attachment.objects.get()
    assert worker.get("client_file", client=ground.anwen.uid, attachment=row.uid).status == 404
    assert all("a.pdf" not in worker.get(name, client=ground.anwen.uid).text for name in ("client_files", "timeline"))
    assert "a.pdf" in manager.get("client_files", client=ground.anwen.uid).text


def test_a_file_is_not_found_under_another_person(worker: Screen, ground: Ground) -> None:
    send(worker, ground, ("a.pdf", PDF))
    with scope.of(ground.by):
        row = Attachment.objects.get()
    assert worker.get("client_file", client=ground.bashir.uid, attachment=row.uid).status == 404
    assert "File: a.pdf" in worker.get("timeline", client=ground.anwen.uid).text


def test_what_was_done_waits_for_the_page_that_is_looked_at(worker: Screen, ground: Ground) -> None:
    send(worker, ground, ("a.pdf", PDF))
    behind = worker.browser.get(worker.url("caseload"), headers={"Sec-Fetch-Mode": "cors"})
    assert b"The file is kept." not in behind.content
    through_the_offline_worker = {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "navigate"}  # as Chromium sends it
    looked_at = Page(worker.browser.get(worker.url("caseload"), headers=through_the_offline_worker))
    assert "The file is kept." in looked_at.text
