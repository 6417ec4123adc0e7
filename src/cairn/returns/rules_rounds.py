"""The rounds of a year: which there are, on which days, and how near one is. Pure: dates and today are passed in."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cairn.kernel.periods import Period, quarter_period, words, year_period
from cairn.kernel.problems import Problem

QUARTERLY, ANNUAL = "quarterly", "annual"
#: A part of a year that a commissioner asks for, in the order in which they come due.
PARTS = ("q1", "q2", "q3", "q4", ANNUAL)
#: For how many days a round takes returns, unless the commissioner says otherwise.
QUARTER_DAYS, ANNUAL_DAYS, MOST_DAYS = 28, 56, 180
FIRST_YEAR, LAST_YEAR = 1990, 2090


@dataclass(frozen=True, slots=True)
class NewRound:
    """What is observed, from and to; when submission opens and closes. All dates inclusive."""

    name: str
    observed_from_date: date
    observed_to_date: date
    opens_date: date
    closes_date: date
    kind: str = QUARTERLY


@dataclass(frozen=True, slots=True)
class Days:
    """For how many days returns are taken, the first and the last among them."""

    quarterly: int = QUARTER_DAYS
    annual: int = ANNUAL_DAYS


USUAL_DAYS = Days()


def year_of(day: date) -> int:
    """The year in which the financial year of a day begins."""
    return day.year if day.month >= 4 else day.year - 1


def period_of(year: int, part: str) -> Period:
    """The days of a part of the financial year that begins on 1 April."""
    return year_period(year, financial=True) if part == ANNUAL else quarter_period(year, int(part[1]), financial=True)


def rounds_of(year: int, parts: Collection[str], days: Days, runs: tuple[date, date]) -> Iterator[NewRound]:
    """The rounds of a year, each within the days that the contract runs; none where it does not run at all. A round opens on the
    day after its period."""
    for part in PARTS:
        period = period_of(year, part)
        first, last = max(period.start, runs[0]), min(period.end, runs[1])
        if part in parts and first <= last:
            opens = last + timedelta(days=1)
            kind, open_for = (ANNUAL, days.annual) if part == ANNUAL else (QUARTERLY, days.quarterly)
            name = f"{'Year ' if part == ANNUAL else ''}{words(period)}"
            yield NewRound(name, first, last, opens, opens + timedelta(days=open_for - 1), kind)


def year_problems(year: int, parts: Collection[str], days: Days) -> list[Problem]:
    """What is wrong with a year that is asked for."""
    problems = []
    if not FIRST_YEAR <= year <= LAST_YEAR:
        fix = f"Choose a year from {FIRST_YEAR} to {LAST_YEAR}."
        problems.append(Problem("year.slip", "That year cannot be right.", fix, field="year"))
    if not parts or not set(parts) <= set(PARTS):
        problems.append(
            Problem("year.parts", "No round is chosen.", "Tick at least one quarter, or the whole year.", field="parts")
        )
    for field, open_for in (("quarterly", days.quarterly), ("annual", days.annual)):
        if not 1 <= open_for <= MOST_DAYS:
            fix = f"Write a number of days from 1 to {MOST_DAYS}."
            problems.append(Problem("year.days", "Nobody can answer in that time.", fix, field=field))
    return problems


What = Literal["opens", "opened", "due", "today", "overdue", "sent"]
#: Somebody is reminded on these many days before a round closes; between them it stands under the last that has passed.
BEFORE = (14, 7, 1)
SOON = BEFORE[0]


def reminder(opens: date, closes: date, today: date) -> tuple[What, int] | None:
    """What of a return that nobody has sent is to be said today, and in how many days it is (or how many it is over). None where
    there is nothing to say: it opens later than in two weeks."""
    if closes < today:
        return "overdue", (today - closes).days
    if closes == today:
        return "today", 0
    if opens > today:
        ahead = (opens - today).days
        return ("opens", ahead) if ahead <= SOON else None
    left = (closes - today).days
    return ("due", left) if left <= SOON else ("opened", left)


def stage(left: int) -> int:
    """Which of the 14, 7 and 1 days before the end has passed last; 0 before the first of them."""
    return min((days for days in BEFORE if left <= days), default=0)
