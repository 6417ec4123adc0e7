"""Received against due: counts of a service, a form and a quarter, and what they add up to. Pure: dates are passed in.

What is due is known by rule where the people are on record here, is what the provider says where they are not, and is not known
where nobody has said it: then no share is made of it.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal

from cairn.kernel.periods import quarter_of

How = Literal["record", "told", "unknown"]
State = Literal["due", "sent", "left_out", "outside"]
"""Of one form that the record asks for: not there yet, sent, left out with a reason; or of somebody outside the sample."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A service by the authority's number for it, a form, and the first day of a quarter."""

    service: str
    form: str
    quarter: dt.date

    @property
    def key(self) -> str:
        """What a number of this place is called on a form."""
        return f"n_{hashlib.sha256(repr(self).encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Count:
    """What the record says of a place. `due`: forms whose event has been, of the sample where there is one; those that were
    sent, and those left out with a reason, are among them. `outside`: people who are not in the sample."""

    place: Place
    due: int = 0
    sent: int = 0
    left_out: int = 0
    outside: int = 0

    def as_json(self) -> list[Any]:
        return [self.place.service, self.place.form, self.place.quarter.isoformat(),
                self.due, self.sent, self.left_out, self.outside]  # fmt: skip

    @classmethod
    def from_json(cls, told: list[Any]) -> "Count":
        service, form, quarter, *numbers = told
        return cls(Place(service, form, dt.date.fromisoformat(quarter)), *numbers)


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of what is due.

    `came` are all forms that were received; `received` those of them that were due. `left_out` were due, and the provider says
    why none comes. `missing` never came, so far; `late` of these are past the day on which they were asked for, and `after` came
    past it. `beside` came though nothing says that they were due. Where what is due is not known, `blind` forms came, and
    `unknown` counts the places; `going` are places whose quarter goes on, so that it is not known yet.
    """

    due: int = 0
    came: int = 0
    received: int = 0
    left_out: int = 0
    missing: int = 0
    late: int = 0
    after: int = 0
    beside: int = 0
    outside: int = 0
    blind: int = 0
    unknown: int = 0
    going: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def share(self) -> float | None:
        """Received of due; None where nothing is known to be due."""
        return self.received / self.due if self.due else None


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def by_record(count: Count, came: int, after: int, *, is_late: bool) -> Tally:
    """`came` are all forms of the place; `is_late`: the day on which they were asked for has passed."""
    missing = count.due - count.sent - count.left_out
    return Tally(
        due=count.due, came=came, received=count.sent, left_out=count.left_out, missing=missing,
        late=missing if is_late else 0, after=after, beside=max(came - count.sent, 0), outside=count.outside,
    )  # fmt: skip


def as_told(expected: int | None, came: int, after: int, *, is_late: bool) -> Tally:
    """`expected` is what the provider says is due; None where it does not know, or has not said."""
    if expected is None:
        return Tally(came=came, after=after, blind=came, unknown=1)
    missing = max(expected - came, 0)
    return Tally(
        due=expected, came=came, received=min(expected, came), missing=missing, late=missing if is_late else 0, after=after,
        beside=max(came - expected, 0),
    )  # fmt: skip


def running(came: int, after: int) -> Tally:
    """Of a quarter that goes on: what a provider expects of it is due when it has ended."""
    return Tally(came=came, after=after, blind=came, going=1)


def counted(events: Iterable[tuple[Place, State]]) -> list[Count]:
    """The counts of forms that the record asks for, by place."""
    found: dict[Place, dict[str, int]] = {}
    for place, state in events:
        counts = found.setdefault(place, {})
        counts[state] = counts.get(state, 0) + 1
    return [
        Count(
            place, counts.get("due", 0) + counts.get("sent", 0) + counts.get("left_out", 0), counts.get("sent", 0),
            counts.get("left_out", 0), counts.get("outside", 0),
        )
        for place, counts in sorted(found.items())
    ]  # fmt: skip


def quarter(day: dt.date, year_start: dt.date) -> dt.date:
    """The first day of the calendar quarter of a day, cut to the year."""
    return max(quarter_of(day).start, year_start)


def quarters(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """The first day of each quarter of a year."""
    while start <= end:
        yield start
        start = quarter_of(start).end + dt.timedelta(days=1)
