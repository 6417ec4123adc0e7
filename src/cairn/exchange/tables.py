"""Any list as a file: CSV that Excel opens as it stands, or a workbook. No cell of ours is ever run as a formula."""

import csv as writer
import io
import math
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any

import xlsxwriter

from cairn.kernel.clock import LONDON

Cell = str | int | float | Decimal | bool | date | datetime | None

#: What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection; verified), wide forms included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST = 32_767  # characters of a cell in a workbook
MOST_ROWS = 1_048_575  # of a sheet, without its headings
LARGEST_NUMBER = 2**53  # beyond it a spreadsheet rounds: a long number is a reference, and goes as text
WIDEST, NARROWEST, LOOKED_AT = 50, 8, 200
_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def harmless(text: str) -> str:
    """Text that a spreadsheet opening a CSV would take for a formula, with the apostrophe that says it is text."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_read(text: str) -> str:
    """What `harmless` was given: a reader of our files takes the apostrophe off again."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark, without which Excel reads é as Ã©. Dates as 2026-03-31, yes and no in words."""
    out = io.StringIO(newline="")
    lines = writer.writer(out)
    lines.writerow([harmless(name) for name in columns])
    lines.writerows([_in_csv(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def _in_csv(value: Cell) -> str:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return _yes_no(value)
    if isinstance(value, datetime):
        return f"{_local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _local(value: datetime) -> datetime:
    """As clocks in London show it; a workbook knows no time zones."""
    return value.astimezone(LONDON).replace(tzinfo=None) if value.tzinfo else value


def xlsx(columns: Sequence[str], rows: Iterable[Sequence[Cell]], title: str = "List") -> bytes:
    """A workbook: headings bold and always in sight, a filter, dates and numbers as such. Rows are not held in memory.

    Rows beyond what a sheet holds go on further sheets.
    """
    out = io.BytesIO()
    # What is written aside for the moment holds names: a directory of our own, gone when the workbook is whole.
    with tempfile.TemporaryDirectory() as aside:
        book = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": aside, **_AS_TEXT})
        book.set_properties({"title": clean(title)})
        rest = iter(rows)
        for number in range(1, 1000):
            first = list(islice(rest, LOOKED_AT))
            if number > 1 and not first:
                break
            sheet = book.add_worksheet(sheet_name(title, number))
            fill(book, sheet, columns, chain(first, islice(rest, MOST_ROWS - len(first))), widths(columns, first))
        book.close()
    return out.getvalue()


_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def sheet_name(title: str, number: int = 1) -> str:
    """A name that Excel takes: at most 31 characters, none of its own signs."""
    tail = "" if number == 1 else f" {number}"
    name = " ".join(clean(title).translate(_NOT_IN_A_NAME).split())[: 31 - len(tail)].strip()
    return (name if name and name.casefold() != "history" else "List") + tail


def widths(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """As wide as the first rows ask for, within reason."""
    asked = [max((len(_in_csv(row[i])) for row in rows if i < len(row)), default=0) for i in range(len(columns))]
    pairs = zip(columns, asked, strict=True)
    return [min(WIDEST, max(NARROWEST, len(name) + 4, width + 2)) for name, width in pairs]


def fill(book: Any, sheet: Any, columns: Sequence[str], rows: Iterable[Sequence[Cell]], wide: Sequence[int]) -> int:
    """Write headings and rows onto a sheet; returns how many rows there were."""
    forms = {name: book.add_format(form) for name, form in _FORMS.items()}
    for place, (name, width) in enumerate(zip(columns, wide, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, clean(name), forms["heading"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            put(sheet, last, place, value, forms)
    if columns:
        sheet.autofilter(0, 0, last, len(columns) - 1)
    return last


_FORMS: dict[str, dict[str, Any]] = {
    "heading": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "quote_prefix": True},
    "text": {"num_format": "@"},
    "formula": {"num_format": "@", "quote_prefix": True},
    "date": {"num_format": "dd/mm/yyyy"},
    "instant": {"num_format": "dd/mm/yyyy hh:mm"},
}


def put(sheet: Any, row: int, place: int, value: Cell, forms: dict[str, Any]) -> None:
    """One cell, as what it is. What a spreadsheet cannot hold as a date or a number goes as text."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, place, _yes_no(value))
    elif isinstance(value, datetime) and value.year >= 1900:
        sheet.write_datetime(row, place, _local(value), forms["instant"])
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, place, value, forms["date"])
    elif isinstance(value, int | float | Decimal) and _is_held(value):
        sheet.write_number(row, place, value)
    else:
        text = clean(value if isinstance(value, str) else _in_csv(value))
        sheet.write_string(row, place, text, forms["formula" if text.startswith(FORMULA) else "text"])


def _is_held(value: int | float | Decimal) -> bool:
    return math.isfinite(value) and -LARGEST_NUMBER <= value <= LARGEST_NUMBER


def clean(text: str) -> str:
    """Without what a workbook cannot hold: control characters and halves of characters go, every line break is one
    character, and what is longer than a cell ends in an ellipsis."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNHELD.sub("", text).encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def read_csv(data: bytes) -> Iterator[list[str]]:
    """The lines of a file that `csv` wrote, apostrophes off again."""
    for line in writer.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        yield [as_read(value) for value in line]
