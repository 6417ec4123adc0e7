"""Figures of one table, with every margin, as an audience may see them. No Django here.

A count of records is safe only where enough people are behind it: so people are protected too, and a figure is hidden
where either its own count is or the people behind it are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cairn.definitions.shapes.measure import Kind
from cairn.insight.disclosure import (
    Audience,
    Cell,
    Key,
    Protected,
    Table,
    protect_counts,
    protect_shares,
    sentence,
)
from cairn.insight.results import TOTAL, FigureRow

HIDDEN = "Hidden to protect small numbers."
Dimensions = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """The people behind a table: `once` counts everybody in one cell, `each` counts different people of a cell or margin."""

    once: Mapping[Key, int]
    each: Mapping[Key, int]


@dataclass(frozen=True, slots=True)
class Safe:
    """Every cell and margin as it may be seen, and a sentence that says how many are hidden and why."""

    rows: dict[Key, FigureRow]
    hidden: int
    sentence: str


def protect(
    kind: Kind,
    dimensions: Dimensions,
    figures: Mapping[Key, FigureRow],
    behind: Behind | None,
    audience: Audience,
    also: Collection[Key] = (),
) -> Safe:
    """`figures` has every cell and margin in which anything was counted. Counts of people come from `behind.once`, so
    that cells add up to their margins; counts of records, and sums, must add up by themselves. `also` are hidden besides:
    what another share of the same whole hides could be got from this one by subtraction."""
    counts, hidden = _counts(kind, dimensions, figures, behind, audience)
    hidden |= counts.cells.keys() & set(also)
    if behind is not None:
        hidden |= _few_people(dimensions, behind, audience)
        if any(0 < n <= audience.threshold and key not in hidden for key, n in behind.each.items()):
            hidden = set(counts.cells)
    whole = behind.once if behind is not None and kind == "distinct" else None
    rows = {key: _row(kind, key, key in hidden, figures.get(key), counts, whole is not None) for key in counts.cells}
    seen = Protected(dimensions, audience, {key: Cell(row.n, row.suppressed) for key, row in rows.items()})
    return Safe(rows, seen.hidden, sentence(seen))


def _counts(
    kind: Kind, dimensions: Dimensions, figures: Mapping[Key, FigureRow], behind: Behind | None, audience: Audience
) -> tuple[Protected, set[Key]]:
    """The table of counts, protected, and the keys that are hidden in it."""
    inner = {key: row for key, row in figures.items() if TOTAL not in key}
    if kind == "share":
        return _share_counts(dimensions, inner, audience)
    if kind == "distinct" and behind is not None:
        cells = dict(behind.once)
    elif kind in ("count", "sum"):
        cells = {key: int(row.value or 0) for key, row in inner.items()}
    else:
        cells = {key: row.n or 0 for key, row in inner.items()}
    table = protect_counts(Table(dimensions, cells), audience)
    return table, {key for key, cell in table.cells.items() if cell.suppressed}


def _share_counts(
    dimensions: Dimensions, inner: Mapping[Key, FigureRow], audience: Audience
) -> tuple[Protected, set[Key]]:
    reached = Table(dimensions, {key: int(row.numerator or 0) for key, row in inner.items()})
    of = Table(dimensions, {key: int(row.denominator or 0) for key, row in inner.items()})
    shares = protect_shares(reached, of, audience)
    hidden = {key for key, share in shares.cells.items() if share.suppressed}
    return protect_counts(of, audience), hidden


def _few_people(dimensions: Dimensions, behind: Behind, audience: Audience) -> set[Key]:
    """Where too few people are behind a figure. A cell whose people are all counted elsewhere counts as one."""
    cells = {key: behind.once.get(key, 0) or min(n, 1) for key, n in behind.each.items() if TOTAL not in key}
    table = protect_counts(Table(dimensions, cells), audience)
    return {key for key, cell in table.cells.items() if cell.suppressed}


def _row(kind: Kind, key: Key, hide: bool, found: FigureRow | None, counts: Protected, people: bool) -> FigureRow:
    if hide:
        return FigureRow(key, None, None, None, None, suppressed=True, reason=HIDDEN)
    if people:
        n = counts.cells[key].value
        return FigureRow(key, n, n, None, n)
    if found is not None:
        return FigureRow(
            key, found.n, found.numerator, found.denominator, found.value, found.low, found.high, reason=found.reason
        )
    return FigureRow(key, 0, 0, None, 0 if kind in ("count", "sum") else None)
