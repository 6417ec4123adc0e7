"""A protected cross-tab as people read it: chart, table, sentence, file. It shows what it was given and works out nothing."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.exchange.tables import harmless
from cairn.insight import mapped as mapped_tools
from cairn.insight.results import TOTAL, CrossCell, Crosstab
from cairn.presentation import bars, dimensions, figures, mapping, periods
from cairn.presentation.figures import Line, Stat
from cairn.web import formats

ALL = "Total"
MOST_BARS = 120


@dataclass(frozen=True, slots=True)
class Shown:
    """A cross-tab ready for a page."""

    caption: str
    first: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    total: Line | None
    chart: Markup | None
    sentence: str
    basis: str


BASES = {"submitted": "Sum of accepted returns", "own": "Own records"}


def shown(by: Actor, table: Crosstab, measure: Measure | None = None) -> Shown:
    """The table with its labels; the chart where it is small enough to be read. `measure`: where it is none of a return's."""
    definition = measure or registry.get("measure", table.measure, table.version)
    rows = dimensions.names(by, table.rows_dim, table.rows, table.period.end)
    columns = dimensions.names(by, table.columns_dim, table.columns, table.period.end)
    has_margin = any(TOTAL in key for key in table.cells)
    across = {**columns, **({TOTAL: ALL} if has_margin else {})}
    lines = [_line(table, definition, code, words, across) for code, words in rows.items()]
    return Shown(
        caption=f"{definition.label}, {periods.words(table.period)}: {dimensions.label(table.rows_dim).lower()} "
        f"by {dimensions.label(table.columns_dim).lower()}",
        first=dimensions.label(table.rows_dim),
        columns=tuple(across.values()),
        lines=tuple(lines),
        total=_line(table, definition, TOTAL, ALL, across) if any(row == TOTAL for row, _ in table.cells) else None,
        chart=_chart(table, definition, rows, columns) if may_draw(table, rows, columns) else None,
        sentence=table.sentence,
        basis=_basis(table),
    )


def may_draw(table: Crosstab, rows: dict[str, str], columns: dict[str, str]) -> bool:
    """Something but noughts is shown inside the table, and it is small enough to be read."""
    known = any(TOTAL not in key and (cell.n or cell.value) for key, cell in table.cells.items())
    return known and 1 < len(rows) * len(columns) <= MOST_BARS


def _basis(table: Crosstab) -> str:
    as_of = f", as of {formats.instant(table.as_of)}" if table.as_of else ""
    return f"{BASES.get(table.basis, table.basis)}{as_of}"


def _line(table: Crosstab, definition: Measure, row: str, words: str, across: dict[str, str]) -> Line:
    return Line(words, tuple(_stat(table.cells.get((row, column)), definition) for column in across))


def _stat(cell: CrossCell | None, definition: Measure) -> Stat:
    if cell is None:
        return Stat(value="0") if definition.kind in COUNTED else Stat(hidden="none")
    found = figures.stat(cell, definition.kind, definition.decimals, suppressed=cell.suppressed)
    return Stat(found.value) if definition.kind in COUNTED and not found.hidden and found.value == found.n else found


COUNTED = {"count", "distinct"}


def _chart(table: Crosstab, definition: Measure, rows: dict[str, str], columns: dict[str, str]) -> Markup:
    found = [
        bars.Bar(row_words, column_words, cell, bool(cell and cell.suppressed), _said(_stat(cell, definition)))
        for row, row_words in rows.items()
        for column, column_words in columns.items()
        for cell in [table.cells.get((row, column))]
    ]
    return bars.drawn(found, words=table.sentence, is_share=definition.kind == "share")


def _said(found: Stat) -> str:
    return found.value or ""


def as_csv(by: Actor, table: Crosstab, measure: Measure | None = None, series: str = "", absent: str = "") -> str:
    """The protected table, one line a cell: `hidden` is said, never nought. `series`: what in it is not one thing; `absent`:
    who is not in it; both are of the whole table, so the first line alone says them."""
    rows = {**dimensions.names(by, table.rows_dim, table.rows, table.period.end), TOTAL: ALL}
    columns = {**dimensions.names(by, table.columns_dim, table.columns, table.period.end), TOTAL: ALL}
    definition = measure or registry.get("measure", table.measure, table.version)
    told = {fact["key"]: fact["value"] for fact in mapped(definition)}
    file = io.StringIO()
    out = csv.writer(file, lineterminator="\r\n")
    numbers = ("value", "n", "numerator", "denominator", "low", "high")
    about_it = ["measure", "name", "version", "period", "basis", "as_of"]
    heading = [*about_it, table.rows_dim, table.columns_dim, *numbers, "hidden"]
    more = {name: said for name, said in {"series": series, "not_in_it": absent}.items() if said}
    out.writerow([*heading, *(["mapping"] if told else []), *more])
    once = [*more.values()]
    about = [
        table.measure,
        definition.label,
        table.version,
        table.period.label,
        table.basis,
        table.as_of.isoformat() if table.as_of else "",
    ]
    for (row, column), cell in table.cells.items():
        said = [getattr(cell, name) for name in numbers]
        line = [*about, rows[row], columns[column], *said, "yes" if cell.suppressed else "no"]
        mapped_ = [_mapping(told, rows[row], columns[column])] if told else []
        out.writerow([harmless(each) if isinstance(each, str) else each for each in (*line, *mapped_, *once)])
        once = [""] * len(more)
    return file.getvalue()


def mapped(definition: Measure) -> list[Mapping[str, str]]:
    """For a measure of outcomes, all tools that are mapped: which were used where is the providers' own."""
    return mapping.facts(mapped_tools.every()) if mapped_tools.is_of(definition) else []


def _mapping(told: Mapping[str, str], *labels: str) -> str:
    """Of the outcomes that a line names, or of all, which tools tell of them; and by which rules."""
    named = {key: value for key, value in told.items() if key in labels} or told
    return " ".join(f"{key}: {value}." for key, value in {**named, **mapping.rules_of(told)}.items())
