"""The list that people have, brought in on screen: the file, its columns, its words, the check, and back again."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.access import scope
from cairn.cases.models import Episode
from cairn.desk import jobs
from cairn.exchange import sheets, tables
from cairn.exchange.actions import imports
from cairn.exchange.models import Import
from cairn.people.models import Client
from tests.cases.conftest import Ground
from tests.workspace.conftest import Page, Screen, day

COLUMNS = ["Who", "D.O.B.", "Sex", "Began"]
ZOE = ["Zoë Green", "31/03/1980", "F", date(2025, 4, 7)]


def upload(screen: Screen, *rows: list[Any], name: str = "people.xlsx", columns: list[str] = COLUMNS) -> str:
    data = tables.xlsx(columns, rows, "People")
    page = screen.send("import_new", {"file": SimpleUploadedFile(name, data)})
    assert page.status == 302
    return str(page.response["Location"]).split("/")[-3]


def columns(screen: Screen, file: str, **changes: str) -> Page:
    """Confirm the columns as they are proposed, but for these."""
    page = screen.get("import_columns", file=file)
    sent = {name: page.value(name) for name in page.names() if name.startswith("column_")}
    sent |= {"sheet": page.value("sheet"), "heading_row": page.value("heading_row"), "service": "", **changes}
    return screen.send("import_columns", sent, file=file)


def test_from_the_file_to_the_caseload_and_back(manager: Screen, ground: Ground):
    file = upload(manager, ZOE, ["Al Okafor", "1/1/90", "m", date(2025, 5, 1)])
    page = manager.get("import_columns", file=file)
    assert page.value("column_0") == ""
    assert "Zoë Green" in page.text
    assert columns(manager, file, column_0="name", column_3="start_date", service=str(ground.service.uid)).status == 302
    page = manager.get("import_values", file=file)
    assert [page.value(f"gender_{number}") for number in (0, 1)] == ["woman", "man"]
    assert manager.send("import_values", {"gender_0": "woman", "gender_1": "man"}, file=file).status == 302
    before = manager.deeds
    page = manager.get("import_check", file=file)
    assert "2 can come in" in page.text
    assert "C" not in page.errors
    assert manager.deeds == before, "nothing is written until agreed"
    assert manager.send("import_agree", {}, file=file).status == 302
    assert "0% done" in manager.get("import_progress", file=file).text
    jobs.work_one()
    assert "2 people put on record" in manager.get("import_progress", file=file).text
    with scope.of(ground.by):
        assert Episode.objects.filter(client__name="Zoë Green", start_date=date(2025, 4, 7)).exists()
    manager.send("import_undo", {}, file=file)
    assert "It is being taken back" in manager.get("import_progress", file=file).text
    jobs.work_one()
    assert "2 people were taken back." in manager.get("import_progress", file=file).text
    with scope.of(ground.by):
        assert not Client.objects.filter(name="Zoë Green").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n", "This is not a spreadsheet"),
        (b"PK\x03\x04x", "cannot be read"),
    ],
)
def test_a_file_that_is_no_list_says_so_at_its_field(manager: Screen, data: bytes, words: str):
    page = manager.send("import_new", {"file": SimpleUploadedFile("people.xlsx", data)})
    assert page.status == 422
    assert words in page.errors["file"]


def test_a_file_that_is_too_large_says_how_large(manager: Screen, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheets, "LARGEST", 1024 * 1024)
    page = manager.send("import_new", {"file": SimpleUploadedFile("people.csv", b"x" * 2_500_000)})
    assert "The file has 2 MB; at most 1 MB can be read." in page.errors["file"]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"column_0": ""}, "column_0", "No column says who somebody is."),
        ({"column_0": "name", "column_1": "name"}, "column_1", "Another column is “Full name” already."),
        ({"column_0": "name", "column_3": "start_date"}, "service", "but not of which service"),
        ({"column_0": "name", "column_1": "gender", "column_2": "worker"}, "service", "but not of which service"),
        ({"column_0": "nonsense"}, "column_0", "That is not on the list."),
    ],
)
def test_columns_that_cannot_be_right_are_said_at_their_question(
    manager: Screen, ground: Ground, changes: dict[str, str], field: str, words: str
):
    page = columns(manager, upload(manager, ZOE), **changes)
    assert page.status == 422
    assert words in page.errors[field]


def test_one_service_and_one_date_may_hold_of_everybody(manager: Screen, ground: Ground):
    file = upload(manager, ZOE)
    told = {"column_0": "name", "column_3": "", "service": str(ground.service.uid)}
    page = columns(manager, file, **told)
    assert "Nothing says when support began." in page.errors["start_date_day"]
    assert columns(manager, file, **told, **day("start_date", date(2025, 4, 1))).status == 302
    row = Import._base_manager.get(uid=file)
    assert row.mapping["all"] == {"service": str(ground.service.uid), "start_date": "2025-04-01"}


def test_a_column_of_many_different_words_is_no_code(manager: Screen, ground: Ground):
    rows = [[f"Person {number}", "", f"word {number}", None] for number in range(101)]
    page = columns(manager, upload(manager, *rows), column_0="name", column_2="gender")
    assert "more than 100 different words" in page.errors["column_2"]


def test_a_word_that_is_not_plain_must_be_said(manager: Screen, ground: Ground):
    file = upload(manager, ["Zoë", "", "?", None], ["Al", "", "F", None])
    columns(manager, file, column_0="name", column_2="gender")
    page = manager.send("import_values", {"gender_0": "", "gender_1": "woman"}, file=file)
    assert page.errors == {"gender_0": "“?”: Say what it means."}
    assert manager.send("import_values", {"gender_0": "leave", "gender_1": "woman"}, file=file).status == 302
    page = manager.get("import_check", file=file)
    assert "1 must be mended first" in page.text
    assert "C2" in page.text
    assert "You chose to leave out the rows with this word." in page.text


def test_rows_left_out_stay_so_when_one_comes_back_and_what_is_open_stands_first(manager: Screen, ground: Ground):
    file = upload(manager, ["Al", "", "F", None], ["Bo", "", "F", None], ["Zoë", "", "?", None])
    columns(manager, file, column_0="name", column_2="gender")
    page = manager.get("import_values", file=file)
    assert page.text.index("“?”") < page.text.index("“F”")
    manager.send("import_values", {"gender_0": "woman", "gender_1": "leave"}, file=file)
    assert manager.get("import_values", file=file).value("gender_1") == "leave"


def test_the_only_service_is_proposed_where_columns_tell_of_support(manager: Screen, ground: Ground):
    only = upload(manager, ["Al", "7/4/2025"], columns=["Name", "Start date"])
    assert manager.get("import_columns", file=only).value("service") == str(ground.service.uid)
    people = upload(manager, ["Al", ""], columns=["Name", "Sex"])
    assert manager.get("import_columns", file=people).value("service") == ""


def test_the_numbers_of_the_check_add_up_and_are_those_that_come_in(manager: Screen, ground: Ground):
    file = upload(manager, ["Zoë", "", "F", "7/4/2025"], ["Al", "", "F", "7/4/2025"], ["Zoë", "", "F", "7/4/2025"],
                  ["Bo", "", "F", "one day"])  # fmt: skip
    columns(manager, file, column_0="name", column_2="gender", column_3="start_date", service=str(ground.service.uid))
    manager.send("import_values", {"gender_0": "woman"}, file=file)
    page = manager.get("import_check", file=file)
    assert "4 rows 2 can come in 1 must be mended first 1 looks like somebody already here" in page.text
    assert "2 people get an episode" in page.text
    manager.send("import_agree", {"alike": "leave"}, file=file)
    jobs.work_one()
    page = manager.get("import_progress", file=file)
    assert "2 people put on record" in page.text
    assert "2 left out" in page.text


def test_without_words_to_say_the_check_comes_at_once(manager: Screen, ground: Ground):
    file = upload(manager, ["Zoë"], columns=["Name"])
    page = columns(manager, file)
    assert (page.status, str(page.response["Location"]).split("/")[-2]) == (302, "check")
    assert "1 can come in" in manager.get("import_check", file=file).text
    assert manager.get("import_values", file=file).status == 200
    assert manager.send("import_values", {}, file=file).status == 302


def test_another_row_may_hold_the_headings(manager: Screen, ground: Ground):
    file = upload(manager, ["Name", "", "", None], ["Zoë", "", "", None])
    page = manager.get("import_columns", "?heading_row=2", file=file)
    assert page.value("column_0") == "name"
    assert page.value("heading_row") == "2"
    assert manager.get("import_columns", "?heading_row=99999&sheet=Nowhere", file=file).status == 200


def test_the_rows_to_mend_come_back_in_the_columns_of_the_file(manager: Screen, ground: Ground):
    file = upload(manager, ["", "31/02/1980", "F", None], ZOE)
    columns(manager, file, column_0="name", column_3="")
    manager.send("import_values", {"gender_0": "woman"}, file=file)
    answer = manager.get("import_errors", "?as=xlsx", file=file).response
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active]
    assert rows[0] == [*COLUMNS, "What to mend"]
    assert len(rows) == 2
    assert "B2: This is not a date." in rows[1][-1]
    assert b"What to mend" in manager.get("import_errors", "?as=csv", file=file).response.content


def test_the_empty_workbook_reads_back_as_what_it_asks(manager: Screen, ground: Ground):
    answer = manager.get("import_template").response
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["People", "Answers"]
    offered = [str(each.sqref) for each in book["People"].data_validations.dataValidation]
    assert len(offered) > 5
    book["People"].append(["Zoë", "Green"])
    out = io.BytesIO()
    book.save(out)
    page = manager.send("import_new", {"file": SimpleUploadedFile("people.xlsx", out.getvalue())})
    file = str(page.response["Location"]).split("/")[-3]
    page = manager.get("import_columns", file=file)
    fields = [page.value(name) for name in sorted(page.names()) if name.startswith("column_")]
    assert fields
    assert all(fields), "every heading of ours is known again"


def test_the_mapping_is_given_away(manager: Screen, ground: Ground):
    file = upload(manager, ZOE)
    columns(manager, file, column_0="name", column_3="")
    told = manager.get("import_mapping", file=file).response.json()
    assert told["columns"] == {"Who": "name", "D.O.B.": "birth_date", "Sex": "gender", "Began": ""}


def test_a_step_that_is_over_leads_to_where_the_file_is_now(manager: Screen, ground: Ground):
    file = upload(manager, ZOE)
    for name in ("import_check", "import_progress"):
        assert str(manager.get(name, file=file).response["Location"]).endswith("/columns/")
    manager.send("import_drop", {}, file=file)
    for name in ("import_columns", "import_values", "import_check"):
        assert manager.get(name, file=file).status == 302
    assert "This file was given up" in manager.get("import_progress", file=file).text
    manager.send("import_agree", {}, file=file)
    assert "not waiting for that any more" in manager.get("import_progress", file=file).text


def test_a_worker_and_a_stranger_see_nothing_of_it(worker: Screen, manager: Screen, stranger: Screen, ground: Ground):
    file = upload(manager, ZOE)
    for screen in (worker, stranger):
        assert screen.get("import_columns", file=file).status == 404
    assert stranger.get("imports").text.count("people.xlsx") == 0
    assert "people.xlsx" in manager.get("imports").text


def test_a_job_that_stopped_offers_to_go_on(manager: Screen, ground: Ground, monkeypatch: pytest.MonkeyPatch):
    file = upload(manager, ZOE)
    columns(manager, file, column_0="name", column_3="")
    manager.send("import_values", {"gender_0": "woman"}, file=file)
    manager.send("import_agree", {}, file=file)
    with monkeypatch.context() as broken:
        broken.setattr("cairn.exchange.clients.committing.commit", lambda *_: 1 / 0)
        jobs.work_one()
    assert "It stopped half-way" in manager.get("import_progress", file=file).text
    manager.send("import_go_on", {}, file=file)
    jobs.work_one()
    assert "Your list is here" in manager.get("import_progress", file=file).text
    assert imports.AT_ONCE
