"""What was done: with one person, in a register, by heads; a reading, locked and open."""

import re
from datetime import date
from typing import Any

import pytest

from cairn.access import scope
from cairn.cases.models import Activity, Assessment, Attendance, Episode, Note, StepRecord
from cairn.desk.models import Draft
from cairn.people.actions import erasure
from cairn.scales.actions import permissions
from tests.cases.conftest import Ground, open_episode, visited
from tests.workspace.conftest import Screen, day

SPRING = date(2025, 6, 2)


@pytest.fixture
def group(ground: Ground) -> list[Any]:
    with scope.of(ground.by):
        return [open_episode(ground, one) for one in (ground.anwen, ground.bashir, ground.cerys)]


def walk(ground: Ground) -> dict[str, Any]:
    return {"activity_type": ground.walk.uid}


def test_the_steps_that_a_visit_carries_are_offered_the_next_one_first(
    worker: Screen, ground: Ground, episode: Any
) -> None:
    with scope.of(ground.by):
        visited(ground, episode, date(2025, 5, 1), 1)
    about = {"client": ground.anwen.uid, "episode": episode.uid, "activity_type": ground.visit.uid}
    labels = worker.get("activity_record", **about).html.select(".ws-toggle")
    assert "Into a taxi" in labels[0].get_text() and "the next step" in labels[0].get_text()


