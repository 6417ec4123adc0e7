"""The caseload as a list: narrowed, ordered, kept as a view, taken out as a file, and several people at once."""

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from cairn.access import scope
from cairn.access.models import AuditEvent, Revision
from cairn.cases.models import Appointment, Episode
from cairn.desk.models import SavedView
from tests.cases.conftest import Ground, open_episode, visited
from tests.workspace.conftest import Screen, day


@pytest.fixture
def three(ground: Ground) -> dict[str, Any]:
    """Anwen was seen last week, Bashir long ago, Cerys never; she is nobody's case."""
    with scope.of(ground.by):
        found = {one.name: open_episode(ground, one) for one in (ground.anwen, ground.bashir)}
        found["Cerys"] = open_episode(ground, ground.cerys, worker_uid="")
        visited(ground, found["Anwen"], date(2025, 6, 24), 1)
        visited(ground, found["Bashir"], date(2025, 4, 10))
    return found


def names(screen: Screen, query: str) -> list[str]:
    rows = screen.get("caseload", query).html.select("tbody th a")
    return [row.get_text(strip=True) for row in rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?worker=", ["Anwen", "Bashir", "Cerys"]),
        ("?worker=none", ["Cerys"]),
        ("?worker=&sort=-name", ["Cerys", "Bashir", "Anwen"]),
        ("?worker=&sort=seen", ["Cerys", "Bashir", "Anwen"]),
        ("?worker=&sort=-seen", ["Anwen", "Bashir", "Cerys"]),
        ("?worker=&quiet=28", ["Bashir", "Cerys"]),
        ("?worker=&due=first", ["Anwen", "Bashir", "Cerys"]),
        ("?worker=&due=review", []),
        ("?worker=&need=debt", []),
        ("?q=bash&worker=", ["Bashir"]),
        ("?worker=&area=m1", []),
        ("?worker=&due=nonsense&quiet=3&sort=password", ["Anwen", "Bashir", "Cerys"]),
    ],
)
def test_a_list_is_narrowed_and_put_in_order(
    manager: Screen, three: dict[str, Any], query: str, expected: list[str]
) -> None:
    assert names(manager, query) == expected


def test_a_step_on_a_ladder_narrows_it(manager: Screen, ground: Ground, three: dict[str, Any]) -> None:
    assert names(manager, f"?worker=&ladder={ground.rungs[0].ladder.uid}") == ["Anwen"]


def test_a_view_is_kept_and_never_a_word_that_was_searched_for(manager: Screen, three: dict[str, Any]) -> None:
    manager.send("list_save", {"name": "Quiet ones", "asked": "quiet=28&q=bash&sort=-name", "first": "on"})
    with scope.every("the test looks at the view"):
        row = SavedView.objects.get()
    assert row.query == {"quiet": "28", "sort": "-name"}
    assert names(manager, "") == ["Cerys", "Bashir"], "it is what they see first"
    assert "Quiet ones" in manager.get("caseload").text
    manager.send("list_save", {"drop": str(row.uid), "asked": ""})
    assert saved() == 0


def test_a_shared_view_is_a_colleagues_to_use_and_not_to_drop(
    worker: Screen, manager: Screen, stranger: Screen, three: dict[str, Any]
) -> None:
    manager.send("list_save", {"name": "Quiet ones", "asked": "quiet=28", "shared": "on"})
    with scope.every("the test looks at the view"):
        uid = str(SavedView.objects.get().uid)
    page = worker.get("caseload")
    assert "Quiet ones" in page.text and uid not in str(page.html)
    worker.send("list_save", {"drop": uid, "asked": ""})
    assert saved() == 1
    assert "Quiet ones" not in stranger.get("caseload").text


def saved() -> int:
    with scope.every("the test counts views"):
        return SavedView.objects.count()


def test_a_view_without_a_name_is_not_kept(manager: Screen) -> None:
    page = manager.send("list_save", {"name": " ", "asked": ""})
    assert page.status == 302
    assert "The view has no name." in manager.get("caseload").text


def test_the_list_as_a_file_is_what_is_filtered_and_is_written_down(manager: Screen, three: dict[str, Any]) -> None:
    response = manager.browser.get(manager.url("caseload") + "?worker=&quiet=28&as=csv")
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [line[1] for line in lines] == ["Name", "Bashir", "Cerys"]
    assert response["Content-Disposition"] == 'attachment; filename="caseload-2025-06-30.csv"'
    event = AuditEvent.objects.order_by("pk").last()
    assert event is not None and event.type == "desk.list_exported"
    assert Revision.objects.get(event_id=event.pk).payload == [{"reason": "Caseload, csv, 2 rows"}]


def test_the_list_as_a_workbook_holds_dates_as_dates(manager: Screen, three: dict[str, Any]) -> None:
    response = manager.browser.get(manager.url("caseload") + "?worker=&as=xlsx&sort=-seen")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][1] == "Anwen" and rows[1][5].date() == date(2025, 6, 24)


def test_several_are_handed_over_after_a_look_and_taken_back(
    manager: Screen, ground: Ground, three: dict[str, Any]
) -> None:
    sent = {"what": "hand_over", "episode": [str(three["Anwen"].uid), str(three["Bashir"].uid)]}
    shown = manager.send("list_together", sent)
    assert shown.status == 200 and "2 people" in shown.text and "Anwen" in shown.text
    other = ground.manager.uid
    manager.send("list_together", {**sent, "sure": "1", "worker_uid": other})
    assert workers() == {"Anwen": other, "Bashir": other, "Cerys": ""}
    page = manager.get("caseload", "?worker=")
    assert "2 people are handed over." in page.text
    undo = page.html.select_one(".ws-done form")
    assert undo
    manager.browser.post(str(undo["action"]))
    assert workers()["Anwen"] == ground.by.uid


def workers() -> dict[str, str]:
    with scope.every("the test looks at every episode"):
        return dict(Episode.objects.values_list("client__name", "worker_uid"))


def test_a_contact_is_planned_with_everybody_who_fits(manager: Screen, three: dict[str, Any]) -> None:
    sent = {"what": "plan", "everybody": "on", "asked": "quiet=28&worker="}
    shown = manager.send("list_together", sent)
    chosen = [str(box["value"]) for box in shown.html.select("input[name=episode]")]
    assert len(chosen) == 2
    manager.send(
        "list_together", {"what": "plan", "sure": "1", "episode": chosen, **day("planned_date", date(2025, 7, 3))}
    )
    with scope.every("the test looks at every appointment"):
        assert Appointment.objects.filter(planned_date=date(2025, 7, 3)).count() == 2


def test_what_is_wrong_with_doing_it_is_said_and_nothing_is_done(manager: Screen, three: dict[str, Any]) -> None:
    sent = {"what": "plan", "sure": "1", "episode": [str(three["Anwen"].uid)]}
    page = manager.send("list_together", {**sent, **day("planned_date", date(2020, 7, 3))})
    assert page.status == 422 and "planned_date_day" in page.errors
    assert manager.send("list_together", {"what": "plan"}).status == 302


def test_a_strangers_people_are_left_out(stranger: Screen, three: dict[str, Any]) -> None:
    page = stranger.send("list_together", {"what": "hand_over", "episode": [str(three["Anwen"].uid)]})
    assert page.status == 302
    assert "Nobody was ticked." in stranger.get("caseload").text
