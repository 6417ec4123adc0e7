"""cairn import: every row checked, errors by cell, nothing half; and what a program reads of it."""

import json
from datetime import date
from pathlib import Path

import pytest

from cairn.access import scope
from cairn.exchange import tables
from cairn.exchange.models import Import
from cairn.people.models import Client
from cairn.services.actions import services
from cairn.services.actions.services import NewService
from cairn.services.models import DirectoryEntry
from tests.cli.conftest import Run
from tests.conftest import Party

COLUMNS = ["Name", "Sex", "DOB", "Started"]
GOOD = ["Zoë Green", "F", date(1980, 3, 31), date(2025, 4, 7)]
BAD = ["", "Martian", "31/02/1980", date(2025, 4, 7)]


@pytest.fixture
def here(harbour: Party, tmp_path: Path) -> Path:
    with scope.of(harbour.system):
        services.add(by=harbour.service_manager, services=[NewService(name="Walks", start_date=date(2024, 1, 1))])
    return tmp_path


def file(here: Path, *rows: list[object]) -> str:
    path = here / "people.xlsx"
    path.write_bytes(tables.xlsx(COLUMNS, rows, "Clients"))
    return str(path)


def names() -> list[str]:
    with scope.every("a test reads what came in"):
        return sorted(Client.objects.values_list("name", flat=True))


OF = ("--organisation", "harbour", "--service", "Walks")


def test_a_good_file_comes_in(run: Run, here: Path):
    said = run("import", "clients", file(here, GOOD), *OF, "--json")
    assert said.code == 0
    assert {key: said.json[key] for key in ("received", "accepted", "rejected", "errors")} == {
        "received": 1, "accepted": 1, "rejected": 0, "errors": [],
    }  # fmt: skip
    assert names() == ["Zoë Green"]


def test_with_a_row_wrong_nothing_comes_in_and_each_error_has_its_cell(run: Run, here: Path):
    said = run("import", "clients", file(here, GOOD, BAD), *OF, "--json")
    assert (said.code, names()) == (1, [])
    assert (said.json["received"], said.json["accepted"], said.json["rejected"]) == (2, 1, 1)
    by_rule = {error["rule"]: error for error in said.json["errors"]}
    assert set(by_rule) == {"client.name", "value.unknown", "date.unreadable"}
    assert by_rule["date.unreadable"] == {
        "rule": "date.unreadable", "severity": "error", "sheet": "Clients", "row": 3, "column": "DOB", "cell": "C3",
        "field": "birth_date", "message": "This is not a date.", "fix": "Write it like 31/03/1980.",
    }  # fmt: skip


def test_the_good_rows_come_in_when_they_are_to(run: Run, here: Path):
    said = run("import", "clients", file(here, GOOD, BAD), *OF, "--good-rows")
    assert (said.code, names()) == (1, ["Zoë Green"])
    assert "Clients!C3: This is not a date." in said.err
    assert "2 rows received, 1 came in, 1 rejected." in said.out


def test_a_dry_run_writes_nothing(run: Run, here: Path):
    said = run("import", "clients", file(here, GOOD), *OF, "--dry-run")
    assert (said.code, names()) == (0, [])
    assert "1 rows received, 1 would come in, 0 rejected." in said.out
    with scope.every("a test reads what is left"):
        assert set(Import.objects.values_list("state", flat=True)) == {"dropped"}


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_a_mapping_says_what_columns_and_words_are(run: Run, here: Path, form: str):
    told = {"columns": {"Name": "name", "Sex": "gender"}, "values": {"gender": {"Martian": "self_described"}}}
    path = here / f"mapping.{form}"
    path.write_text(
        json.dumps(told)
        if form == "json"
        else "columns: {Name: name, Sex: gender}\nvalues: {gender: {Martian: self_described}}\n"
    )
    said = run(
        "import",
        "clients",
        file(here, ["Ziggy", "Martian", "?", "?"]),
        "--organisation",
        "harbour",
        "--mapping",
        str(path),
    )
    assert (said.code, said.err) == (0, "")
    with scope.every("a test reads what came in"):
        assert Client.objects.get().gender == "self_described"


@pytest.mark.parametrize("told", ["[1]", "{", "columns: {Name: nonsense}", "\x00"])
def test_a_mapping_that_is_none_is_refused(run: Run, here: Path, told: str):
    (here / "mapping").write_text(told)
    said = run("import", "clients", file(here, GOOD), *OF, "--mapping", str(here / "mapping"))
    assert (said.code, names()) == (1, [])
    assert said.err


@pytest.mark.parametrize("service", ["Elsewhere", ""])
def test_a_service_that_is_not_there_is_refused(run: Run, here: Path, service: str):
    said = run("import", "clients", file(here, GOOD), "--organisation", "harbour", "--service", service)
    assert (said.code, names()) == (1, [])


def test_a_file_that_is_not_there_is_refused(run: Run, here: Path):
    assert run("import", "clients", str(here / "no.xlsx"), *OF).code == 1


def test_what_can_be_imported_is_said(run: Run, here: Path):
    assert run("import", "spoons", file(here, GOOD), *OF).code == 2
    assert run("import", "clients", file(here, GOOD)).code == 2


def test_a_directory_comes_in_by_the_same_command(run: Run, here: Path):
    path = here / "services.json"
    path.write_text('[{"id": "1", "name": "Debt advice", "status": "active"}, {"id": "2"}]')
    told = run("import", "directory", str(path), *OF, "--json")
    assert (told.code, told.json["new"], told.json["import"]) == (1, 1, "")
    assert [(one["cell"], one["rule"]) for one in told.json["errors"]] == [("[1].name", "service.name.missing")]
    kept = run("import", "directory", str(path), *OF, "--good-rows")
    assert "2 rows received, 1 came in, 1 rejected." in kept.out
    with scope.every("a test reads what came in"):
        assert DirectoryEntry.objects.get().name == "Debt advice"
    path.write_text("no json")
    assert run("import", "directory", str(path), *OF).code == 1
