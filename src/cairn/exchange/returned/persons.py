"""The rows about people of a file: columns that the agreement names, and nothing else. Pure.

Cells are read a column at a time, each different cell once: a hundred thousand rows hold few different answers.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any

from cairn.contracts.rules import PERSON
from cairn.exchange.returned import contradicting
from cairn.exchange.returned.found import Finding, Raw, Sheet, at, beyond, is_blank
from cairn.exchange.returned.listing import Findings
from cairn.exchange.returned.shape import Column, Form
from cairn.exchange.returned.values import Bad, reader
from cairn.returns.supplied import SuppliedRow


def read(sheets: Mapping[str, Sheet], form: Form, found: Findings) -> tuple[SuppliedRow, ...]:
    """All rows of all tables."""
    every: list[SuppliedRow] = []
    people: set[str] = set()
    for name, sheet in sheets.items():
        mine = _table(sheet, name, form.tables[name], found)
        if name == PERSON:
            people = {row.row_code for _, row in mine}
        elif PERSON in sheets:
            found.extend(_strangers(name, mine, people))
        every += [row for _, row in mine]
    return tuple(every)


def _table(sheet: Sheet, name: str, columns: Sequence[Column], found: Findings) -> list[tuple[int, SuppliedRow]]:
    """Each row with its number in the sheet."""
    numbers = [at_ for at_, row in enumerate(sheet.rows[1:], start=2) if not all(map(is_blank, row))]
    rows = [sheet.rows[at_ - 1] for at_ in numbers]
    for at_, row in zip(numbers, rows, strict=True):
        if len(row) > len(columns):
            found.extend(beyond(name, at_, row, len(columns)))
    cells = [*islice(zip_longest(*rows), len(columns))]
    cells += [(None,) * len(rows)] * (len(columns) - len(cells))
    values = [_column(name, numbers, place, column, cells[place], found) for place, column in enumerate(columns)]
    found.extend(contradicting.found(name, numbers, columns, values))
    names = [column.name for column in columns[2:]]
    made = [
        SuppliedRow(name, code or "", fact or "", dict(zip(names, rest, strict=True)))
        for code, fact, *rest in zip(*values, strict=True)
    ]
    _twice(name, numbers, made, found)
    return list(zip(numbers, made, strict=True))


def _column(
    sheet: str, numbers: Sequence[int], place: int, column: Column, cells: Sequence[Raw], found: Findings
) -> list[Any]:
    """What the cells of a column say; None where one is wrong."""
    said = _each_once(reader(column), cells)
    if not any(type(value) is Bad or (value is None and column.is_needed) for value in said):
        return said
    for at_, value in zip(numbers, said, strict=True):
        if isinstance(value, Bad):
            found.add(Finding(value.rule, value.message, value.fix, **at(sheet, at_, place, column.name)))
        elif column.is_needed and value is None:
            found.add(
                Finding(
                    "row.code",
                    f"The code of the {column.name} is missing.",
                    column.words + ".",
                    **at(sheet, at_, place, column.name),
                )
            )
    return [None if isinstance(value, Bad) else value for value in said]


def _each_once(read_as: Callable[[Raw], Any], cells: Sequence[Raw]) -> list[Any]:
    """What the cells say, each different one read once. What is equal and not the same (1, 1.0, true) is told apart."""
    if all(type(cell) is str or cell is None for cell in cells):
        said = {cell: read_as(cell) for cell in set(cells)}
        return [said[cell] for cell in cells]
    known = {(type(cell), cell): read_as(cell) for cell in {(type(cell), cell): cell for cell in cells}.values()}
    return [known[type(cell), cell] for cell in cells]


def _twice(name: str, numbers: Sequence[int], rows: Sequence[SuppliedRow], found: Findings) -> None:
    """Somebody, or a record, that stands twice."""
    first: dict[str, int] = {}
    people: dict[str, int] = {}
    for at_, row in zip(numbers, rows, strict=True):
        if row.fact and (before := first.setdefault(row.fact, at_)) != at_:
            found.add(
                Finding(
                    "row.twice",
                    "This record stands twice.",
                    f"Keep one: it stands in row {before} too.",
                    **at(name, at_, 1, "record"),
                )
            )
        elif name == PERSON and row.row_code and (before := people.setdefault(row.row_code, at_)) != at_:
            found.add(
                Finding(
                    "person.twice",
                    "There are two rows about this person.",
                    f"Keep one: see row {before} too.",
                    **at(name, at_, 0, "row"),
                )
            )


def _strangers(name: str, rows: Sequence[tuple[int, SuppliedRow]], people: set[str]) -> list[Finding]:
    """Rows about somebody who is not in the sheet of people: no obstacle, because who stands alone may be left out there."""
    message, fix = "There is no row about this person among the people.", "Add one, unless they stand alone there."
    return [
        Finding("row.stranger", message, fix, severity="warning", **at(name, at_, 0, "row"))
        for at_, row in rows
        if row.row_code and row.row_code not in people
    ]
