"""A spreadsheet as it comes, whatever it calls itself; and what is refused, in words that help."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.exchange import sheets, tables
from cairn.kernel.problems import Refused
from tests.exchange.test_tables import TEXT
from tests.thorough import examples


def rule(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        sheets.read(data)
    (problem,) = refused.value.problems
    assert problem.fix, "it says what to do"
    return problem.rule


def workbook(fill) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    fill(book.active)
    book.save(out)
    return out.getvalue()


def test_values_come_as_what_they_are():
    def fill(sheet):
        sheet.append(["Name", "Born", "Age", "Here", None])
        sheet.append(["Zoë", date(1980, 3, 31), 45, True, None])

    (sheet,) = sheets.read(workbook(fill))
    assert sheet.rows[0] == ["Name", "Born", "Age", "Here"]
    name, born, age, here = sheet.rows[1]
    assert (name, age, here) == ("Zoë", 45, True)
    assert f"{born:%d/%m/%Y}" == "31/03/1980"


def test_places_are_those_of_the_sheet():
    def fill(sheet):
        sheet["C4"] = "x"

    (sheet,) = sheets.read(workbook(fill))
    assert sheet.rows == [[None, None, None]] * 3 + [[None, None, "x"]]


def test_a_formula_is_what_it_last_came_to_and_never_run():
    def fill(sheet):
        sheet.append(["Name", "=1+1"])

    (sheet,) = sheets.read(workbook(fill))
    assert sheet.rows == [["Name"]], "nobody has worked it out yet, so there is nothing"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "file.empty"),
        (b" \n \n", "file.blank"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "file.kind"),
        (b"%PDF-1.7 and so on", "file.kind"),
        (b"\x01\x02\x00\x03" * 400, "file.kind"),
        (b"PK\x03\x04 but no zip", "file.broken"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 4000, "file.broken"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "file.locked"),
        (b'Name\n"' + b"x" * 200_000, "file.csv"),
        (b"x" * (sheets.LARGEST + 1), "file.large"),
        (b"Name\n" + b"x\n" * 100_100, "file.rows"),
        (b"a," * 300 + b"b\n", "file.columns"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data, said):
    assert rule(data) == said


def test_a_file_that_would_burst_is_refused():
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(450):
            part.write(b" " * (1 << 20))
    assert len(out.getvalue()) < 1_000_000
    assert rule(out.getvalue()) == "file.burst"


def test_a_cell_at_the_far_end_is_refused_before_room_is_made_for_all_between():
    def fill(sheet):
        sheet["A1"] = "Name"
        sheet["XFD1048576"] = "far"

    assert rule(workbook(fill)) == "file.burst"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_in_any_encoding_and_with_any_delimiter(encoding, delimiter):
    text = f"Name{delimiter}Note\r\nZoë{delimiter}café\r\nAl{delimiter}é\r\n" * 3
    (sheet,) = sheets.read(text.encode(encoding))
    assert sheet.rows[1] == ["Zoë", "café"]


def test_a_quoted_delimiter_and_a_line_break_stay_in_their_cell():
    (sheet,) = sheets.read(b'sep=;\r\nName;Note\r\n"Green; Zo";"two\nlines"\r\n')
    assert sheet.rows == [["Name", "Note"], ["Green; Zo", "two\nlines"]]


def test_one_column_is_one_column():
    (sheet,) = sheets.read(b"Name\nGreen\nOkafor\n")
    assert sheet.rows == [["Name"], ["Green"], ["Okafor"]]


def test_a_stray_nought_byte_is_passed_over():
    (sheet,) = sheets.read(b"Name,Note\n" + b"Zo\x00e,ok\n" + b"Al,ok\n" * 200)
    assert sheet.rows[1] == ["Zoe", "ok"]


def same(value):
    """As read back: blanks are none, one line break is one character, dates may come with a midnight."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        return tables.clean(value).strip() or None
    return value


VALUES = st.one_of(TEXT, st.integers(-(10**9), 10**9), st.dates(date(1901, 1, 1), date(2099, 1, 1)))


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=8))
def test_any_sheet_that_we_write_reads_back_the_same(rows):
    (sheet, *_) = sheets.read(tables.xlsx(["A", "B", "C"], rows))
    read = [[same(value) for value in row] for row in sheet.rows[1:]]
    width = len(sheet.rows[0])
    read += [[None] * width] * (len(rows) - len(read))
    assert read == [[same(value) for value in row] for row in rows]


@settings(max_examples=examples(80), deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    found = None
    try:
        found = sheets.read(data if not data.startswith((b"PK", b"\xd0\xcf")) else b"x" + data)
    except Refused as refused:
        found = refused.problems
    assert found, "sheets with something in them, or problems"


@pytest.mark.long
def test_one_text_in_very_many_cells_is_more_than_a_list_holds():
    def fill(sheet):
        for _ in range(2_000):
            sheet.append(["é" * 32_000])

    assert rule(workbook(fill)) == "file.burst"


def test_millions_of_blank_lines_are_not_kept():
    assert rule(b"Name\n" + b"\n" * (sheets.MOST_LINES + 1)) == "file.rows"
