"""A file of forms from its first byte to its last: read, recognised, checked; row after row, never the whole of it.

The same passage serves the check, which keeps what was found, and the taking, which writes what is good: what is written is
what was checked, by the rules of the moment at which it is written. What is held at a time is `ROWS` rows, and of all earlier
ones their numbers.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import BinaryIO, Protocol

from cairn.access.actors import Actor
from cairn.exchange.forms import bodies, layout
from cairn.exchange.forms.book import Book, Page
from cairn.exchange.forms.checking import Batch, Checker
from cairn.exchange.forms.context import Context
from cairn.exchange.forms.found import Findings, Kind, Unreadable, stops
from cairn.exchange.forms.headings import LOOKED_AT, Layout, recognise
from cairn.exchange.forms.lines import Line, Text
from cairn.exchange.forms.weighing import Weigher

LARGEST_TEXT, LARGEST_BOOK = 250 * 1024 * 1024, 25 * 1024 * 1024
MOST_FORMS = 250_000
ROWS = 2_000  # that are checked at a time
Progress = Callable[[float, int], None]
"""Told what share of the file was read, and how many forms."""
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?![0-9])")
_DIVIDE = "Divide the list into several files."


class Source(Protocol):
    """A file as its sheets, one after the other. A CSV, and a body of the API, is one sheet without a name."""

    kind: str

    @property
    def share(self) -> float: ...
    def pages(self) -> Iterator[Page]: ...


class _TextSource:
    def __init__(self, file: BinaryIO, size: int) -> None:
        self.text, self.kind = Text(file, size), Text.kind

    @property
    def share(self) -> float:
        return self.text.share

    def pages(self) -> Iterator[Page]:
        yield Page("", self.text.lines())


def source_of(file: BinaryIO, size: int) -> Source:
    """What a file is, by what is in it, not by its name. Raises Unreadable for one that is far too large, empty or no list."""
    if not size:
        raise Unreadable(stops("empty", "The file is empty.", "Choose the file that holds your forms."))
    head = file.read(64)
    file.seek(0)
    is_book = head.startswith(b"PK")
    most = LARGEST_BOOK if is_book else LARGEST_TEXT
    if size > most:
        raise Unreadable(too_large(size, is_book=is_book))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        fix = "Take its password off if it has one, save it as an Excel workbook (.xlsx) or as CSV, and choose that."
        raise Unreadable(stops("old_book", "This is an old kind of workbook, or a locked one.", fix))
    if body := bodies.kind_of(head):
        return bodies.Body(file, size, body)
    return Book(file) if is_book else _TextSource(file, size)


def too_large(size: int, *, is_book: bool = False) -> Kind:
    most = (LARGEST_BOOK if is_book else LARGEST_TEXT) // 1024 // 1024
    what = "A workbook" if is_book else "A file"
    fix = "Save the list as CSV, which may be larger, or divide it." if is_book else _DIVIDE
    return stops("large", f"{what} of {size / 1024 / 1024:,.0f} MB is too large: at most {most} MB can be read.", fix)


@dataclass(slots=True)
class Passage:
    """One way through a file. `batches` gives rows with all that was found in them; when it has ended, the rest is known."""

    by: Actor
    context: Context
    source: Source
    progress: Progress = lambda share, forms: None
    findings: Findings = field(default_factory=Findings)
    sheet: str = ""
    layout: Layout | None = None
    checker: Checker | None = None
    weigher: Weigher | None = None
    received: int = 0

    def batches(self) -> Iterator[Batch]:
        """Rows of the sheet of forms, some thousands at a time. What is wrong with the file as a whole is among the findings,
        and ends it: then nothing may be taken from any batch."""
        try:
            yield from self._read()
        except Unreadable as unreadable:
            for kind in unreadable.kinds:
                self.findings.add(kind)
        if not self.findings.stops and not self.received:
            self.findings.add(_BLANK)

    def _read(self) -> Iterator[Batch]:
        for page in self.source.pages():
            if page.name in layout.SHEETS - {layout.FORMS}:
                continue
            head = list(islice(page.lines, LOOKED_AT))
            found = recognise(head, self.context.offers())
            if found:
                self.sheet, self.layout = page.name, found
                yield from self._sheet(page, found, head)
                return
        raise Unreadable(_NO_HEADINGS)

    def _sheet(self, page: Page, found: Layout, head: list[Line]) -> Iterator[Batch]:
        for kind in found.problems:
            self.findings.add(kind)
        if self.findings.stops:
            return
        checker = Checker(self.context, found)
        self.checker, self.weigher = checker, Weigher(self.by, self.context, checker)
        rest = (line for line in chain(head, page.lines) if line[0] > found.row and _holds(line, found))
        while lines := list(islice(rest, ROWS)):
            self.received += len(lines)
            if self.received > MOST_FORMS:
                raise Unreadable(stops("rows", f"The file has more than {MOST_FORMS:,} forms.", _DIVIDE))
            yield self._checked(lines)
            self.progress(self.source.share, self.received)
        for ref in page.merged:
            self._merged(ref, found)

    def _checked(self, lines: list[Line]) -> Batch:
        assert self.checker and self.weigher
        batch = self.checker.check(lines)
        self.weigher.weigh(batch)
        for kind, rows in batch.every:
            self.findings.add(kind, rows)
        return batch

    def _merged(self, ref: str, found: Layout) -> None:
        """Cells that are one over forms; over the words above the headings they may be."""
        first = _CELL.match(ref)
        if first and int(first[2]) > found.row:
            message = "Cells are merged here, so that it cannot be told what stands in which."
            kind = stops("merged", message, "Separate them, and fill each cell.", "", first[1].upper())
            self.findings.add(kind, [int(first[2])])


def _holds(line: Line, found: Layout) -> bool:
    """Whether a row holds an answer: one in which only a formula counts its errors is blank."""
    cells = line[1]
    return any(
        cells[place : place + 1] and cells[place].strip() for place in found.places.values() if place < len(cells)
    )


_BLANK = stops(
    "blank", "There are headings and no form.", "Fill in a row for each form, save the file, and choose it again."
)
_NO_HEADINGS = stops(
    "headings", "No headings of these forms were found in the first rows.",
    "Download the template, and put your forms under its headings.",
)  # fmt: skip
