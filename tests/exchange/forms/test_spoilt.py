"""What people really send: a plain message for each, nothing written, and the file kept as it was received."""

from collections.abc import Callable
from typing import Any

from cairn.collection.columns import columns_of
from cairn.collection.models import CollectedForm
from cairn.desk import received
from tests.exchange.forms.conftest import Programme
from tests.exchange.forms.spoiling import Rows, bomb, book, csv_of, empty_rows

Make = Callable[[Rows], bytes]


def _text(encoding: str = "utf-8", delimiter: str = ",") -> Make:
    return lambda rows: csv_of(rows, delimiter).encode(encoding)


def _set(place: str, value: str, row: int = 1) -> Make:
    """One cell of a form."""

    def make(rows: Rows) -> bytes:
        rows[row][rows[0].index(place)] = value
        return _text()(rows)

    return make


def _in_book(change: Callable[[Any, Any, Rows], None]) -> Make:
    return lambda rows: book(rows, lambda made, page: change(made, page, rows))


def _excel_date(made: Any, page: Any, rows: Rows) -> None:
    from datetime import date

    form = made.add_format({"num_format": "dd/mm/yyyy"})
    place = rows[0].index("ReviewDate")
    page.write_datetime(1, place, date.fromisoformat(rows[1][place]), form)


def _formula(made: Any, page: Any, rows: Rows) -> None:
    page.write_formula(1, rows[0].index("Gender"), '="f"', None, "f")


def _serial(made: Any, page: Any, rows: Rows) -> None:
    page.write_number(1, rows[0].index("ReviewDate"), 46_000)


def _numbers(made: Any, page: Any, rows: Rows) -> None:
    page.write_number(1, rows[0].index("FormID"), int(rows[1][0]))
    page.write_number(1, rows[0].index("Age"), int(rows[1][rows[0].index("Age")]))


def _change(change: Callable[[Rows], Any], make: Make = lambda rows: csv_of(rows).encode()) -> Make:
    def made(rows: Rows) -> bytes:
        change(rows)
        return make(rows)

    return made


def _drop(rows: Rows, name: str) -> None:
    place = rows[0].index(name)
    for row in rows:
        del row[place]


READ: dict[str, Make] = {
    "comma": _text(),
    "byte order mark": _text("utf-8-sig"),
    "UTF-16": _text("utf-16", "\t"),
    "UTF-16 without a mark": _text("utf-16-le"),
    "Windows-1252": _text("cp1252", ";"),
    "semicolons said": lambda rows: b"sep=;\r\n" + csv_of(rows, ";").encode(),
    "tabs": _text(delimiter="\t"),
    "headings in another case and order": _change(lambda rows: [row.reverse() for row in rows] and rows[0].__setitem__(
        slice(None), [name.upper().replace("_", " ") for name in rows[0]])),
    "quoted line breaks": _set("ProviderName", '"Harbour\r\nTrust"'),
    "blank lines": lambda rows: csv_of(rows).replace("\r\n", "\r\n\r\n,,,\r\n").encode(),
    "no line break at the end": lambda rows: csv_of(rows).rstrip().encode(),
    "a British day": _set("StartDate", "05/02/2024"),
    "yes in another case": _set("SupportPlan", "yes"),
    "lost noughts": _set("FormID", "10000001"),
    "text as a formula": _set("FormID", '="00010000001"'),
    "an optional column left away": _change(lambda rows: _drop(rows, "Reason_1a_Others")),
    "a workbook": book,
    "a date of Excel": _in_book(_excel_date),
    "numbers as numbers": _in_book(_numbers),
    "words above the headings": _change(lambda rows: rows.insert(0, ["Number", "ID"]), book),
    "a million empty rows": lambda rows: empty_rows(book(rows), [10, *range(400_000, 400_050), 1_048_576]),
}  # fmt: skip


def grid(programme: Programme, how_many: int = 3) -> Rows:
    names = [column.name for column in columns_of(programme.forms["sp-long"])]
    return [names, *([row.get(name, "") for name in names] for row in programme.rows(how_many))]


def test_files_of_many_programs_are_read_alike(programme: Programme) -> None:
    came = {what: programme.send(make(grid(programme))) for what, make in READ.items()}
    assert {what: (seen.groups, seen.counts.get("good")) for what, seen in came.items()} == dict.fromkeys(READ, ((), 3))


