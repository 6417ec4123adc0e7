"""Readings from a spreadsheet: each row a filled-in scale of somebody on record, held against the rules of the form."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cairn.access.actors import NotAllowed
from cairn.cases.models import Assessment
from cairn.cases.queries.notes import memos_waiting
from cairn.exchange import queries, tables
from cairn.exchange.actions import imports, readings
from cairn.exchange.models import ImportedClient
from cairn.exchange.readings import columns
from cairn.exchange.readings.columns import ReadingMap
from cairn.interfaces.cli import importing
from cairn.kernel.problems import Refused
from cairn.scales.actions import local as deeds
from cairn.services.actions import services
from cairn.services.actions.services import NewService
from tests.cases.conftest import Ground, open_episode
from tests.scales_room.test_local import LADDER

HEADINGS = ["Client ref", "Date", "Star", "Stage", "Completed by", "Confidence", "Worry"]


@pytest.fixture
def ladder(ground: Ground) -> str:
    """A published ladder; Anwen and Bashir with a reference and an episode from 7 April."""
    for person, reference in ((ground.anwen, "HT-1"), (ground.bashir, "HT-2")):
        type(person).objects.filter(pk=person.pk).update(reference=reference)
        open_episode(ground, person)
    id = str(deeds.draft(by=ground.manager, plan=LADDER).one.scale)
    deeds.publish(by=ground.manager, id=id, number=1)
    return id


def sheet(*rows: Sequence[Any], names: Sequence[str] = HEADINGS) -> bytes:
    return tables.csv(names, rows)


GOOD = ["ht-1", "07/04/2025", "Garden ladder", "Initial", "Both", 3, 7]
MAP = ReadingMap(columns={"Client ref": "reference"})


def received(ground: Ground, data: bytes, told: ReadingMap = MAP) -> Any:
    return readings.receive(by=ground.manager, name="stars.csv", data=data, mapping=told)


def found(ground: Ground, data: bytes, told: ReadingMap = MAP) -> set[tuple[str, str]]:
    checked = readings.check(by=ground.manager, row=received(ground, data, told))
    return {(one.cell, one.rule) for one in checked.findings}


def test_good_rows_come_in_scored_and_marked_and_all_can_be_taken_back(ground: Ground, ladder: str) -> None:
    later = ["HT-1", date(2025, 6, 1), ladder, "review", "the worker", "-", "All the time"]
    row = received(ground, sheet(GOOD, later, ["", "", "", "", "", "", ""], ["HT-9", *GOOD[1:]]))
    checked = readings.agree(by=ground.manager, row=row)
    assert (checked.received, len(checked.rows), checked.wrong) == (3, 2, {5})
    made = list(
        Assessment.objects.order_by("assessed_date").values_list("stage", "rater", "answers", "entered_by", "subscales")
    )
    assert made == [
        ("start", "both", [3, 7], "import", {"area_1": 3, "area_2": 7}),
        ("review", "worker", [None, 10], "import", {"area_2": 10}),
    ]
    view = queries.view(ground.manager, row.uid)
    assert view.state == "done" and view.totals == {"rows": 3, "readings": 2, "wrong": 1, "people": 1}
    assert ImportedClient.objects.get(of=row).client_uid == str(ground.anwen.uid)
    with pytest.raises(Refused):
        readings.agree(by=ground.manager, row=row)
    row = queries.get(ground.manager, row.uid)
    with pytest.raises(Refused):  # people are taken back by another way, which would erase them
        imports.ask_back(by=ground.manager, row=row)
    readings.take_back(by=ground.manager, row=row)
    assert not Assessment.objects.exists() and queries.view(ground.manager, row.uid).state == "taken_back"
    with pytest.raises(Refused):
        readings.take_back(by=ground.manager, row=row)


@pytest.mark.parametrize(
    ("place", "value", "cell", "rule"),
    [
        (0, "HT-9", "A2", "readings.person"), (0, "", "A2", "readings.person"), (1, "soon", "B2", "date.unreadable"),
        (1, "01/07/2025", "B2", "date.future"), (1, "01/01/2020", "B2", "readings.episode"), (2, "Moon", "C2", "readings.scale"),
        (3, "sometime", "D2", "readings.stage"), (4, "the cat", "E2", "readings.rater"), (5, 11, "F2", "out_of_range"),
        (6, "much", "G2", "not_whole"), (6, 2.5, "G2", "not_whole"),
    ],
)  # fmt: skip
def test_each_fault_is_said_at_its_cell(
    ground: Ground, ladder: str, place: int, value: Any, cell: str, rule: str
) -> None:
    assert found(ground, sheet([*GOOD[:place], value, *GOOD[place + 1 :]])) == {(cell, rule)}


def test_an_answer_that_somebody_must_look_at_is_said_and_comes_in_without_telling_anybody(
    ground: Ground, ladder: str
) -> None:
    names = ["Reference", "Date", "Answers"]
    told = ReadingMap(everyone={"scale": "PHQ-9", "rater": "client", "stage": "start"})
    row = received(ground, sheet(["HT-2", "2025-04-08", "0 0 0 0 0 0 0 0 3 -"], names=names), told)
    checked = readings.agree(by=ground.manager, row=row)
    assert [(one.cell, one.rule, one.severity) for one in checked.findings] == [("C2", "readings.flag", "warning")]
    assert Assessment.objects.count() == 1 and memos_waiting(ground.manager) == []


def test_all_faults_of_all_rows_are_said_at_once(ground: Ground, ladder: str) -> None:
    rows = (["no", "no", "no", "no", "no", "no", "no"], GOOD, GOOD, [*GOOD[:5], "", "-"])
    told = found(ground, sheet(*rows))
    assert {("A2", "readings.person"), ("B2", "date.unreadable"), ("C2", "readings.scale"), ("D2", "readings.stage"),
            ("E2", "readings.rater"), ("B4", "assessment.twice"), ("A5", "readings.blank")} <= told  # fmt: skip


def test_answers_may_stand_in_one_cell_and_hold_for_all(ground: Ground, ladder: str) -> None:
    names = ["Reference", "Date", "Answers"]
    told = ReadingMap(everyone={"scale": ladder, "rater": "client", "stage": "start"})
    row = received(ground, sheet(["HT-2", "2025-04-08", "3; 7"], names=names), told)
    assert [one.new.answers for one in readings.check(by=ground.manager, row=row).rows] == [[3, 7]]
    assert found(ground, sheet(["HT-2", "2025-04-08", "3"], names=names), told) == {("C2", "answer_count")}
    assert found(ground, sheet(["HT-2", "2025-04-08", ""], names=names), told) == {("C2", "readings.items")}


def test_what_is_asked_beside_the_score_may_be_left_out_and_a_name_need_not_count_its_items(
    ground: Ground, ladder: str
) -> None:
    told = ReadingMap(
        everyone={"scale": "Patient Health Questionnaire, depression", "rater": "client", "stage": "review"}
    )
    data = sheet(["HT-2", "2025-04-08", "1 1 1 1 1 1 1 1 0"], names=["Reference", "Date", "Answers"])
    [one] = readings.check(by=ground.manager, row=received(ground, data, told)).rows
    assert (one.new.scale, one.new.answers) == ("phq9", [1] * 8 + [0, None])


def test_a_mapping_names_columns_and_several_episodes_need_the_service(ground: Ground, ladder: str) -> None:
    names = ["Nr", "When", "A", "B", "Project"]
    told = columns.from_json(
        {"columns": {"Nr": "reference", "When": "date", "A": "item:area_2", "B": "item:area_1"},
         "all": {"scale": ladder, "rater": "client", "stage": "start"}}
    )  # fmt: skip
    row = received(ground, sheet(["HT-2", "2025-04-08", 1, 2, "Getting out"], names=names), told)
    assert readings.check(by=ground.manager, row=row).rows[0].new.answers == [2, 1]
    other = services.add(by=ground.manager, services=[NewService(name="Baking", start_date=date(2024, 1, 1))]).one
    open_episode(replace(ground, service=other), ground.bashir)
    assert found(ground, sheet(["HT-2", "2025-04-08", 1, 2, ""], names=names), told) == {("B2", "readings.episode")}


@pytest.mark.parametrize(
    "said", [[], {"columns": [1]}, {"columns": {"A": "moon"}}, {"all": {"moon": "x"}}, {"heading_row": 0}]
)
def test_what_is_no_mapping_is_refused(said: Any) -> None:
    with pytest.raises(Refused):
        columns.from_json(said)


def test_a_file_without_the_columns_is_refused_with_what_is_lacking(ground: Ground, ladder: str) -> None:
    with pytest.raises(Refused) as refused:
        received(ground, sheet(["x"], names=["Joy"]))
    assert {one.rule for one in refused.value.problems} == {
        f"readings.{key}" for key in ("reference", "date", "scale", "stage", "rater")
    }
    with pytest.raises(NotAllowed):
        readings.receive(by=ground.by, name="x.csv", data=sheet(GOOD), mapping=MAP)
    empty = received(ground, sheet(["no", *GOOD[1:]]))
    with pytest.raises(Refused) as refused:
        readings.agree(by=ground.manager, row=empty)
    assert {one.rule for one in refused.value.problems} == {"import.none"}
    assert queries.view(ground.manager, empty.uid).state == "mapping"


def test_a_withdrawn_scale_takes_no_more_readings(ground: Ground, ladder: str) -> None:
    deeds.withdraw(by=ground.manager, id=ladder, number=1)
    assert found(ground, sheet(GOOD)) == {("C2", "readings.scale")}


def run(path: Path, *more: str) -> int:
    parser = argparse.ArgumentParser()
    importing.add_to(parser.add_subparsers())
    told = parser.parse_args(["import", "readings", str(path), "--organisation", "harbour", "--json", *more])
    return int(told.run(told))


def test_from_the_command_line_by_the_same_steps(
    ground: Ground, ladder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "stars.csv"
    path.write_bytes(sheet(GOOD, ["HT-9", *GOOD[1:]], names=["Reference", *HEADINGS[1:]]))
    assert run(path) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["received"], told["accepted"], told["rejected"], told["import"]) == (2, 1, 1, "")
    assert told["errors"][0]["cell"] == "A3" and told["errors"][0]["column"] == "Reference"
    assert run(path, "--good-rows", "--dry-run") == 1 and not Assessment.objects.exists()
    capsys.readouterr()
    assert run(path, "--good-rows") == 1 and Assessment.objects.count() == 1
    assert json.loads(capsys.readouterr().out)["import"]
