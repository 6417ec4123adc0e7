"""A file of text, CSV as any program writes it, read line by line: what is held at one time is a line, never the file."""

import codecs
import csv
import io
import os
from collections.abc import Iterator
from typing import Any, BinaryIO

from cairn.exchange import sheets
from cairn.exchange.forms.found import MARK, Unreadable, stops
from cairn.kernel.problems import Refused

Line = tuple[int, list[str]]
"""Its number in the file as a spreadsheet counts rows, from 1, and its cells."""

LONGEST = 4_000_000  # characters of one line, quoted line breaks and all
HEAD, PIECE = 64 * 1024, 1 << 20
_DROPPED = {0: None, ord(MARK): None}
_QUOTE = 'Look for a quotation mark (") that opens a cell and never closes it, or save the list as CSV again.'
CUT = stops(
    "cut",
    "The file stops in the middle of a row: its end is missing, or a quotation mark is never closed.",
    "Save or send it again, and choose the whole file.",
)


def encoding_of(file: BinaryIO) -> str:
    """UTF-8 or UTF-16; failing these Windows-1252, which is what Excel's plain CSV is in Britain."""
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    found = _without_mark(head)
    return found if found != "utf-8" or _is_utf8(file) else "cp1252"


def _without_mark(head: bytes) -> str:
    """UTF-16 tells itself by its noughts."""
    zeros = head.count(0)
    if zeros < max(2, len(head) // 200):
        return "utf-8"
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > zeros * 0.9:
        return "utf-16-le"
    if even > zeros * 0.9:
        return "utf-16-be"
    raise Unreadable(stops("kind", "This is no list, whatever its name says.", _SAVE))


_SAVE = "Save it as an Excel workbook (.xlsx) or as CSV, and choose that."


def _is_utf8(file: BinaryIO) -> bool:
    """A character that is cut off at the very end is the fault of the file's end, not of its encoding."""
    reader = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(PIECE):
            reader.decode(piece)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


class Text:
    """The lines of a CSV. `share` says how much of it has been read. Raises Unreadable on the way."""

    kind = "csv"

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.file, self.size = file, max(1, size)
        try:
            sheets.kind_of(file.read(4096))
        except Refused as refused:
            raise Unreadable(*(stops("kind", one.message, one.fix) for one in refused.problems)) from None
        finally:
            file.seek(0)
        self.encoding = encoding_of(file)
        self.ends_whole = self._ends_with_a_line()

    def _ends_with_a_line(self) -> bool:
        self.file.seek(-min(4, self.size), os.SEEK_END)
        end = self.file.read()
        self.file.seek(0)
        return end.rstrip(b"\x00").endswith((b"\n", b"\r"))

    @property
    def share(self) -> float:
        return min(1.0, self.file.tell() / self.size)

    def lines(self) -> Iterator[Line]:
        """Each line that holds anything."""
        self.file.seek(0)
        text = io.TextIOWrapper(self.file, self.encoding, errors="replace", newline="")
        try:
            skip, delimiter = _delimiter(text.read(20_000).replace("\x00", ""))
            text.seek(0)
            yield from self._read(csv.reader(_bounded(text, skip), delimiter=delimiter, strict=True), skip)
        finally:
            text.detach()

    def _read(self, reader: Any, skip: int) -> Iterator[Line]:
        csv.field_size_limit(sheets.CHARACTERS * 4)
        width, last = 0, -1
        try:
            for number, cells in enumerate(reader, start=1 + skip):
                if any(cells):
                    width, last = max(width, len(cells)), len(cells)
                    yield number, cells
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise Unreadable(CUT) from None
            wrong = f"Near line {reader.line_num:,} a cell is quoted in a way that cannot be read."
            raise Unreadable(stops("csv", wrong, _QUOTE)) from None
        if 0 <= last < width and not self.ends_whole:
            raise Unreadable(CUT)


def _delimiter(head: str) -> tuple[int, str]:
    """How many lines come before the headings, and the sign between cells. `sep=;` is Excel's own way to say so."""
    head = head.removeprefix("\ufeff")
    if head.startswith("sep=") and len(head) > 5:
        return 1, head[4]
    return 0, sheets.delimiter_of(head)


def _bounded(text: io.TextIOWrapper, skip: int) -> Iterator[str]:
    """Lines, without noughts and without what marks a cell of a workbook; one that never ends is no line."""
    while line := text.readline(LONGEST):
        if len(line) >= LONGEST and not line.endswith("\n"):
            raise Unreadable(stops("line", "A line of the file never ends.", _SAVE))
        if skip:
            skip -= 1
            continue
        yield line.translate(_DROPPED) if "\x00" in line or MARK in line else line
