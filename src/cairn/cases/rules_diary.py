"""What follows from days and times in a diary. Pure: dates are passed in, nothing is read, nothing written.

Something planned without a time is some time that day and stands in nobody's way; one whose length was not said is taken
as half an hour.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cairn.cases.rules import MOST_AHEAD, add_months
from cairn.kernel.problems import Problem

UNITS = ("week", "month_day", "month_weekday")
MOST_TIMES, MOST_EVERY = 104, 12
USUAL_MINUTES, DAY_MINUTES = 30, 24 * 60
WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """How something comes round: every `every` weeks or months, until a day or so many times (the first counts). One of
    the two is said."""

    unit: str
    every: int = 1
    until: dt.date | None = None
    times: int | None = None


def occasions(start: dt.date, repeat: Repeat) -> tuple[dt.date, ...]:
    """Its days, from `start` on and at most `MOST_TIMES`. A month that has no such day takes its last; a fifth weekday of
    a month is its last one."""
    found = []
    for number in range(min(repeat.times or MOST_TIMES, MOST_TIMES)):
        day = _at(start, repeat, number)
        if (repeat.until and day > repeat.until) or (day - start).days > MOST_AHEAD:
            break
        found.append(day)
    return tuple(found)


def _at(start: dt.date, repeat: Repeat, number: int) -> dt.date:
    steps = number * repeat.every
    if repeat.unit == "week":
        return start + dt.timedelta(weeks=steps)
    if repeat.unit == "month_day":
        return add_months(start, steps)
    return _same_weekday(start, steps)


def _same_weekday(start: dt.date, months: int) -> dt.date:
    """The first, second, third, fourth or last such weekday of a later month, as `start` is of its own."""
    which = (start.day - 1) // WEEK
    first = add_months(start.replace(day=1), months)
    day = first + dt.timedelta(days=(start.weekday() - first.weekday()) % WEEK + WEEK * which)
    return day if day.month == first.month else day - dt.timedelta(days=WEEK)


def repeat_problems(repeat: Repeat, start: dt.date, row: int | None = None) -> list[Problem]:
    """What is wrong with how something is to come round."""
    problems = []
    if repeat.unit not in UNITS:
        problems.append(
            Problem("repeat.unit", "That is not on the list.", "Choose one of the answers.", field="unit", row=row)
        )
    if not 1 <= repeat.every <= MOST_EVERY:
        fix = f"Write a number from 1 to {MOST_EVERY}."
        problems.append(Problem("repeat.every", "It cannot come round so seldom.", fix, field="every", row=row))
    return problems + _end_problems(repeat, start, row)


def _end_problems(repeat: Repeat, start: dt.date, row: int | None) -> list[Problem]:
    if repeat.until is None and repeat.times is None:
        fix = "Say until which day, or how many times."
        return [Problem("repeat.open", "It does not say when this ends.", fix, field="until", row=row)]
    problems = []
    if repeat.until is not None and repeat.until < start:
        fix = "Choose a day after the first one."
        problems.append(Problem("repeat.order", "This ends before it begins.", fix, field="until", row=row))
    if repeat.until is not None and (repeat.until - start).days > MOST_AHEAD:
        problems.append(
            Problem("repeat.far", "That is more than two years away.", "Check the year.", field="until", row=row)
        )
    if repeat.times is not None and not 2 <= repeat.times <= MOST_TIMES:
        fix = f"Write a number from 2 to {MOST_TIMES}."
        problems.append(Problem("repeat.times", "It cannot come round so often.", fix, field="times", row=row))
    return problems


# --- times ---


def length_problems(start: dt.time | None, minutes: int | None, row: int | None = None) -> list[Problem]:
    """An end needs a beginning, comes after it, and is on the same day."""
    if minutes is None:
        return []
    found = ""
    if start is None:
        found, fix = "It ends, but it does not say when it begins.", "Write when it begins, or leave the end out."
    elif minutes <= 0:
        found, fix = "This ends before it begins.", "Check both times."
    elif _minute(start) + minutes > DAY_MINUTES:
        found, fix = "This would go on past midnight.", "Plan what comes after midnight for the next day."
    return [Problem("diary.length", found, fix, field="end_time", row=row)] if found else []


def minutes_between(start: dt.time | None, end: dt.time | None) -> int | None:
    """How long from one time to another; None where no end is said, less than nothing where it does not come later, 1
    where only an end is said (`length_problems` refuses both)."""
    if end is None:
        return None
    return 1 if start is None else (_minute(end) - _minute(start)) or -1


def end_of(start: dt.time | None, minutes: int | None) -> dt.time | None:
    """When it ends, where both are said; at midnight the last minute of the day."""
    if start is None or not minutes:
        return None
    last = min(_minute(start) + minutes, DAY_MINUTES - 1)
    return dt.time(last // 60, last % 60)


def _minute(time: dt.time) -> int:
    return time.hour * 60 + time.minute


@dataclass(frozen=True, slots=True)
class Slot:
    """Somebody's time: a worker, a day, from when, how long. `key` tells it from others."""

    worker_uid: str
    day: dt.date
    start: dt.time | None
    minutes: int | None
    key: str = ""

    @property
    def begins(self) -> int:
        return _minute(self.start) if self.start else -1

    @property
    def ends(self) -> int:
        return self.begins + (self.minutes or USUAL_MINUTES)


def overlaps(one: Slot, other: Slot) -> bool:
    """Whether one worker would be in two places. What ends as the other begins does not overlap."""
    if one.start is None or other.start is None or (one.worker_uid, one.day) != (other.worker_uid, other.day):
        return False
    return one.begins < other.ends and other.begins < one.ends


def clashes(wanted: Iterable[Slot], there: Iterable[Slot]) -> Iterator[tuple[Slot, Slot]]:
    """(wanted, there) for each pair that overlaps; things wanted together are held against each other too."""
    taken: dict[tuple[str, dt.date], list[Slot]] = {}
    for slot in there:
        taken.setdefault((slot.worker_uid, slot.day), []).append(slot)
    for slot in wanted:
        place = taken.setdefault((slot.worker_uid, slot.day), [])
        yield from ((slot, other) for other in place if other.key != slot.key and overlaps(slot, other))
        place.append(slot)


# --- cover ---

MOST_COVER = 366


def cover_problems(start: dt.date, end: dt.date, today: dt.date, row: int | None = None) -> list[Problem]:
    """A cover runs from today or later, to its end, and for a year at most."""
    problems = []
    if start < today:
        fix = "Choose today or a later day."
        problems.append(Problem("cover.past", "That day is over.", fix, field="start_date", row=row))
    if end < start:
        problems.append(
            Problem("cover.order", "This ends before it begins.", "Check both days.", field="end_date", row=row)
        )
    elif (end - start).days > MOST_COVER:
        fix = "Hand the work over instead, or choose an earlier day."
        problems.append(Problem("cover.long", "That is more than a year.", fix, field="end_date", row=row))
    return problems
