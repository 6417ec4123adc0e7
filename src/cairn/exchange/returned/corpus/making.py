"""Make the corpus: every case, or all of them as files with `expected.json`."""

import json
from collections.abc import Iterator
from pathlib import Path

from cairn.exchange.returned.corpus import cells, files, sheets
from cairn.exchange.returned.corpus import draft as drafts
from cairn.exchange.returned.corpus.cases import CASES, WRITERS, Made

PARTS = (cells, files, sheets)
"""Each adds its cases when it is read."""


def every() -> Iterator[Made]:
    """The good files, then the wrong ones."""
    for way, write_as in WRITERS.items():
        yield Made(f"{way}-good", way, "As it should be", lambda write_as=write_as: write_as(drafts.good()), ())  # type: ignore[misc]
    yield from CASES


def write(folder: Path) -> list[Made]:
    """All files, and `expected.json`: for each its problems, and none for the good ones."""
    folder.mkdir(parents=True, exist_ok=True)
    made = list(every())
    for one in made:
        (folder / one.filename).write_bytes(one.make())
    told = [
        {
            "file": one.filename, "what": one.what,
            "expected": [
                {"rule": w.rule, "severity": w.severity, "sheet": w.sheet or None, "cell": w.cell or None} for w in one.wanted
            ],
        }
        for one in made
    ]  # fmt: skip
    (folder / "expected.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return made
