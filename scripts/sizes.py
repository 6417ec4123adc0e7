"""Hold the budgets of size: a file at most 400 lines, a function at most 40 (a test's 60). Prints tests ÷ code."""

import ast
import sys
from pathlib import Path

FILE, FUNCTION, TEST = 400, 40, 60


def main() -> int:
    over = [
        line
        for root in ("src", "tests", "scripts")
        for path in sorted(Path(root).rglob("*.py"))
        for line in faults(path)
    ]
    print("\n".join(over) if over else f"Sizes are within budget; tests ÷ code is {ratio():.2f}.")
    return int(bool(over))


def faults(path: Path) -> list[str]:
    if "migrations" in path.parts:
        return []
    text = path.read_text()
    lines = len(text.splitlines())
    found = [f"{path}: {lines} lines, of at most {FILE}"] if lines > FILE else []
    limit = TEST if path.parts[0] == "tests" else FUNCTION
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > limit:
                found.append(f"{path}:{node.lineno} {node.name}: {length} lines, of at most {limit}")
    return found


def ratio() -> float:
    def count(root: str) -> int:
        paths = (path for path in Path(root).rglob("*.py") if "migrations" not in path.parts)
        return sum(1 for path in paths for line in path.read_text().splitlines() if line.strip())

    return count("tests") / count("src")


if __name__ == "__main__":
    sys.exit(main())
