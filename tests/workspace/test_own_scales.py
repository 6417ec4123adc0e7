"""A manager makes a scale of the organisation's own on screen, publishes it, changes it by a version, and passes it on."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.access import scope
from cairn.scales import local
from tests.conftest import Party
from tests.workspace.conftest import Page, Screen

SAID = {
    "label": "Garden ladder", "short_label": "", "about": "", "recall": "", "low": "1", "high": "5", "low_label": "Not yet",
    "high_label": "Fully there", "labels": "3 = Half way", "better": "higher", "total": "each", "allow_blank": "",
    "bands": "1-2 = Stuck", "change": "1", "raters": ["client"], "whose": "ours", "holder": "", "areas": "2",
    "area_0_label": "Confidence", "area_1_label": "Worry", "area_1_better": "lower",
    "area_1_outcome": "supporting-people/1a",
}  # fmt: skip


@pytest.fixture
def manager(harbour: Party) -> Screen:
    return Screen(harbour, "service_manager")


def follow(screen: Screen, page: Page) -> Page:
    assert page.status in (302, 303), page.errors
    return Page(screen.browser.get(page.response["Location"].split("#")[0]))


def made(screen: Screen) -> str:
    page = screen.send("own_scale_new", SAID)
    assert page.status == 302, page.errors
    return str(page.response["Location"].rstrip("/").rsplit("/", 1)[1])


def published(screen: Screen) -> str:
    id = made(screen)
    screen.send("own_scale_publish", {}, scale=id, number=1)
    return id


def test_a_scale_is_built_seen_published_and_locked(manager: Screen) -> None:
    assert "Make the first" in manager.get("own_scales").text
    id = made(manager)
    page = manager.get("own_scale", scale=id)
    assert "Draft" in page.text and "Half way" in page.text and "Worry:" in page.text
    check = manager.get("own_scale_publish", scale=id, number=1)
    assert "You cannot change" in check.text
    done = follow(manager, manager.send("own_scale_publish", {}, scale=id, number=1))
    assert "It is published" in done.text
    assert manager.get("own_scale_edit", scale=id, number=1).status == 302
    assert manager.get("own_scale_publish", scale=id, number=1).status == 302
    assert "Garden ladder" in manager.get("own_scales").text


def test_without_javascript_areas_come_go_and_change_places_and_nothing_typed_is_lost(manager: Screen) -> None:
    def press(do: str, **more: str) -> Page:
        return follow(manager, manager.send("own_scale_new", {**SAID, **more, "do": do}))

    page = press("down-0", label="Half typed")
    assert (page.value("area_0_label"), page.value("area_1_label")) == ("Worry", "Confidence")
    assert page.value("label") == "Half typed" and "not sent yet" not in page.text
    assert press("add").value("area_2_label") == ""
    assert press("remove-0").value("area_0_label") == "Worry"
    assert "Fully there" in press("preview").html.select_one("#preview").get_text()
    assert "It is shown once" in press("preview", low="x").html.select_one("#preview").get_text()
    assert press("up-77777").value("area_0_label") == "Confidence"


def test_everything_that_is_wrong_is_said_at_its_field_at_once(manager: Screen) -> None:
    wrong = {"label": "", "low": "9", "labels": "much", "bands": "a=b", "area_0_label": "", "area_0_text": "How?",
             "whose": "theirs"}  # fmt: skip
    page = manager.send("own_scale_new", {**SAID, **wrong})
    assert page.status == 422
    assert {"label", "labels", "bands", "holder"} <= set(page.errors)
    page = manager.send("own_scale_new", {**SAID, "low": "9", "area_0_label": "", "area_0_text": "How?"})
    assert {"high", "area_0_label"} <= set(page.errors)


def test_a_second_editor_sees_what_the_first_changed(manager: Screen) -> None:
    id = made(manager)
    first = manager.get("own_scale_edit", scale=id, number=1)
    for recall, status in (("today", 302), ("this year", 422)):
        said = {
            **SAID,
            "version": first.value("version"),
            "recall": recall,
            "area_0_id": "area_1",
            "area_1_id": "area_2",
        }
        page = manager.send("own_scale_edit", said, scale=id, number=1)
        assert page.status == status
    assert "Saved by somebody else" in page.text
    again = {**said, "version": page.value("version")}
    assert manager.send("own_scale_edit", again, scale=id, number=1).status == 302


def test_a_next_version_tells_what_is_otherwise_and_a_withdrawal_can_be_undone(manager: Screen) -> None:
    id = published(manager)
    assert "draft of the next version" in follow(manager, manager.send("own_scale_next", {}, scale=id)).text
    assert "There is a draft" in follow(manager, manager.send("own_scale_next", {}, scale=id)).text
    edit = manager.get("own_scale_edit", scale=id, number=2)
    said = {**SAID, "version": edit.value("version"), "area_0_id": "area_1", "area_1_label": "Sleep"}
    manager.send("own_scale_edit", said, scale=id, number=2)
    assert "“Sleep” is new." in manager.get("own_scale", scale=id).text
    check = manager.get("own_scale_publish", scale=id, number=2).text
    assert "What is otherwise than in version 1" in check and "“Sleep” is new." in check
    follow(manager, manager.send("own_scale_drop", {}, scale=id, number=2))
    page = follow(manager, manager.send("own_scale_withdraw", {}, scale=id, number=1))
    assert "Withdrawn" in page.text and "Undo" in page.text
    assert manager.get("own_scale", scale="own-000000000000").status == 404


def test_its_file_is_taken_in_next_door_after_a_look(manager: Screen, oakfield: Party) -> None:
    id = published(manager)
    data = manager.get("own_scale_file", scale=id, number=1).response.content
    other = Screen(oakfield, "service_manager")
    page = other.send("own_scale_take_in", {"file": SimpleUploadedFile("x.cairn-scale.json", data)})
    assert "Its check sum is right" in page.text and "from Harbour Trust" in page.text
    assert other.get("own_scale", scale=id).status == 404
    done = follow(other, other.send("own_scale_take_in", {"content": page.value("content"), "agree": "yes"}))
    assert "Garden ladder" in done.text and "from Harbour Trust" in done.text
    assert other.get("own_scale_file", scale=id, number=1).response.content == data


@pytest.mark.parametrize("data", [b"{}", b"[" * 90_000, b"x" * 600_000, b'{"resourceType":"Patient"}', b""])
def test_a_file_that_is_none_is_refused_in_plain_words(manager: Screen, data: bytes) -> None:
    before = manager.deeds
    page = manager.send("own_scale_take_in", {"file": SimpleUploadedFile("x.json", data)} if data else {})
    assert page.status == 422 and "file" in page.errors and manager.deeds == before


def test_a_questionnaire_comes_in_as_a_draft_and_says_what_it_cannot_hold(manager: Screen, harbour: Party) -> None:
    item: dict[str, Any] = {"linkId": "1", "text": "How is the garden?", "type": "boolean", "enableWhen": [{}]}
    told = {
        "resourceType": "Questionnaire",
        "status": "active",
        "title": "Plants",
        "item": [item, {**item, "type": "text"}],
    }
    file = SimpleUploadedFile("q.json", json.dumps(told).encode())
    page = manager.send("own_scale_take_in", {"file": file})
    assert "“How is the garden?”: when it is asked" in page.text and "of type text" in page.text
    follow(manager, manager.send("own_scale_take_in", {"content": page.value("content"), "agree": "yes"}))
    with scope.of(harbour.system):
        assert [(one.label, one.state) for one in local.every(harbour.service_manager)] == [("Plants", "draft")]


def test_a_scale_goes_out_as_fhir_and_a_draft_only_when_asked_for(manager: Screen) -> None:
    id = made(manager)
    assert manager.get("scale_fhir", scale=id).status == 404
    assert json.loads(manager.get("scale_fhir", "?version=1", scale=id).response.content)["status"] == "draft"
    assert json.loads(manager.get("scale_fhir", scale="lifesat").response.content)["resourceType"] == "Questionnaire"
    assert manager.get("scale_fhir", scale="nothing").status == 404