def test_the_last_kind_of_activity_is_one_tap(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        visited(ground, episode, date(2025, 5, 1))
    again = worker.get("activity_kind", client=ground.anwen.uid).html.select_one("button[name=once]")
    assert again and "Repeat: Home visit, 60 min" in again.get_text()


def test_sending_the_same_visit_twice_records_it_once(worker: Screen, ground: Ground, episode: Any) -> None:
    about = {"client": ground.anwen.uid, "episode": episode.uid, "activity_type": ground.visit.uid}
    page = worker.get("activity_record", **about)
    said = {"uid": page.value("uid"), "minutes": "60", "state": "attended", **day("activity_date", SPRING)}
    worker.send("activity_record", said, **about)
    worker.send("activity_record", said, **about)
    after = worker.get("client", client=ground.anwen.uid)
    assert "recorded already, so nothing was written twice" in after.text and not after.html.select(".ws-done form")
    with scope.of(ground.by):
        assert Activity.objects.count() == 1


def test_a_register_records_everybody_who_was_ticked_in_one_deed(
    worker: Screen, ground: Ground, group: list[Any]
) -> None:
    anwen, bashir, cerys = (str(one.uid) for one in group)
    page = worker.get("session", **walk(ground))
    assert set(page.html.select(".ws-row")) and len(page.html.select(".ws-row")) == 3
    rung = str(ground.rungs[0].uid)
    said = {"who": [anwen, bashir, cerys], f"here-{anwen}": "on", f"here-{bashir}": "on", f"steps-{bashir}": [rung],
            f"note-{anwen}": "Led the way.", "minutes": "90", **day("activity_date", SPRING)}  # fmt: skip
    before = worker.deeds
    assert worker.send("session", said, **walk(ground)).status == 302
    assert worker.deeds == before + 1
    with scope.of(ground.by):
        assert Attendance.objects.count() == 2
        assert StepRecord.objects.get().client_id == ground.bashir.pk
        assert Note.objects.get().client_id == ground.anwen.pk
    assert "2 people, 1 step" in worker.get("activity_new").text


def test_a_register_says_every_error_at_once_and_keeps_every_row(
    worker: Screen, ground: Ground, group: list[Any]
) -> None:
    anwen, bashir, cerys = (str(one.uid) for one in group)
    said = {"who": [anwen, bashir, cerys], f"note-{anwen}": "Left early.", f"steps-{bashir}": [str(ground.rungs[0].uid)],
            "minutes": "long", **day("activity_date", date(2025, 7, 1))}  # fmt: skip
    before = worker.deeds
    page = worker.send("session", said, **walk(ground))
    assert page.status == 422
    assert set(page.errors) == {"minutes", "activity_date_day", f"here-{anwen}", f"here-{bashir}"}
    assert [row["id"] for row in page.html.select(".ws-row--error")] == [f"row-{anwen}", f"row-{bashir}"]
    assert page.value(f"note-{anwen}") == "Left early."
    assert str(ground.rungs[0].uid) in page.value(f"steps-{bashir}")
    assert worker.deeds == before


def test_a_register_says_whose_support_was_not_open_on_its_day(
    ground: Ground, worker: Screen, group: list[Any]
) -> None:
    anwen, bashir, cerys = (str(one.uid) for one in group)
    with scope.of(ground.by):
        Episode.objects.filter(uid=bashir).update(start_date=date(2025, 6, 3))
    said = {
        "who": [anwen, bashir, cerys],
        f"here-{anwen}": "on",
        f"here-{bashir}": "on",
        **day("activity_date", SPRING),
    }
    assert set(worker.send("session", said, **walk(ground)).errors) == {"minutes", f"here-{bashir}"}


def test_finding_one_more_person_keeps_what_is_ticked(worker: Screen, ground: Ground, group: list[Any]) -> None:
    anwen, bashir, _ = (str(one.uid) for one in group)
    said = {
        "who": [anwen],
        f"here-{anwen}": "on",
        "find": "1",
        "q": "bash",
        "minutes": "90",
        **day("activity_date", SPRING),
    }
    before = worker.deeds
    page = worker.send("session", said, **walk(ground))
    assert [row["id"] for row in page.html.select(".ws-row")] == [f"row-{bashir}", f"row-{anwen}"]
    assert page.html.find(id=f"here-{anwen}").has_attr("checked")
    assert worker.deeds == before


def test_a_register_half_filled_is_kept_person_by_person(worker: Screen, ground: Ground, group: list[Any]) -> None:
    anwen, bashir, cerys = (str(one.uid) for one in group)
    said = {"who": [anwen, bashir, cerys], f"here-{anwen}": "on", f"note-{anwen}": "Led.", f"note-{bashir}": "Tired.",
            "minutes": "85", **day("activity_date", SPRING)}  # fmt: skip
    assert worker.send("session_draft", said, **walk(ground)).status == 204
    page = worker.get("session", **walk(ground))
    assert page.value(f"note-{anwen}") == "Led." and page.value("minutes") == "85"
    with scope.of(ground.by):
        assert {str(ground.anwen.uid), str(ground.bashir.uid), ""} == set(
            Draft.objects.values_list("client_uid", flat=True)
        )
        assert "Led." not in str(Draft.objects.get(client_uid="").values)
        erasure.erase(by=ground.manager, client_uid=ground.anwen.uid, reason="client_asked")
    page = worker.get("session", **walk(ground))
    assert "Led." not in str(page.response.content) and page.value(f"note-{bashir}") == "Tired."


def test_a_register_of_people_of_another_organisation_is_not_there(
    stranger: Screen, ground: Ground, group: list[Any]
) -> None:
    assert stranger.get("session", **walk(ground)).status == 404
    assert stranger.send("session_draft", {"who": [str(group[0].uid)]}, **walk(ground)).status == 404


def unlock(ground: Ground) -> None:
    with scope.of(ground.by):
        permissions.record(
            by=ground.manager,
            scale="swemwbs",
            holder="Warwick",
            reference="X",
            granted_date=date(2024, 1, 1),
            uses_printed_form=True,
        )


def reading(ground: Ground, episode: Any) -> dict[str, Any]:
    return {"client": ground.anwen.uid, "episode": episode.uid, "scale": "swemwbs"}


def answers(value: str, when: date, stage: str = "start") -> dict[str, str]:
    return {**{f"i{n}": value for n in range(1, 8)}, "stage": stage, "rater": "client", **day("assessed_date", when)}


def test_a_locked_scale_says_whose_permission_is_needed_and_who_can_record_it(
    worker: Screen, manager: Screen, ground: Ground, episode: Any
) -> None:
    page = worker.get("assess", **reading(ground, episode))
    assert page.status == 200
    assert "is locked" in page.text and "University of Warwick" in page.text and "A service manager here" in page.text
    assert "i1" not in page.names()
    assert manager.url("scale_permission", scale="swemwbs") in str(
        manager.get("assess", **reading(ground, episode)).html
    )
    before = worker.deeds
    worker.send("assess", answers("3", SPRING), **reading(ground, episode))
    assert worker.deeds == before


def test_a_reading_is_scored_by_the_published_table_and_shows_the_change(
    worker: Screen, ground: Ground, episode: Any
) -> None:
    unlock(ground)
    about = reading(ground, episode)
    worker.send("assess", answers("3", date(2025, 4, 8)), **about)
    assert "first reading" in worker.get("reading", **about).text
    worker.send("assess", answers("4", SPRING, "review"), **about)
    page = worker.get("reading", **about)
    assert "25.03" in page.text and "28" in page.text
    assert "5.78 points higher than at the start: improved" in page.text
    assert page.html.select_one("svg.readings")["aria-label"].startswith("SWEMWBS: 19.25 on 8 April 2025; 25.03 on")
    assert "impact" not in page.text.casefold()


def test_no_wording_of_a_locked_scale_is_shown(worker: Screen, ground: Ground, episode: Any) -> None:
    unlock(ground)
    labels = [
        one.get_text(" ").split()
        for one in worker.get("assess", **reading(ground, episode)).html.select(".ws-item__label")
    ]
    assert labels[0] == ["1", "Optimism"] and len(labels) == 7


def test_every_blank_item_is_said_at_once_and_the_others_are_kept(worker: Screen, ground: Ground, episode: Any) -> None:
    unlock(ground)
    said = answers("4", date(2025, 7, 1))
    del said["i2"], said["i6"]
    page = worker.send("assess", said, **reading(ground, episode))
    assert set(page.errors) == {"i2", "i6", "assessed_date_day"}
    assert page.value("i1") == ["4"]
    with scope.of(ground.by):
        assert not Assessment.objects.exists()


def test_no_style_stands_in_any_picture(worker: Screen, ground: Ground, episode: Any) -> None:
    with scope.of(ground.by):
        visited(ground, episode, date(2025, 5, 1), 1, 2)
    page = worker.get("client", client=ground.anwen.uid)
    assert page.html.select_one("svg.cairn-trail__path") is not None
    assert not re.search(r"\sstyle=|<style", str(page.html))
