"""`cairn return build|check|submit`: the same return as on the screen, by contract and period."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cairn.access import scope
from cairn.interfaces.cli.main import main
from cairn.kernel import clock
from cairn.returns.models import Submission, SubmissionRow
from tests.returns.conftest import Quarter, _today, anchor, quarter, signed_agreement

__all__ = ["_today", "anchor", "quarter"]


def run(
    capsys: pytest.CaptureFixture[str], deed: str, name: str = "E-1/2025-Q2", of: str = "harbour"
) -> tuple[int, Any]:
    code = main(["return", deed, name, "--organisation", of, "--json"])
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out else said.err


def test_build_has_the_promised_shape(quarter: Quarter, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "build", "E-1/2025-04-01..2025-06-30")
    assert code == 0 and {"return", "contract", "round", "state", "basis", "figures", "sha256"} == set(said)
    assert (said["contract"], said["round"], said["state"], said["sha256"]) == ("E-1", "2025-Q2", "open", None)
    figure = next(each for each in said["figures"] if each["measure"] == "referrals_received" and not each["code"])
    assert {"measure", "class", "value", "n", "derived", "override_reason"} <= set(figure) and figure["value"] == 5


def test_check_then_submit_then_check_again(quarter: Quarter, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "check")
    assert code == 0 and {each["severity"] for each in said} <= {"warning"}
    code, said = run(capsys, "submit")
    assert code == 0 and said["state"] == "submitted" and len(said["sha256"]) == 64
    code, said = run(capsys, "check")
    assert code == 1 and [each["rule"] for each in said] == ["return.state"]
    code, said = run(capsys, "submit")
    assert code == 1 and "waits for the commissioner" in said


def test_under_an_ended_agreement_only_figures_are_sent_and_only_when_it_is_said(
    quarter: Quarter, capsys: pytest.CaptureFixture[str]
) -> None:
    with clock.fixed(datetime(2025, 1, 2, 9, tzinfo=UTC)):
        signed_agreement(quarter, end_date=date(2025, 5, 31))
    assert run(capsys, "submit")[0] == 1
    code = main(["return", "submit", "E-1/2025-Q2", "--organisation", "harbour", "--figures-only", "--json"])
    assert (code, json.loads(capsys.readouterr().out)["state"]) == (0, "submitted")
    with scope.of(quarter.lead):
        assert not SubmissionRow.objects.exclude(row_code="").exists()


def test_the_commissioner_reads_nothing_before_it_is_sent(quarter: Quarter, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "build", of="eastborough")[1]["figures"] == []
    run(capsys, "submit")
    assert run(capsys, "build", of="eastborough")[1]["figures"]
    assert run(capsys, "check", of="eastborough")[0] == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [("E-1", "names no return"), ("E-1/2024-Q1", "Known are: E-1/2025-Q2"), ("E-1/x", "not a period")],
)
def test_what_is_not_there_is_refused_in_words(
    quarter: Quarter, capsys: pytest.CaptureFixture[str], name: str, words: str
) -> None:
    code, said = run(capsys, "build", name)
    assert code == 1 and words in said


def test_a_return_of_others_is_not_there(
    quarter: Quarter, oakfield: object, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = run(capsys, "build", of="oakfield")
    assert code == 1 and "no such return" in said and "E-1" not in said


def test_every_return_of_a_round_is_built_at_once(
    quarter: Quarter, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    one = run(capsys, "build")[1]
    assert main(["return", "build", "--all", "--round", "2025-Q2", "--json", "--out", str(tmp_path)]) == 0
    said = json.loads(capsys.readouterr().out)
    [built] = said["returns"]
    assert (said["round"], said["kind"], built["provider"], built["basis"]) == (
        "2025-Q2",
        "quarterly",
        "Harbour Trust",
        "now",
    )
    assert built["figures"] == one["figures"]
    assert json.loads((tmp_path / f"{one['return']}.json").read_text()) == built


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([], "Every return of which round?"),
        (["E-1/2025-Q2", "--round", "2025-Q2"], "Every return of which round?"),
        (["--round", "2024-Q1"], "Known are: 2025-Q2"),
        (["--round", "2025-Q2", "--kind", "annual"], "Ask the commissioners to add a round"),
    ],
)
def test_a_round_that_is_not_there_is_refused_in_words(
    quarter: Quarter, capsys: pytest.CaptureFixture[str], asked: list[str], words: str
) -> None:
    assert main(["return", "build", "--all", *asked]) == 1
    assert words in capsys.readouterr().err


def test_all_that_was_sent_is_checked_at_once(quarter: Quarter, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "submit")
    assert main(["return", "check", "--all"]) == 0
    assert "1 submissions and 0 totals of 0 rounds looked at: all hold." in capsys.readouterr().out
    with scope.every("the test writes past the program"):
        sent = Submission.objects.get()
        Submission.objects.update(figures=sent.figures[1:])
    assert main(["return", "check", "--all", "--json"]) == 1
    assert {one["rule"] for one in json.loads(capsys.readouterr().out)["problems"]} == {"submission.hash"}


@pytest.mark.parametrize("deed", ["build", "check"])
def test_without_a_name_nothing_is_done(deed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["return", deed]) == 1
    assert "names no return" in capsys.readouterr().err
