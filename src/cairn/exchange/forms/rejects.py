"""Rows that are not taken, in the layout of their file, each with its reasons in a column: to be mended there and sent again."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from cairn.exchange import tables
from cairn.exchange.forms.found import MARK, Kind
from cairn.exchange.forms.headings import REASONS


class Rejects:
    """Gathers rows in a nameless file of the machine's, which goes with us."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.headings = [heading for heading in headings if heading != REASONS]
        self.keep = [place for place, heading in enumerate(headings) if heading != REASONS]
        self.count = 0
        self.file = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `close`
        self.text = io.TextIOWrapper(self.file, "utf-8-sig", errors="replace", newline="")
        self.writer = csv.writer(self.text)
        self.writer.writerow([tables.harmless(heading) for heading in self.columns])

    @property
    def columns(self) -> list[str]:
        return [*self.headings, REASONS]

    def add(self, number: int, raw: Sequence[str], kinds: Iterable[Kind]) -> None:
        """A row as it came; of a cell that could not be read, nothing."""
        cells = [raw[place] for place in self.keep]
        self.writer.writerow([*map(_harmless, cells), reasons(number, kinds)])
        self.count += 1

    def made(self, way: str) -> BinaryIO:
        """The file, of the kind that came."""
        self.text.flush()
        self.file.seek(0)
        if way != "workbook":
            return self.file
        return io.BytesIO(tables.xlsx(self.columns, self._rows(), "Forms"))

    def _rows(self) -> Iterator[list[str]]:
        lines = csv.reader(io.TextIOWrapper(io.BytesIO(self.file.read()), "utf-8-sig", newline=""))
        next(lines, None)
        for line in lines:
            yield [tables.as_read(cell) for cell in line]

    def close(self) -> None:
        self.text.close()


def _harmless(cell: str) -> str:
    return "" if cell[:1] == MARK else tables.harmless(cell)


def reasons(number: int, kinds: Iterable[Kind]) -> str:
    """Each on a line, at its cell."""
    return "\n".join(f"{_place(number, kind)}{kind.message} {kind.fix}" for kind in kinds)


def _place(number: int, kind: Kind) -> str:
    cell = f"{kind.letter}{number}" if kind.letter else ""
    return " ".join(part for part in (cell, kind.column) if part) + ": " if cell or kind.column else ""
