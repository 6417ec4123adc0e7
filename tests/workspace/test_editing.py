"""Nothing is lost: the second editor, drafts, undo."""

from datetime import date
from typing import Any

from cairn.access import scope
from cairn.access.models import AuditEvent
from cairn.desk.models import Draft
from cairn.people import queries as people
from cairn.people.actions import clients, erasure
from tests.cases.conftest import Ground
from tests.workspace.conftest import Screen, day


def test_the_second_editor_sees_the_firsts_change_beside_their_own_and_saves_again(
    worker: Screen, ground: Ground
) -> None:
    anwen = ground.anwen
    with scope.of(ground.by):
        clients.change(by=ground.manager, client_uid=anwen.uid, version=1, phone="0121 496 0111")
    typed = {"name": "Anwen Beech", "reference": anwen.reference, "phone": "0121 496 0222", "version": "1"}
    before = worker.deeds
    page = worker.send("client_contact", typed, client=anwen.uid)
    assert page.status == 422
    assert worker.deeds == before
    table = " ".join(page.html.select_one(".ws-clashes").get_text(" ").split())
    assert "0121 496 0111" in table and "0121 496 0222" in table and "Anwen Beech" in table
    assert page.value("name") == "Anwen Beech"
    assert page.value("version") == "2"
    again = {name: page.value(name) for name in ("name", "known_as", "phone", "email", "reference", "version")}
    assert worker.send("client_contact", again, client=anwen.uid).status == 302
    with scope.of(ground.by):
        assert people.get(ground.by, anwen.uid).name == "Anwen Beech"


def test_answers_that_read_the_same_are_no_clash(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        clients.change(by=ground.manager, client_uid=ground.anwen.uid, version=1, gender="woman")
    said = {"gender": "man", "age_way": "birth_date", **day("birth_date", date(1980, 5, 1)), "version": "1"}
    page = worker.send("client_about", said, client=ground.anwen.uid)
    rows = page.html.select(".ws-clashes tbody tr")
    assert next(row.th.get_text() for row in rows) == "What is your gender?"
    assert "nothing nothing" not in " ".join(row.get_text(" ") for row in rows)


def test_a_question_that_nobody_touched_is_no_clash(worker: Screen, ground: Ground, episode: Any) -> None:
    """The codes kept for it (it follows from another answer, or was not asked) read like a blank."""
    with scope.of(ground.by):
        clients.change(by=ground.manager, client_uid=ground.anwen.uid, version=1, gender="woman", condition="no")
    said = {"gender": "man", "age_way": "birth_date", **day("birth_date", date(1980, 5, 1)), "version": "1"}
    page = worker.send("client_about", said, client=ground.anwen.uid)
    lines = page.html.select(".ws-clashes tbody tr")
    rows = {line.th.get_text(): {cell.get_text() for cell in line.select("td")} for line in lines}
    assert "Man" in rows["What is your gender?"]
    assert not [cells for cells in rows.values() if "not_" in " ".join(cells) or cells <= {"nothing", "Not asked"}]


def test_a_half_filled_form_survives_a_closed_browser_and_is_gone_once_sent(worker: Screen, ground: Ground) -> None:
    client = {"client": ground.anwen.uid}
    url = worker.get("note_new", **client).html.find("form", attrs={"data-draft-url": True})["data-draft-url"]
    typed = {"text": "Half a sent", "note_date_day": "31", "note_date_month": "2", "note_date_year": ""}
    before = worker.deeds
    assert worker.browser.post(str(url), typed).status_code == 204
    page = worker.get("note_new", **client)
    assert page.value("text") == "Half a sent"
    assert page.value("note_date_day") == "31"
    assert "not sent yet" in page.text
    assert worker.deeds == before
    assert Screen(ground.party, "service_manager").get("note_new", **client).value("text") == ""
    worker.send("note_new", {"text": "Whole.", **day("note_date", date(2025, 6, 2))}, **client)
    assert worker.get("note_new", **client).value("text") == ""


def test_start_afresh_forgets_a_draft(worker: Screen, ground: Ground) -> None:
    client = {"client": ground.anwen.uid}
    worker.send("draft_of", {"text": "Half"}, key=f"note.new.{ground.anwen.uid}", **client)
    worker.send("draft_of", {"forget": "1"}, key=f"note.new.{ground.anwen.uid}", **client)
    assert worker.get("note_new", **client).value("text") == ""


def test_a_draft_says_whose_words_it_holds_and_dies_with_them(worker: Screen, ground: Ground) -> None:
    worker.send("draft_of", {"text": "Half"}, key=f"note.new.{ground.anwen.uid}", client=ground.anwen.uid)
    with scope.of(ground.by):
        assert Draft.objects.get().client_uid == str(ground.anwen.uid)
        erasure.erase(by=ground.manager, client_uid=ground.anwen.uid, reason="client_asked")
        assert not Draft.objects.exists()


def test_a_stranger_keeps_no_draft_here(stranger: Screen, ground: Ground) -> None:
    page = stranger.send("draft_of", {"text": "x"}, key="note.new.x", client=ground.anwen.uid)
    assert page.status == 404


def test_what_was_recorded_is_said_once_with_its_undo(worker: Screen, ground: Ground, episode: Any) -> None:
    about = {"client": ground.anwen.uid, "episode": episode.uid}
    said = {"rung_uid": str(ground.rungs[0].uid), "state": "reached", **day("step_date", date(2025, 6, 2))}
    worker.send("step_new", said, **about)
    page = worker.get("client", client=ground.anwen.uid)
    form = page.html.select_one(".ws-done form")
    assert "The step is recorded." in page.text and form is not None
    event = str(form["action"]).rstrip("/").rsplit("/", 1)[1]
    back = worker.url("client", client=ground.anwen.uid)
    undone = worker.send("undo", {"back": back}, event=event)
    assert undone.status == 302 and undone.response["Location"] == back
    page = worker.get("client", client=ground.anwen.uid)
    assert "Taken back" in page.text and "None of 4 steps reached yet" in page.text
    assert "The step is recorded." not in worker.get("client", client=ground.anwen.uid).text


def test_undo_leads_to_no_other_site(worker: Screen, ground: Ground) -> None:
    worker.send("note_new", {"text": "x", **day("note_date", date(2025, 6, 2))}, client=ground.anwen.uid)
    event = AuditEvent.objects.order_by("-seq").first()
    assert event is not None
    page = worker.send("undo", {"back": "//elsewhere.example/"}, event=event.uid)
    assert page.response["Location"] == worker.url("home")


def test_a_strangers_deed_cannot_be_undone(worker: Screen, stranger: Screen, ground: Ground) -> None:
    worker.send("note_new", {"text": "x", **day("note_date", date(2025, 6, 2))}, client=ground.anwen.uid)
    event = AuditEvent.objects.filter(organisation_id=ground.party.organisation.pk).order_by("-seq").first()
    assert event is not None
    assert stranger.send("undo", {}, event=event.uid).status == 404
