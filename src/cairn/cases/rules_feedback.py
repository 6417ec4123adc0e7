"""When somebody is asked what the service was like: once at the end, and once a year while and after it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cairn.cases.rules import add_months

ENDED, ACTIVE, LAPSED = "ended", "yearly_active", "yearly_lapsed"
ASK_WITHIN = timedelta(days=90)
"""So long after an end somebody is asked about it; later they are asked with the others whose support lapsed."""
YEAR = 12


@dataclass(frozen=True, slots=True)
class Time:
    """One episode, by its key. `has_died`: it ended with a death."""

    key: int
    start_date: date
    end_date: date | None
    has_died: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """An asking that took place."""

    episode: int
    why: str
    on: date


@dataclass(frozen=True, slots=True)
class Due:
    """What to ask about, why, and since when it is due."""

    episode: int
    why: str
    since: date


def due(times: Sequence[Time], asked: Sequence[Asked], today: date) -> Due | None:
    """Whether one person is to be asked today; None when not. Nobody is asked twice within a year but for a new end."""
    begun = [one for one in times if one.start_date <= today]
    if not begun or any(one.has_died for one in begun):
        return None
    ended = [one for one in begun if one.end_date is not None and one.end_date <= today]
    told = {one.episode for one in asked if one.why == ENDED}
    fresh = [one for one in ended if one.key not in told and today - _end(one) <= ASK_WITHIN]
    if fresh:
        last = max(fresh, key=_end)
        return Due(last.key, ENDED, _end(last))
    running = [one for one in begun if one not in ended]
    if running:
        first = min(running, key=lambda one: one.start_date)
        return _yearly(Due(first.key, ACTIVE, add_months(first.start_date, YEAR)), asked, today)
    last = max(ended, key=_end)
    return _yearly(Due(last.key, LAPSED, add_months(_end(last), YEAR)), asked, today)


def quarter(day: date) -> str:
    """The quarter of a day, as `2025-Q1`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _yearly(found: Due, asked: Sequence[Asked], today: date) -> Due | None:
    """Once a year, counted from the last asking of any kind."""
    since = max([found.since, *(add_months(one.on, YEAR) for one in asked)])
    return Due(found.episode, found.why, since) if since <= today else None


def _end(one: Time) -> date:
    return one.end_date or one.start_date
