"""Each import contract fails when a bad import is planted: a gate that cannot fail holds nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLANTED = {
    "floors": ("kernel/planted.py", "import cairn.people.models\n"),
    "sideways": ("people/planted.py", "import cairn.services.models\n"),
    "audiences": ("interfaces/workspace/planted.py", "import cairn.interfaces.commissioner.urls\n"),
    "public": ("interfaces/public/planted.py", "import cairn.people.models\n"),
    "pure": ("questionnaire/planted.py", "import django.conf\n"),
    "web": ("insight/planted.py", "import cairn.web\n"),
    "duckdb": ("returns/planted.py", "import duckdb\n"),
}
BROKEN = {
    "floors": "A room imports only rooms on floors below it, never sideways",
    "sideways": "A room imports only rooms on floors below it, never sideways",
    "audiences": "Audiences do not know each other",
    "public": "The public door reaches no person's record",
    "pure": "Pure rooms know no Django",
    "web": "Only interfaces and presentation draw",
    "duckdb": "Only insight knows the mart's engine",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [
        "import sys; sys.path.insert(0, sys.argv.pop(1));"
        "from importlinter.cli import lint_imports_command as c; c(['--no-cache', '--config', sys.argv[1]])"
    ]
    return subprocess.run(
        [sys.executable, "-c", *command, str(folder), str(ROOT / ".importlinter")],
        capture_output=True,
        text=True,
        cwd=folder,
    )


@pytest.fixture(scope="module")
def copy_of_the_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "src" / "cairn", folder / "cairn", ignore=shutil.ignore_patterns("*.pyc", "data", "static"))
    return folder


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_bad_import_is_caught(contract: str, copy_of_the_house: Path) -> None:
    place, line = PLANTED[contract]
    planted = copy_of_the_house / "cairn" / place
    planted.write_text(line)
    try:
        found = lint(copy_of_the_house)
    finally:
        planted.unlink()
    assert found.returncode == 1, found.stdout + found.stderr
    assert f"{BROKEN[contract]} BROKEN" in " ".join(found.stdout.split())


def test_a_circle_inside_a_room_is_caught(copy_of_the_house: Path) -> None:
    room = copy_of_the_house / "cairn" / "kernel"
    (room / "planted_a.py").write_text("import cairn.kernel.planted_b\n")
    (room / "planted_b.py").write_text("import cairn.kernel.planted_a\n")
    try:
        found = lint(copy_of_the_house)
    finally:
        (room / "planted_a.py").unlink()
        (room / "planted_b.py").unlink()
    assert found.returncode == 1
    assert "No circles inside a room BROKEN" in " ".join(found.stdout.split())


def test_a_new_room_must_have_its_floor(copy_of_the_house: Path) -> None:
    room = copy_of_the_house / "cairn" / "planted"
    room.mkdir()
    (room / "__init__.py").touch()
    try:
        found = lint(copy_of_the_house)
    finally:
        shutil.rmtree(room)
    assert found.returncode == 1
    assert "cairn.planted" in found.stdout
