"""The trail over time: a line of days on which each stone lies where it was laid, and each loss where it happened."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cairn.web import formats

WIDTH, ROW, LEFT, RIGHT, TOP, BOTTOM = 640, 56, 24, 24, 28, 40


class Happened(Protocol):
    """A rung reached, kept or lost on a date; `position` counts from 1 at the bottom."""

    @property
    def date(self) -> dt.date: ...
    @property
    def label(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def position(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Point:
    """A stone's place in the picture."""

    x: int
    y: int
    state: str


@dataclass(frozen=True, slots=True)
class Level:
    """The line of one rung."""

    y: int
    label: str


@dataclass(frozen=True, slots=True)
class OverTime:
    """What the picture is drawn from: `path` joins the stones in the order of their dates."""

    width: int
    height: int
    points: tuple[Point, ...]
    levels: tuple[Level, ...]
    path: str
    first: str
    last: str
    sentence: str


def over_time(labels: Sequence[str], happened: Sequence[Happened]) -> OverTime:
    """The picture of a ladder (its rungs' labels from the bottom) and what happened on it, oldest first."""
    height = TOP + ROW * len(labels) + BOTTOM
    first, last = happened[0].date, happened[-1].date
    span = max((last - first).days, 1)
    room = WIDTH - LEFT - RIGHT
    # of several on one day, each stands beside the other, so that none hides
    points = tuple(
        Point(LEFT + room * (one.date - first).days // span, _y(one.position, height), one.state) for one in happened
    )
    levels = tuple(Level(_y(place, height), label) for place, label in enumerate(labels, 1))
    path = " ".join(f"{'L' if place else 'M'}{one.x} {one.y}" for place, one in enumerate(points))
    return OverTime(
        WIDTH, height, points, levels, path, formats.short_date(first), formats.short_date(last), sentence(happened)
    )


def _y(position: int, height: int) -> int:
    return height - BOTTOM - ROW // 2 - (position - 1) * ROW


def sentence(happened: Sequence[Happened]) -> str:
    """The picture in words: how many steps since when, how often one was lost and found again."""
    reached = sum(one.state == "reached" for one in happened)
    lost = [one for one in happened if one.state == "lost"]
    regained = sum(
        any(later.state == "kept" and later.label == one.label and later.date > one.date for later in happened)
        for one in lost
    )
    words = f"{reached} {'step' if reached == 1 else 'steps'} since {formats.date(happened[0].date)}"
    if not lost:
        return f"{words}, and none lost."
    times = "once" if len(lost) == 1 else f"{len(lost)} times"
    return f"{words}. A step was lost {times}, and won back {'once' if regained == 1 else f'{regained} times'}."
