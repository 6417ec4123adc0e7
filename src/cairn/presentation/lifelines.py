"""How something stood over time: one bar, a piece for each stretch of days, along a line from the first day to today."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from cairn.web import formats

WIDTH, LEAST = 600, 4
MOST_TICKS = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stood from `start` to `end` (None: to this day). `is_unknown`: nobody answered, or would not."""

    label: str
    start: dt.date
    end: dt.date | None
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the bar, from `x`; `kind` is now, before or unknown."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True, slots=True)
class Lifeline:
    """`ticks` are the places at which a year begins; `first` and `last` what stands at the ends of the line."""

    width: int
    pieces: tuple[Piece, ...]
    ticks: tuple[int, ...]
    first: str
    last: str
    sentence: str


def drawn(stretches: Sequence[Stretch], first: dt.date, today: dt.date) -> Lifeline:
    """The bar of stretches, oldest first, on a line from `first` (no later than their first day) to `today`."""
    span = max((today - first).days, 1)

    def place(day: dt.date) -> int:
        return WIDTH * min(max((day - first).days, 0), span) // span

    pieces = []
    for one in stretches:
        x = min(place(one.start), WIDTH - LEAST)
        end = place(one.end + dt.timedelta(days=1)) if one.end else WIDTH
        kind = "unknown" if one.is_unknown else "before" if one.end else "now"
        pieces.append(Piece(x, max(end - x, LEAST), kind))
    years = [place(dt.date(year, 1, 1)) for year in range(first.year + 1, today.year + 1)]
    ticks = tuple(years if len(years) <= MOST_TICKS else ())
    return Lifeline(WIDTH, tuple(pieces), ticks, formats.short_date(first), "today", sentence(stretches))


def sentence(stretches: Sequence[Stretch]) -> str:
    """The bar in words: what stands now and since when, and how often it changed before."""
    last = stretches[-1]
    changes = len(stretches) - 1
    before = {0: "", 1: ", after one change"}.get(changes, f", after {changes} changes")
    if last.end:
        return f"{last.label}, until {formats.date(last.end)}{before}."
    return f"{last.label}, since {formats.date(last.start)}{before}."
