"""Files that are wrong, made from one that is good: what people really send, and what nobody should."""

import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import xlsxwriter

Rows = list[list[str]]


def csv_of(rows: Rows, delimiter: str = ",", end: str = "\r\n") -> str:
    return end.join(delimiter.join(row) for row in rows) + end


def book(rows: Rows, change: Callable[[Any, Any], None] | None = None, sheet: str = "Forms") -> bytes:
    """A workbook of these rows, every cell text; `change` is given book and sheet."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    page = made.add_worksheet(sheet)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell:
                page.write_string(number, place, cell)
    if change:
        change(made, page)
    made.close()
    return out.getvalue()


def bomb() -> bytes:
    """A workbook whose one sheet says that it unpacks into gigabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", '<workbook><sheets><sheet name="Forms" r:id="a"/></sheets></workbook>')
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="a" Target="worksheets/s.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/s.xml", b"<worksheet><sheetData>" + b" " * (1 << 20))
        archive.infolist()[-1].file_size = 3 << 30
    return out.getvalue()


def empty_rows(data: bytes, numbers: Iterable[int]) -> bytes:
    """A workbook with more rows that hold nothing, as formatting a whole sheet leaves them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in numbers)
                part = part.replace(b"</sheetData>", rows + b"</sheetData>")
            new.writestr(name, part)
    return out.getvalue()
