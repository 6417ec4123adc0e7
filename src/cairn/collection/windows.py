"""The windows of a collection year: until when new forms are taken, and until when those that are there may be changed.

Two questions and two answers: a year may take no new form any more and still take changes. Every lock says its cause.
Pure: dates are passed in.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cairn.collection.models import CollectionYear


@dataclass(frozen=True, slots=True)
class Lock:
    """Why something may not be done any more: in words, since which day, and whom to ask."""

    cause: str
    date: dt.date
    ask: str


ASK = "Ask whoever runs the collection whether they still take it."


def lock(year: CollectionYear, today: dt.date, *, is_new: bool) -> Lock | None:
    """What keeps a form out of this year today, a new one or a change; None while the year takes it."""
    until = year.new_until if is_new else year.edit_until
    if today <= until:
        return None
    what = "New forms" if is_new else "Changes"
    return Lock(f"{what} of {year.label} were taken until {until:%-d %B %Y}.", until, ASK)


def year_of(years: Iterable[CollectionYear], day: dt.date) -> CollectionYear | None:
    """The year that takes in the day of a form; None where there is none."""
    return next((year for year in years if year.start_date <= day <= year.end_date), None)
