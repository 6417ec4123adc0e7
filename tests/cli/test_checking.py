"""A wrong definition file: `check` and the start of the program refuse it with its file, line and rule."""

import importlib
import shutil
from pathlib import Path

import pytest

from cairn.config import wsgi
from cairn.definitions import registry
from cairn.interfaces.cli import serve
from cairn.kernel.problems import Refused
from tests.cli.conftest import Run, Said

FILE = "codes/crisis/1.yaml"


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package's definitions with one word misspelt on one line."""
    copied = Path(shutil.copytree(registry.PACKAGE.root, tmp_path / "data"))
    lines = (copied / FILE).read_text().splitlines()
    (copied / FILE).write_text("\n".join(["lable: Crisis", *lines]) + "\n")
    monkeypatch.setattr(registry.PACKAGE, "root", copied)
    return copied


def names_the_place(words: str) -> bool:
    return all(part in words for part in ("crisis/1.yaml", "line 1", "unknown_field", "lable"))


@pytest.mark.django_db
def test_all_is_in_order_as_it_is_shipped(run: Run) -> None:
    said = run("check")
    assert (said.code, said.err) == (0, "")


def test_check_names_file_line_and_rule(run: Run, planted: Path) -> None:
    said = run("check")
    assert said.code == 1
    assert names_the_place(said.err)
    assert "row " not in said.err, "a line of a file is no row of a list"


def test_check_says_the_same_to_programs(run: Run, planted: Path) -> None:
    said = run("check", "--json")
    assert said.code == 1
    [problem] = said.json
    assert (problem["rule"], problem["row"], problem["severity"]) == ("unknown_field", 1, "error")
    assert problem["cell"] == str(planted / FILE)
    assert problem["fix"]


@pytest.mark.parametrize("argv", [["serve"], ["worker"], ["demo"]])
def test_no_command_starts_the_program(
    run: Run, planted: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str]
) -> None:
    def started(*_: object) -> int:
        raise AssertionError("it started")

    monkeypatch.setattr(serve, "start", started)
    said: Said = run(*argv)
    assert said.code == 1
    assert names_the_place(said.err)


def test_a_web_process_does_not_start(planted: Path) -> None:
    with pytest.raises(Refused) as refused:
        importlib.reload(wsgi)
    assert names_the_place(str(refused.value))


def test_a_web_process_starts_when_all_is_well() -> None:
    assert importlib.reload(wsgi).application
