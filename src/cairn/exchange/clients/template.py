"""An empty workbook to fill in, made from the same list of fields as the check: columns, the answers to choose, examples."""

import io
import tempfile
from typing import Any

import xlsxwriter

from cairn.access.actors import Actor
from cairn.exchange import tables
from cairn.exchange.clients.choosing import choices_of
from cairn.exchange.clients.fields import FIELDS, Field

#: For lists that have them already; whoever begins a list has better ways to say the same.
_LEFT_OUT = ("name", "age_years", "age_on_date", "age_band", "disability")
ASKED = tuple(field for field in FIELDS if field.key not in _LEFT_OUT)
ROWS = 5_000
LISTS = "Answers"


def workbook(by: Actor) -> bytes:
    """The headings are the names by which the columns are known again; coded columns offer their answers."""
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as aside:
        book = xlsxwriter.Workbook(out, {"tmpdir": aside, "strings_to_formulas": False})
        sheet, lists = book.add_worksheet("People"), book.add_worksheet(LISTS)
        names = [field.label for field in ASKED]
        tables.fill(book, sheet, names, (), [max(14, len(name) + 4) for name in names])
        forms = {"date": book.add_format({"num_format": "dd/mm/yyyy"}), "text": book.add_format({"num_format": "@"})}
        offered = [field for field in ASKED if field.is_coded and choices_of(by, field)]
        tables.fill(book, lists, [field.label for field in offered], (), [24] * len(offered))
        for place, field in enumerate(ASKED):
            _column(sheet, place, field, forms)
        for place, field in enumerate(offered):
            labels = [label for _, label in choices_of(by, field)]
            _offer(sheet, lists, ASKED.index(field), place, labels)
        book.close()
    return out.getvalue()


def _column(sheet: Any, place: int, field: Field, forms: dict[str, Any]) -> None:
    """Texts stay texts, so that a phone number keeps its 0; dates are dates."""
    sheet.set_column(place, place, max(14, len(field.label) + 4), forms["date" if field.kind == "date" else "text"])
    if field.example:
        sheet.write_comment(0, place, f"Such as {field.example}")


def _offer(sheet: Any, lists: Any, place: int, at: int, labels: list[str]) -> None:
    for row, label in enumerate(labels, start=1):
        lists.write_string(row, at, tables.clean(label))
    column = xlsxwriter.utility.xl_col_to_name(at)
    source = f"={LISTS}!${column}$2:${column}${len(labels) + 1}"
    sheet.data_validation(
        1, place, ROWS, place,
        {"validate": "list", "source": source, "error_type": "warning", "error_message": "Choose one of the answers."},
    )  # fmt: skip
