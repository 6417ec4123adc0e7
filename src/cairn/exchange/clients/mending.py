"""The rows that are not brought in, as the sheet had them, with what to mend: the user's own list, to choose again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import time

from cairn.exchange.clients.checking import Finding
from cairn.exchange.clients.mapping import ColumnMap, headings
from cairn.exchange.models import Import
from cairn.exchange.sheets import Sheet, Value
from cairn.exchange.tables import Cell

HEADING = "What to mend"
AGAIN = "The rules would not take it any more: somebody else has this reference now."


def rows(row: Import, findings: Iterable[Finding], sheet: Sheet, mapping: ColumnMap) -> Iterator[list[Cell]]:
    """Rows with an error, rows that look like somebody on record unless these come in too, and those refused since."""
    said: dict[int, list[str]] = defaultdict(list)
    stays: set[int] = set(row.totals.get("refused", []))
    for one in findings:
        said[one.row].append(f"{one.cell}: {one.message} {one.fix}")
        is_alike = one.rule in ("client.like", "client.twice") and row.choices.get("alike") != "bring"
        if one.severity == "error" or is_alike:
            stays.add(one.row)
    places = list(headings(sheet, mapping.heading_row))
    for number in sorted(stays):
        values = sheet.rows[number - 1]
        yield [*(cell(values[place]) for place in places), " ".join(said.get(number) or [AGAIN])]


def cell(value: Value) -> Cell:
    return value.isoformat("minutes") if isinstance(value, time) else value
