"""Opens one workbook from standard input and prints its sheets as JSON, a line each: values, and where a formula, an error, a
date or a merged cell stands. A process of its own, with little memory; it imports nothing of ours.

Sheets are read as a stream, so that what a file claims to be costs nothing. No document type, no entity, no outer link is
ever followed. ECMA-376 part 1, sections 18.2 to 18.4 and 18.8 (sure, as far as this goes).
"""

import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from xml.parsers import expat

MEMORY = 1024 * 1024 * 1024
UNPACKED = 120 * 1024 * 1024
PARTS, SHEETS = 2_000, 60
ROWS, COLUMNS, CELLS = 250_001, 300, 4_000_000
#: Of all cells together, whether they hold anything or lie before one that does; one text of the file may stand in many.
PLACES, SIGNS = 8_000_000, 60_000_000
PIECE = 1 << 20  # a tag is read anew with each piece of it: what is one long tag must not come in a thousand
PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Wrong(Exception):
    """Why the file is not read: a short word."""


def limit_memory() -> None:
    try:
        import resource
    except ImportError:  # pragma: no cover  # Windows has no such limit; the sizes below still hold
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard), hard))


class Parts:
    """The parts of the file, read with one allowance for all that they unpack to."""

    def __init__(self, data: bytes) -> None:
        try:
            self.archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise Wrong("cut") from None
        self.left = UNPACKED
        listed = self.archive.infolist()
        self.names = {one.filename for one in listed}
        if len(listed) > PARTS:
            raise Wrong("burst")
        if any(one.flag_bits & 1 for one in listed):
            raise Wrong("locked")
        if any(one.compress_type not in PACKING for one in listed):
            raise Wrong("packing")
        if any(one.filename.lower().endswith("vbaproject.bin") for one in listed):
            raise Wrong("macros")

    def pieces(self, name: str) -> Iterator[bytes]:
        try:
            with self.archive.open(name) as part:
                while piece := part.read(PIECE):
                    self.left -= len(piece)
                    if self.left < 0:
                        raise Wrong("burst")
                    yield piece
        except (zipfile.BadZipFile, KeyError, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
            raise Wrong("cut") from None
        except Exception as error:
            raise (error if isinstance(error, Wrong) else Wrong("cut")) from None

    def read(self, name: str, start: Callable[..., None], end: Any = None, said: Any = None) -> None:
        """Parse a part; names come without their prefix."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _hostile
        parser.StartElementHandler = lambda tag, given: start(tag.rpartition(":")[2], given)
        if end:
            parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        if said:
            parser.CharacterDataHandler = said
        try:
            for piece in self.pieces(name):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise Wrong("xml") from None


def _hostile(*_: Any) -> None:
    raise Wrong("doctype")


class Strings:
    """The shared strings: what is spoken of a text, without how it is pronounced."""

    def __init__(self, parts: Parts) -> None:
        self.found: list[str] = []
        self.now: list[str] = []
        self.inside = self.skip = False
        if "xl/sharedStrings.xml" in parts.names:
            parts.read("xl/sharedStrings.xml", self.start, self.end, self.said)

    def start(self, tag: str, _: Any) -> None:
        if tag == "si":
            self.now = []
        self.skip = self.skip or tag == "rPh"
        self.inside = tag == "t" and not self.skip

    def end(self, tag: str) -> None:
        self.inside = False
        if tag == "rPh":
            self.skip = False
        if tag == "si":
            self.found.append("".join(self.now))

    def said(self, words: str) -> None:
        if self.inside:
            self.now.append(words)


def date_styles(parts: Parts) -> frozenset[int]:
    """The places of the cell formats that show a number as a date."""
    made: set[int] = set()
    found: list[int] = []
    state = {"in": False}

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "numFmt":
            code = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", given.get("formatCode", "")).lower()
            if set(code) & set("dmyh") and "general" not in code:
                made.add(int(given.get("numFmtId", "-1")))
        elif tag == "cellXfs":
            state["in"] = True
        elif tag == "xf" and state["in"]:
            found.append(int(given.get("numFmtId", "0")))

    def end(tag: str) -> None:
        if tag == "cellXfs":
            state["in"] = False

    if "xl/styles.xml" in parts.names:
        parts.read("xl/styles.xml", start, end)
    return frozenset(place for place, id_ in enumerate(found) if id_ in made or id_ in _DATES)


def listed(parts: Parts) -> tuple[list[tuple[str, str]], bool]:
    """(name, part) of every sheet, and whether days are counted from 1904."""
    if "xl/workbook.xml" not in parts.names:
        raise Wrong("kind")
    named: list[tuple[str, str]] = []
    targets: dict[str, str] = {}
    later: list[bool] = []

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            named.append((given.get("name", ""), next((v for k, v in given.items() if k.endswith(":id")), "")))
        elif tag == "workbookPr" and given.get("date1904") in ("1", "true"):
            later.append(True)

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship" and given.get("TargetMode") != "External":
            targets[given.get("Id", "")] = given.get("Target", "")

    parts.read("xl/workbook.xml", sheet)
    parts.read("xl/_rels/workbook.xml.rels", relation)
    if len(named) > SHEETS:
        raise Wrong("burst")
    found: list[tuple[str, str]] = []
    for name, key in named:
        target = targets.get(key, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if ".." in path or path not in parts.names or path in {before for _, before in found}:
            raise Wrong("cut")
        found.append((name, path))
    return found, bool(later)


class Left:
    """What the sheets of a file may still hold, all together."""

    def __init__(self) -> None:
        self.cells, self.places, self.signs = CELLS, PLACES, SIGNS

    def take(self, value: Any, places: int) -> None:
        self.cells -= 1
        self.places -= places
        self.signs -= len(value) if isinstance(value, str) else 0
        if min(self.cells, self.places, self.signs) < 0:
            raise Wrong("burst")


class Reading:
    """One sheet, as a stream of its cells."""

    def __init__(self, strings: list[str], dates: frozenset[int], begin: date, left: Left) -> None:
        self.strings, self.dates, self.begin, self.left = strings, dates, begin, left
        self.rows: list[list[Any]] = []
        self.merged: list[str] = []
        self.kind, self.style, self.text, self.formula = "n", 0, [""], False
        self.row = self.place = -1
        self.keep = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "c":
            self.cell(given)
        elif tag == "row":
            self.row = max(int(given["r"]) - 1, 0) if given.get("r", "").isdecimal() else self.row + 1
            self.place = -1
            if self.row >= ROWS:
                raise Wrong("burst")
        elif tag == "f":
            self.formula = True
        elif tag == "mergeCell":
            self.merged.append(given.get("ref", "")[:20])
        self.keep = tag in ("v", "t")

    def cell(self, given: dict[str, str]) -> None:
        at = _CELL.fullmatch(given.get("r", ""))
        if at:
            self.place = 0
            for letter in at[1]:
                self.place = self.place * 26 + ord(letter) - 64
            self.place -= 1
        else:
            self.place += 1
        if self.place >= COLUMNS:
            raise Wrong("burst")
        style = given.get("s", "0")
        self.kind, self.style = given.get("t", "n"), int(style) if style.isdecimal() else 0
        self.text, self.formula = [], False

    def said(self, words: str) -> None:
        if self.keep:
            self.text.append(words)

    def end(self, tag: str) -> None:
        self.keep = False
        if tag != "c":
            return
        value = self.value("".join(self.text))
        if value is None:
            return
        while len(self.rows) <= self.row:
            self.rows.append([])
        line = self.rows[self.row]
        self.left.take(value, max(self.place + 1 - len(line), 0))
        line.extend([None] * (self.place + 1 - len(line)))
        line[self.place] = value

    def value(self, said: str) -> Any:
        if self.formula:
            return ["formula", ""]
        if self.kind == "e":
            return ["error", said[:20]]
        if self.kind == "s":
            place = int(said) if said.isdecimal() else -1
            return self.strings[place] if 0 <= place < len(self.strings) else ["error", ""]
        if self.kind in ("str", "inlineStr"):
            return said
        if self.kind == "b":
            return said == "1"
        if self.kind == "d":
            return ["date", said[:10]]
        return self.number(said) if said else None

    def number(self, said: str) -> Any:
        try:
            found = float(said)
        except ValueError:
            return ["error", ""]
        if self.style in self.dates and 1 <= found < 2_900_000:
            day = self.begin + timedelta(days=int(found))
            return ["date" if found.is_integer() else "moment", day.isoformat()]
        return int(found) if found.is_integer() and abs(found) < 2**53 else found


def sheets(data: bytes) -> Iterator[dict[str, Any]]:
    parts = Parts(data)
    named, later = listed(parts)
    strings, dates = Strings(parts).found, date_styles(parts)
    begin = date(1904, 1, 1) if later else date(1899, 12, 30)
    left = Left()
    for name, path in named:
        reading = Reading(strings, dates, begin, left)
        parts.read(path, reading.start, reading.end, reading.said)
        yield {"name": name, "merged": reading.merged[:100], "rows": reading.rows}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    limit_memory()
    try:
        for sheet in sheets(sys.stdin.buffer.read()):
            say(json.dumps(sheet, ensure_ascii=True, separators=(",", ":"), allow_nan=False))
    except Wrong as wrong:
        say(json.dumps({"wrong": str(wrong)}))
    except (MemoryError, RecursionError):
        say(json.dumps({"wrong": "burst"}))


if __name__ == "__main__":
    main()
