"""Any list as a file that Excel opens: what goes in comes out, and nothing in it is ever run."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.exchange import tables
from tests.thorough import examples

# XML 1.0 holds no other control characters, and no workbook does.
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\t\n\r"), max_size=40)


def sheet(data: bytes, name: str = ""):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return book[name] if name else book.active


@pytest.mark.parametrize("text", ["=1+1", "+44 121 496 0000", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_what_looks_like_a_formula_is_text(text):
    line = next(csv.reader(io.StringIO(tables.csv([text], []).decode("utf-8-sig"), newline="")))
    assert line == [f"'{text}"]
    cell = sheet(tables.xlsx(["Note"], [[text]]))["A2"]
    assert cell.data_type != "f"
    assert cell.quotePrefix
    assert cell.value.strip() == text.strip()


def test_a_csv_opens_in_excel_with_its_accents():
    data = tables.csv(["Name"], [["Zoë"]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data == "\ufeffName\r\nZoë\r\n".encode()


def test_dates_and_numbers_are_dates_and_numbers():
    seen = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
    row = [date(2026, 3, 31), seen, 3, 2.5, Decimal("1.25"), True, None, ""]
    told = ["Day", "Seen", "Visits", "Hours", "Cost", "Open", "Gap", "Blank"]
    made = [cell.value for cell in sheet(tables.xlsx(told, [row]))[2]]
    assert [f"{value:%d/%m/%Y %H:%M}" for value in made[:2]] == ["31/03/2026 00:00", "01/07/2026 13:30"]
    assert made[2:6] == [3, 2.5, 1.25, "yes"]
    assert list(tables.read_csv(tables.csv(told, [row])))[1] == [
        "2026-03-31", "2026-07-01 13:30", "3", "2.5", "1.25", "yes", "", "",
    ]  # fmt: skip


def test_what_a_workbook_cannot_hold_goes_as_text():
    cells = sheet(tables.xlsx(["A", "B", "C"], [[date(1066, 10, 14), 12345678901234567890, float("inf")]]))[2]
    assert [cell.value for cell in cells] == ["1066-10-14", "12345678901234567890", "inf"]
    long = sheet(tables.xlsx(["A"], [["x" * 40_000]]))["A2"].value
    assert len(long) == tables.LONGEST
    assert long.endswith("…")


def test_headings_stay_in_sight_are_bold_and_filter():
    made = sheet(tables.xlsx(["Name", "Day"], [["Zoë", date(2026, 1, 1)]], "People: who/what"))
    assert made.title == "People who what"
    assert made.freeze_panes == "A2"
    assert made.auto_filter.ref == "A1:B2"
    assert made["A1"].font.bold
    assert made.column_dimensions["A"].width >= tables.NARROWEST


def test_an_empty_list_still_has_its_headings():
    assert [cell.value for cell in sheet(tables.xlsx(["Name"], []))[1]] == ["Name"]
    assert list(tables.read_csv(tables.csv(["Name"], []))) == [["Name"]]


def test_more_rows_than_a_sheet_holds_go_on_the_next(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    monkeypatch.setattr(tables, "LOOKED_AT", 2)
    book = openpyxl.load_workbook(io.BytesIO(tables.xlsx(["N"], [[n] for n in range(7)], "Numbers")))
    assert [[cell.value for cell in page["A"]] for page in book] == [["N", 0, 1, 2], ["N", 3, 4, 5], ["N", 6]]
    assert book.sheetnames == ["Numbers", "Numbers 2", "Numbers 3"]


@pytest.mark.parametrize("title", ["", "History", "a" * 60, "[]:*?/\\'", "\ud800"])
def test_any_title_makes_a_sheet(title):
    assert 0 < len(sheet(tables.xlsx(["A"], [], title)).title) <= 31


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=8))
def test_any_text_comes_back_from_csv(rows):
    assert list(tables.read_csv(tables.csv(["A", "B"], rows)))[1:] == rows


@settings(max_examples=examples(40), deadline=None)
@given(
    st.lists(st.one_of(TEXT, st.integers(-(2**53), 2**53), st.dates(date(1900, 3, 1), date(2100, 1, 1))), max_size=12)
)
def test_any_value_comes_back_from_a_workbook(values):
    cells = [row[0] for row in sheet(tables.xlsx(["A"], [[value] for value in values])).iter_rows(min_row=2, max_col=1)]
    read = [cell.value.date() if isinstance(cell.value, datetime) else cell.value for cell in cells]
    read += [None] * (len(values) - len(read))
    assert read == [tables.clean(value) or None if isinstance(value, str) else value for value in values]
