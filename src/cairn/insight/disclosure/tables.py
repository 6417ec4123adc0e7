"""A table of counts with all its margins, before and after protection."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cairn.insight.disclosure.audience import Audience

TOTAL = "(total)"
Key = tuple[str, ...]
Place = tuple[int, ...]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Why = Literal["primary", "secondary", "zero_row"]
MOST_CELLS = 20_000


@dataclass(frozen=True)
class Table:
    """Whole counts by 0 to 4 dimensions, each (name, codes); `cells` holds the interior, a missing key is 0.

    Every margin (any dimensions replaced by TOTAL) is meant to be published too, so each person must be counted in one
    cell only. ValueError where the shape cannot be; it names dimensions, never codes or counts.
    """

    dimensions: tuple[tuple[str, tuple[str, ...]], ...]
    cells: Mapping[Key, int] = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.dimensions) > 4:
            raise ValueError("A table may have at most 4 dimensions. Ask for fewer at a time.")
        for name, codes in self.dimensions:
            if not codes or len(set(codes)) != len(codes) or TOTAL in codes:
                raise ValueError(f"Dimension {name} needs at least one code, each once, and none of them {TOTAL}.")
        if prod(len(codes) + 1 for _, codes in self.dimensions) > MOST_CELLS:
            raise ValueError(f"A table may have at most {MOST_CELLS} cells with its totals. Ask for fewer at a time.")
        known = [set(codes) for _, codes in self.dimensions]
        for key, count in self.cells.items():
            if len(key) != len(known) or any(code not in codes for code, codes in zip(key, known, strict=True)):
                raise ValueError("A cell's key must have one code of each dimension, in their order.")
            if isinstance(count, bool) or not isinstance(count, int) or count < 0:
                raise ValueError("Every count must be a whole number, 0 or more.")

    @cached_property
    def keys(self) -> list[Key]:
        """The key of every cell, margins included, in order; TOTAL comes last in each dimension."""
        return list(product(*((*codes, TOTAL) for _, codes in self.dimensions)))

    @cached_property
    def cube(self) -> Counts:
        """The counts with every margin: one place more along each dimension, the last being the total."""
        shape = tuple(len(codes) for _, codes in self.dimensions)
        inner = [self.cells.get(key, 0) for key in product(*(codes for _, codes in self.dimensions))]
        cube: Counts = np.array(inner, dtype=np.int64).reshape(shape)
        for axis in range(cube.ndim):
            cube = np.concatenate([cube, cube.sum(axis=axis, keepdims=True)], axis=axis)
        return cube


@dataclass(frozen=True)
class Cell:
    """One count as an audience may see it. `why` is for the organisation itself: it never crosses the wall."""

    value: int | None
    suppressed: bool = False
    why: Why | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Protected:
    """A table made safe for one audience.

    `cells` has every cell and margin (TOTAL in the key). `groups`, for the organisation itself, has the total's key of
    every line where one code holds everybody: something is then known of each of them, shown or not, small or not.
    Give other people `published()` only.
    """

    dimensions: tuple[tuple[str, tuple[str, ...]], ...]
    audience: Audience
    cells: Mapping[Key, Cell]
    groups: tuple[Key, ...] = ()

    def published(self) -> dict[Key, int | None]:
        """What may cross the wall: each count, or None where it is hidden. Never the reason."""
        return {key: cell.value for key, cell in self.cells.items()}

    @property
    def hidden(self) -> int:
        """How many cells and margins are hidden."""
        return sum(cell.suppressed for cell in self.cells.values())
