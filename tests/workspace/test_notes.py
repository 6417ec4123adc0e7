"""Notes and memos on the screen: one page a person, what waits, and what is not there for others."""

import re
from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.actions import organisations
from cairn.access.models import Revision
from cairn.cases.models import Note
from cairn.desk.models import Draft
from cairn.people.actions import merging
from tests.cases.conftest import Ground
from tests.workspace.conftest import Screen, day

SECRET = "Kestrel, told in confidence"


@pytest.fixture
def colleague(ground: Ground) -> Screen:
    """Another support worker, by the name of Second."""
    with scope.of(ground.by):
        party = ground.party
        made = organisations.add_member(
            by=party.system, email="second@harbour.example", name="Second", roles=["support_worker"], password="pass"
        )
        screen = Screen(party, "support_worker")
        screen.browser.force_login(made.user)
        return screen


def second(screen: Screen, ground: Ground) -> str:
    options = screen.get("note_new", client=ground.anwen.uid).html.select("select[name=to_uid] option")
    return next(str(option["value"]) for option in options if option.get_text() == "Second")


def write(screen: Screen, ground: Ground, text: str = "Words", **more: Any) -> Any:
    said = {"text": text, **day("note_date", date(2025, 6, 2)), **more}
    page = screen.send("note_new", said, client=ground.anwen.uid)
    assert page.status == 302, page.errors
    return page


def test_a_note_is_written_on_the_page_it_stands_on(worker: Screen, ground: Ground, episode: Any) -> None:
    page = worker.get("notes", client=ground.anwen.uid)
    assert "Nothing is written yet" in page.text and page.value("episode_uid") == str(episode.uid)
    sent = write(worker, ground, "She rang.")
    assert sent.response["Location"].startswith(worker.url("notes", client=ground.anwen.uid) + "#note-")
    assert "She rang." in worker.get("notes", client=ground.anwen.uid).text


def test_the_form_twice_sent_keeps_one_note(worker: Screen, ground: Ground) -> None:
    uid = worker.get("note_new", client=ground.anwen.uid).value("uid")
    write(worker, ground, "Once", uid=uid)
    write(worker, ground, "Once", uid=uid)
    page = worker.get("notes", client=ground.anwen.uid)
    assert "recorded already" in page.text and len(page.html.select(".ws-thread")) == 1


def test_a_memo_waits_is_answered_and_is_dealt_with(worker: Screen, colleague: Screen, ground: Ground) -> None:
    write(worker, ground, "Please ring her.", to_uid=second(worker, ground))
    assert "Please ring her." in colleague.get("home").text
    page = colleague.get("memos")
    assert "Waiting for you 1" in page.text and "Please ring her." in page.text
    answer = page.html.find("a", href=re.compile("/answer/"))
    assert answer is not None
    shown = colleague.browser.get(str(answer["href"]))
    assert b"Please ring her." in shown.content
    sent = colleague.browser.post(str(answer["href"]), {"text": "I have.", "deals": "on", "to_uid": ground.by.uid})
    assert sent.status_code == 302
    assert "Nothing waits for you" in colleague.get("memos").text
    page = worker.get("memos")
    assert "I have." in page.text and "Dealt with lately" in page.text
    form = page.html.find("form", action=re.compile("/dealt/"))
    assert form is not None
    back = worker.url("memos")
    done = worker.browser.post(str(form["action"]), {"version": "1", "back": back})
    assert done["Location"] == back and "Nothing waits for you" in worker.get("memos").text


def test_dealing_leads_to_no_other_site_and_says_when_it_is_not_yours(
    worker: Screen, colleague: Screen, ground: Ground
) -> None:
    write(worker, ground, "For Second", to_uid=second(worker, ground))
    with scope.of(ground.by):
        memo = Note.objects.get()
    sent = worker.send("note_dealt", {"back": "//elsewhere.example/"}, client=ground.anwen.uid, note=memo.uid)
    assert sent.response["Location"].startswith(worker.url("notes", client=ground.anwen.uid))
    assert "This memo is not to you." in worker.get("notes", client=ground.anwen.uid).text
    assert colleague.send("note_dealt", {}, client=ground.bashir.uid, note=memo.uid).status == 404


def test_a_restricted_note_is_on_no_page_of_anybody_else(
    worker: Screen, colleague: Screen, manager: Screen, ground: Ground
) -> None:
    write(worker, ground, SECRET, is_restricted="on")
    about = {"client": ground.anwen.uid}
    with scope.of(ground.by):
        note = Note.objects.get()
    for reader in (worker, manager):
        page = reader.get("notes", **about)
        assert SECRET in page.text and "Restricted" in page.text
        assert [mark.get_text() for mark in reader.get("search", "?q=kestrel").html.select("mark")] == ["Kestrel"]
    lead = Screen(ground.party, "data_lead")
    for outsider in (colleague, lead):
        for name in ("client", "timeline", "notes", "client_needs", "history", "plan", "around"):
            page = outsider.get(name, **about)
            assert SECRET not in page.text and "Kestrel" not in page.text and str(note.uid) not in str(page.html), name
            assert name == "notes" or "Restricted" not in page.text, name
        assert "No note that you may read" in outsider.get("search", "?q=kestrel").text
    assert "Nothing is written yet" in colleague.get("notes", **about).text
    assert colleague.get("note_answer", note=note.uid, **about).status == 404
    assert colleague.send("note_dealt", {}, note=note.uid, **about).status == 404


