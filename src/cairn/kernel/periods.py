"""Periods: two dates, both inside. `2025-Q1` is January to March 2025, `FY2025-Q1` April to June 2025."""

import re
from calendar import month_name, monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from cairn.kernel.problems import Problem, Refused

#: Days outside these are slips of the hand: nobody recorded a referral in 1800, and no contract runs into the next century.
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2099, 12, 31)

_NAMED = re.compile(r"^(FY)?(\d{4})(?:-Q([1-4]))?$")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` to `end`, both dates inside it."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Refused([Problem("period.order", "The period ends before it starts.", "Put the earlier date first.")])

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read `2025`, `2025-Q1`, `FY2025`, `FY2025-Q1` or `2025-04-01..2025-06-30`; refuse anything else, and what lies before
        or after every year of a record: the calendar itself ends there, and a page that asks for the period before it fails."""
        found = cls._read(text.strip())
        if found is None or found.start < FIRST_DAY or found.end.year > LAST_DAY.year + 10:
            raise Refused([Problem("period.unknown", "That is not a period.", _HOW)])
        return found

    @classmethod
    def _read(cls, text: str) -> "Period | None":
        try:
            if named := _NAMED.match(text):
                financial, year, quarter = bool(named[1]), int(named[2]), named[3]
                return quarter_period(year, int(quarter), financial) if quarter else year_period(year, financial)
            first, dots, last = text.partition("..")
            return cls(date.fromisoformat(first.strip()), date.fromisoformat(last.strip())) if dots else None
        except ValueError:
            return None

    def contains(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end

    @property
    def label(self) -> str:
        """The shortest name that `parse` reads back as this period."""
        for financial in (False, True):
            for year in {self.start.year, self.end.year}:
                names = {year_period(year, financial): f"{'FY' if financial else ''}{year}"}
                for quarter in (1, 2, 3, 4):
                    period = quarter_period(year, quarter, financial)
                    # A calendar quarter has a financial-year name too; the plain one is the shorter.
                    names.setdefault(period, f"{'FY' if financial else ''}{year}-Q{quarter}")
                if self in names:
                    return names[self]
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    def __str__(self) -> str:
        return self.label


_HOW = "Write 2025-Q1 (January to March), FY2025-Q1 (April to June 2025), 2025, FY2025 or 2025-04-01..2025-06-30."


def slip(day: date, field: str, row: int | None = None) -> list[Problem]:
    """The problem of a day so far off that a digit must be wrong; none for any other."""
    if FIRST_DAY <= day <= LAST_DAY:
        return []
    fix = f"Write a year from {FIRST_DAY.year} to {LAST_DAY.year}."
    return [Problem("date.slip", "That year cannot be right.", fix, field=field, row=row)]


def words(period: Period) -> str:
    """`July to September 2026`, `2026`, `April 2025 to March 2026`, or two dates."""
    start, end = period.start, period.end
    if period == year_period(start.year):
        return str(start.year)
    if period in {quarter_period(start.year, quarter) for quarter in (1, 2, 3, 4)}:
        return f"{month_name[start.month]} to {month_name[end.month]} {end.year}"
    if period == year_period(start.year, financial=True):
        return f"April {start.year} to March {end.year}"
    return " to ".join(f"{day.day} {month_name[day.month]} {day.year}" for day in (start, end))


def year_period(year: int, financial: bool = False) -> Period:
    return (
        Period(date(year, 4, 1), date(year + 1, 3, 31)) if financial else Period(date(year, 1, 1), date(year, 12, 31))
    )


def quarter_period(year: int, quarter: int, financial: bool = False) -> Period:
    """Quarter 1–4 of a calendar year, or of the financial year that starts on 1 April of `year`."""
    months = year * 12 + (quarter - 1) * 3 + (3 if financial else 0)
    first = date(months // 12, months % 12 + 1, 1)
    last = months + 2
    year_, month = last // 12, last % 12 + 1
    return Period(first, date(year_, month, monthrange(year_, month)[1]))


def quarter_of(day: date) -> Period:
    """The calendar quarter that a date falls in."""
    return quarter_period(day.year, (day.month - 1) // 3 + 1)


def previous(period: Period) -> Period:
    """The quarter before a quarter; for any other period, as many days just before it."""
    if quarter_of(period.start) == period:
        return quarter_of(period.start - timedelta(days=1))
    length = period.end - period.start
    return Period(period.start - length - timedelta(days=1), period.start - timedelta(days=1))
