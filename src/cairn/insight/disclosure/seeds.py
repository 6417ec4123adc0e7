"""Which cells need protection for their own sake, and which lines disclose something about a whole group."""

from collections.abc import Iterator

import numpy as np

from cairn.insight.disclosure.audience import Audience
from cairn.insight.disclosure.moves import Floats
from cairn.insight.disclosure.tables import Counts, Flags, Place


def small_cells(cube: Counts, audience: Audience) -> Flags:
    """Cells and margins whose count is small."""
    flags: Flags = (cube >= (0 if audience.zeros == "hidden" else 1)) & (cube <= audience.threshold)
    return flags if audience.threshold else np.zeros(cube.shape, dtype=bool)


def group_lines(cube: Counts) -> Iterator[tuple[int, Place]]:
    """Every line (axis, place of its total) of two codes or more where a single code holds everybody in it."""
    for axis, size in enumerate(cube.shape):
        codes = cube.take(range(size - 1), axis=axis)
        alone = (codes > 0).sum(axis=axis) == 1
        for row in np.argwhere(alone) if size > 2 else ():
            place = [int(at) for at in row]
            yield axis, (*place[:axis], size - 1, *place[axis:])


def group_zeros(cube: Counts, weights: Floats) -> Flags:
    """One zero in each such line: the one that would be least surprising, had it not been zero."""
    flags: Flags = np.zeros(cube.shape, dtype=bool)
    for axis, total in group_lines(cube):
        line = [(*total[:axis], at, *total[axis + 1 :]) for at in range(cube.shape[axis] - 1)]
        flags[max((place for place in line if cube[place] == 0), key=lambda place: float(weights[place]))] = True
    return flags
