"""Hold the floors of branch coverage: 100% of rules, scoring, measures, disclosure and access; 95% of actions and queries.

`python scripts/coverage_floor.py <folder>` reads what each process of the tests wrote there (scripts/covering.py)."""

import ast
import json
import re
import sys
from pathlib import Path

FLOORS = (
    (100.0, re.compile(r"/(rules(\.py|/)|scales/scoring/|insight/measures/|insight/disclosure/|access/)")),
    (95.0, re.compile(r"/(actions/|queries(\.py|/))")),
)
#: no floor is held for these, whatever they are called
WITHOUT = re.compile(
    r"/migrations/|/extracts/|src/cairn/(config|definitions|interfaces|kernel|presentation|questionnaire|web)/"
)
#: of a file: how many of its lines and branches there are, and which of them nobody reached
Reached = tuple[int, list[object]]


def main() -> int:
    files = together([json.loads(path.read_text())["files"] for path in Path(sys.argv[1]).glob("*.json")])
    floored = [str(path) for path in sorted(Path("src/cairn").rglob("*.py")) if floor_of(str(path))]
    low = [line for path in floored if (line := below(path, files.get(path)))]
    print("\n".join(low) if low else "Branch coverage stands above its floors.")
    return int(bool(low))


def floor_of(path: str) -> float:
    """The share of a file's lines and branches that the tests must reach, in per cent."""
    if "src/cairn/" not in path or WITHOUT.search(path):
        return 0.0
    return next((floor for floor, pattern in FLOORS if pattern.search(path)), 0.0)


def together(processes: list[dict]) -> dict[str, Reached]:
    """What all processes reached. A branch is the line that decides and the line it goes to, 0 where it leaves."""
    reached: dict[str, set[object]] = {}
    missing: dict[str, set[object]] = {}
    for path in {path for files in processes for path in files}:
        begins = statements(path)
        for data in (files[path] for files in processes if path in files):
            for into, word in ((reached, "executed"), (missing, "missing")):
                lines = {begins.get(line, line) for line in data[f"{word}_lines"]}
                into.setdefault(path, set()).update(lines, map(tuple, data[f"{word}_branches"]))
    return {path: (len(reached[path] | all_), sorted(all_ - reached[path], key=str)) for path, all_ in missing.items()}


def statements(path: str) -> dict[int, int]:
    """The first line of the statement that a line is part of: one on several lines is reached as a whole."""
    begins: dict[int, int] = {}
    for node in ast.walk(ast.parse(Path(path).read_text())):
        for part in getattr(node, "decorator_list", []):
            begins.update(dict.fromkeys(range(part.lineno, (part.end_lineno or 0) + 1), part.lineno))
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", getattr(node, "cases", None))
            until = (node.end_lineno or 0) + 1 if body is None else first_of(body[0])
            begins.update(dict.fromkeys(range(node.lineno, until), node.lineno))
    return begins


def first_of(node: ast.stmt | ast.match_case) -> int:
    """The first line of a statement with its decorators, or of a case."""
    if isinstance(node, ast.match_case):
        return node.pattern.lineno
    return min([node.lineno, *(part.lineno for part in getattr(node, "decorator_list", []))])


def below(path: str, found: Reached | None) -> str:
    """A line about a file that lies under its floor, or nothing."""
    if found is None:
        return f"{path}: no test imports it"
    of, missing = found
    share = 100 * (of - len(missing)) / of if of else 100.0
    return (
        f"{path}: {share:.1f}% of {floor_of(path):.0f}% (not reached: {missing[:8]})" if share < floor_of(path) else ""
    )


if __name__ == "__main__":
    sys.exit(main())
