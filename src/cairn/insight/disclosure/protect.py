"""The three ways out over a wall: counts, shares and means, each table protected by itself for one audience."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from cairn.insight.disclosure.audience import Audience
from cairn.insight.disclosure.audit import Intruder
from cairn.insight.disclosure.seeds import group_lines, group_zeros, small_cells
from cairn.insight.disclosure.suppress import choose_hidden, weights_of
from cairn.insight.disclosure.tables import TOTAL, Cell, Flags, Key, Protected, Table, Why

T = TypeVar("T")
REACHED, NOT_REACHED = "reached", "not_reached"


@dataclass(frozen=True)
class Share:
    """A share as it may be seen, 0 to 1. All are None where it is hidden; `value` is None too where nobody was counted."""

    value: float | None
    numerator: int | None
    denominator: int | None
    suppressed: bool = False


@dataclass(frozen=True)
class ProtectedShares:
    """Shares by cell and margin, and the table of reached and not reached that they were recomputed from."""

    cells: Mapping[Key, Share]
    table: Protected


@dataclass(frozen=True)
class Figure(Generic[T]):
    """A mean (or anything else that rests on n people) as it may be seen; None where there is none, or it is hidden."""

    value: T | None
    n: int | None
    suppressed: bool = False


@dataclass(frozen=True)
class ProtectedMeans(Generic[T]):
    """Means by cell and margin, and the protected counts they rest on."""

    cells: Mapping[Key, Figure[T]]
    table: Protected


def protect_counts(table: Table, audience: Audience) -> Protected:
    """Hide every small count and margin, and what else must be hidden so that none can be worked out.

    The result depends on nothing but the arguments. Before it is given out it is audited from what it publishes alone;
    if that ever found a cell too closely known, everything would be hidden.
    """
    cube = table.cube
    small = small_cells(cube, audience)
    zeros = np.zeros_like(small)
    if audience.zeros == "group":
        zeros = group_zeros(cube, weights_of(cube, audience.threshold))
    hidden = choose_hidden(cube, small | zeros, audience)
    return settle(table, audience, hidden, small, zeros)


def settle(table: Table, audience: Audience, hidden: Flags, small: Flags, zeros: Flags) -> Protected:
    """The protected table with these places hidden, if the audit passes it; otherwise with every place hidden."""
    keys, needed = table.keys, np.flatnonzero(small | zeros)
    published = _published(table, hidden)
    if Intruder(published).narrow([keys[at] for at in needed], audience.threshold):
        hidden = np.ones_like(hidden)
    whys: list[Why] = [
        "primary" if s else "zero_row" if z else "secondary" for s, z in zip(small.flat, zeros.flat, strict=True)
    ]
    cells = {
        key: Cell(value) if value is not None else Cell(None, suppressed=True, why=why)
        for (key, value), why in zip(_published(table, hidden).items(), whys, strict=True)
    }
    groups = tuple(keys[int(np.ravel_multi_index(place, hidden.shape))] for _, place in group_lines(table.cube))
    return Protected(table.dimensions, audience, cells, groups)


def _published(table: Table, hidden: Flags) -> dict[Key, int | None]:
    return {
        key: None if hide else int(count)
        for key, count, hide in zip(table.keys, table.cube.flat, hidden.flat, strict=True)
    }


def protect_shares(numerators: Table, denominators: Table, audience: Audience) -> ProtectedShares:
    """Shares recomputed from protected counts: hidden where the numerator, the rest or the denominator is.

    Reached and not reached are one more dimension of the same table, so neither can be got from the other. Both tables
    must have the same dimensions (at most 3), and no numerator may be above its denominator: otherwise ValueError.
    """
    if numerators.dimensions != denominators.dimensions:
        raise ValueError("Numerators and denominators must have the same dimensions, in the same order.")
    cells = {}
    for key in {*numerators.cells, *denominators.cells}:
        reached, all_ = numerators.cells.get(key, 0), denominators.cells.get(key, 0)
        if reached > all_:
            raise ValueError("A numerator is more than its denominator. Check that both count the same people.")
        cells[(*key, REACHED)], cells[(*key, NOT_REACHED)] = reached, all_ - reached
    both = Table((*denominators.dimensions, ("reached", (REACHED, NOT_REACHED))), cells)
    table = protect_counts(both, audience)
    return ProtectedShares({key: _share(table, key) for key in denominators.keys}, table)


def _share(table: Protected, key: Key) -> Share:
    reached, rest, all_ = (table.cells[(*key, last)].value for last in (REACHED, NOT_REACHED, TOTAL))
    if reached is None or rest is None or all_ is None:
        return Share(None, None, None, suppressed=True)
    return Share(reached / all_ if all_ else None, reached, all_)


def protect_means(means: Mapping[Key, T | None], counts: Table, audience: Audience) -> ProtectedMeans[T]:
    """Means by cell and margin (TOTAL in the key), hidden wherever their n is. A key that is missing has no mean.

    Why published means times published n give no hidden sum away: a hidden small cell can move (see `moves`) with every
    published count unchanged, so it is no combination of published counts, and sums obey the same equations as counts.
    Not kept: a mean that stands at the very end of its scale says the same of everybody in it.
    """
    unknown = set(means) - set(counts.keys)
    if unknown:
        raise ValueError("A mean's key must be a cell or a margin of the table of counts.")
    table = protect_counts(counts, audience)
    return ProtectedMeans({key: _figure(cell, means.get(key)) for key, cell in table.cells.items()}, table)


def _figure(cell: Cell, value: T | None) -> Figure[T]:
    return Figure(None, None, suppressed=True) if cell.suppressed else Figure(value, cell.value)
