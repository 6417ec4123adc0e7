"""Who owes which form, and why somebody owes none. Pure: dates are passed in.

The client record is owed of everybody who comes; the outcomes of a short stay when it ends, planned or not, from 28 days to
two years; the outcomes of a long one once a year, when the support plan is looked at again.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from cairn.definitions.shapes.form import When

SHORTEST_DAYS, LONGEST_YEARS = 28, 2
"""A short stay counts from so many days to so many years, both inclusive."""

WhyNot = Literal[
    "still_here", "too_short", "too_long", "first_year", "review_ahead", "left_before", "not_in_sample",
    "another_this_year", "sent", "left_out", "no_year",
]  # fmt: skip

WORDS: Mapping[WhyNot, str] = {
    "still_here": "Still supported: the form is for when they leave.",
    "too_short": "Left within 28 days: no form is asked for.",
    "too_long": "Stayed over two years: the form for short stays is not asked for.",
    "first_year": "Their first year: the first yearly review comes next year.",
    "review_ahead": "Their review of this year is still ahead.",
    "left_before": "Left before their review of this year.",
    "not_in_sample": "Not in this year's sample.",
    "another_this_year": "One form a person, service and year: there is another one already.",
    "sent": "Sent.",
    "left_out": "Left out, with a reason.",
    "no_year": "No collection year covers the day.",
}


@dataclass(frozen=True, slots=True)
class Stay:
    """One person's time with a service. `reviews`: the days on which their support plan was made anew, after the first;
    `next_review` the day that the standing plan names."""

    start_date: dt.date
    end_date: dt.date | None = None
    reviews: tuple[dt.date, ...] = ()
    next_review: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The day of the event that a form is owed for; or why none is owed, with the day it will be, where that is known."""

    date: dt.date | None
    why_not: WhyNot | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a collection year, both inclusive."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def verdict(when: When, stay: Stay, year: Span, today: dt.date) -> Verdict | None:
    """Whether the form of this event is owed in this year; None where the year does not touch the stay at all."""
    if when == "entry":
        return Verdict(stay.start_date) if year.holds(stay.start_date) else None
    if when == "departure":
        return departure(stay, year)
    return review(stay, year, today)


def departure(stay: Stay, year: Span) -> Verdict | None:
    """Owed at the end of a stay, planned or not."""
    end = stay.end_date
    if end is None:
        return Verdict(None, "still_here") if stay.start_date <= year.last else None
    if not year.holds(end):
        return None
    if (end - stay.start_date).days < SHORTEST_DAYS:
        return Verdict(end, "too_short")
    return Verdict(end, "too_long") if end > years_after(stay.start_date, LONGEST_YEARS) else Verdict(end)


def review(stay: Stay, year: Span, today: dt.date) -> Verdict | None:
    """Owed once a year: at the first review that was held in it; else on the day that the plan names, or on the day of
    the year that they came."""
    if stay.start_date > year.last or (stay.end_date is not None and stay.end_date < year.first):
        return None
    if held := [day for day in stay.reviews if year.holds(day)]:
        return Verdict(min(held))
    planned = review_day(stay, year)
    if planned is None:
        return Verdict(None, "first_year")
    if stay.end_date is not None and stay.end_date < planned:
        return Verdict(planned, "left_before")
    return Verdict(planned) if planned <= today else Verdict(planned, "review_ahead")


def review_day(stay: Stay, year: Span) -> dt.date | None:
    """When the review of this year falls: the day of the plan, or the anniversary; None in the year that they came."""
    if stay.next_review is not None and year.holds(stay.next_review):
        return stay.next_review
    since = range(1, year.last.year - stay.start_date.year + 1)
    return next((day for n in since if year.holds(day := years_after(stay.start_date, n))), None)


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; of 29 February, the 28th in a year that has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
