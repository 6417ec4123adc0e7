"""A workbook, read by a process that knows nothing but the file, and given on row by row."""

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO

from cairn.exchange.forms.found import Unreadable, stops
from cairn.exchange.forms.lines import Line

HELPER = Path(__file__).with_name("opening.py")
SECONDS = 30  # for its end, once it has said all
_AGAIN = "Download the template, and copy your rows into it."
_AS_CSV = "Save the list as CSV: that may be far larger. Or divide it into several files."
WRONG: Mapping[str, tuple[str, str]] = {
    "cut": ("The file is damaged or cut off.", "Send it again whole, or save it again where it was made."),
    "burst": ("The file unpacks into far more than a list of forms holds.", _AS_CSV),
    "many": ("The workbook holds more cells than can be read.", _AS_CSV),
    "locked": ("The file is locked with a password.", "Take the password off, save it, and choose it again."),
    "packing": ("The file is packed in a way that no workbook is.", "Save it again as an Excel workbook (.xlsx)."),
    "macros": ("The file holds macros, which run by themselves.", "Save it as a workbook without macros (.xlsx)."),
    "doctype": ("The file declares a document type of its own, which no workbook does.", _AGAIN),
    "xml": ("A part of the file is not well formed.", "Save it again where it was made, and choose that."),
    "kind": ("This is no Excel workbook.", "Save it as an Excel workbook (.xlsx) or as CSV, and choose that."),
    "slow": ("The file takes too long to read.", _AS_CSV),
}


def wrong(why: str) -> Unreadable:
    message, fix = WRONG[why]
    return Unreadable(stops(why, message, fix))


@dataclass(slots=True)
class Page:
    """One sheet of a workbook; `merged` is known when its lines have been read."""

    name: str
    lines: Iterator[Line]
    merged: list[str] = field(default_factory=list)


class Book:
    """The sheets of a workbook, each to be read before the next. `share` says how much of the one at hand has been read."""

    kind = "workbook"

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.share = file, 0.0

    def pages(self) -> Iterator[Page]:
        """Raises Unreadable, also on the way."""
        self.file.seek(0)
        with tempfile.TemporaryDirectory() as aside:
            path = Path(aside) / "book.xlsx"
            with path.open("wb") as copy:
                while piece := self.file.read(1 << 20):
                    copy.write(piece)
            with _Helper(path) as said:
                for line in said:
                    if "sheet" in line:
                        yield from self._page(line["sheet"], said)

    def _page(self, name: str, said: Iterator[Any]) -> Iterator[Page]:
        page = Page(name, iter(()))
        page.lines = self._lines(page, said)
        yield page
        for _ in page.lines:  # whoever asked for the next sheet has done with this one
            pass

    def _lines(self, page: Page, said: Iterator[Any]) -> Iterator[Line]:
        for line in said:
            if "end" in line:
                return
            page.merged += line.get("merged", ())
            self.share = line.get("share", self.share)
            yield from line.get("rows", ())


class _Helper:
    """The process, and what it says. It is ended with us, however we end."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Iterator[Any]:
        command = [sys.executable, "-I", str(HELPER), str(self.path)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return self._said()

    def _said(self) -> Iterator[Any]:
        out: IO[bytes] = self.process.stdout  # type: ignore[assignment]
        for line in out:
            said = json.loads(line)
            if "wrong" in said:
                raise wrong(said["wrong"])
            yield said
        ended = self.process.wait(SECONDS)
        if ended != 0:
            raise wrong("slow" if ended == -signal.SIGXCPU else "burst" if ended < 0 else "cut")

    def __exit__(self, *_: Any) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
