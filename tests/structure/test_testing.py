"""What `make test` may leave out, and what it may not."""

from pathlib import Path

import pytest
from scripts import coverage_floor, shapes


def test_what_is_chosen_for_postgresql_says_every_shape_and_says_it_quickly() -> None:
    known = {
        "tests/returns/test_a.py::one": (9.0, {"a", "b", "c"}),
        "tests/returns/test_a.py::two": (0.1, {"a", "b"}),
        "tests/returns/test_a.py::three": (0.1, {"c"}),
        "tests/returns/test_a.py::four": (0.1, {"a", "c"}),
        "tests/returns/test_a.py::silent": (0.1, set()),
    }
    needed = shapes.chosen(known, list(known))
    assert {one for nodeid in needed for one in known[nodeid][1]} == {"a", "b", "c"}
    assert needed == {"tests/returns/test_a.py::two", "tests/returns/test_a.py::four"}


def test_what_sqlite_has_not_run_and_what_is_about_several_at_once_is_not_left_out() -> None:
    known = {"tests/concurrency/test_writers.py::one": (5.0, set()), "tests/cases/test_notes.py::one": (0.1, set())}
    new = "tests/cases/test_notes.py::new"
    assert shapes.chosen(known, [*known, new]) == {"tests/concurrency/test_writers.py::one", new}


def test_two_statements_have_one_shape_when_only_their_values_differ() -> None:
    first = shapes.shape("SELECT a FROM t WHERE b IN (%s, %s) AND c = 'x' LIMIT 21")
    assert first == shapes.shape("SELECT a FROM t WHERE b IN (%s) AND c = 'it' LIMIT 5")
    assert first != shapes.shape("SELECT a FROM t WHERE b IN (%s) AND c > 'x' LIMIT 21")


def test_a_line_or_branch_that_one_process_reached_is_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.py").write_text("x = (\n    1\n)\nif x:\n    y = 2\n")
    first = {"executed_lines": [1, 4], "missing_lines": [2, 5], "executed_branches": [], "missing_branches": [[4, 5]]}
    other = {"executed_lines": [4, 5], "missing_lines": [1, 2], "executed_branches": [[4, 5]], "missing_branches": []}
    assert coverage_floor.together([{"one.py": first}]) == {"one.py": (4, [(4, 5), 5])}
    assert coverage_floor.together([{"one.py": first}, {"one.py": other}]) == {"one.py": (4, [])}


def test_a_file_with_a_floor_that_no_test_imports_lies_below_it() -> None:
    path = "src/cairn/returns/rules.py"
    assert coverage_floor.below(path, None)
    assert coverage_floor.below(path, (200, [7])) == f"{path}: 99.5% of 100% (not reached: [7])"
    assert not coverage_floor.below(path, (200, []))
    assert coverage_floor.floor_of("src/cairn/interfaces/workspace/queries.py") == 0
