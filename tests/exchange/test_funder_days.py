"""A day stands as a day in a funder's cell that shows days, so that its own sums count with it; elsewhere in words."""

import io
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cairn.exchange.actions.funders import _opened as opened
from cairn.exchange.funders import days
from cairn.exchange.funders.workbook import Workbook

DAY = date(2026, 11, 23)


def form(**formats: str) -> Any:
    book = openpyxl.Workbook()
    book.active.title, book.active["A1"] = "Return", "Sent on"
    for name, code in formats.items():
        book.active[name].number_format = code
    return book


def filled(book: Any, *names: str) -> Any:
    out = io.BytesIO()
    book.save(out)
    made = opened(out.getvalue()).filled({("Return", name): DAY for name in names})
    return openpyxl.load_workbook(io.BytesIO(made))["Return"]


@pytest.mark.parametrize("code", ["DD/MM/YYYY", "mm-dd-yy", 'd "day of" mmmm', "[$-809]dd mmmm yyyy;@", "yyyy"])
def test_in_a_cell_that_shows_days_it_is_one(code: str) -> None:
    cell = filled(form(B2=code), "B2")["B2"]
    assert cell.value.date() == DAY and cell.number_format == code


@pytest.mark.parametrize("code", ["General", "0.00", "@", '0 "days"', "[Red]0", "hh:mm"])
def test_in_any_other_it_is_said_in_words(code: str) -> None:
    assert filled(form(B2=code), "B2")["B2"].value == "23 November 2026"


def test_in_a_cell_that_the_form_does_not_have_yet_it_is_said_in_words() -> None:
    assert filled(form(B2="dd/mm/yyyy"), "D9")["D9"].value == "23 November 2026"


def test_a_workbook_that_counts_from_1904_reads_the_same_day() -> None:
    book = form(B2="dd/mm/yyyy")
    book.epoch = CALENDAR_MAC_1904
    assert filled(book, "B2")["B2"].value.date() == DAY


@pytest.mark.parametrize("styles", [None, b"<styleSheet><cellXfs>"])
def test_where_the_styles_cannot_be_read_it_is_said_in_words(styles: bytes | None) -> None:
    out, broken = io.BytesIO(), io.BytesIO()
    form(B2="dd/mm/yyyy").save(out)
    with zipfile.ZipFile(out) as whole, zipfile.ZipFile(broken, "w") as made:
        for name in whole.namelist():
            if name != "xl/styles.xml":
                made.writestr(name, whole.read(name))
            elif styles is not None:
                made.writestr(name, styles)

    sheet = zipfile.ZipFile(io.BytesIO(Workbook(broken.getvalue()).filled({("Return", "B2"): DAY})))
    assert b"23 November 2026" in sheet.read("xl/worksheets/sheet1.xml")


def test_formats_that_need_no_name_are_known_by_number() -> None:
    styles = (
        b'<styleSheet><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        b'<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf/></cellXfs></styleSheet>'
    )
    assert days.styles_of_days(styles) == frozenset({"1"})
