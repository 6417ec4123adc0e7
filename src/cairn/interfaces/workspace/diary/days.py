"""Which day or week a page of the diary shows."""

import datetime as dt

from cairn.kernel import clock

FAR = 4000


def day_of(text: str, otherwise: dt.date | None = None) -> dt.date:
    """The day that an address names: a date, or "tomorrow"; today (or another) where it names none, or one far off."""
    today = clock.today()
    if text == "tomorrow":
        return today + dt.timedelta(days=1)
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        return otherwise or today
    return found if abs((found - today).days) < FAR else otherwise or today


def week_of(day: dt.date) -> dt.date:
    """Its Monday."""
    return day - dt.timedelta(days=day.weekday())
