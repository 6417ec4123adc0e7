"""The workbook and the CSV to be filled in elsewhere, made from the definition: empty, or a row for each form that is due.

The workbook checks itself: answers are chosen from lists, cells that are not asked grey out, those that are missing or wrong
stand out, and each row counts its errors. All of it are formulas of the form's own rules.
"""

import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from cairn.collection.columns import Answer, FormColumn
from cairn.exchange import tables
from cairn.exchange.forms import guide, layout, self_check
from cairn.exchange.forms.formulas import Lists
from cairn.exchange.forms.offered import Offered
from cairn.questionnaire.rules import Rule, check_row

ROWS, MOST_ROWS = 200, 2_000
"""Rows that are made ready when nothing else is asked for, and at most."""
Answers = Mapping[str, str]
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_ROW = "\x00"
"""Stands for the number of a row until that is known."""
_HATCHED = 14


def csv(offered: Offered, rows: Iterable[Answers] = ()) -> bytes:
    """One line of headings; then what is given, a line each."""
    names = [column.name for column in offered.columns]
    return tables.csv(names, ([answers.get(name, "") for name in names] for answers in rows))


def workbook(offered: Offered, rows: Sequence[Answers] = (), ready: int = ROWS) -> bytes:
    """XLSX: `rows` come first, and then blank ones, so that at least `ready` are made ready."""
    out = io.BytesIO()
    form, last = offered.form, layout.FIRST_ROW + max(min(ready, MOST_ROWS), len(rows)) - 1
    with tempfile.TemporaryDirectory() as aside:
        book = xlsxwriter.Workbook(out, {"tmpdir": aside, "in_memory": True, **_AS_TEXT})
        book.set_properties({"title": tables.clean(f"{form.label}, version {form.version}")})
        sheets = {name: book.add_worksheet(name) for name in layout.ORDER}
        formats = {name: book.add_format(made) for name, made in _FORMATS.items()}
        lists = _codes(book, sheets[layout.CODES], offered.columns, formats)
        _Forms(sheets, offered.columns, offered.rules, lists, last, form.number_column, formats).write(rows)
        guide.write(sheets[layout.GUIDE], form, formats, self_check.unsaid(offered.rules, lists.names))
        guide.write_questions(sheets[layout.QUESTIONS], form, offered.columns, formats)
        _stamped(sheets[layout.STAMP], layout.stamp(form.id, form.version, offered.stamp))
        sheets[layout.CHECKS].very_hidden()
        sheets[layout.FORMS].activate()
        book.close()
    return out.getvalue()


def _stamped(sheet: Any, stamp: Mapping[str, str]) -> None:
    for row, (key, value) in enumerate(stamp.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()


@dataclass(frozen=True, slots=True)
class Listed:
    """Where lists of answers stand: the workbook's name of a list by its codes, and what its drop-down shows."""

    names: Lists
    shown: Mapping[tuple[Answer, ...], str]


def _codes(book: Any, sheet: Any, columns: Iterable[FormColumn], formats: Mapping[str, Any]) -> Listed:
    """The sheet of answers, one list below the other."""
    for place, (heading, width) in enumerate(
        (("Columns", 50), ("Code", 18), ("Means", 70), ("Group", 12), ("As the lists show it", 70))
    ):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, formats["heading"])
    sheet.freeze_panes(1, 0)
    names: dict[frozenset[str], str] = {}
    shown_as: dict[tuple[Answer, ...], str] = {}
    row = 1
    for number, (choices, users) in enumerate(guide.lists(columns), start=1):
        sheet.write_string(row, 0, _users(users), formats["text"])
        for place, choice in enumerate(choices):
            shown = layout.shown(choice.code, choice.label)
            for at, said in ((1, choice.code), (2, choice.label), (3, choice.group), (4, shown)):
                sheet.write_string(row + place, at, tables.clean(said), formats["text"])
        codes = frozenset(choice.code for choice in choices)
        if codes not in names:
            names[codes] = f"codes_{number}"
            book.define_name(names[codes], f"={layout.CODES}!$B${row + 1}:$B${row + len(choices)}")
        shown_as[choices] = f"={layout.CODES}!$E${row + 1}:$E${row + len(choices)}"
        row += len(choices) + 1
    return Listed(names, shown_as)


def _users(columns: Sequence[str]) -> str:
    return ", ".join(columns[:3]) + (f" and {len(columns) - 3} more" if len(columns) > 3 else "")


