"""The four dates of rounds as a picture: one line each on a common scale, what is observed and when returns are taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from cairn.web import formats

WIDTH, LEAST = 600, 3


class Dates(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def observed_from_date(self) -> date: ...
    @property
    def observed_to_date(self) -> date: ...
    @property
    def opens_date(self) -> date: ...
    @property
    def closes_date(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One round: where its two bars begin, how long they are, and what they say in words."""

    name: str
    observed: tuple[int, int]
    taken: tuple[int, int]
    observed_words: str
    taken_words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """`ticks` are where months begin; `today` where today lies, or None outside; `sentence` says the whole in words."""

    lines: tuple[Line, ...]
    ticks: tuple[int, ...]
    today: int | None
    first: str
    last: str
    sentence: str
    width: int = WIDTH


def timeline(rounds: Sequence[Dates], today: date) -> Timeline | None:
    """None where there is no round to draw."""
    if not rounds:
        return None
    first = min(min(one.observed_from_date, one.opens_date) for one in rounds)
    last = max(max(one.closes_date, one.observed_to_date) for one in rounds)
    span = (last - first).days + 1

    def place(day: date) -> int:
        return round(WIDTH * (day - first).days / span)

    def bar(start: date, end: date) -> tuple[int, int]:
        x = place(start)
        return x, max(place(end + timedelta(days=1)) - x, LEAST)

    lines = tuple(
        Line(
            one.name, bar(one.observed_from_date, one.observed_to_date), bar(one.opens_date, one.closes_date),
            _between(one.observed_from_date, one.observed_to_date), _between(one.opens_date, one.closes_date),
        )
        for one in rounds
    )  # fmt: skip
    now = place(today) if first <= today <= last else None
    ticks = tuple(place(day) for day in _months(first, last))
    return Timeline(lines, ticks, now, formats.short_date(first), formats.short_date(last), _sentence(rounds, today))


def _between(start: date, end: date) -> str:
    return f"{formats.short_date(start)} to {formats.short_date(end)}"


def _months(first: date, last: date) -> list[date]:
    number, found = first.year * 12 + first.month, []
    while (day := date(number // 12, number % 12 + 1, 1)) <= last:
        found.append(day)
        number += 1
    return found if len(found) <= 40 else []


def _sentence(rounds: Sequence[Dates], today: date) -> str:
    noun = "1 round" if len(rounds) == 1 else f"{len(rounds)} rounds"
    ahead = sorted(one.closes_date for one in rounds if one.closes_date >= today)
    due = f"the next is due by {formats.date(ahead[0])}" if ahead else "all are past their day"
    return f"{noun}: {due}."
