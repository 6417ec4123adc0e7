"""What commands print: JSON for programs, plain lines for people."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from cairn.kernel.problems import Problem


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_problems(problems: Iterable[Problem]) -> None:
    """To standard error, one line each: where, what is wrong, how to mend it, and of a file the rule."""
    for problem in problems:
        place = ", ".join(part for part in (_row(problem), problem.field) if part)
        rule = f"[{problem.rule}]" if problem.cell else ""
        words = [f"{place}:" if place else "", problem.message, problem.fix, rule]
        print(" ".join(word for word in words if word), file=sys.stderr)


def _row(problem: Problem) -> str:
    """An item's place; a problem of a file says its place itself."""
    return "" if problem.row is None or problem.cell else f"row {problem.row + 1}"


def print_table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Aligned columns; numbers to the right."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [
        max(len(heading), *(len(row[i]) for row in cells)) if cells else len(heading)
        for i, heading in enumerate(headings)
    ]
    print("  ".join(heading.ljust(width) for heading, width in zip(headings, widths, strict=True)).rstrip())
    for values, row in zip(rows, cells, strict=True):
        pairs = zip(values, row, widths, strict=True)
        print(
            "  ".join(text.rjust(w) if isinstance(v, int | float) else text.ljust(w) for v, text, w in pairs).rstrip()
        )


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return (
        f"{value:.2f}"
        if isinstance(value, float) and not value.is_integer()
        else str(int(value) if isinstance(value, float) else value)
    )
