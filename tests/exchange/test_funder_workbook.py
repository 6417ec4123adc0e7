"""A funder's own workbook is filled in place: read by another program, all else is as it was, to the byte."""

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill

from cairn.exchange.actions.funders import _opened as opened
from cairn.exchange.funders.layout import column_number, letters_of
from cairn.exchange.funders.workbook import Workbook
from cairn.kernel.problems import Refused
from tests.thorough import examples

NAMES = st.tuples(st.integers(1, 30), st.integers(1, 40)).map(lambda at: f"{letters_of(at[0])}{at[1]}")
VALUES = st.one_of(
    st.integers(-(10**9), 10**9),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co"]), min_size=1, max_size=20
    ),
)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def values_of(data: bytes) -> dict[tuple[str, str], Any]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def form_of(cells: dict[str, Any]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Return"
    for name, value in cells.items():
        # As inline text a leading = would be read as a formula by the maker of the test's own file.
        book.active[name] = value
        book.active[name].data_type = "s" if isinstance(value, str) else "n"
    book.create_sheet("Second")["A1"] = "untouched"
    return saved(book)


@settings(max_examples=examples(40), deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=15), st.dictionaries(NAMES, VALUES, min_size=1, max_size=15))
def test_what_is_filled_is_read_and_nothing_else_has_moved(there: dict[str, Any], wanted: dict[str, Any]) -> None:
    data = form_of(there)
    made = Workbook(data).filled({("Return", name): value for name, value in wanted.items()})
    before, after = values_of(data), values_of(made)
    expected = before | {("Return", name): value for name, value in wanted.items()}
    assert after.keys() == expected.keys()
    for key, value in expected.items():
        assert after[key] == (pytest.approx(value) if isinstance(value, float) else value)


@settings(max_examples=examples(30), deadline=None)
@given(st.integers(1, 16384))
def test_columns_are_named_as_spreadsheets_name_them(number: int) -> None:
    assert column_number(letters_of(number)) == number
    assert letters_of(number) == openpyxl.utils.get_column_letter(number)


def funders_form() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Monitoring"
    sheet["A1"], sheet["B2"] = "Quarterly monitoring", "This quarter"
    sheet["A3"], sheet["A4"], sheet["A5"] = "People supported", "Needs met", "Together"
    sheet["B5"] = "=B3+B4"
    sheet["B3"].fill, sheet["B3"].font = PatternFill("solid", fgColor="FFFF00"), Font(bold=True)
    sheet.merge_cells("D1:F2")
    return saved(book)


def test_styles_formulas_and_every_other_part_stay() -> None:
    data = funders_form()
    made = Workbook(data).filled({("Monitoring", "B3"): 12, ("Monitoring", "B4"): 5})
    sheet = openpyxl.load_workbook(io.BytesIO(made))["Monitoring"]
    assert sheet["B3"].fill.fgColor.rgb == "00FFFF00" and sheet["B3"].font.bold
    assert (sheet["B3"].value, sheet["B4"].value, sheet["B5"].value) == (12, 5, "=B3+B4")
    before, after = zipfile.ZipFile(io.BytesIO(data)), zipfile.ZipFile(io.BytesIO(made))
    assert before.namelist() == after.namelist()
    touched = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert touched - {"xl/workbook.xml"} == {"xl/worksheets/sheet1.xml"}
    assert b'fullCalcOnLoad="1"' in after.read("xl/workbook.xml"), "the sum is worked out anew when it is opened"
    assert Workbook(data).filled({("Monitoring", "B3"): 12}) == Workbook(data).filled({("Monitoring", "B3"): 12})


