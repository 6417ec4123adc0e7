"""Tables for the tests, and an intruder of their own that shares no code with the product's audit."""

from collections.abc import Iterable
from itertools import product
from math import inf
from typing import Any

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import linprog

from cairn.insight.disclosure import TOTAL, Key, Table


def table(counts: Any) -> Table:
    """A table from nested lists; codes are a0, a1 …, b0, b1 … ."""
    array = np.array(counts)
    dimensions = tuple(
        (f"by {axis}", tuple(f"{'abcd'[axis]}{i}" for i in range(n))) for axis, n in enumerate(array.shape)
    )
    return Table(dimensions, {code(*at): int(count) for at, count in np.ndenumerate(array)})


def code(*at: int | None) -> Key:
    return tuple(TOTAL if i is None else f"{'abcd'[axis]}{i}" for axis, i in enumerate(at))


def size(counts: Table, key: Key) -> int:
    """The true count, added up by hand."""
    return sum(n for inner, n in counts.cells.items() if covers(key, inner))


def covers(key: Key, inner: Key) -> bool:
    return all(k in (TOTAL, i) for k, i in zip(key, inner, strict=True))


def intervals(published: dict[Key, int | None], keys: Iterable[Key]) -> dict[Key, tuple[float, float]]:
    """What is derivable of these keys: every inner cell a variable, every published number an equation, dense."""
    inner = [key for key in published if TOTAL not in key]
    shown = [(key, value) for key, value in published.items() if value is not None]
    left = np.array([[float(covers(key, cell)) for cell in inner] for key, _ in shown] or [[0.0] * len(inner)])
    right = np.array([float(value) for _, value in shown] or [0.0])
    found = {}
    for key in keys:
        goal = np.array([float(covers(key, cell)) for cell in inner])
        ends = []
        for way in (1, -1):
            answer = linprog(way * goal, A_eq=left, b_eq=right, bounds=[(0, 10_000)] * len(inner), method="highs")
            assert answer.status == 0
            ends.append(way * answer.fun)
        found[key] = (ends[0], inf if ends[1] > 9_000 else ends[1])
    return found


def shapes(most: int = 3) -> st.SearchStrategy[tuple[int, ...]]:
    return st.lists(st.integers(1, 4), min_size=0, max_size=most).map(tuple)


@st.composite
def tables(draw: st.DrawFn, most: int = 3) -> Table:
    """Sparse small tables, where disclosure is hardest: many zeros and small counts, some large."""
    shape = draw(shapes(most))
    count = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 60))
    total = int(np.prod(shape))
    return table(np.array(draw(st.lists(count, min_size=total, max_size=total)), dtype=int).reshape(shape))


def every_key(counts: Table) -> list[Key]:
    return list(product(*((*codes, TOTAL) for _, codes in counts.dimensions)))
