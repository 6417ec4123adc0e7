"""A good file taken apart, so that a case can spoil one thing of it and put it together again."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlsxwriter

from cairn.exchange.returned import example, writing
from cairn.exchange.returned.shape import IDENTITY, Form


@dataclass(frozen=True, slots=True)
class Formula:
    text: str


@dataclass(frozen=True, slots=True)
class Failed:
    """An error of a spreadsheet."""

    text: str = "#REF!"


@dataclass(slots=True)
class Draft:
    """What a file holds: of each sheet its rows, headings first; who it is for; merged cells of a workbook."""

    form: Form
    sheets: dict[str, list[list[Any]]]
    identity: dict[str, str]
    merged: list[tuple[str, str]] = field(default_factory=list)

    def put(self, sheet: str, cell: str, value: Any) -> None:
        """Write a cell by its address."""
        column, row = ord(cell[0]) - 65, int(cell[1:]) - 1
        line = self.sheets[sheet][row]
        line.extend([None] * (column + 1 - len(line)))
        line[column] = value

    def find(self, measure: str, code: str = "") -> int:
        """The row of a figure, from 1."""
        for number, row in enumerate(self.sheets["figures"], start=1):
            if row[0] == measure and (row[4] or "") == code:
                return number
        raise LookupError(measure)


def good(people: int = 12) -> Draft:
    of = example.form()
    filling = example.filling(of, people)
    sheets = {
        name: [
            [column.name for column in columns],
            *(
                [writing.as_json(column, value) for column, value in zip(columns, row, strict=True)]
                for row in filling.sheets[name]
            ),
        ]
        for name, columns in of.sheets.items()
    }
    return Draft(of, deepcopy(sheets), dict(of.identity))


def workbook(draft: Draft) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in draft.sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                _put(sheet, number, place, value, day)
        for where, ref in draft.merged:
            if where == name:
                sheet.merge_range(ref, "")
    if draft.identity:
        hidden = book.add_worksheet(IDENTITY)
        for number, pair in enumerate(draft.identity.items()):
            hidden.write_row(number, 0, pair)
        hidden.very_hidden()
    book.close()
    return out.getvalue()


def _put(sheet: Any, row: int, place: int, value: Any, day: Any) -> None:
    if isinstance(value, Formula):
        sheet.write_formula(row, place, value.text, None, 3)
    elif isinstance(value, Failed):
        sheet.write_formula(row, place, f"={value.text}", None, value.text)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, day)
    elif isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value)
    elif value is not None and value != "":
        sheet.write_string(row, place, json.dumps(value) if isinstance(value, list) else str(value))


def parts(draft: Draft) -> dict[str, bytes]:
    """The files of a data package."""
    told = writing.descriptor(draft.form)
    told["cairn"] = draft.identity
    told["resources"] = [one for one in told["resources"] if one["name"] in draft.sheets]
    known = {one["name"] for one in told["resources"]}
    told["resources"] += [
        {"name": name, "path": f"{name}.csv", "encoding": "utf-8"} for name in draft.sheets if name not in known
    ]
    for one in told["resources"]:
        one.pop("schema", None)
    files = {"datapackage.json": json.dumps(told, indent=1).encode()}
    return files | {f"{name}.csv": text(rows) for name, rows in draft.sheets.items()}


def text(rows: Iterable[Iterable[Any]], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(
        ["" if one is None else json.dumps(one) if isinstance(one, list) else str(one) for one in row] for row in rows
    )
    return out.getvalue().encode()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def package(draft: Draft) -> bytes:
    return zipped(parts(draft))


def body(draft: Draft) -> bytes:
    def listed(name: str) -> list[dict[str, Any]]:
        heads, *rows = draft.sheets[name]
        return [dict(zip(heads, row, strict=False)) for row in rows]

    said: dict[str, Any] = {"identity": draft.identity}
    said |= {name: listed(name) for name in ("figures", "words") if name in draft.sheets}
    for kept in (said.get("figures", ()), said.get("words", ())):
        for one in kept:
            for name in ("name", "group", "unit", "head", "asked", "most_words"):
                one.pop(name, None)
    rows = {name: listed(name) for name in draft.sheets if name not in ("figures", "words")}
    return json.dumps({**said, "rows": rows}, indent=1).encode()


def patched(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A zip with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    files[name] = change(files[name])
    return zipped(files)
