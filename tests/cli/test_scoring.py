"""`score`, `scales`, `frameworks`: no database, one shape, refusals that say how to mend."""

import pytest

from tests.cli.conftest import Run

MIDDLE = ["3"] * 7


def test_the_middle_of_swemwbs_is_21_raw_and_19_25_metric(run: Run) -> None:
    shape = run("score", "swemwbs", *MIDDLE, "--json").json
    [band] = shape.pop("bands")
    assert shape == {
        "scale": "swemwbs", "version": 1, "total": 21, "metric": 19.25, "subscales": {}, "flags": [], "missing": 0,
        "reason": None,
    }  # fmt: skip
    assert (band["set"], band["band"]) == ("ng_fat_2017", "low")
    assert "Ng Fat" in band["source"]


@pytest.mark.parametrize("place", range(7))
def test_a_dash_is_a_missing_answer_wherever_it_stands(run: Run, place: int) -> None:
    answers = [*MIDDLE[:place], "-", *MIDDLE[place + 1 :]]
    said = run("score", "swemwbs", *answers, "--json")
    assert said.code == 0
    assert (said.json["total"], said.json["metric"], said.json["missing"]) == (None, None, 1)
    assert "6 of 7" in said.json["reason"]


def test_people_read_the_same_in_words(run: Run) -> None:
    said = run("score", "swemwbs", *MIDDLE)
    assert said.code == 0
    assert "19.25" in said.out
    assert "low" in said.out


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["nosuch", *MIDDLE], "swemwbs"),
        (["swemwbs", "3"], "Give 7 answers"),
        (["swemwbs", *MIDDLE[:6], "6"], "from 1 to 5"),
        (["swemwbs", *MIDDLE[:6], "x"], "whole number"),
    ],
)
def test_a_refusal_ends_with_1_and_says_how_to_mend_it(run: Run, argv: list[str], words: str) -> None:
    said = run("score", *argv, "--json")
    assert (said.code, said.out) == (1, "")
    assert words in said.err


@pytest.mark.parametrize(
    "argv", [[], ["nosuch"], ["score"], ["score", "swemwbs"], ["mart"], ["return"], ["scales", "--x"]]
)
def test_misuse_ends_with_2_and_shows_the_usage(run: Run, argv: list[str]) -> None:
    said = run(*argv)
    assert (said.code, said.out) == (2, "")
    assert "usage: cairn" in said.err


@pytest.mark.parametrize(
    ("command", "some"),
    [("scales", {"swemwbs", "wemwbs"}), ("frameworks", {"supporting-people", "prevention-first"})],
)
def test_the_library_is_listed_and_each_is_shown_whole(run: Run, command: str, some: set[str]) -> None:
    listed = run(command, "--json")
    assert listed.code == 0
    assert some <= {row["id"] for row in listed.json}
    assert all(row.keys() == {"id", "version", "label"} for row in listed.json)
    for row in listed.json:
        whole = run(command, row["id"], "--json")
        assert (whole.code, whole.json["id"], whole.json["version"]) == (0, row["id"], row["version"])
    assert run(command, "nosuch").code == 1
    assert all(id_ in run(command).out for id_ in some)
