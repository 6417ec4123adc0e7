"""On record twice: said while somebody is written down and once on saving; compared, made one, and parted again."""

from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.access.models import ReadLog
from cairn.cases.actions import notes
from cairn.cases.actions.notes import NewNote
from cairn.desk import jobs
from cairn.people.actions import clients
from cairn.people.actions.clients import NewClient
from cairn.people.models import Client
from tests.cases.conftest import Ground
from tests.workspace.conftest import Screen, day

BORN = date(1980, 5, 1)


@pytest.fixture
def twin(ground: Ground) -> Client:
    with scope.of(ground.by):
        new = NewClient(name="Anwenn", birth_date=BORN, phone="0121 496 0001", gender="woman")
        return clients.add(by=ground.by, clients=[new]).one


def typed(ground: Ground, name: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name, "service_uid": str(ground.service.uid), "sector": "voluntary", "next": "waits",
        "age_way": "birth_date", **day("birth_date", BORN), **day("received_date", date(2025, 6, 30)), **more,
    }  # fmt: skip


class TestWhileSomebodyIsWrittenDown:
    def test_who_may_be_meant_is_said_with_its_reasons(self, worker: Screen, ground: Ground) -> None:
        page = worker.send("alike", {"name": "Anwyn", **day("birth_date", BORN)})
        assert "You may already know them" in page.text and ground.anwen.reference in page.text
        assert "a name that sounds or is spelt alike, the same date of birth" in page.text
        link = page.html.select_one("a.govuk-link")
        assert link and link["href"] == worker.url("client", client=ground.anwen.uid)

    @pytest.mark.parametrize(
        "sent", [{}, {"name": " "}, {"name": "Zebedee"}, {"name": "A" * 5000, "birth_date_day": "x"}]
    )
    def test_nobody_is_said_by_nothing(self, worker: Screen, sent: dict[str, str]) -> None:
        page = worker.send("alike", sent)
        assert (page.status, page.text) == (200, "")

    def test_saving_asks_once_and_never_blocks(self, worker: Screen, ground: Ground) -> None:
        before = worker.deeds
        asked = worker.send("person_new", typed(ground, "Anwen"))
        assert (asked.status, worker.deeds) == (422, before)
        assert "You may already know this person" in asked.errors["name"]
        assert asked.value("name") == "Anwen" and asked.value("somebody_else") == []
        tick = asked.html.select_one("[name=somebody_else]")
        assert tick
        wrong = worker.send("person_new", typed(ground, "Anwen", somebody_else=tick["value"], sector=""))
        assert wrong.value("somebody_else") == [tick["value"]], "an answer that was given stands"
        done = worker.send("person_new", typed(ground, "Anwen", somebody_else=tick["value"]))
        assert (done.status, worker.deeds) == (302, before + 1)

    def test_who_is_new_is_taken_in_at_once(self, worker: Screen, ground: Ground) -> None:
        assert worker.send("person_new", typed(ground, "Zebedee Quill")).status == 302


def test_who_walks_in_is_found_however_their_name_is_spelt(worker: Screen, ground: Ground) -> None:
    page = worker.send("session", {"find": "1", "q": "Annwyn"}, activity_type=ground.walk.uid)
    let_in = page.html.select_one("button[name=let_in]")
    assert let_in and let_in["value"] == str(ground.anwen.uid)


class TestTwoRecords:
    def test_a_manager_compares_and_makes_one_of_two(self, manager: Screen, ground: Ground, twin: Client) -> None:
        both = {"client": ground.anwen.uid, "other": twin.uid}
        listed = manager.get("client_alike", client=ground.anwen.uid)
        assert listed.html.select_one(f'a[href="{manager.url("merge", **both)}"]')
        with scope.of(ground.by):
            notes.write(by=ground.by, notes=[NewNote(client_uid=str(twin.uid), text="Words")])
        page = manager.get("merge", **both)
        assert "1 note" in page.text and page.value("name") == ["gone"] and "phone" not in page.names()
        assert manager.send("merge", {"name": "neither"}, **both).errors
        assert manager.send("merge", {"name": "kept"}, **both).status == 302
        kept = manager.get("client", client=ground.anwen.uid)
        assert twin.reference in kept.text and "leads here" in kept.text and "0121 496 0001" in kept.text

        old = manager.get("notes", client=twin.uid)
        assert (old.status, old.response["Location"]) == (302, manager.url("notes", client=ground.anwen.uid))
        assert "turned out to be of one person" in manager.get("notes", client=ground.anwen.uid).text
        assert manager.send("note_new", {"text": "More", **day("note_date", BORN)}, client=twin.uid).status in (
            302,
            422,
        )
        history = manager.get("history", client=ground.anwen.uid)
        assert "made one record of two" in history.text and history.text.count("added people") == 2

    def test_the_undo_stands_on_the_next_page_and_says_what_it_did(
        self, manager: Screen, ground: Ground, twin: Client
    ) -> None:
        both = {"client": ground.anwen.uid, "other": twin.uid}
        manager.send("merge", {"name": "kept"}, **both)
        page = manager.get("client", client=ground.anwen.uid)
        form = page.html.select_one(".ws-done form")
        assert form
        manager.browser.post(str(form["action"]), {"back": manager.url("client", client=twin.uid)})
        back = manager.get("client", client=twin.uid)
        assert back.status == 200 and "They are two records again" in back.text

    def test_reading_the_other_record_to_compare_is_noted(self, manager: Screen, ground: Ground, twin: Client) -> None:
        manager.get("merge", client=ground.anwen.uid, other=twin.uid)
        assert {str(ground.anwen.uid), str(twin.uid)} <= set(ReadLog.objects.values_list("subject_uid", flat=True))

    def test_a_worker_says_that_they_are_two_and_may_not_merge(
        self, worker: Screen, ground: Ground, twin: Client
    ) -> None:
        both = {"client": ground.anwen.uid, "other": twin.uid}
        assert worker.get("merge", **both).status == 404
        assert "Anwenn" in worker.get("client_alike", client=ground.anwen.uid).text
        assert worker.send("apart", {}, **both).status == 302
        assert "Anwenn" not in worker.get("client_alike", client=ground.anwen.uid).html.select_one("main").get_text()  # type: ignore[union-attr]

    def test_all_pairs_are_listed_after_a_look(self, manager: Screen, ground: Ground, twin: Client) -> None:
        assert "Nobody has looked yet" in manager.get("pairs").text
        assert manager.send("pairs_look", {}).status == 302
        assert "Everybody is being compared" in manager.get("pairs").text
        with scope.of(ground.party.system):
            jobs.work_one()
        page = manager.get("pairs")
        assert "Anwenn" in page.text and "1 pair" in page.text and "Very likely" in page.text
        assert manager.get("pairs", "?page=x").status == manager.get("pairs", "?page=0").status == 404
        assert manager.send("apart", {"back": "pairs"}, client=ground.anwen.uid, other=twin.uid).status == 302
        assert "Nobody seems to be on record twice" in manager.get("pairs").text

    def test_another_record_is_found_by_hand(self, manager: Screen, ground: Ground) -> None:
        about = {"client": ground.anwen.uid}
        found = manager.get("client_alike", "?q=bashir", **about)
        assert found.html.select_one(f'a[href="{manager.url("merge", **about, other=ground.bashir.uid)}"]')
        led = manager.get("client_alike", f"?other={ground.bashir.uid}", **about)
        assert led.response["Location"] == manager.url("merge", **about, other=ground.bashir.uid)