STOPPED: dict[str, tuple[Make, str]] = {
    "empty": (lambda rows: b"", "file.empty"),
    "all blank": (lambda rows: csv_of(rows[:1]).encode(), "file.blank"),
    "blank workbook": (lambda rows: book(rows[:1]), "file.blank"),
    "other headings": (lambda rows: b"Name,Age\nA,3\n", "file.headings"),
    "a picture": (lambda rows: b"\x89PNG\r\n\x1a\n" + bytes(200), "file.kind"),
    "a page of paper": (lambda rows: b"%PDF-1.7 and so on", "file.kind"),
    "an old workbook": (lambda rows: b"\xd0\xcf\x11\xe0" + bytes(600), "file.old_book"),
    "a CSV cut in half": (lambda rows: csv_of(rows).encode()[:-200], "file.cut"),
    "cut within quotes": (lambda rows: csv_of(rows).encode() + b'"00000', "file.cut"),
    "a workbook cut in half": (lambda rows: book(rows)[:3000], "file.cut"),
    "a zip that is no workbook": (lambda rows: _zip(), "file.kind"),
    "a zip bomb": (lambda rows: bomb(), "file.burst"),
    "a heading twice": (_change(lambda rows: rows[0].__setitem__(3, rows[0][2])), "file.column_twice"),
    "a column missing": (_change(lambda rows: _drop(rows, "Gender")), "file.column_missing"),
    "half of the columns": (lambda rows: csv_of([row[:60] for row in rows]).encode(), "file.columns_missing"),
    "merged cells": (_in_book(lambda made, page, rows: page.merge_range(1, 1, 2, 1, "04217")), "file.merged"),
    "a quotation mark gone wrong": (_set("ProviderName", '"Harbour" Trust"'), "file.csv"),
}  # fmt: skip


def _zip() -> bytes:
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("letter.txt", "no workbook")
    return out.getvalue()


def test_a_file_that_cannot_be_taken_says_why_and_is_kept(programme: Programme) -> None:
    for what, (make, rule) in STOPPED.items():
        data = make(grid(programme))
        seen = programme.send(data)
        assert (what, seen.state) == (what, "wrong")
        assert rule in {group.kind.rule for group in seen.groups}, what
        assert all(group.kind.message and group.kind.fix for group in seen.groups)
        assert received.read(programme.by, seen.row.upload) == data
    assert not CollectedForm.objects.exists()


WRONG: dict[str, tuple[Make, str, str]] = {
    "a word that is no choice": (_set("Gender", "perhaps"), "choice:Gender", "error"),
    "a day that there is not": (_set("ReviewDate", "31/02/2026"), "date:ReviewDate", "error"),
    "a number rounded by Excel": (_set("FormID", "1.23457E+10"), "number-rounded:FormID", "error"),
    "a formula": (_in_book(_formula), "cell-formula:Gender", "error"),
    "a day as a number": (_in_book(_serial), "date-serial:ReviewDate", "error"),
    "something beyond the headings": (_change(lambda rows: rows[1].append("x")), "row-long:", "error"),
    "a column of one's own": (_change(lambda rows: [row.append("x") for row in rows]), "column_extra:x", "soft"),
    "another authority": (_set("AdminAuth", "E08000026"), "authority-unknown:AdminAuth", "error"),
    "another's provider ID": (_set("ClientRecordProviderID", "04218"), "provider-number:ClientRecordProviderID", "error"),
    "a service that is not known": (_set("SPServiceID", "SP-8"), "service-unknown:SPServiceID", "soft"),
    "another name of the service": (_set("Service_Name", "The other house"), "service-name:Service_Name", "soft"),
    "a day to come": (_set("ReviewDate", "2025-07-07"), "date-ahead:ReviewDate", "error"),
    "a day of no year": (_set("ReviewDate", "2024-12-20"), "year-unknown:ReviewDate", "error"),
    "a number twice": (_change(lambda rows: rows[2].__setitem__(0, rows[1][0])), "number-twice:FormID", "error"),
    "a person twice": (_change(lambda rows: _same(rows, "PersonCode")), "once-error:PersonCode", "error"),
}  # fmt: skip


def _same(rows: Rows, name: str) -> None:
    place = rows[0].index(name)
    rows[2][place] = rows[1][place]


def test_each_slip_is_found_at_its_cell_and_said_once(programme: Programme) -> None:
    for what, (make, key, grade) in WRONG.items():
        seen = programme.send(make(grid(programme)))
        found = [(group.kind.key, group.kind.grade, group.count) for group in seen.groups]
        assert (what, seen.state, found) == (what, "checked", [(key, grade, 1)])
