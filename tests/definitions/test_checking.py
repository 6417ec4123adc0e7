"""`definitions check` and `definitions lock`."""

import json
from pathlib import Path

import pytest

from cairn.definitions.__main__ import main
from cairn.definitions.checking import check, lock
from cairn.definitions.library import Library
from tests.definitions.conftest import Write

YES = "entries:\n  - {code: 'yes', label: 'Yes'}\n"
MEASURE = "measure_class: service_reach\nbetter: none\nwords: W\n"
REFERRALS = MEASURE + "kind: count\ntable: referral\nperiod_date: received_date\nmay_group_by: [service]\n"


def found(library: Library) -> list[str]:
    """What is wrong besides the lists that a small library lacks for the mart, and locks."""
    problems = [problem for problem in check(library) if not problem.message.startswith("mart table")]
    return [problem.message for problem in problems if problem.rule != "not_locked"]


def test_the_packages_own_definitions_hold() -> None:
    assert check() == []


def test_a_published_version_edited_after_locking_is_found(library: Library, write: Write) -> None:
    path = write("codes/crisis/1.yaml", YES)
    assert [problem.rule for problem in check(library) if problem.cell] == ["not_locked"]
    assert lock(library) == ["codes/crisis/1"]
    assert [problem for problem in check(library) if problem.cell] == []
    path.write_text(path.read_text().replace("'Yes'", "'Yes, very'"))
    [problem] = [problem for problem in check(library) if problem.cell]
    assert (problem.rule, problem.cell) == ("edited_after_lock", str(path))
    assert "new version" in problem.fix


def test_line_ends_are_no_edit(library: Library, write: Write) -> None:
    path = write("codes/crisis/1.yaml", YES)
    lock(library)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert [problem for problem in check(library) if problem.cell] == []


def test_locking_again_replaces_no_hash_and_leaves_drafts_free(library: Library, write: Write, tmp_path: Path) -> None:
    path = write("codes/crisis/1.yaml", YES)
    lock(library)
    before = json.loads((tmp_path / "lock.json").read_text())
    path.write_text(path.read_text() + "note: changed\n")
    write("codes/crisis/2.yaml", "status: draft\n" + YES)
    write("codes/crisis/3.yaml", YES)
    assert lock(library) == ["codes/crisis/3"]
    assert json.loads((tmp_path / "lock.json").read_text())["codes/crisis/1"] == before["codes/crisis/1"]
    assert [problem.rule for problem in check(library) if problem.cell] == ["edited_after_lock"]


def test_a_locked_version_that_is_gone_is_found(library: Library, write: Write) -> None:
    path = write("codes/crisis/1.yaml", YES)
    lock(library)
    path.unlink()
    assert [problem.message for problem in check(library) if problem.rule == "removed_after_lock"] == [
        "codes/crisis/1 was locked and is gone"
    ]


def test_faults_of_shape_are_told_of_every_file_at_once(library: Library, write: Write) -> None:
    write("codes/mood/1.yaml", "entries:\n  - {code: glad}\n")
    write("ladders/up/1.yaml", "words: W\nneeds: []\n")
    assert found(library) == [
        "mood/1.yaml, line 5: `entries.0.label`: Field required",
        "up/1.yaml, line 1: `rungs`: Field required",
    ]


