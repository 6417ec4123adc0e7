"""A spreadsheet as it comes: sheets of rows of plain values, whatever the file calls itself.

Workbooks are opened in a process of their own, with little memory and little time: a file made to burst takes only that
process with it. Macros are never looked at. Only values are read: of a formula, what it last came to.
"""

import csv
import io
import json
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from cairn.exchange import tables
from cairn.kernel.problems import Problem, Refused

Value = str | int | float | bool | date | datetime | time | None

LARGEST = 20 * 1024 * 1024  # bytes of a file
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_LINES = 1_000_000  # of a text, blank ones too
SECONDS = 120
HELPER = Path(__file__).with_name("opening.py")
CHARACTERS = 32_767  # of a cell: what a workbook holds
_DELIMITERS = (",", ";", "\t", "|")
_SAVE_AS = "Open it in your spreadsheet program and save it as an Excel workbook (.xlsx) or as CSV."


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows from the first of the file, each as long as the widest; `name` is blank for a CSV."""

    name: str
    rows: list[list[Value]]


def refuse(rule: str, message: str, fix: str) -> Refused:
    return Refused([Problem(f"file.{rule}", message, fix, field="file")])


def read(data: bytes) -> list[Sheet]:
    """Every sheet that holds anything. Raises Refused with what to do about a file that cannot be read."""
    if not data:
        raise refuse("empty", "The file is empty.", "Choose the file that holds your list.")
    if len(data) > LARGEST:
        size = f"{len(data) / 1024 / 1024:.0f} MB"
        fix = "Take out pictures and sheets that are not the list, or divide the list into several files."
        raise refuse("large", f"The file has {size}; at most {LARGEST // 1024 // 1024} MB can be read.", fix)
    kind = kind_of(data)
    sheets = [Sheet("", _lines(data))] if kind == "text" else _opened(data)
    sheets = [Sheet(one.name, square(one.rows)) for one in sheets]
    sheets = [one for one in sheets if one.rows]
    if not sheets:
        raise refuse("blank", "There is nothing in this file.", "Choose the file that holds your list.")
    _refuse_too_much(sheets)
    return sheets


def _refuse_too_much(sheets: Sequence[Sheet]) -> None:
    if any(len(one.rows) > MOST_ROWS + 50 for one in sheets):
        fix = "Divide the list into several files."
        raise refuse("rows", f"The list has more than {MOST_ROWS:,} rows.", fix)
    if any(one.rows and len(one.rows[0]) > MOST_COLUMNS for one in sheets):
        fix = "Take out the columns that are not about people."
        raise refuse("columns", f"The list has more than {MOST_COLUMNS} columns.", fix)


def kind_of(data: bytes) -> str:
    """`book` or `text`, by what is in it, not by its name. Raises Refused for what is neither."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            fix = "Open it with its password, take the password off, save it, and choose it again."
            raise refuse("locked", "The file is locked with a password.", fix)
        return "book"
    if data.startswith(b"PK"):
        return "book"
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"BM", b"RIFF", b"\x7fELF", b"MZ", b"\x1f\x8b")):
        raise refuse("kind", "This is not a spreadsheet, whatever its name says.", _SAVE_AS)
    if data[:4096].count(0) and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and _zeros(data) is None:
        raise refuse("kind", "This is not a spreadsheet, whatever its name says.", _SAVE_AS)
    return "text"


def _zeros(data: bytes) -> str | None:
    """The encoding of text in which every second byte is nought; a few stray noughts are passed over."""
    head = data[:4096]
    if head.count(0) < max(2, len(head) // 200):
        return "utf-8"
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > len(head) * 0.3 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) * 0.3 and not odd else None


def decoded(data: bytes) -> str:
    """Text in UTF-8, UTF-16 or, failing these, Windows-1252, which is what Excel's plain CSV is in Britain."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if data[:4096].count(0) and (encoding := _zeros(data) or ""):
        return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _lines(data: bytes) -> list[list[Value]]:
    text = decoded(data).replace("\x00", "")
    if text.startswith("sep=") and len(text) > 5:  # Excel's own way to say which delimiter follows
        delimiter, text = text[4], text[5:].lstrip("\r\n")
    else:
        delimiter = delimiter_of(text)
    csv.field_size_limit(CHARACTERS * 4)
    try:
        return [[tables.as_read(each) for each in line] for line in _counted(_parsed(text, delimiter))]
    except csv.Error:
        fix = f'Look for a quotation mark (") that opens a cell and never closes it. Or: {_SAVE_AS}'
        raise refuse("csv", "The columns of this file cannot be told apart.", fix) from None


def _counted(lines: Iterable[list[str]]) -> Iterable[list[str]]:
    for number, line in enumerate(lines):
        if number == MOST_LINES:
            raise refuse("rows", f"The list has more than {MOST_ROWS:,} rows.", "Divide the list into several files.")
        yield line


def _parsed(text: str, delimiter: str) -> Iterable[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def delimiter_of(text: str) -> str:
    """The sign that parts the first lines most evenly into most columns; a comma when there is but one column."""
    head = text[:20_000]
    found = []
    for delimiter in _DELIMITERS:
        try:
            widths = [len(line) for line in _parsed(head, delimiter) if line][:50]
        except csv.Error:
            continue
        if widths:
            usual, same = Counter(widths).most_common(1)[0]
            found.append((usual > 1, same / len(widths) * statistics.median(widths), delimiter))
    best = max(found, default=(False, 0, ","))
    return best[2] if best[0] else ","


def square(rows: list[list[Value]]) -> list[list[Value]]:
    """Without blank rows at the end and blank columns at the right; every row equally long; cells no longer than cells are."""
    kept = [[_short(value) if isinstance(value, str) else value for value in row] for row in rows]
    while kept and not any(_is_there(value) for value in kept[-1]):
        kept.pop()
    width = max((len(row) - _blanks_at_the_end(row) for row in kept), default=0)
    return [row[:width] + [None] * (width - len(row)) if len(row) != width else row for row in kept]


def _blanks_at_the_end(row: list[Value]) -> int:
    return next((count for count, value in enumerate(reversed(row)) if _is_there(value)), len(row))


def _is_there(value: Value) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())


def _short(value: str) -> str:
    return value[:CHARACTERS].replace("\x00", "") if len(value) > CHARACTERS or "\x00" in value else value


def _opened(data: bytes) -> list[Sheet]:
    """A workbook, by a helper process that knows nothing but the file."""
    try:
        done = subprocess.run([sys.executable, "-I", str(HELPER)], input=data, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise refuse("slow", "The file takes too long to read.", _SAVE_AS) from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace")
        if "PasswordError" in said:
            fix = "Open it with its password, take the password off, save it, and choose it again."
            raise refuse("locked", "The file is locked with a password.", fix)
        if "TooMuch" in said or "MemoryError" in said or done.returncode < 0:
            fix = "Copy the list alone into a new workbook, save it, and choose that."
            raise refuse("burst", "The file holds far more than a list of people does.", fix)
        raise refuse("broken", "The file cannot be read as a spreadsheet.", _SAVE_AS)
    return [Sheet(one["name"], [[_value(v) for v in row] for row in one["rows"]]) for one in json.loads(done.stdout)]


def _value(value: object) -> Value:
    """JSON has no dates: the helper writes them as a list of kind and text."""
    if isinstance(value, list):
        kind, text = value
        if kind == "time":
            return time.fromisoformat(text)
        return date.fromisoformat(text) if kind == "date" else datetime.fromisoformat(text)
    return value  # type: ignore[return-value]
