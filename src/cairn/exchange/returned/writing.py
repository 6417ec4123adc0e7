"""A file of a return, empty or filled, in each of the three forms."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Literal

import xlsxwriter

from cairn.exchange import tables
from cairn.exchange.returned.filled import Filling
from cairn.exchange.returned.shape import FIGURES, IDENTITY, WORDS, Column, Form

Way = Literal["workbook", "package", "json"]
TYPES: Mapping[Way, tuple[str, str]] = {
    "workbook": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "package": ("zip", "application/zip"),
    "json": ("json", "application/json"),
}
#: Columns that a reader fills in; the others say what is asked.
OPEN = frozenset({"value", "n", "comment", "answer"})
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDE = {"name": 40, "group": 30, "asked": 50, "answer": 70, "comment": 40, "measure": 28}
_NOT_READ = frozenset({"name", "group", "unit", "head", "asked", "most_words"})


def write(way: Way, form: Form, filling: Filling) -> bytes:
    return {"workbook": workbook, "package": package, "json": body}[way](form, filling)


def workbook(form: Form, filling: Filling) -> bytes:
    """XLSX: a sheet for figures, for words and for each table of rows; who it is for on a hidden one."""
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as aside:
        book = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": aside, **_AS_TEXT})
        book.set_properties({"title": tables.clean(f"{form.contract}, {form.round_name}")})
        forms = _forms(book)
        for name, columns in form.sheets.items():
            _sheet(book.add_worksheet(name), columns, filling.sheets.get(name, ()), forms)
        hidden = book.add_worksheet(IDENTITY)
        for row, (key, value) in enumerate(told_of(form).items()):
            hidden.write_string(row, 0, key)
            hidden.write_string(row, 1, value)
        hidden.very_hidden()
        book.close()
    return out.getvalue()


def _forms(book: Any) -> dict[str, Any]:
    return {
        "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "open": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#dce9e3"}),
        "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "number": book.add_format({"valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }


def _sheet(sheet: Any, columns: Sequence[Column], rows: Iterable[Sequence[Any]], forms: Mapping[str, Any]) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, _WIDE.get(column.name, 16))
        is_open = column.name in OPEN or columns[0].name == "row"
        sheet.write_string(0, place, column.name, forms["open" if is_open else "heading"])
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            _cell(sheet, number, place, column, value, forms)


def _cell(sheet: Any, row: int, place: int, column: Column, value: Any, forms: Mapping[str, Any]) -> None:
    said = as_json(column, value)
    if said is None or said == "":
        return
    if column.cells == "date":
        sheet.write_datetime(row, place, date.fromisoformat(said), forms["date"])
    elif isinstance(said, bool):
        sheet.write_string(row, place, "yes" if said else "no")
    elif isinstance(said, int | float):
        sheet.write_number(row, place, said, forms["number"])
    else:
        said = json.dumps(said) if isinstance(said, list) else tables.clean(str(said))
        sheet.write_string(row, place, said, forms["text"])


def package(form: Form, filling: Filling) -> bytes:
    """A zip with `datapackage.json` and a CSV in UTF-8 for each sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", json.dumps(descriptor(form), ensure_ascii=False, indent=2))
        for name, columns in form.sheets.items():
            rows = ([_in_csv(c, v) for c, v in zip(columns, row, strict=True)] for row in filling.sheets.get(name, ()))
            archive.writestr(f"{name}.csv", tables.csv([column.name for column in columns], rows))
    return out.getvalue()


def _in_csv(column: Column, value: Any) -> Any:
    said = as_json(column, value)
    return json.dumps(said, separators=(",", ":")) if isinstance(said, list) else said


def descriptor(form: Form) -> dict[str, Any]:
    """`datapackage.json`: what each CSV holds, and in `cairn` which return it is of."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "profile": "tabular-data-package",
        "name": f"return-{form.return_uid}",
        "title": f"{form.contract}, {form.round_name}: return of {form.provider}",
        "resources": [_resource(name, columns) for name, columns in form.sheets.items()],
        "cairn": told_of(form),
    }


def told_of(form: Form) -> dict[str, str]:
    """Who the file is for; and, only where there is any, which measures were measured differently before this round."""
    return {**form.identity, "series": form.series} if form.series else dict(form.identity)


def _resource(name: str, columns: Sequence[Column]) -> dict[str, Any]:
    key = {} if name == FIGURES else {"primaryKey": columns[0 if name == WORDS else 1].name}
    return {
        "name": name, "path": f"{name}.csv", "type": "table", "profile": "tabular-data-resource", "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8",
        "schema": {"fields": [_field(column) for column in columns], "missingValues": [""], **key},
    }  # fmt: skip


_KINDS = {"number": "number", "whole": "integer", "integer": "integer", "date": "date", "flag": "boolean"}


def _field(column: Column) -> dict[str, Any]:
    """A field of Table Schema."""
    told: dict[str, Any] = {"name": column.name, "title": column.words, "type": _KINDS.get(column.cells, "string")}
    if column.cells == "flag":
        told |= {"trueValues": ["yes", "true"], "falseValues": ["no", "false"]}
    limits: dict[str, Any] = {"required": True} if column.is_needed else {}
    if column.cells == "codes" and not column.several:
        limits["enum"] = sorted(column.codes)
    return {**told, **({"constraints": limits} if limits else {})}


def body(form: Form, filling: Filling) -> bytes:
    return json.dumps(as_body(form, filling), ensure_ascii=False, indent=1).encode()


def as_body(form: Form, filling: Filling) -> dict[str, Any]:
    """As the API gives and takes it. What is only there to be read in a file is left out."""
    listed = {
        name: [
            {
                c.name: as_json(c, v)
                for c, v in zip(columns, row, strict=True)
                if c.name not in _NOT_READ or name not in (FIGURES, WORDS)
            }
            for row in filling.sheets.get(name, ())
        ]
        for name, columns in form.sheets.items()
    }
    said: dict[str, Any] = {"identity": told_of(form), "figures": listed.pop(FIGURES)}
    if WORDS in listed:
        said["words"] = listed.pop(WORDS)
    return {**said, "rows": listed} if listed else said


def as_json(column: Column, value: Any) -> Any:
    """A value as it is kept; a day as text."""
    return value.isoformat() if isinstance(value, date) else value