@pytest.mark.parametrize(
    ("path", "body", "wrong"),
    [
        ("codes/mood/1.yaml", YES + "  - {code: 'yes', label: 'Yes'}\n", "line 4: `entries`: `yes` is there twice"),
        ("ladders/up/1.yaml", "words: W\nneeds: [debt]\nrungs:\n  - {id: a, label: A, words: W}\n",
         "line 5: `needs`: `debt` is no need of the dictionary"),
        ("measures/m/1.yaml", REFERRALS + "scale: mood\n", "line 11: `scale`: `mood` is no scale"),
        ("measures/m/1.yaml", REFERRALS + "sum_of: [n]\n", "`n` is no measure"),
        ("measures/m/1.yaml", REFERRALS + "frameworks: [f]\n", "`f` is no framework or framework outcome"),
        ("measures/m/1.yaml", REFERRALS + "distinct: rung\n", "`rung` is no column of `referral`"),
        ("measures/m/1.yaml", REFERRALS.replace("[service]", "[rung]"), "line 10: `may_group_by`: `rung` is no column"),
        ("measures/m/1.yaml", REFERRALS.replace("received_date", "state"), "`state` is no date column"),
        ("measures/m/1.yaml", REFERRALS + "value: state\n", "`state` is no number column"),
        ("measures/m/1.yaml", REFERRALS + "where: {field: mood, equals: glad}\n", "`mood` is no column of this table"),
        ("rules/r/1.yaml", "table: need\nfield: mood\nmust: {field: state, answered: true}\nseverity: error\n"
         "message: M\nfix: F\n", "`mood` is no column of `need`"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_found_at_its_line(library: Library, write: Write, path: str, body: str, wrong: str) -> None:
    write(path, body)
    [message] = found(library)
    assert wrong in message


def test_a_value_that_is_no_code_of_the_columns_list_is_found(library: Library, write: Write) -> None:
    write("codes/referral_state/1.yaml", "entries:\n  - {code: pending, label: Pending}\n")
    write("measures/m/1.yaml", REFERRALS + "where: {any: [{field: state, in: [pending, done]}]}\n")
    write("measures/n/1.yaml", REFERRALS + "left_out: [{id: a, words: W, where: {field: state, equals: lost}}]\n")
    assert [message.split(": ", 1)[1] for message in found(library)] == [
        "`where`: `done` is no value of `state`",
        "`left_out.a`: `lost` is no value of `state`",
    ]


def test_a_scale_named_in_a_condition_must_exist(library: Library, write: Write) -> None:
    body = MEASURE + "kind: count\ntable: assessment_pair\nperiod_date: second_date\nmay_group_by: []\n"
    write("measures/m/1.yaml", body + "where: {field: scale, equals: mood}\n")
    assert [message.split(": ", 1)[1] for message in found(library)] == ["`where`: `mood` is no value of `scale`"]


def test_groups_of_a_list_are_codes_of_its_group_list(library: Library, write: Write) -> None:
    write("codes/mood_group/1.yaml", "entries:\n  - {code: good, label: Good}\n")
    write("codes/mood/1.yaml", "entries:\n  - {code: glad, label: Glad, group: fine}\n")
    assert [message.split(": ", 1)[1] for message in found(library)] == ["`entries`: `fine` is no code of `mood_group`"]


NEED = (
    "areas: [{id: money, label: Money}]\nneeds:\n  - id: debt\n    area: money\n    label: L\n    definition: D\n"
    "    counts_when: C\n    counts_example: C\n    does_not_count_when: D\n    does_not_count_example: D\n"
    "    part_met_when: P\n    met_when: M\n    source: S\n    sure: own\n"
    "    supporting_people: no match\n    prevention_first: no match\n"
)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("area: money", "area: home", "`home` is no area of this dictionary"),
        ("supporting_people: no match", "supporting_people: 9z", "`supporting-people/9z` is no framework outcome"),
        ("supporting_people: no match", "supporting_people:", "say which it maps to, or `no match`"),
        ("    prevention_first: no match\n", "", "Field required"),
        ("    met_when: M\n", "", "Field required"),
        ("part_met_when: P", "part_met_when: ''", "at least 1 character"),
    ],
)
def test_a_need_without_its_mapping_or_its_words_fails_the_check(
    library: Library, write: Write, old: str, new: str, wrong: str
) -> None:
    path = write("needs/common/1.yaml", NEED)
    assert found(library) == []
    path.write_text(path.read_text().replace(old, new))
    [message] = found(Library(library.root))
    assert wrong in message


def test_a_reference_lost_in_a_part_names_that_part(library: Library, write: Write, tmp_path: Path) -> None:
    write("needs/common/1/a.yaml", "")
    part = tmp_path / "needs/common/1/b.yaml"
    part.write_text(NEED.replace("prevention_first: no match", "prevention_first: joy"))
    [problem] = [problem for problem in check(library) if problem.rule == "unknown_reference" and problem.cell]
    assert (problem.cell, problem.row) == (str(part), 3)


def test_the_command_says_what_it_found_and_what_it_locked(
    library: Library, write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("codes/crisis/1.yaml", YES)
    write("codes/README.md", "")
    monkeypatch.setattr("cairn.definitions.__main__.check", lambda: check(library))
    monkeypatch.setattr("cairn.definitions.__main__.lock", lambda: lock(library))
    assert main(["check"]) == 1
    assert "published, but not locked\n    Run `python -m" in capsys.readouterr().out
    assert main(["lock"]) == 0
    assert capsys.readouterr().out == "codes/crisis/1\nLocked.\n"


def test_a_frameworks_own_names_hold_together(library: Library, write: Write) -> None:
    write(
        "frameworks/f/1.yaml",
        "publisher: P\nlicence: L\ngroups: [{id: g, label: G, sure: own}]\n"
        "outcomes: [{ref: a, group: h, label: A, sure: own, source: S}]\n"
        "mappings: [{tool: t, item: i, outcome: b, sure: own}]\n"
        "combine: [{id: r, of: areas, least: 1, words: W, source: S, sure: own}]\n",
    )
    assert [message.split(": ", 1)[1] for message in found(library)] == [
        "`outcomes`: `h` is no group here",
        "`mappings`: `b` is no outcome here",
        "`mappings.0`: `t` is no scale",
    ]


def test_a_code_list_that_the_mart_needs_must_exist(library: Library) -> None:
    messages = {problem.message for problem in check(library)}
    assert "mart table `episode`: `codes:gender` is no code list" in messages


def test_the_command_checks_locks_and_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "0 problems.\n"
    assert main(["mend"]) == 2
    assert "check|lock" in capsys.readouterr().err
