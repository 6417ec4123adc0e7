"""`init` and `doctor` in a process and a directory of their own, with no terminal to ask at."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PASSWORD = "seven-stones-in-a-row"
NEW = ("init", "--organisation", "Harbour Trust", "--email", "ann@harbour.example", "--name", "Ann Other")


def cairn(home: Path, *argv: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("CAIRN_", "DJANGO_", "DATABASE"))
    }
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "cairn.interfaces.cli.main", *argv],
        input=said, capture_output=True, text=True, check=False, env={**environment, "CAIRN_DATA_DIR": str(home)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory where the first organisation has just been made."""
    place = tmp_path_factory.mktemp("init")
    done = cairn(place, *NEW, said=f"{PASSWORD}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "ann@harbour.example" in done.stdout
    return place


def test_the_password_is_read_from_standard_input_and_nowhere_repeated(home: Path) -> None:
    assert (home / "db" / "cairn.sqlite3").exists()
    assert PASSWORD.encode() not in (home / "db" / "cairn.sqlite3").read_bytes()


def test_the_doctor_finds_it_well(home: Path) -> None:
    done = cairn(home, "doctor", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    shape = json.loads(done.stdout)
    assert shape["data_dir"] == str(home)
    assert {check["check"]: check["good"] for check in shape["checks"]} == {
        "database": True,
        "chain of harbour-trust": True,
    }


def test_the_same_organisation_twice_is_refused(home: Path) -> None:
    done = cairn(home, *NEW, said=f"{PASSWORD}\n")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr


def test_the_demonstration_is_not_built_beside_a_real_organisation(home: Path) -> None:
    done = cairn(home, "demo", "--no-serve")
    assert done.returncode == 1
    assert "CAIRN_DATA_DIR" in done.stderr


def test_what_is_missing_is_named_and_a_weak_password_refused(tmp_path: Path) -> None:
    missing = cairn(tmp_path, "init", "--organisation", "Harbour Trust")
    assert missing.returncode == 1
    assert "e-mail" in missing.stderr
    weak = cairn(tmp_path, *NEW, said="short\n")
    assert weak.returncode == 1
    assert "10 characters" in weak.stderr
    nameless = cairn(tmp_path, *NEW[:4], "ann", *NEW[5:], said="a-stone-at-a-time\n")
    assert nameless.returncode == 1
    assert "not an e-mail address" in nameless.stderr
