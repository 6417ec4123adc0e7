"""What to hide: the small counts, then enough others that no small count can be worked out.

First, for each cell that needs protection, a walk of moves (see `moves`) is made from the true table to one where the cell
is 0, and another to one where it is above the threshold; the cells on the way are hidden. Both ends, and every whole number
between, are tables that look alike from outside, so the walk is the proof. It ends: an inner cell can always move against
its own totals, and a total always against a cell in it.

Then the reader who knows the method, and so knows that most hidden cells are small and not 0, is met: each small cell gets
a move that leaves every small count small, every zero a zero and every large count large. Without this, four hidden cells
in a row of total 4 would be four ones. Where there is none (tables of very few people), all but the grand total is hidden.

What is taken is chosen by the rough size of totals, then by position, so that the choice itself tells little.
"""

import numpy as np

from cairn.insight.disclosure.audience import Audience
from cairn.insight.disclosure.moves import UNBOUNDED, Floats, Limits, corners, survey
from cairn.insight.disclosure.tables import Counts, Flags, Place

# Each dimension that is summed over makes hiding a margin this many times dearer than a cell. Our choice, not a fact.
MARGIN_WEIGHT = 64.0


def choose_hidden(cube: Counts, seeds: Flags, audience: Audience) -> Flags:
    """The seeds and what must be hidden with them. Arrays have the cube's shape; the arguments are not changed.

    Where a large grand total would have to go, all else goes instead: a table without its total serves nobody.
    """
    hidden: Flags = np.array(seeds)
    weights = weights_of(cube, audience.threshold)
    places = _in_order(seeds)
    for place in places:
        _keep_wide(cube, hidden, weights, place, audience.threshold)
    kind = _same_kind(cube, seeds, audience)
    for place in places:
        if cube[place] and not _keep_doubtful(cube, hidden, weights, place, kind):
            return _all_but_the_grand_total(seeds)
    return _all_but_the_grand_total(seeds) if hidden.flat[-1] and not seeds.flat[-1] else hidden


def _all_but_the_grand_total(seeds: Flags) -> Flags:
    """Any small count may then be 0, or have taken all it needs from the rest, which is why the total, if large, is safe."""
    hidden: Flags = np.ones(seeds.shape, dtype=bool)
    hidden[tuple(size - 1 for size in seeds.shape)] = seeds.flat[-1]
    return hidden


def _in_order(seeds: Flags) -> list[Place]:
    """Inner cells first, then margins: what protects the cells of a line often protects its total."""
    last = [size - 1 for size in seeds.shape]
    places = [tuple(int(at) for at in row) for row in np.argwhere(seeds)]
    return sorted(places, key=lambda p: (sum(at == end for at, end in zip(p, last, strict=True)), p))


def _keep_wide(cube: Counts, hidden: Flags, weights: Floats, place: Place, threshold: int) -> None:
    """Hide what lets this cell be anything from 0 to one above the threshold."""
    value = int(cube[place])
    _walk(cube, hidden, weights, place, -value, threshold + 1 - value)
    _walk(cube, hidden, weights, place, threshold + 1 - value, min(value, 1))


def _walk(cube: Counts, hidden: Flags, weights: Floats, place: Place, change: int, back: int) -> None:
    """Hide what lets this cell change by so much, box by box; boxes that could also take it `back` are preferred."""
    limits = Limits(np.zeros_like(cube), np.full_like(cube, UNBOUNDED))
    there, need, way = cube.copy(), abs(change), 1 if change > 0 else -1
    while need:
        boxes = survey(there, limits, np.where(hidden, 0.0, weights), place)
        room, other = (boxes.up, boxes.down) if change > 0 else (boxes.down, boxes.up)
        reach = np.clip(room, 1, need)
        score = boxes.cost * (need / reach) * np.where(other < back, 2.0, 1.0) - 1e-6 * reach
        opposite = _cheapest(np.where(room < 1, np.inf, score))
        step = int(reach[opposite])
        for corner, sign in corners(cube.shape, place, opposite):
            hidden[corner] = True
            there[corner] += way * sign * step
        need -= step


def _same_kind(cube: Counts, seeds: Flags, audience: Audience) -> Limits:
    """How far each count may move and stay what it is: a small one small, a zero a zero, a large one large."""
    small = cube <= audience.threshold
    lowest = 0 if audience.zeros == "hidden" else np.minimum(cube, 1)
    least = np.where(small, lowest, audience.threshold + 1)
    most = np.where(
        small, np.where(seeds & ((cube > 0) | (audience.zeros == "hidden")), audience.threshold, 0), UNBOUNDED
    )
    return Limits(least.astype(np.int64), most.astype(np.int64))


def _keep_doubtful(cube: Counts, hidden: Flags, weights: Floats, place: Place, kind: Limits) -> bool:
    """Hide what leaves this cell a second value for a reader who knows the method, and so which kind each cell may be."""
    boxes = survey(cube, kind, np.where(hidden, 0.0, weights), place)
    cost = np.where(np.maximum(boxes.down, boxes.up) < 1, np.inf, boxes.cost)
    opposite = _cheapest(cost)
    if np.isinf(cost[opposite]):
        return False
    for corner, _ in corners(cube.shape, place, opposite):
        hidden[corner] = True
    return True


def _cheapest(cost: Floats) -> Place:
    return tuple(int(at) for at in np.unravel_index(int(np.argmin(cost)), cost.shape))


def weights_of(cube: Counts, threshold: int) -> Floats:
    """What is lost by hiding each cell: from the size its totals let one expect, in powers of two, all small totals alike."""
    last = tuple(size - 1 for size in cube.shape)
    grand = max(int(cube[last]), threshold, 1)
    expected: Floats = np.full(cube.shape, float(grand))
    price: Floats = np.ones(cube.shape)
    for axis, end in enumerate(last):
        line = cube[(*last[:axis], slice(None), *last[axis + 1 :])]
        along = tuple(-1 if a == axis else 1 for a in range(cube.ndim))
        expected *= np.where(np.arange(end + 1) == end, 1.0, np.maximum(line, threshold) / grand).reshape(along)
        price *= np.where(np.arange(end + 1) == end, MARGIN_WEIGHT, 1.0).reshape(along)
    weights: Floats = price * (1 + np.floor(np.log2(1 + expected)))
    return weights
