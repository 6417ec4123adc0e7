"""`score`, `scales`, `frameworks`: no database, one shape, refusals that say how to mend."""

import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

MIDDLE = ["3"] * 7


def test_the_middle_of_swemwbs_is_21_raw_and_19_25_metric(run: Run) -> None:
    shape = run("score", "swemwbs", *MIDDLE, "--json").json
    [band] = shape.pop("bands")
    assert shape == {
        "scale": "swemwbs", "version": 1, "total": 21, "metric": 19.25, "subscales": {}, "flags": [], "missing": 0,
        "reason": None, "profile": None, "possible": [7, 35],
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


@pytest.mark.parametrize("one", ["3,3,3,3,3,3,-", "3, 3,3,3,3,3,", "[3, 3, 3, 3, 3, 3, null]", "3 3 3 3 3 3 -"])
def test_all_answers_may_stand_in_one_word(run: Run, one: str) -> None:
    assert run("score", "swemwbs", one, "--json").json == run("score", "swemwbs", *MIDDLE[:6], "-", "--json").json


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


@pytest.mark.parametrize(
    ("argv", "total", "possible"),
    [
        (["wsas", "na", "4", "4", "4", "4"], 16, [0, 32]),
        (["wsas", "4", "4", "4", "4", "4"], 20, [0, 40]),
        (["core10", *"0440000000"], 0, [0, 40]),
        (["who5", *"33322", "--version", "1"], 13, [0, 100]),
        (["honos", *"190100321291"], 11, [0, 48]),
    ],
)
def test_skips_unknown_codes_and_versions_are_written_as_words_and_numbers(
    run: Run, argv: list[str], total: int, possible: list[int]
) -> None:
    shape = run("score", *argv, "--json").json
    assert (shape["total"], shape["possible"]) == (total, possible)


def test_answers_may_name_their_items_in_any_order(run: Run) -> None:
    shape = run("score", "ons4", "anxious=1", "satisfied=8", "happy=-", "--json").json
    assert (shape["subscales"], shape["missing"]) == ({"satisfied": 8, "anxious": 1}, 2)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["ons4", "anxious=1", "8"], "as item=answer"),
        (["ons4", "anxious=1", "anxious=2"], "answered twice"),
        (["ons4", "sad=1"], "has no item `sad`"),
        (["swemwbs", "--version", "99", *MIDDLE], "no version 99"),
        (["swemwbs", "3", "1e3", "--", "-3", "3", "3", "3", "3"], "Item 3 (relaxation) is out of range 1-5"),
        (["--batch", "/no/such/file"], "could not be read"),
    ],
)
def test_what_cannot_be_read_is_refused_at_once(run: Run, argv: list[str], words: str) -> None:
    said = run("score", *argv, "--json")
    assert (said.code, said.out) == (1, "")
    assert words in said.err


def test_people_read_flags_parts_and_how_sure(run: Run) -> None:
    assert "Look at this today" in run("score", "phq9", *"000000001").out
    said = run("score", "dialog", *"45344655657").out
    assert "Quality of life" in said
    assert "4.5" in said
    assert "not sure: from memory" in run("score", "swemwbs", *MIDDLE).out
    assert "table of values is not in hand" in run("score", "icecap_a", *"44444").out


def test_a_scale_is_told_with_its_sources_and_what_is_not_sure(run: Run) -> None:
    said = run("scales", "swemwbs").out
    assert all(
        words in said for words in ("i7  decisions  1-5", "Ng Fat", "not sure: from memory", "Scores from 7 to 35")
    )
    assert "No score before its table of values is loaded" in run("scales", "icecap_a").out
    assert all(run("scales", row["id"]).code == 0 for row in run("scales", "--json").json)


LINES = [
    '{"scale": "lifesat", "answers": [7]}',
    '{"scale": "lifesat", "answers": [11]}',
    "{broken",
    "",
    '{"scale": "ons4", "answers": {"happy": 3}, "version": 1}',
    '{"scale": "nothing", "answers": [1]}',
    '{"answers": "Ada Lovelace"}',
    '{"scale": "ons4", "answers": {"Ada Lovelace": 3}}',
    '{"scale": "ons4", "answers": {"happy": 3, "happy": 9}}',
    r'{"scale": "own-\ud800", "answers": [1]}',
]


def test_a_batch_is_answered_line_by_line_and_refusals_name_their_line_and_nobody(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "batch.jsonl"
    file.write_text("\ufeff" + "\n".join([*LINES, "", ""]), encoding="utf-8")
    said = run("score", "--batch", str(file))
    rows = [json.loads(line) for line in said.out.splitlines()]
    assert (said.code, len(rows)) == (1, len(LINES))
    assert [row.get("total", row.get("line")) for row in rows] == [7, 2, 3, 4, None, 6, 7, 8, 9, 10]
    rules = [row["error"][0]["rule"] for row in rows if "error" in row]
    assert rules == [
        "out_of_range", "score.json", "score.json", "scale.unknown", "score.shape", "unknown_item", "json.twice",
        "scale.unknown",
    ]  # fmt: skip
    assert "Ada" not in said.out


def test_a_batch_gives_each_line_what_one_scoring_gives(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps({"scale": "swemwbs", "answers": [place % 5 + 1] * 7}) for place in range(1_203)]
    stdin = io.TextIOWrapper(io.BytesIO("\n".join(lines).encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    said = run("score", "--batch", "-")
    rows = [json.loads(line) for line in said.out.splitlines()]
    assert (said.code, len(rows)) == (0, 1_203)
    assert rows[2] == run("score", "swemwbs", *MIDDLE, "--json").json
    assert rows[1_202] == rows[2]


def test_a_batch_names_its_scales_itself(run: Run) -> None:
    assert run("score", "swemwbs", "3", "--batch", "-").code == 2
