"""The years of a collection as lines: when each runs, and until when it takes new forms and changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.collection import windows
from cairn.collection.models import CollectionYear

WIDTH = 600


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year: its bar while it runs, the thinner ones until new forms and changes end, all in units of `WIDTH`. `stands`
    says what may be done today; `locks` why something may not."""

    year: CollectionYear
    runs: tuple[int, int]
    new: tuple[int, int]
    edits: tuple[int, int]
    stands: str
    tag: str
    locks: tuple[windows.Lock, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All years from the first day to the last, newest first; `now` is where today is, None outside."""

    lines: tuple[YearLine, ...]
    now: int | None
    width: int = WIDTH


STANDS = {
    (True, True): ("Takes new forms and changes", "green"),
    (False, True): ("Takes changes", "yellow"),
    (False, False): ("Closed", "grey"),
}


def timeline(years: Sequence[CollectionYear], today: date) -> Timeline:
    if not years:
        return Timeline((), None)
    first, last = min(year.start_date for year in years), max(year.edit_until for year in years)
    days = max((last - first).days, 1)

    def at(day: date) -> int:
        return round((day - first).days / days * WIDTH)

    lines = tuple(
        _line(year, today, at(year.start_date), at(year.end_date), at(year.new_until), at(year.edit_until))
        for year in years
    )
    return Timeline(lines, at(today) if first <= today <= last else None)


def _line(year: CollectionYear, today: date, start: int, end: int, new: int, edit: int) -> YearLine:
    locks = (windows.lock(year, today, is_new=True), windows.lock(year, today, is_new=False))
    words, tag = STANDS[locks[0] is None, locks[1] is None]
    if year.ended_at or year.collection.ended_at:
        words, tag = "Ended", "grey"
    elif year.start_date > today:
        words, tag = "Not begun", "blue"
    found = tuple(dict.fromkeys(lock for lock in locks if lock))
    return YearLine(
        year, (start, max(end - start, 2)), (end, max(new - end, 0)), (new, max(edit - new, 0)), words, tag, found
    )
