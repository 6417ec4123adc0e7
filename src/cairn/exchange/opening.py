"""Opens one workbook from standard input and prints its sheets as JSON. Run as a process of its own by `sheets`; it imports
nothing of ours, and what it may use of memory is limited before it looks at the file."""

import io
import json
import re
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 1536 * 1024 * 1024
UNPACKED = 400 * 1024 * 1024
FARTHEST_ROW, FARTHEST_COLUMN = 150_000, 1_000
CELLS = 8_000_000
SIGNS = 60_000_000
"""Of all cells together: one text of the file may stand in a hundred thousand of them."""


class TooMuch(Exception):
    """The file unpacks into more than a list of people can be."""


def limit_memory() -> None:
    try:
        import resource
    except ImportError:  # pragma: no cover  # Windows has no such limit; the sizes below still hold
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard), hard))


def check_unpacked(data: bytes) -> None:
    """Count what the parts really unpack to, whatever they say themselves, and how far away the last cell lies: a reader
    that lays out a whole sheet would make room for everything in between."""
    if not data.startswith(b"PK"):
        return
    total = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            with archive.open(part) as file:
                while piece := file.read(1 << 20):
                    total += len(piece)
                    if total > UNPACKED:
                        raise TooMuch
                    if part.filename.startswith("xl/worksheets/"):
                        check_cells(piece)


_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?\br="(\d+)"')
_COLUMN = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{3,})\d')


def check_cells(piece: bytes) -> None:
    rows = _ROW.findall(piece)
    if rows and max(map(int, rows)) > 1_048_576:
        raise TooMuch
    if any(len(column) > 3 or column > b"ALL" for column in set(_COLUMN.findall(piece))):
        raise TooMuch


def plain(value: Any) -> Any:
    if value == "":
        return None
    if isinstance(value, datetime):
        return ["datetime", value.isoformat()]
    if isinstance(value, date):
        return ["date", value.isoformat()]
    if isinstance(value, time):
        return ["time", value.isoformat()]
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    return value


def sheets_of(data: bytes) -> list[dict[str, Any]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found, signs = [], 0
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.total_height * sheet.total_width > CELLS or sheet.total_height > FARTHEST_ROW:
            raise TooMuch
        rows = [[plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        signs += sum(len(value) for row in rows for value in row if isinstance(value, str))
        if signs > SIGNS:
            raise TooMuch
        found.append((about.visible != SheetVisibleEnum.Visible, {"name": about.name, "rows": rows}))
    # Sheets that are in sight first: what is hidden is seldom the list.
    return [sheet for _, sheet in sorted(found, key=lambda one: one[0])]


def main() -> None:
    limit_memory()
    data = sys.stdin.buffer.read()
    check_unpacked(data)
    json.dump(sheets_of(data), sys.stdout, ensure_ascii=True, separators=(",", ":"))


if __name__ == "__main__":
    main()
