"""Opens one workbook, whose path it is given, and prints its sheets as lines of JSON, some rows at a time. A process of its own
with little memory, run by `book`; of ours it imports only the reader that it stands on, which imports nothing.

A line is {"sheet": name}, {"rows": [[number, [text, …]], …], "share": how much of the sheet is read}, {"merged": [ref, …]},
{"end": name}, or {"wrong": why}. Every value is text: days as 2026-03-31; a formula or an error is marked, not read.
"""

import importlib.util
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

MARK = "\x01"  # no cell holds it: a cell that begins with it says what is wrong with it
CELLS, SIZE, SECONDS = 6_000_000, 500, 300
LAST_ROW, UNPACKED = 1_048_576, 400 * 1024 * 1024

_BASE = Path(__file__).resolve().parent.parent / "returned" / "opening_book.py"
_spec = importlib.util.spec_from_file_location("opening_book", _BASE)
assert _spec and _spec.loader
base: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(base)


class Rows(base.Reading):  # type: ignore[misc]
    """One sheet, given away row by row. Empty rows and cells cost nothing, however many there are."""

    def __init__(self, strings: list[str], dates: frozenset[int], begin: date, cells: int, give: Any) -> None:
        super().__init__(strings, dates, begin, cells)
        self.give, self.at = give, 0
        self.line: list[str] = []

    row: int

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "row":
            self.flush()
            said = given.get("r", "")
            self.row = int(said) - 1 if said.isdecimal() and len(said) < 9 else self.row + 1
            self.place = -1
            if self.row >= LAST_ROW:
                raise base.Wrong("burst")
            return
        super().start(tag, given)

    def end(self, tag: str) -> None:
        self.keep = False
        if tag != "c":
            return
        value = self.value("".join(self.text))
        if value is None or value == "":
            return
        self.left -= 1
        if self.left < 0:
            raise base.Wrong("many")
        self.line.extend([""] * (self.place + 1 - len(self.line)))
        self.line[self.place] = plain(value)
        self.at = self.row + 1

    def flush(self) -> None:
        if self.line:
            self.give(self.at, self.line)
            self.line = []


def plain(value: Any) -> str:
    """Text, whatever it was."""
    if isinstance(value, list):
        what, said = value
        return said if what in ("date", "moment") else f"{MARK}{what}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value).replace(MARK, "").replace("\x00", "")


class Giving:
    """Rows on their way out, some hundreds a line."""

    def __init__(self, say: Callable[[Any], None], whole: int) -> None:
        self.say, self.whole, self.read = say, max(1, whole), 0
        self.waiting: list[Any] = []

    def __call__(self, number: int, line: list[str]) -> None:
        self.waiting.append([number, line])
        if len(self.waiting) >= SIZE:
            self.flush()

    def flush(self) -> None:
        if self.waiting:
            self.say({"rows": self.waiting, "share": min(1.0, self.read / self.whole)})
            self.waiting = []


class Watched(base.Parts):  # type: ignore[misc]
    """The parts of a file, with a word on how far the one that is read has come."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        if sum(part.file_size for part in self.archive.infolist()) > UNPACKED:  # what is really there is counted too
            raise base.Wrong("burst")
        self.giving: Giving | None = None

    def pieces(self, name: str) -> Any:
        for piece in super().pieces(name):
            if self.giving:
                self.giving.read += len(piece)
            yield piece


def sheets(data: bytes, say: Callable[[Any], None]) -> None:
    parts = Watched(data)
    named, later = base.listed(parts)
    strings, dates = base.Strings(parts).found, base.date_styles(parts)
    begin, left = date(1904, 1, 1) if later else date(1899, 12, 30), CELLS
    for name, path in named:
        say({"sheet": name})
        parts.giving = giving = Giving(say, parts.archive.getinfo(path).file_size)
        rows = Rows(strings, dates, begin, left, giving)
        parts.read(path, rows.start, rows.end, rows.said)
        rows.flush()
        giving.flush()
        parts.giving, left = None, rows.left
        say({"merged": rows.merged[:100]})
        say({"end": name})


def say(line: Any) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")


def limit_time() -> None:
    try:
        import resource
    except ImportError:  # pragma: no cover  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))


def main() -> None:
    limit_time()
    base.UNPACKED = UNPACKED
    base.limit_memory()
    try:
        sheets(Path(sys.argv[1]).read_bytes(), say)
    except base.Wrong as wrong:
        say({"wrong": str(wrong)})
    except (MemoryError, RecursionError):
        say({"wrong": "burst"})


if __name__ == "__main__":
    main()
