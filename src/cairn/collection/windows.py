"""The windows of a collection year: until when new forms are taken, and until when those that are there may be changed; and
whether it, or the collection, was ended before.

Two questions and two answers: a year may take no new form any more and still take changes. Every lock says its cause, since
when, and who holds the key. Pure: dates are passed in.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cairn.collection.models import Collection, CollectionYear
from cairn.kernel import clock
from cairn.kernel.problems import Problem


@dataclass(frozen=True, slots=True)
class Lock:
    """Why something may not be done any more: in words, since which day, and whom to ask."""

    cause: str
    date: dt.date
    ask: str


def lock(year: CollectionYear, today: dt.date, *, is_new: bool, at: dt.datetime | None = None) -> Lock | None:
    """What keeps a form out of this year today, a new one or a change; None while the year takes it. `at` is the moment at which
    it was sent, where that was before now: what was ended since does not divide a file that is just being taken."""
    if (found := ended(year.collection, at) or _ended(year, f"the year {year.label}", at)) is not None:
        return found
    until = year.new_until if is_new else year.edit_until
    if today <= until:
        return None
    what = "New forms" if is_new else "Changes"
    ask = f"Ask {year.collection.whom}, which runs the collection, whether it still takes it."
    return Lock(f"{what} of {year.label} were taken until {until:%-d %B %Y}.", until, ask)


def ended(collection: Collection, at: dt.datetime | None = None) -> Lock | None:
    """What keeps anything new out of a collection; None while it goes on."""
    return _ended(collection, "this collection", at)


def _ended(row: Collection | CollectionYear, what: str, at: dt.datetime | None = None) -> Lock | None:
    if row.ended_at is None or (at is not None and at < row.ended_at):
        return None
    of = row if isinstance(row, Collection) else row.collection
    who = of.organisation.name
    day = clock.london_date(row.ended_at)
    why = f" {row.ended_reason.rstrip('.')}." if row.ended_reason else ""
    return Lock(f"{who} ended {what} on {day:%-d %B %Y}.{why}", day, f"Ask {of.whom} whether it is opened again.")


def ends_of(years: Iterable[CollectionYear]) -> list[Lock]:
    """Why what belongs to these years is asked for no more, each cause once; nothing of those that their dates closed."""
    found = (ended(year.collection) or _ended(year, f"the year {year.label}") for year in years)
    return list(dict.fromkeys(one for one in found if one is not None))


def ended_problems(collection: Collection) -> list[Problem]:
    """The same as what stands in the way of anything new."""
    found = ended(collection)
    return [Problem("collection.ended", found.cause, found.ask)] if found else []


def year_of(years: Iterable[CollectionYear], day: dt.date) -> CollectionYear | None:
    """The year that takes in the day of a form; None where there is none."""
    return next((year for year in years if year.start_date <= day <= year.end_date), None)
