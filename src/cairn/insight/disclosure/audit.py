"""What an intruder can work out from a published table, by linear programme.

Knows nothing of how cells were chosen: it sees counts, None where one is hidden, and that counts are not negative and add
up. The interval of a hidden cell is over all real-valued tables that fit. In two dimensions its ends are whole numbers; in
more, a reader who insists on whole tables might do a little better, but the walks in `suppress` are whole-number proofs.
"""

from collections.abc import Iterable, Mapping
from math import inf

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array

from cairn.insight.disclosure.tables import TOTAL, Key

Published = Mapping[Key, int | None]
Interval = tuple[float, float]
SLACK = 1e-6  # HiGHS works to 1e-7


class Intruder:
    """A reader of one published table, all its margins in it: what can be derived, and what is known too closely.

    ValueError, on asking, where the published counts cannot add up.
    """

    def __init__(self, published: Published) -> None:
        self._published = published
        unknown = [key for key, value in published.items() if value is None and TOTAL not in key]
        self._column = {key: at for at, key in enumerate(unknown)}
        self._under: dict[Key, list[int]] = {key: [] for key in published}
        self._known: dict[Key, int] = dict.fromkeys(published, 0)
        for key, value in published.items():
            if TOTAL not in key:
                for above in _margins(key):
                    if value is None:
                        self._under[above].append(self._column[key])
                    else:
                        self._known[above] += value
        self._equations()

    def _equations(self) -> None:
        rows = [
            (self._under[key], value - self._known[key])
            for key, value in self._published.items()
            if value is not None and self._under[key]
        ]
        self._left = self._matrix([under for under, _ in rows])
        self._right = np.array([right for _, right in rows], dtype=float)
        self._bounded = {column for under, _ in rows for column in under}

    def _matrix(self, rows: list[list[int]]) -> csr_array:
        where = [(at, column) for at, columns in enumerate(rows) for column in columns]
        data = (np.ones(len(where)), ([at for at, _ in where], [column for _, column in where]))
        return csr_array(data, shape=(len(rows), len(self._column)))

    def _extreme(self, goal: NDArray[np.float64], way: int) -> NDArray[np.float64]:
        """A table that fits with the goal as small (way 1) or as large (-1) as can be."""
        if not goal.size:
            return goal
        found = linprog(way * goal, A_eq=self._left, b_eq=self._right, bounds=(0, None), method="highs")
        if found.status != 0:
            raise ValueError("The published counts do not add up, so no audit of them is possible.")
        table: NDArray[np.float64] = found.x
        return table

    def _goal(self, key: Key) -> NDArray[np.float64]:
        goal: NDArray[np.float64] = np.zeros(len(self._column))
        goal[self._under[key]] = 1
        return goal

    def interval(self, key: Key) -> Interval:
        """The least and greatest count this hidden cell or margin can have; the greatest may be infinite."""
        goal, known = self._goal(key), self._known[key]
        low = float(goal @ self._extreme(goal, 1)) + known
        if not set(self._under[key]) <= self._bounded:
            return low, inf
        return low, float(goal @ self._extreme(goal, -1)) + known

    def intervals(self) -> dict[Key, Interval]:
        """The interval of every hidden cell and margin."""
        return {key: self.interval(key) for key, value in self._published.items() if value is None}

    def narrow(self, keys: Iterable[Key], threshold: int) -> list[Key]:
        """Those of these hidden cells whose interval does not hold 0 to the threshold; one table found settles many."""
        waiting = list(keys)
        below: set[Key] = set()
        above = {key for key in waiting if not set(self._under[key]) <= self._bounded}
        goals = self._matrix([self._under[key] for key in waiting])
        known = np.array([self._known[key] for key in waiting], dtype=float)
        for key in waiting:
            for way, done in ((1, below), (-1, above)):
                if key in done:
                    continue
                counts = goals @ self._extreme(self._goal(key), way) + known
                below.update(waiting[i] for i in np.flatnonzero(counts <= SLACK))
                above.update(waiting[i] for i in np.flatnonzero(counts >= threshold - SLACK))
        return [key for key in waiting if key not in below or key not in above]


def _margins(key: Key) -> list[Key]:
    """The cell itself and every margin it is counted in."""
    found: list[Key] = [()]
    for code in key:
        found = [(*start, end) for start in found for end in (code, TOTAL)]
    return found
