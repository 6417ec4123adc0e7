"""A funder's own workbook: where its cells are, and the same file with some of them filled.

Nothing else of the file is touched: not a style, picture, chart or rule. So cells are put in place in the bytes of the sheet
(ECMA-376 part 1, 18.3.1: rows and cells in order, `s` the style, inline text as `is`), and every other part is copied.
Pure. Give only data that `sheets.read` has taken: it has seen to bombs and sizes.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from html import escape
from posixpath import join, normpath
from xml.parsers import expat

from cairn.exchange.funders import days
from cairn.exchange.funders.layout import Layout, Row, column_number, layout_of, local, place
from cairn.exchange.tables import clean
from cairn.kernel.problems import Problem, Refused

Filling = int | float | str
Given = Filling | date
"""A day stands as one in a cell that shows days, else in words."""
BOOK, RELS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"


class Workbook:
    """One file. `sheets` are the parts of its sheets by name, in their order."""

    def __init__(self, data: bytes) -> None:
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
            self.sheets = self._sheets()
        except (zipfile.BadZipFile, LookupError, expat.ExpatError, UnicodeDecodeError) as error:
            raise _refused("book", "This is not a workbook that can be filled.", _SAVE_AS) from error
        if not self.sheets:
            raise _refused("book", "There is no sheet in this workbook that can be filled.", _SAVE_AS)
        if any(name.lower().endswith("vbaproject.bin") for name in self._file.namelist()):
            raise _refused("macros", "This workbook has macros in it.", _SAVE_AS)
        self._layouts: dict[str, Layout] = {}

    def _sheets(self) -> dict[str, str]:
        targets: dict[str, str] = {}
        found: dict[str, str] = {}

        def relation(tag: str, said: Mapping[str, str]) -> None:
            if tag == "Relationship" and said.get("Type", "").endswith("/worksheet"):
                target = said["Target"]
                targets[said["Id"]] = target[1:] if target.startswith("/") else normpath(join("xl", target))

        def sheet(tag: str, said: Mapping[str, str]) -> None:
            if tag == "sheet":
                key = next((value for name, value in said.items() if name.endswith(":id")), "")
                if key in targets:
                    found[said["name"]] = targets[key]

        _walk(self._file.read(RELS), relation)
        _walk(self._file.read(BOOK), sheet)
        return found

    def layout(self, sheet: str) -> Layout:
        """Raises KeyError for a sheet that is not there, Refused for one that cannot be read."""
        part = self.sheets[sheet]
        if sheet not in self._layouts:
            try:
                self._layouts[sheet] = layout_of(self._file.read(part))
            except (expat.ExpatError, LookupError, ValueError) as error:
                raise _refused("sheet", "A sheet of this workbook cannot be read.", _SAVE_AS) from error
        return self._layouts[sheet]

    def formulas(self, sheet: str) -> frozenset[str]:
        rows = self.layout(sheet).rows.values()
        return frozenset(name for row in rows for name, cell in row.cells.items() if cell.has_formula)

    def problem(self, sheet: str, name: str) -> Problem | None:
        """Why a cell cannot be filled; None where it can."""
        if sheet not in self.sheets:
            there = ", ".join(self.sheets)
            return Problem(
                "funder.sheet", f"There is no sheet “{sheet}” in this workbook.", f"It has: {there}.", field="sheet"
            )
        at = place(name)
        if at is None:
            return Problem(
                "funder.cell", f"“{name}” is not a cell.", "Write a column and a row, such as C7.", field="cell"
            )
        if name in self.formulas(sheet):
            fix = "Choose a cell that it adds up, so that the funder’s own sums stay."
            return Problem("funder.formula", f"{name} holds a formula.", fix, field="cell")
        for first, last in self.layout(sheet).merged:
            if name != first and _is_inside(at, first, last):
                fix = f"Choose {first}: it stands for all of them."
                return Problem("funder.merged", f"{name} is joined with other cells.", fix, field="cell")
        return None

    @cached_property
    def _day_styles(self) -> frozenset[str]:
        """None of them where the styles cannot be read: then a day is said in words."""
        try:
            return days.styles_of_days(self._file.read(STYLES))
        except (KeyError, expat.ExpatError):
            return frozenset()

    @cached_property
    def _is_1904(self) -> bool:
        found: list[str] = []
        _walk(
            self._file.read(BOOK),
            lambda tag, said: found.append(said.get("date1904", "")) if tag == "workbookPr" else None,
        )
        return any(one in ("1", "true") for one in found)

    def _as_held(self, sheet: str, name: str, value: Given) -> Filling:
        if not isinstance(value, date):
            return value
        cells = [row.cells[name] for row in self.layout(sheet).rows.values() if name in row.cells]
        if any(cell.style in self._day_styles for cell in cells):
            return days.number_of(value, is_1904=self._is_1904)
        return f"{value:%-d %B %Y}"

    def filled(self, fillings: Mapping[tuple[str, str], Given]) -> bytes:
        """The file with these cells filled, by sheet and name; a spreadsheet program works its formulas out anew when it is
        opened. The same cells make the same bytes."""
        patched: dict[str, bytes] = {}
        for sheet in {sheet for sheet, _ in fillings}:
            mine = {name: self._as_held(of, name, value) for (of, name), value in fillings.items() if of == sheet}
            part = self.sheets[sheet]
            patched[part] = _patched(self._file.read(part), self.layout(sheet), mine)
        patched[BOOK] = _reckoned_anew(self._file.read(BOOK))
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for entry in self._file.infolist():
                copy = zipfile.ZipInfo(entry.filename, entry.date_time)
                copy.compress_type, copy.external_attr = zipfile.ZIP_DEFLATED, entry.external_attr
                made.writestr(copy, patched.get(entry.filename, self._file.read(entry)))
        return out.getvalue()


_SAVE_AS = "Open it in your spreadsheet program, save it as an Excel workbook (.xlsx), and choose that."


def _refused(rule: str, message: str, fix: str) -> Refused:
    return Refused([Problem(f"funder.{rule}", message, fix, field="file")])


def _is_inside(at: tuple[int, int], first: str, last: str) -> bool:
    ends = place(first), place(last)
    if ends[0] is None or ends[1] is None:
        return False
    return all(low <= here <= high for low, here, high in zip(ends[0], at, ends[1], strict=True))


def _walk(data: bytes, each: Callable[[str, Mapping[str, str]], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, said: each(local(tag), said)
    parser.Parse(data, True)


def _patched(data: bytes, layout: Layout, values: Mapping[str, Filling]) -> bytes:
    """The sheet with these cells. Splices are made from the end, so that places before them stay."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or layout.data is None:
        raise _refused("sheet", "A sheet of this workbook cannot be read.", _SAVE_AS)
    prefix = layout.data.tag.rpartition(":")[0]
    by_row: dict[int, dict[str, Filling]] = {}
    for name, value in values.items():
        at = place(name)
        assert at is not None
        by_row.setdefault(at[0], {})[name] = value
    splices: list[tuple[int, int, bytes]] = []
    missing: dict[int, bytes] = {}
    for number, mine in by_row.items():
        if number in layout.rows:
            splices += _in_row(layout.rows[number], mine, prefix)
        else:
            missing[number] = _row(number, mine, prefix)
    splices += _new_rows(layout, missing)
    for start, end, made in sorted(splices, key=lambda one: one[0], reverse=True):
        data = data[:start] + made + data[end:]
    return data


