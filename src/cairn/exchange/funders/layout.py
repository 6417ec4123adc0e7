"""Where the rows and cells of a sheet lie in its bytes (ECMA-376 part 1, 18.3.1), so that one can be put in place and nothing
else is touched. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

_NAME = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class Span:
    """Where an element lies in the bytes of its sheet: from its `<` to past its end; `inside` past its opening tag."""

    start: int
    inside: int
    end: int
    tag: str
    is_empty: bool


@dataclass(slots=True)
class Cell:
    span: Span
    style: str
    has_formula: bool = False


@dataclass(slots=True)
class Row:
    span: Span
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass(slots=True)
class Layout:
    """What a sheet has, by row number and cell name; merged areas as corner names."""

    rows: dict[int, Row] = field(default_factory=dict)
    data: Span | None = None
    merged: list[tuple[str, str]] = field(default_factory=list)


def column_number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters_of(number: int) -> str:
    """1 is A, 27 is AA."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def place(name: str) -> tuple[int, int] | None:
    """Row and column of a cell's name, from 1; None for what is no name of a cell (at most XFD1048576)."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    row, column = int(found[2]), column_number(found[1])
    return (row, column) if row <= 1_048_576 and column <= 16_384 else None


def local(tag: str) -> str:
    """A tag without its prefix."""
    return tag.rpartition(":")[2]


class _Reader:
    """One pass over a sheet, noting where each row and cell lies."""

    def __init__(self, data: bytes) -> None:
        self.data, self.found = data, Layout()
        self._opened: list[tuple[str, int, int, Mapping[str, str]]] = []
        self._row = Row(Span(0, 0, 0, "", True))
        self._has_formula = False
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(data, True)

    def _start(self, tag: str, said: dict[str, str]) -> None:
        name, at = local(tag), self._parser.CurrentByteIndex
        if name == "f":
            self._has_formula = True
        elif name == "mergeCell" and ":" in said.get("ref", ""):
            first, _, last = said["ref"].partition(":")
            self.found.merged.append((first, last))
        elif name in _KEPT:
            self._opened.append((tag, at, _tag_end(self.data, at), said))
            if name == "row":
                self._row = Row(Span(at, at, at, tag, False))
            if name == "c":
                self._has_formula = False

    def _end(self, tag: str) -> None:
        name = local(tag)
        if name not in _KEPT:
            return
        _, at, inside, said = self._opened.pop()
        is_empty = self.data[inside - 2 : inside] == b"/>"
        over = inside if is_empty else self.data.index(b">", self._parser.CurrentByteIndex) + 1
        span = Span(at, inside, over, tag, is_empty)
        if name == "c":
            self._row.cells[said.get("r", "")] = Cell(span, said.get("s", ""), self._has_formula)
        elif name == "row":
            self._row.span = span
            self.found.rows[int(said.get("r", len(self.found.rows) + 1))] = self._row
        else:
            self.found.data = span


_KEPT = ("sheetData", "row", "c")


def layout_of(data: bytes) -> Layout:
    """Where everything lies in a sheet's bytes. Raises expat's ExpatError for what is no XML."""
    return _Reader(data).found


def _tag_end(data: bytes, at: int) -> int:
    """Past the `>` of the tag that opens here; a `>` within quotes is text."""
    quote = 0
    while True:
        byte = data[at]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == 0x3E:
            return at + 1
        at += 1
