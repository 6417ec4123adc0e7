"""Make the corpus: every case, or all of them as files with `expected.json`."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cairn.exchange.returned.corpus import draft as drafts
from cairn.exchange.returned.corpus.draft import Draft

ENDINGS = {"workbook": "xlsx", "package": "zip", "json": "json"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A problem that must be found."""

    rule: str
    sheet: str = ""
    cell: str = ""
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the corpus. Of a good one nothing is wanted."""

    name: str
    way: str
    what: str
    make: Callable[[], bytes]
    wanted: tuple[Wanted, ...]

    @property
    def filename(self) -> str:
        return f"{self.name}.{ENDINGS[self.way]}"


_cases: list[Made] = []
WRITERS: dict[str, Callable[[Draft], bytes]] = {
    "workbook": drafts.workbook,
    "package": drafts.package,
    "json": drafts.body,
}


def spoilt(way: str, name: str, what: str, *wanted: Wanted) -> Callable[[Callable[[Draft], Any]], None]:
    """A case that spoils a good file: the function changes the draft, or answers the bytes."""

    def keep(change: Callable[[Draft], Any]) -> None:
        def make() -> bytes:
            draft = drafts.good()
            made = change(draft)
            return made if isinstance(made, bytes) else WRITERS[way](draft)

        _cases.append(Made(f"{way}-{name}", way, what, make, wanted))

    return keep


def every() -> Iterator[Made]:
    """The good files, then the wrong ones."""
    from cairn.exchange.returned.corpus import cells, files, sheets  # noqa: F401  # each adds its cases

    for way, write_as in WRITERS.items():
        yield Made(f"{way}-good", way, "As it should be", lambda write_as=write_as: write_as(drafts.good()), ())  # type: ignore[misc]
    yield from _cases


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
