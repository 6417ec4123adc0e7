"""Periods as people choose and read them."""

from datetime import date

from cairn.kernel.periods import previous, quarter_of, words, year_period

__all__ = ["choices", "words"]


def choices(today: date, quarters: int = 9) -> list[tuple[str, str]]:
    """The quarters up to now, newest first, then calendar and financial years, by the labels that `Period.parse` reads."""
    found = [quarter_of(today)]
    while len(found) < quarters:
        found.append(previous(found[-1]))
    found += [year_period(today.year - back) for back in range(3)]
    first = today.year if today.month >= 4 else today.year - 1
    found += [year_period(first - back, financial=True) for back in range(3)]
    return [(period.label, words(period)) for period in found]