def _in_row(row: Row, values: Mapping[str, Filling], prefix: str) -> Iterable[tuple[int, int, bytes]]:
    new: dict[int, list[tuple[int, bytes]]] = {}
    for name, value in values.items():
        if name in row.cells:
            old = row.cells[name]
            yield old.span.start, old.span.end, _cell(name, value, old.style, prefix)
        else:
            before = _before(row, name)
            new.setdefault(before, []).append((column_number(_column(name)), _cell(name, value, "", prefix)))
    for at, cells in new.items():
        made = b"".join(cell for _, cell in sorted(cells))
        if row.span.is_empty:  # <row r="5"/> must be opened to hold one
            yield row.span.inside - 2, row.span.inside, b">" + made + f"</{row.span.tag}>".encode()
        else:
            yield at, at, made


def _before(row: Row, name: str) -> int:
    """Where a cell that is not there yet belongs: before the first that lies to its right."""
    wanted = column_number(_column(name))
    right = [cell.span.start for other, cell in row.cells.items() if column_number(_column(other)) > wanted]
    if right:
        return min(right)
    return max((cell.span.end for cell in row.cells.values()), default=row.span.inside)


def _column(name: str) -> str:
    return name.rstrip("0123456789")


def _new_rows(layout: Layout, missing: Mapping[int, bytes]) -> Iterable[tuple[int, int, bytes]]:
    span = layout.data
    assert span is not None
    if not missing:
        return
    if span.is_empty:
        made = b"".join(missing[number] for number in sorted(missing))
        yield span.inside - 2, span.inside, b">" + made + f"</{span.tag}>".encode()
        return
    after: dict[int, list[int]] = {}
    for number in sorted(missing):
        below = [row.span.start for other, row in layout.rows.items() if other > number]
        last = max((row.span.end for row in layout.rows.values()), default=span.inside)
        after.setdefault(min(below) if below else last, []).append(number)
    for at, numbers in after.items():
        yield at, at, b"".join(missing[number] for number in numbers)


def _row(number: int, values: Mapping[str, Filling], prefix: str) -> bytes:
    tag = f"{prefix}:row" if prefix else "row"
    ordered = sorted(values, key=lambda name: column_number(_column(name)))
    return (
        f'<{tag} r="{number}">'.encode()
        + b"".join(_cell(n, values[n], "", prefix) for n in ordered)
        + f"</{tag}>".encode()
    )


def _cell(name: str, value: Filling, style: str, prefix: str) -> bytes:
    p = f"{prefix}:" if prefix else ""
    look = f' s="{style}"' if style else ""
    if isinstance(value, str):
        words = escape(clean(value), quote=False)
        return f'<{p}c r="{name}"{look} t="inlineStr"><{p}is><{p}t xml:space="preserve">{words}</{p}t></{p}is></{p}c>'.encode()
    return f'<{p}c r="{name}"{look}><{p}v>{value!r}</{p}v></{p}c>'.encode()


_CALC = re.compile(rb"<((?:\w+:)?)calcPr\b([^>]*?)(/?)>")
_BEFORE_CALC = re.compile(rb"(</(?:\w+:)?definedNames>|</(?:\w+:)?externalReferences>|</(?:\w+:)?sheets>)")


def _reckoned_anew(data: bytes) -> bytes:
    """What formulas came to before is no longer true: they are worked out when the file is opened."""
    found = _CALC.search(data)
    if found:
        said = re.sub(rb'\s+fullCalcOnLoad="[^"]*"', b"", found[2])
        return (
            data[: found.start()]
            + b"<"
            + found[1]
            + b"calcPr"
            + said
            + b' fullCalcOnLoad="1"'
            + found[3]
            + b">"
            + data[found.end() :]
        )
    places = list(_BEFORE_CALC.finditer(data))
    if not places:
        return data
    last = places[-1]
    prefix = re.match(rb"</((?:\w+:)?)", last[0])
    assert prefix is not None
    return data[: last.end()] + b"<" + prefix[1] + b'calcPr fullCalcOnLoad="1"/>' + data[last.end() :]
