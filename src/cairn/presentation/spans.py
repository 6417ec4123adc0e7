"""When each of many things runs: a bar for each on one line of years, with today marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, LEAST = 300, 3


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a year that the line passes."""

    x: int
    year: int


@dataclass(frozen=True, slots=True)
class Spans:
    """`bars` by key: where each begins, and how wide it is. `now`: where today stands; none where it is off the line."""

    width: int
    bars: Mapping[str, tuple[int, int]]
    ticks: tuple[Tick, ...]
    now: int | None
    first: date | None
    last: date | None


def drawn(found: Sequence[tuple[str, date, date]], today: date) -> Spans:
    """`found`: key, first and last day of each; the line runs from the earliest to the latest."""
    if not found:
        return Spans(WIDTH, {}, (), None, None, None)
    first, last = min(start for _, start, _ in found), max(end for _, _, end in found)
    span = (last - first).days + 1

    def place(day: date) -> int:
        return WIDTH * (day - first).days // span

    bars = {}
    for key, start, end in found:
        wide = max(WIDTH * ((end - start).days + 1) // span, LEAST)
        bars[key] = (min(place(start), WIDTH - wide), wide)
    years = range(first.year + 1, last.year + 1)
    ticks = tuple(Tick(place(date(year, 1, 1)), year) for year in years) if len(years) <= 12 else ()
    return Spans(WIDTH, bars, ticks, place(today) if first <= today <= last else None, first, last)
