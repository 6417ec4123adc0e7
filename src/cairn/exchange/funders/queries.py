"""What an organisation fills for funders who are not here: their workbooks, the cells mapped, what was filled. Enter a scope
first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound, names_of
from cairn.desk import received
from cairn.exchange import sheets
from cairn.exchange.funders.layout import column_number, letters_of, place
from cairn.exchange.funders.workbook import Workbook
from cairn.exchange.models import FunderCell, FunderFill, FunderReturn
from cairn.exchange.sheets import Sheet
from cairn.kernel.periods import Period

ROWS, COLUMNS = 120, 30
"""So much of a sheet is shown to choose cells from; any other can be written."""


@dataclass(frozen=True, slots=True)
class Line:
    """One funder's workbook in the list."""

    uid: str
    name: str
    funder: str
    file_name: str
    cells: int
    last: Period | None
    filled_at: datetime | None
    ended_date: date | None


@dataclass(frozen=True, slots=True)
class Fill:
    """The workbook as it was filled once."""

    uid: str
    period: Period
    filled_at: datetime
    who: str
    cells: Sequence[dict[str, Any]]
    sha256: str


@dataclass(frozen=True, slots=True)
class Square:
    """One cell of the sheet as it is shown. `may`: it may be filled; `is_mapped` that it will be."""

    name: str
    text: str
    may: bool
    is_mapped: bool


def visible_to(by: Actor) -> "QuerySet[FunderReturn]":
    """Those who prepare returns see those of their organisation; nobody else any."""
    rows: QuerySet[FunderReturn] = FunderReturn.objects.filter(organisation_id=by.organisation_id)
    return rows if by.may(Permission.PREPARE_RETURNS) else rows.none()


def listing(by: Actor) -> tuple[Line, ...]:
    """In use first, then by name. One query."""
    rows = visible_to(by).select_related("upload").annotate(
        many=Count("cells", distinct=True), first=Max("fills__from_date"), last=Max("fills__to_date"),
        at=Max("fills__filled_at"),
    )  # fmt: skip
    return tuple(
        Line(
            str(row.uid), row.name, row.funder, row.upload.name, row.many,
            Period(row.first, row.last) if row.first and row.last else None, row.at, row.ended_date,
        )
        for row in sorted(rows, key=lambda row: (row.ended_date is not None, row.name.lower()))
    )  # fmt: skip


def find(by: Actor, uid: str) -> FunderReturn:
    """Raises NotFound."""
    row = visible_to(by).filter(uid=uid).select_related("upload").first()
    if row is None:
        raise NotFound(uid)
    return row


def cells_of(row: FunderReturn) -> list[FunderCell]:
    """In the order of the sheet: down, then across."""
    return sorted(FunderCell.objects.filter(of=row), key=lambda one: (one.sheet, place(one.cell) or (0, 0)))


def workbook(by: Actor, row: FunderReturn) -> Workbook:
    """Raises NotFound where the file is gone."""
    return Workbook(received.read(by, row.upload))


def grid(by: Actor, row: FunderReturn, wanted: str = "") -> tuple[list[str], str, list[list[Square]]]:
    """The names of the sheets, the one shown, and its first rows with which cells may be filled."""
    data = received.read(by, row.upload)
    book, read = Workbook(data), {sheet.name: sheet for sheet in sheets.read(data)}
    names = list(book.sheets)
    shown = wanted if wanted in book.sheets else next((name for name in names if name in read), names[0])
    mapped = set(FunderCell.objects.filter(of=row, sheet=shown).values_list("cell", flat=True))
    return names, shown, _squares(book, read.get(shown), shown, mapped)


def _squares(book: Workbook, read: Sheet | None, sheet: str, mapped: set[str]) -> list[list[Square]]:
    rows = read.rows[:ROWS] if read else []
    wide = min(max(len(rows[0]) if rows else 0, *_farthest(mapped)) + 2, COLUMNS)
    found = []
    for at in range(1, len(rows) + 3):
        line = rows[at - 1] if at <= len(rows) else []
        names = [f"{letters_of(column)}{at}" for column in range(1, wide + 1)]
        texts = [_text(line[place_]) if place_ < len(line) else "" for place_ in range(wide)]
        found.append([
            Square(name, text, book.problem(sheet, name) is None, name in mapped)
            for name, text in zip(names, texts, strict=True)
        ])  # fmt: skip
    return found


def _farthest(mapped: set[str]) -> tuple[int, ...]:
    return (1, *(column_number(name.rstrip("0123456789")) for name in mapped))


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def beside(squares: list[list[Square]], name: str) -> tuple[str, str]:
    """What stands to the left of a cell and above it: the nearest words, most likely what the funder asks for."""
    at = place(name)
    if at is None or at[0] > len(squares):
        return "", ""
    row, column = at[0] - 1, at[1] - 1
    left = next((one.text for one in reversed(squares[row][:column]) if _is_words(one.text)), "")
    above = next(
        (line[column].text for line in reversed(squares[:row]) if column < len(line) and _is_words(line[column].text)),
        "",
    )
    return left, above


def _is_words(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def fills(row: FunderReturn) -> tuple[Fill, ...]:
    """The newest first."""
    rows = list(FunderFill.objects.filter(of=row).order_by("-filled_at", "-pk"))
    names = names_of({one.filled_by_uid for one in rows}) if rows else {}
    return tuple(
        Fill(
            str(one.uid), Period(one.from_date, one.to_date), one.filled_at, names.get(one.filled_by_uid, ""), one.cells,
            one.sha256,
        )
        for one in rows
    )  # fmt: skip


def file_of(by: Actor, uid: str, fill_uid: str) -> tuple[FunderFill, bytes]:
    """A workbook as it was filled. Raises NotFound."""
    row = FunderFill.objects.filter(of=find(by, uid), uid=fill_uid).select_related("upload", "of__upload").first()
    if row is None:
        raise NotFound(fill_uid)
    return row, received.read(by, row.upload)
