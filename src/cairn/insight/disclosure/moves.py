"""Moves: how a table could be another one, with everything that is published unchanged.

Take a cell and, along each dimension, one other place (a code or the total). The 2^k corners of that box change by plus or
minus one and every other cell, every margin included, stays: the sign turns for a step from code to code, and stays for a
step between a code and the total. If all corners are hidden, nobody outside can tell the two tables apart. This is the
hypercube method of secondary suppression (GHMITER in tau-Argus; from memory, sure); hidden totals in it are our extension.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from cairn.insight.disclosure.tables import Counts, Flags, Place

UNBOUNDED = 2**62
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Limits:
    """Between which values each cell and margin is allowed to move; arrays of the cube's shape, both ends allowed."""

    least: Counts
    most: Counts


@dataclass(frozen=True)
class Survey:
    """For one cell, every box that has it as a corner; arrays have the cube's shape, a place being the opposite corner.

    `cost`: of the corners not hidden yet; infinite where there is no box. `down` and `up`: how far the cell may fall or
    rise before some corner would break its limits.
    """

    cost: Floats
    down: Counts
    up: Counts


def survey(cube: Counts, limits: Limits, price: Floats, place: Place) -> Survey:
    """All boxes at one cell, at once. `price` is what hiding each cell would cost, 0 where it is hidden already."""
    cost: Floats = np.zeros(cube.shape)
    down: Counts = np.full(cube.shape, UNBOUNDED)
    up: Counts = np.full(cube.shape, UNBOUNDED)
    below, above = cube - limits.least, limits.most - cube
    for moved in product((False, True), repeat=cube.ndim):
        part = tuple(slice(None) if m else slice(at, at + 1) for m, at in zip(moved, place, strict=True))
        cost += price[part]
        along = _same_way(cube.shape, place, moved)
        down = np.minimum(down, np.where(along, below[part], above[part]))
        up = np.minimum(up, np.where(along, above[part], below[part]))
    for axis, at in enumerate(place):
        cost[(slice(None),) * axis + (at,)] = np.inf
    return Survey(cost, down, up)


def _same_way(shape: Place, place: Place, moved: tuple[bool, ...]) -> Flags:
    """Whether one corner of every box rises when the cell rises; shaped so as to broadcast."""
    same: Flags = np.ones((1,) * len(shape), dtype=bool)
    for axis, (size, at, move) in enumerate(zip(shape, place, moved, strict=True)):
        if move:
            along = tuple(-1 if a == axis else 1 for a in range(len(shape)))
            same = same == ((np.arange(size) == size - 1) != (at == size - 1)).reshape(along)
    return same


def corners(shape: Place, place: Place, opposite: Place) -> list[tuple[Place, int]]:
    """The corners of one box, each with its sign; the first is the cell itself."""
    steps = [
        ((at, 1), (to, 1 if (at == size - 1) != (to == size - 1) else -1))
        for size, at, to in zip(shape, place, opposite, strict=True)
    ]
    return [(tuple(at for at, _ in box), int(np.prod([s for _, s in box], initial=1))) for box in product(*steps)]