@pytest.mark.parametrize(
    ("sheet", "cell", "rule"),
    [
        ("Monitoring", "B5", "funder.formula"), ("Monitoring", "E2", "funder.merged"), ("Nowhere", "B3", "funder.sheet"),
        ("Monitoring", "B0", "funder.cell"), ("Monitoring", "XFE1", "funder.cell"), ("Monitoring", "b3", "funder.cell"),
        ("Monitoring", "A1048577", "funder.cell"), ("Monitoring", "=B3", "funder.cell"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_filled_says_why(sheet: str, cell: str, rule: str) -> None:
    problem = Workbook(funders_form()).problem(sheet, cell)
    assert problem is not None and problem.rule == rule and problem.fix


def test_the_first_of_joined_cells_stands_for_all() -> None:
    book = Workbook(funders_form())
    assert book.problem("Monitoring", "D1") is None and book.problem("Monitoring", "C40") is None
    assert values_of(book.filled({("Monitoring", "D1"): "April"}))["Monitoring", "D1"] == "April"


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04cut short"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        Workbook(data)


def test_one_with_macros_is_refused_and_one_without_a_list_of_sheets() -> None:
    for extra, rule in (
        ({"xl/vbaProject.bin": b"x"}, "funder.macros"),
        ({"xl/workbook.xml": b"<workbook"}, "funder.book"),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(funders_form())) as good, zipfile.ZipFile(out, "w") as bad:
            for name in good.namelist():
                if name not in extra:
                    bad.writestr(name, good.read(name))
            for name, body in extra.items():
                bad.writestr(name, body)
        with pytest.raises(Refused) as refused:
            Workbook(out.getvalue())
        assert refused.value.problems[0].rule == rule


PLAIN = (
    '<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "{}</x:worksheet>"
)


@pytest.mark.parametrize(
    "body",
    [
        "<x:sheetData/>", "<x:sheetData></x:sheetData>", '<x:sheetData><x:row r="3"/></x:sheetData>',
        '<x:sheetData><x:row r="3"><x:c r="A3" t="inlineStr"><x:is><x:t>a > b</x:t></x:is></x:c></x:row></x:sheetData>',
        "<x:sheetData><x:row r='3' spans='1:2'><x:c r='C3'/></x:row>"
        "<x:row r='9'><x:c r='A9'><x:v>1</x:v></x:c></x:row></x:sheetData>",
    ],
)  # fmt: skip
def test_sheets_as_other_programs_write_them(body: str) -> None:
    """With a prefix, with nothing in them, with empty rows, with single quotes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(funders_form())) as good, zipfile.ZipFile(out, "w") as made:
        for name in good.namelist():
            made.writestr(name, PLAIN.format(body) if name == "xl/worksheets/sheet1.xml" else good.read(name))
    filled = Workbook(out.getvalue()).filled(
        {("Monitoring", "B3"): 7, ("Monitoring", "C3"): "x", ("Monitoring", "A12"): 1.5}
    )
    found = values_of(filled)
    assert (found["Monitoring", "B3"], found["Monitoring", "C3"], found["Monitoring", "A12"]) == (7, "x", 1.5)


def spoilt(part: str, before: bytes, after: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form_of({"A1": "x"}))) as good, zipfile.ZipFile(out, "w") as made:
        for name in good.namelist():
            made.writestr(name, good.read(name).replace(before, after) if name == part else good.read(name))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        (SHEET, b"</worksheet>", b""),
        (SHEET, b'<row r="1"', b'<row r="1" r="1"'),
        (SHEET, b"<worksheet", b'<?xml version="1.0" encoding="windows-874"?><worksheet'),
        (SHEET, b'r="1"', b'r="one"'),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"../../etc/passwd"),
        ("xl/_rels/workbook.xml.rels", b"relationships/worksheet", b"relationships/chartsheet"),
    ],
)
def test_a_sheet_that_cannot_be_read_whole_is_refused_when_it_comes(part: str, before: bytes, after: bytes) -> None:
    """Another reader may take it; whoever looks at it afterwards would find an error of ours."""
    data = spoilt(part, before, after)
    with pytest.raises(Refused):
        opened(data)
