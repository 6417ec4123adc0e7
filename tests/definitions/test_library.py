"""Finding and reading definitions: versions, drafts, parts, rows of organisations, and faults all at once."""

from pathlib import Path

import pytest

from cairn.definitions import registry
from cairn.definitions.files import DefinitionError
from cairn.definitions.library import Library, NotDefined
from cairn.definitions.shapes.base import Definition
from tests.definitions.conftest import Write

YES = "entries:\n  - {code: 'yes', label: 'Yes'}\n"


def test_the_newest_published_version_is_given_and_drafts_only_when_named(library: Library, write: Write) -> None:
    write("codes/crisis/1.yaml", YES)
    write("codes/crisis/2.yaml", YES)
    write("codes/crisis/3.yaml", "status: draft\n" + YES)
    assert library.get("codes", "crisis").version == 2
    assert library.get("codes", "crisis", 1).version == 1
    assert library.get("codes", "crisis", 3).status == "draft"
    assert [item.version for item in library.all("codes")] == [2]


def test_a_list_of_drafts_alone_is_not_given(library: Library, write: Write) -> None:
    write("codes/crisis/1.yaml", "status: draft\n" + YES)
    assert library.all("codes") == ()
    with pytest.raises(NotDefined):
        library.get("codes", "crisis")


def test_each_is_read_once(library: Library, write: Write) -> None:
    write("codes/crisis/1.yaml", YES)
    assert library.get("codes", "crisis") is library.get("codes", "crisis", 1)


@pytest.mark.parametrize(
    ("kind", "id", "version", "words"),
    [
        ("codes", "mood", None, "no codes `mood`; there are: crisis"),
        ("codes", "crisis", 9, "of version 9"),
        ("colour", "red", None, "no kind `colour`"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(
    library: Library, write: Write, kind: str, id: str, version: int | None, words: str
) -> None:
    write("codes/crisis/1.yaml", YES)
    with pytest.raises(NotDefined, match=words):
        library.get(kind, id, version)


def test_a_version_in_parts_is_one_definition(library: Library, write: Write, tmp_path: Path) -> None:
    write("codes/mood/1/a.yaml", "entries:\n  - {code: glad, label: Glad}\n")
    (tmp_path / "codes/mood/1/b.yaml").write_text("entries:\n  - {code: sad, label: Sad}\n")
    found = library.get("codes", "mood")
    assert [entry.code for entry in getattr(found, "entries", ())] == ["glad", "sad"]


def test_other_files_in_a_folder_are_no_versions(library: Library, write: Write) -> None:
    write("codes/crisis/1.yaml", YES)
    write("codes/crisis/notes.md", "")
    assert library.versions("codes", "crisis") == (1,)


def test_rows_that_organisations_made_are_found_after_the_packages_own(library: Library, write: Write) -> None:
    write("codes/crisis/1.yaml", YES)
    made = library.get("codes", "crisis")
    asked: list[tuple[str, str, int | None]] = []

    def resolver(kind: str, id: str, version: int | None) -> Definition | None:
        asked.append((kind, id, version))
        return made if id == "ours" else None

    library.resolvers.append(resolver)
    assert library.get("codes", "ours", 4) is made
    with pytest.raises(NotDefined):
        library.get("codes", "theirs")
    assert asked == [("codes", "ours", 4), ("codes", "theirs", None)]


def test_the_registry_takes_a_resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry.PACKAGE, "resolvers", [])
    made = registry.get("codes", "crisis")
    registry.resolve_with(lambda kind, id, version: made if id == "ours" else None)
    assert registry.get("codes", "ours") is made


def test_every_fault_at_once_with_file_line_and_how_to_mend_it(library: Library, write: Write) -> None:
    path = write("codes/mood/1.yaml", "colour: red\nentries:\n  - {code: glad, label: Glad}\n  - code: 16_24\n")
    with pytest.raises(DefinitionError) as faults:
        library.get("codes", "mood")
    found = {(problem.rule, problem.row, problem.fix) for problem in faults.value.problems}
    assert found == {
        ("string_type", 7, "Correct `code`."),
        ("missing", 7, "Add `label:` with its value."),
        ("unknown_field", 4, "Remove `colour:`, or correct its spelling."),
    }
    assert {problem.cell for problem in faults.value.problems} == {str(path)}
    assert "mood/1.yaml, line 7" in str(faults.value)


def test_a_fault_in_a_part_names_that_part(library: Library, write: Write, tmp_path: Path) -> None:
    write("codes/mood/1/a.yaml", "entries:\n  - {code: glad, label: Glad}\n")
    part = tmp_path / "codes/mood/1/b.yaml"
    part.write_text("entries:\n  - {code: sad, label: Sad}\n  - {code: BAD, label: Bad}\n")
    with pytest.raises(DefinitionError) as faults:
        library.get("codes", "mood")
    [problem] = faults.value.problems
    assert (problem.cell, problem.row, problem.rule) == (str(part), 3, "string_pattern_mismatch")


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [("a: [1\nb: 2\n", "yaml", 2), ("- a\n- b\n", "shape", 1), ("", "shape", 1)],
)
def test_a_file_that_is_no_mapping_is_said_plainly(
    library: Library, tmp_path: Path, text: str, rule: str, line: int
) -> None:
    (tmp_path / "codes/mood").mkdir(parents=True)
    (tmp_path / "codes/mood/1.yaml").write_text(text)
    with pytest.raises(DefinitionError) as faults:
        library.get("codes", "mood")
    [problem] = faults.value.problems
    assert (problem.rule, problem.row) == (rule, line)


def test_a_rule_over_the_whole_definition_points_at_its_first_line(library: Library, write: Write) -> None:
    write("measures/odd/1.yaml", "words: W\nkind: sum\ntable: headcount\nperiod_date: activity_date\n"
          "measure_class: service_reach\nbetter: none\nmay_group_by: [service]\n")  # fmt: skip
    with pytest.raises(DefinitionError) as faults:
        library.get("measure", "odd")
    [problem] = faults.value.problems
    assert problem.message == "odd/1.yaml, line 1: `the whole definition`: a measure of kind `sum` needs `value`"
    assert problem.fix == "Correct the definition."
