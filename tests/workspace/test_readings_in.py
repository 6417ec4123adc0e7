"""Readings of a scale brought in on screen: what was found is seen first, and all of it can be taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.access import scope
from cairn.access.models import ReadLog
from cairn.cases.models import Assessment
from cairn.exchange import tables
from cairn.scales.actions import local as deeds
from tests.cases.conftest import Ground, open_episode
from tests.scales_room.test_local import LADDER
from tests.workspace.conftest import Page, Screen

NAMES = ("Reference", "Date", "Stage", "Confidence", "Worry")


@pytest.fixture
def manager(ground: Ground) -> Screen:
    return Screen(ground.party, "service_manager")


@pytest.fixture
def ladder(ground: Ground) -> str:
    with scope.of(ground.manager):
        type(ground.anwen).objects.filter(pk=ground.anwen.pk).update(reference="HT-1")
        open_episode(ground, ground.anwen)
        id = str(deeds.draft(by=ground.manager, plan=LADDER).one.scale)
        deeds.publish(by=ground.manager, id=id, number=1)
    return id


def choose(manager: Screen, ladder: str, *rows: tuple[str, ...], names: tuple[str, ...] = NAMES) -> Page:
    file = SimpleUploadedFile("stars.csv", tables.csv(names, rows))
    return manager.send("import_readings_new", {"file": file, "scale": ladder, "rater": "both", "stage": ""})


def count(ground: Ground) -> int:
    with scope.of(ground.manager):
        return int(Assessment.objects.count())


def test_readings_are_seen_agreed_to_and_taken_back(manager: Screen, ground: Ground, ladder: str) -> None:
    rows = (("HT-1", "08/04/2025", "start", "3", "4"), ("HT-1", "09/05/2025", "review", "3", "44"))
    page = choose(manager, ladder, *rows)
    uid = page.response["Location"].rstrip("/").split("/")[-2]
    shown = manager.get("import_readings", file=uid)
    assert "E3" in shown.text and "the good row" in shown.text and count(ground) == 0
    assert b"E3" in manager.get("import_readings", "?as=csv", file=uid).response.content
    for name in ("import_progress", "import_columns", "import_check"):
        assert manager.get(name, file=uid).status == 302
    assert manager.get("import_mapping", file=uid).status == 404
    manager.send("import_readings_agree", {}, file=uid)
    assert count(ground) == 1
    assert "readings put on record" in manager.get("import_readings", file=uid).text
    assert "1 reading" in manager.get("imports").text
    manager.send("import_undo", {}, file=uid)
    assert count(ground) == 1
    manager.send("import_readings_undo", {}, file=uid)
    assert count(ground) == 0 and "Taken back" in manager.get("import_readings", file=uid).text
    page = manager.send("import_readings_undo", {}, file=uid)
    assert "not waiting for that" in manager.get("import_readings", file=uid).text


def test_a_file_without_its_columns_is_refused_at_once(manager: Screen, ladder: str) -> None:
    page = choose(manager, ladder, ("x",), names=("Joy",))
    assert page.status == 422 and {"file", "stage"} <= set(page.errors)


def test_a_file_given_up_leaves_nothing(manager: Screen, ground: Ground, ladder: str) -> None:
    page = choose(manager, ladder, ("HT-1", "08/04/2025", "start", "3", "4"))
    uid = page.response["Location"].rstrip("/").split("/")[-2]
    manager.send("import_drop", {}, file=uid)
    assert "Nothing of it was put on record" in manager.get("import_readings", file=uid).text


def test_a_reading_goes_out_as_fhir_without_a_name_and_the_read_is_logged(
    manager: Screen, ground: Ground, ladder: str
) -> None:
    page = choose(manager, ladder, ("HT-1", "08/04/2025", "start", "3", "4"))
    manager.send("import_readings_agree", {}, file=page.response["Location"].rstrip("/").split("/")[-2])
    with scope.of(ground.manager):
        made = Assessment.objects.get()
    before = ReadLog.objects.count()
    found = manager.get("reading_fhir", client=ground.anwen.uid, reading=made.uid).response
    assert found["Content-Type"] == "application/fhir+json" and ReadLog.objects.count() == before + 1
    assert str(ground.anwen.uid) in found.content.decode() and "Anwen" not in found.content.decode()
    assert manager.get("reading_fhir", client=ground.bashir.uid, reading=made.uid).status == 404
