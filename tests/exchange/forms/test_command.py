"""cairn import forms: what a program reads of it, and what it answers to the shell."""

import json
from pathlib import Path
from typing import Any

from cairn.collection.models import CollectedForm, FormSubmission
from tests.cli.conftest import Run
from tests.exchange.forms.conftest import Programme


def test_a_file_is_checked_asked_about_and_taken(programme: Programme, run: Run, tmp_path: Path) -> None:
    rows = programme.rows(4)
    rows[1]["Gender"], rows[2]["SupportPlan"] = "perhaps", "No"
    path = tmp_path / "forms.csv"
    path.write_bytes(programme.csv(rows))

    def told(*more: str) -> tuple[int, Any]:
        said = run("import", "forms", str(path), "--organisation", "harbour", "--json", *more)
        return said.code, json.loads(said.out)

    code, dry = told("--dry-run")
    assert (code, dry["received"], dry["accepted"], dry["rejected"], dry["import"]) == (1, 4, 2, 2, "")
    [first, second] = dry["errors"]
    assert (first["rule"], first["severity"], first["row"], first["field"]) == ("choice", "error", 3, "Gender")
    assert first["cell"] == f"{first['column']}3" and first["message"] and first["fix"]
    assert (second["rule"], second["severity"], second["row"]) == ("no-plan", "warning", 4)
    assert told("--right", "all")[1]["import"] == "", "not without being told that good rows go alone"
    assert not CollectedForm.objects.exists()
    code, done = told("--right", "no-plan:SupportPlan", "--good-rows")
    assert (code, done["accepted"], done["taken"], done["rejected"]) == (1, 3, 3, 1)
    assert done["receipt"].startswith("R") and len(done["sha256"]) == 64
    assert CollectedForm.objects.count() == 3
    assert sorted(FormSubmission.objects.values_list("state", flat=True)) == ["dropped", "dropped", "taken"]


def test_it_says_what_is_missing(programme: Programme, run: Run, tmp_path: Path) -> None:
    assert "There is no such file" in run("import", "forms", str(tmp_path / "x"), "--organisation", "harbour").err
    path = tmp_path / "forms.csv"
    path.write_bytes(programme.csv(programme.rows(1)))
    said = run("import", "forms", str(path), "--organisation", "harbour", "--collection", "Another")
    assert (said.code, "Name one: Supporting People" in said.err) == (1, True)
    good = run("import", "forms", str(path), "--organisation", "harbour", "--collection", "Supporting People")
    assert good.code == 0 and "Receipt R" in good.out