@dataclass
class _Forms:
    """The sheet that is filled in, and the hidden one that counts its errors."""

    sheets: Mapping[str, Any]
    columns: Sequence[FormColumn]
    rules: Sequence[Rule]
    lists: Listed
    last: int
    number_column: str
    formats: Mapping[str, Any]

    def __post_init__(self) -> None:
        self.sheet = self.sheets[layout.FORMS]
        self.letters = {column.name: xl_col_to_name(place) for place, column in enumerate(self.columns, start=1)}
        self.by_name = {column.name: column for column in self.columns}
        self.end = xl_col_to_name(len(self.columns))

    def write(self, rows: Sequence[Answers]) -> None:
        self._headings()
        self._columns()
        self._colours()
        self._counting(rows)
        for number, answers in enumerate(rows, start=layout.FIRST_ROW):
            for column in self.columns:
                self._put(number - 1, column, answers.get(column.name, ""))

    def _place(self, name: str) -> str:
        return self._code(name, f"${self.letters[name]}{layout.FIRST_ROW}")

    def _code(self, name: str, cell: str) -> str:
        """What stands in a cell; of `c1 – Did not want this` the code."""
        column = self.by_name[name]
        if column.kind != "one" or all(layout.shown(one.code, one.label) == one.code for one in column.choices):
            return cell
        return f'LEFT({cell},FIND("{layout.BETWEEN}",{cell}&"{layout.BETWEEN}")-1)'

    def _headings(self) -> None:
        sheet, words, names = self.sheet, layout.WORDS_ROW - 1, layout.HEADINGS_ROW - 1
        sheet.set_row(words, 90)
        first, last = layout.FIRST_ROW, self.last
        total = f'=SUM($A${first}:$A${last})&" errors in all"'
        sheet.write_formula(words, 0, total, self.formats["words"], "0 errors in all")
        sheet.write_string(names, 0, layout.ERRORS, self.formats["heading"])
        for place, column in enumerate(self.columns, start=1):
            sheet.write_string(words, place, tables.clean(column.label), self.formats["words"])
            sheet.write_string(names, place, column.name, self.formats["heading"])
        sheet.freeze_panes(layout.FIRST_ROW - 1, 2)
        sheet.set_landscape()
        sheet.repeat_rows(words, names)

    def _columns(self) -> None:
        self.sheet.set_column(0, 0, 10)
        for place, column in enumerate(self.columns, start=1):
            width = max(_WIDTHS[column.kind], len(column.name) + 3)
            self.sheet.set_column(place, place, width, self._format(column))
            told = self._drop_down(column)
            words = tables.clean(_prompt(column))
            told |= {"ignore_blank": True, "input_title": column.name[:32], "input_message": words}
            self.sheet.data_validation(layout.FIRST_ROW - 1, place, self.last - 1, place, told)

    def _drop_down(self, column: FormColumn) -> dict[str, Any]:
        """Whoever gives several answers chooses a code and writes the others behind it: nothing stops that."""
        match column.kind:
            case "one" | "many":
                several = f"={self.lists.names[frozenset(column.codes)]}"
                source = several if column.kind == "many" else self.lists.shown[column.choices]
                stop = {
                    "error_title": "Not one of the choices",
                    "error_message": "Choose from the list, or leave it blank.",
                }
                return {"validate": "list", "source": source, "show_error": column.kind == "one", **stop}
            case "date":
                stop = {"error_title": "Not a day", "error_message": "Write the day like 2026-11-23."}
                return {"validate": "date", "criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY, **stop}
            case "number":
                low, high = column.low if column.low is not None else -999_999_999, column.high or 999_999_999
                stop = {
                    "error_title": "Not such a number",
                    "error_message": f"Give a whole number from {low} to {high}.",
                }
                return {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high, **stop}
            case _:
                return {"validate": "any"}

    def _colours(self) -> None:
        """The first that holds is drawn: wrong, missing, not asked, is that right?"""
        first, last = layout.FIRST_ROW - 1, self.last - 1
        made = self_check.colours(self.columns, self.rules, self._place, self.lists.names)
        twice = f"COUNTIF(${self._of_all(self.number_column)},{self._place(self.number_column)})>1"
        for place, column in enumerate(self.columns, start=1):
            found = made[column.name]
            wrong = f"OR({found.wrong or 'FALSE'},{twice})" if column.name == self.number_column else found.wrong
            for look, formula in (
                ("wrong", wrong), ("missing", found.missing), ("not_asked", found.not_asked), ("soft", found.soft),
            ):  # fmt: skip
                if formula:
                    begun = f'=AND($A{layout.FIRST_ROW}<>"",{formula})'
                    told = {"type": "formula", "criteria": begun, "format": self.formats[look], "stop_if_true": True}
                    self.sheet.conditional_format(first, place, last, place, told)

    def _of_all(self, name: str) -> str:
        letter = self.letters[name]
        return f"{letter}${layout.FIRST_ROW}:${letter}${self.last}"

    def _counting(self, rows: Sequence[Answers]) -> None:
        """What a row comes to is worked out here too: some programs show what stands in the file until a cell is changed."""
        checks = self.sheets[layout.CHECKS]
        counts = self_check.counts(self.rules, self._anywhere, self.lists.names)
        number = self._anywhere(self.number_column)
        twice = f"COUNTIF({layout.FORMS}!${self._of_all(self.number_column)},{number})>1"
        formulas = [count.formula for count in counts] + [f"IF(LEN({number})=0,0,--({twice}))"]
        told = [self._known(counts, answers, rows) for answers in rows]
        told += [[0] * len(formulas)] * (self.last - layout.FIRST_ROW + 1 - len(rows))
        for row, known in enumerate(told, start=layout.FIRST_ROW):
            blank = f"COUNTA({layout.FORMS}!$B{row}:${self.end}{row})=0"
            for place, (formula, value) in enumerate(zip(formulas, known, strict=True)):
                checks.write_formula(row - 1, place, f"=IF({blank},0,{formula.replace(_ROW, str(row))})", None, value)
            ends = f"{layout.CHECKS}!$A{row}:${xl_col_to_name(len(formulas) - 1)}{row}"
            formula = f'=IF(COUNTA($B{row}:${self.end}{row})=0,"",SUM({ends}))'
            shown = sum(known) if row - layout.FIRST_ROW < len(rows) else ""
            self.sheet.write_formula(row - 1, 0, formula, self.formats["count"], shown)

    def _known(self, counts: Sequence[self_check.Count], answers: Answers, rows: Sequence[Answers]) -> list[int]:
        number = answers.get(self.number_column)
        twice = bool(number) and sum(one.get(self.number_column) == number for one in rows) > 1
        return [*(len(check_row(count.rules, answers)) for count in counts), int(twice)]

    def _anywhere(self, name: str) -> str:
        """A column's cell seen from another sheet, in whichever row."""
        return self._code(name, f"{layout.FORMS}!${self.letters[name]}{_ROW}")

    def _format(self, column: FormColumn) -> Any:
        return self.formats[column.kind if column.kind in ("date", "number") else "plain"]

    def _put(self, row: int, column: FormColumn, value: str) -> None:
        if not value:
            return
        place = self.columns.index(column) + 1
        format = self._format(column)
        if column.kind == "date" and (day := _day(value)):
            self.sheet.write_datetime(row, place, day, format)
        elif column.kind == "number" and value.lstrip("-").isdecimal() and len(value) < 10:
            self.sheet.write_number(row, place, int(value), format)
        else:
            shown = {one.code: layout.shown(one.code, one.label) for one in column.choices if column.kind == "one"}
            self.sheet.write_string(row, place, tables.clean(shown.get(value, value)), format)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _prompt(column: FormColumn) -> str:
    """What is seen beside the cell that is being filled in: 255 characters at most."""
    answers = "; ".join(f"{one.code} = {one.label}" for one in column.choices if one.code != one.label)
    several = "Several: divide them by “; ”." if column.kind == "many" else ""
    said = " ".join(filter(None, (column.label.rstrip(".") + ".", column.hint, several, answers)))
    return said if len(said) <= 255 else f"{said[:230].rsplit(' ', 1)[0]}… See {layout.CODES}."


_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2099, 12, 31)
_WIDTHS = {"text": 18, "date": 13, "number": 9, "one": 18, "many": 22}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#dce9e3"},
    "words": {"text_wrap": True, "valign": "bottom", "italic": True},
    "count": {"bold": True},
    "text": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "plain": {"num_format": "@"},
    "date": {"num_format": "yyyy-mm-dd"},
    "number": {"num_format": "0"},
    # never by colour alone: bold in a frame, a broken frame, no frame, underlined
    "wrong": {"bg_color": "#f6c6c6", "font_color": "#7a0000", "bold": True, "border": 1, "border_color": "#7a0000"},
    "missing": {"bg_color": "#ffe0a3", "border": 3, "border_color": "#8a5200"},
    "not_asked": {"bg_color": "#e6e6e6", "fg_color": "#b3b3b3", "pattern": _HATCHED, "font_color": "#555555"},
    "soft": {"italic": True, "bg_color": "#dbe8fb", "underline": 1},
}