def test_what_was_half_written_in_confidence_is_its_writers_alone(
    worker: Screen, colleague: Screen, ground: Ground
) -> None:
    about = {"client": ground.anwen.uid}
    worker.send("draft_of", {"text": SECRET, "is_restricted": "on"}, key=f"note.new.{ground.anwen.uid}", **about)
    assert worker.get("notes", **about).value("text") == SECRET
    assert colleague.get("notes", **about).value("text") == ""
    write(worker, ground, SECRET, is_restricted="on")
    with scope.of(ground.by):
        assert not Draft.objects.exists()
        assert Revision.objects.filter(client_id=ground.anwen.pk).exists(), "kept for the undo, and shown on no page"


def test_filters_and_who_may_not_write(worker: Screen, ground: Ground, episode: Any) -> None:
    write(worker, ground, "Within", episode_uid=str(episode.uid))
    write(worker, ground, "Without", episode_uid="")
    about = {"client": ground.anwen.uid}
    assert "Without" not in worker.get("notes", f"?episode={episode.uid}", **about).text
    assert "Nothing written fits" in worker.get("notes", "?kind=waiting", **about).text
    assert "Without" in worker.get("notes", "?kind=no-such&need=x&episode=y", **about).text
    page = Screen(ground.party, "data_lead").get("notes", **about)
    assert "Without" in page.text and not page.html.select(".ws-write") and "Answer" not in page.text


def test_a_case_is_handed_over_with_a_note(worker: Screen, colleague: Screen, ground: Ground, episode: Any) -> None:
    about = {"client": ground.anwen.uid, "episode": episode.uid}
    said = {"worker_uid": second(worker, ground), "note": "The key is in the safe.", "version": "1"}
    assert worker.send("episode_assign", said, **about).status == 302
    assert "The key is in the safe." in colleague.get("memos").text and "Handover" in colleague.get("memos").text


def test_that_a_restricted_note_was_written_or_taken_back_is_not_told_either(worker: Screen, ground: Ground) -> None:
    lead, about = Screen(ground.party, "data_lead"), {"client": ground.anwen.uid}
    before = lead.get("history", **about).text
    write(worker, ground, SECRET, is_restricted="on")
    form = worker.get("notes", **about).html.select_one(".ws-done form")
    assert form is not None and lead.get("history", **about).text == before
    worker.browser.post(str(form["action"]), {"back": worker.url("home")})
    assert lead.get("history", **about).text == before
    write(worker, ground, "For all to read")
    assert "wrote a note" in lead.get("history", **about).text


def test_nor_that_one_was_written_on_a_record_that_became_one_with_theirs(worker: Screen, ground: Ground) -> None:
    write(worker, ground, SECRET, is_restricted="on")
    by = ground.party.service_manager
    with scope.of(by):
        merging.merge(by=by, kept_uid=ground.bashir.uid, gone_uid=ground.anwen.uid)
    told = Screen(ground.party, "data_lead").get("history", client=ground.bashir.uid).text
    assert "made one record of two" in told and "wrote a note" not in told


def test_memos_are_taken_out_as_a_file(worker: Screen, colleague: Screen, ground: Ground) -> None:
    write(worker, ground, "Ring the landlord.", to_uid=second(worker, ground))
    file = worker.browser.get("/o/harbour/memos/?as=csv")
    assert file["Content-Type"].startswith("text/csv")
    assert "Ring the landlord." in file.content.decode("utf-8-sig")
    assert "Ring the landlord." in colleague.browser.get("/o/harbour/memos/?as=csv").content.decode("utf-8-sig")


def test_the_words_of_a_restricted_memo_stand_where_they_are_opened_and_nowhere_else(
    worker: Screen, colleague: Screen, ground: Ground
) -> None:
    """Today is open on a desk, and a file goes on to anybody."""
    write(worker, ground, SECRET, to_uid=second(worker, ground), is_restricted="on")
    today = colleague.get("home")
    assert "a restricted memo" in today.text and SECRET not in today.text
    way = today.html.select_one("#memos ~ ul a")
    assert way is not None and SECRET in colleague.browser.get(str(way["href"])).content.decode()
    closed = colleague.get("memos").html.select_one("details:not([open])")
    assert closed is not None and SECRET in closed.get_text()
    file = colleague.browser.get("/o/harbour/memos/?as=csv").content.decode("utf-8-sig")
    assert "Second" in file and SECRET not in file
