"""The commands that read records: measure, mart, return, doctor. Their JSON is what other programs rely on."""

from collections.abc import Iterator

import pytest

from cairn.interfaces.cli.demo.building import quarters
from tests.cli.conftest import PROVIDER, Run
from tests.towns import NOW, taken_back

NUMBERS = {"n", "numerator", "denominator", "value", "low", "high", "suppressed", "reason"}
LAST = quarters(NOW.date())[-2].label
ASKED = ("--organisation", PROVIDER.slug)

pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper(small_town: object) -> Iterator[None]:
    with taken_back():
        yield


def test_a_measure_has_the_shape_that_programs_rely_on(run: Run) -> None:
    said = run(
        "measure", "needs_presented", "--by", "need,crisis", "--period", "2020-01-01..2099-12-31", "--json", *ASKED
    )
    assert said.code == 0
    shape = said.json
    assert shape.keys() >= {"measure", "version", "period", "organisation", "scope", "rows", "left_out"}
    assert (shape["measure"], shape["version"], shape["scope"]) == ("needs_presented", 1, "own")
    assert shape["rows"], "the town has needs"
    assert all(row.keys() == NUMBERS | {"need", "crisis"} for row in shape["rows"])
    assert all(row["value"] == row["n"] > 0 and row["suppressed"] is False for row in shape["rows"])


def test_the_parts_of_a_count_add_up_to_the_whole(run: Run) -> None:
    asked = ("--period", "2020-01-01..2099-12-31", "--json", *ASKED)
    [whole] = run("measure", "needs_presented", *asked).json["rows"]
    parts = run("measure", "needs_presented", "--by", "need", *asked).json["rows"]
    assert sum(row["value"] for row in parts) == whole["value"]


def test_a_change_says_what_it_left_out_and_why(run: Run) -> None:
    shape = run("measure", "swemwbs_change", "--period", "2020-01-01..2099-12-31", "--json", *ASKED).json
    [row] = shape["rows"]
    assert row["low"] < row["value"] < row["high"]
    assert all(isinstance(count, int) for count in shape["left_out"].values())
    said = run("measure", "swemwbs_change", "--period", "2020-01-01..2099-12-31", *ASKED)
    assert said.out.count("left out:") == len(shape["left_out"])


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["nosuch", "--period", "2025-Q1", *ASKED], "Known are"),
        (["needs_met", "--period", "soon", *ASKED], "2025-Q1"),
        (["needs_met", "--by", "shoe_size", "--period", "2025", *ASKED], "Choose from"),
        (["needs_met", "--period", "2025", "--organisation", "nosuch"], "cairn doctor"),
    ],
)
def test_a_measure_that_cannot_be_computed_is_refused(run: Run, argv: list[str], words: str) -> None:
    said = run("measure", *argv, "--json")
    assert (said.code, said.out) == (1, "")
    assert words in said.err


def test_a_mart_is_refreshed_and_proved(run: Run) -> None:
    said = run("mart", "refresh", "--json", *ASKED)
    assert said.code == 0
    assert said.json.keys() == {"how", "subjects", "rows", "seq"}
    assert run("mart", "refresh", "--json", *ASKED).json["how"] == "nothing"
    assert run("mart", "verify", "--json", *ASKED).json == []
    assert run("mart", "verify", *ASKED).code == 0


FIGURE = {"measure", "class", "value", "n", "derived", "override_reason"}


def test_a_return_is_built_checked_and_sent(run: Run) -> None:
    """The newest round of the town waits for its provider."""
    name = f"{PROVIDER.contract}/{LAST}"
    built = run("return", "build", name, "--json", *ASKED)
    assert built.code == 0
    assert built.json.keys() == {"return", "contract", "round", "state", "basis", "figures", "sha256"}
    assert (built.json["contract"], built.json["round"], built.json["state"]) == (PROVIDER.contract, LAST, "open")
    assert built.json["sha256"] is None
    assert built.json["figures"]
    assert all(figure.keys() >= FIGURE for figure in built.json["figures"])
    checked = run("return", "check", name, "--json", *ASKED)
    assert (checked.code, [p for p in checked.json if p["severity"] == "error"]) == (0, [])
    sent = run("return", "submit", name, "--json", *ASKED)
    assert (sent.code, sent.json["state"], len(sent.json["sha256"])) == (0, "submitted", 64)
    assert sent.json["figures"] == built.json["figures"]
    again = run("return", "submit", name, "--json", *ASKED)
    assert (again.code, again.out) == (1, "")
    assert again.err


@pytest.mark.parametrize("name", ["nosuch", "XX-99/2025-Q1", f"{PROVIDER.contract}/1999-Q1"])
def test_a_return_that_is_not_there_is_refused(run: Run, name: str) -> None:
    said = run("return", "build", name, *ASKED)
    assert (said.code, said.out) == (1, "")
    assert PROVIDER.contract in said.err or "EB-001/2025-Q1" in said.err


def test_the_doctor_finds_every_chain_whole(run: Run) -> None:
    said = run("doctor", "--json")
    assert said.code == 0
    names = {check["check"] for check in said.json["checks"]}
    assert {"database", f"chain of {PROVIDER.slug}"} <= names
    assert all(check["good"] for check in said.json["checks"])
    words = run("doctor")
    assert words.code == 0
    assert "CAIRN_DATA_DIR" in words.out
