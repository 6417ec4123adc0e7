"""`cairn return export|receive|corpus`: a return as a file, from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from cairn.access import scope
from cairn.interfaces.cli.main import main
from cairn.returns.models import Submission
from tests.conftest import Party
from tests.exchange.returned.conftest import WAYS, file, with_figure
from tests.returns.conftest import Quarter, _today, anchor, quarter

__all__ = ["_today", "anchor", "quarter"]
SHAPE = {"rule", "severity", "sheet", "row", "column", "cell", "field", "message", "fix"}


def receive(capsys: pytest.CaptureFixture[str], path: Path, *more: str, of: str = "harbour") -> tuple[int, Any]:
    code = main(["return", "receive", str(path), "--organisation", of, "--json", *more])
    return code, json.loads(capsys.readouterr().out)


def test_out_and_in_again_is_one_return(quarter: Quarter, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ours.xlsx"
    assert main(["return", "export", "E-1/2025-Q2", "--organisation", "harbour", "--out", str(path)]) == 0
    capsys.readouterr()
    code, said = receive(capsys, path, "--dry-run")
    assert code == 0 and (said["received"], said["accepted"], said["rejected"]) == (16, 16, 0)
    with scope.of(quarter.lead):
        assert not Submission.objects.exists()
    code, said = receive(capsys, path)
    assert code == 0 and said["number"] == 1 and len(said["sha256"]) == 64
    assert main(["return", "receive", str(path), "--organisation", "harbour"]) == 1
    assert "waits for the commissioner" in capsys.readouterr().err
    code, said = receive(capsys, path, "--dry-run")
    assert (code, said["can_be_sent"]) == (0, False) and "return.state" in {one["rule"] for one in said["errors"]}
    assert main(["return", "receive", str(path), "--organisation", "harbour", "--dry-run"]) == 0
    assert "the return does not take it now" in capsys.readouterr().out


@pytest.mark.parametrize("way", WAYS)
def test_what_is_wrong_has_the_shape_of_an_import(
    quarter: Quarter, tmp_path: Path, capsys: pytest.CaptureFixture[str], way: Any
) -> None:
    path = tmp_path / "ours"
    path.write_bytes(file(quarter.lead, quarter.uid, way, with_figure("people_supported", "", value="about two")))
    code, said = receive(capsys, path)
    assert code == 1 and (said["accepted"], said["rejected"]) == (0, 1)
    (wrong,) = [one for one in said["errors"] if one["severity"] == "error"]
    assert set(wrong) == SHAPE and (wrong["rule"], wrong["sheet"], wrong["field"]) == (
        "number.text",
        "figures",
        "value",
    )
    with scope.of(quarter.lead):
        assert not Submission.objects.exists()


def test_another_providers_file_is_refused_in_the_same_shape(
    quarter: Quarter, oakfield: Party, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "theirs.zip"
    path.write_bytes(file(quarter.lead, quarter.uid, "package"))
    code, said = receive(capsys, path, of="oakfield")
    assert code == 1 and [one["rule"] for one in said["errors"]] == ["identity.return"]
    path.write_bytes(b"nothing")
    code, said = receive(capsys, path)
    assert code == 1 and [one["rule"] for one in said["errors"]] == ["file.kind"]


def test_an_empty_file_says_what_is_not_given(
    quarter: Quarter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "empty.json"
    export = ["return", "export", "E-1/2025-Q2", "--organisation", "harbour", "--as", "json", "--empty"]
    assert main([*export, "--out", str(path)]) == 0
    capsys.readouterr()
    code, said = receive(capsys, path, "--dry-run")
    assert code == 0 and {one["severity"] for one in said["errors"]} == {"warning"}
    assert sum(one["rule"] == "figure.blank" for one in said["errors"]) == said["received"]


def test_a_file_is_tried_against_the_made_up_return(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from cairn.exchange.returned import corpus

    some = {
        case.name: case
        for case in corpus.every()
        if case.name in ("package-good", "package-semicolons", "json-no-json")
    }
    for case in some.values():
        (tmp_path / case.filename).write_bytes(case.make())
    for name, expected in (
        ("package-good", set()),
        ("package-semicolons", {"csv.separator"}),
        ("json-no-json", {"file.json"}),
    ):
        path = tmp_path / some[name].filename
        code = main(["return", "receive", str(path), "--example", "--json"])
        found = {one["rule"] for one in json.loads(capsys.readouterr().out)["errors"]}
        assert (code, found) == (int(bool(expected)), expected)
    assert main(["return", "receive", str(tmp_path / "absent"), "--example"]) == 1
    assert main(["return", "receive", str(path)]) == 1 and "Whose return" in capsys.readouterr().err
    monkeypatch.setattr("cairn.exchange.returned.corpus.making.every", lambda: iter(some.values()))
    assert main(["return", "corpus", str(tmp_path / "made")]) == 0 and (tmp_path / "made" / "expected.json").exists()
