"""Periods as people choose and read them."""

from datetime import date

from cairn.kernel.periods import Period, previous, quarter_of, quarter_period, year_period
from cairn.web.formats import MONTHS
from cairn.web.formats import date as long_date


def words(period: Period) -> str:
    """`July to September 2026`, `2026`, `April 2025 to March 2026`, or two dates."""
    start, end = period.start, period.end
    if period == year_period(start.year):
        return str(start.year)
    if period in {quarter_period(start.year, quarter) for quarter in (1, 2, 3, 4)}:
        return f"{MONTHS[start.month - 1]} to {MONTHS[end.month - 1]} {end.year}"
    if period == year_period(start.year, financial=True):
        return f"April {start.year} to March {end.year}"
    return f"{long_date(start)} to {long_date(end)}"


def choices(today: date, quarters: int = 9) -> list[tuple[str, str]]:
    """The quarters up to now, newest first, then calendar and financial years, by the labels that `Period.parse` reads."""
    found = [quarter_of(today)]
    while len(found) < quarters:
        found.append(previous(found[-1]))
    found += [year_period(today.year - back) for back in range(3)]
    first = today.year if today.month >= 4 else today.year - 1
    found += [year_period(first - back, financial=True) for back in range(3)]
    return [(period.label, words(period)) for period in found]
