"""Dates and numbers as people in Britain write them. Nothing is drawn for None: the template says why it is missing."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
Number = int | float | Decimal


def date(value: dt.date | None) -> str:
    """`4 March 2026`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if value else ""


def short_date(value: dt.date | None) -> str:
    """`4 Mar 2026`, for tables."""
    return f"{value.day} {MONTHS[value.month - 1][:3]} {value.year}" if value else ""


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def weekday(value: dt.date | None) -> str:
    """`Wednesday`."""
    return DAYS[value.weekday()] if value else ""


def weekday_date(value: dt.date | None) -> str:
    """`Wed 4 Mar`, for days near today."""
    return f"{weekday(value)[:3]} {value.day} {MONTHS[value.month - 1][:3]}" if value else ""


def time(value: dt.time | None) -> str:
    """`3:05pm`."""
    return f"{value.hour % 12 or 12}:{value.minute:02}{'am' if value.hour < 12 else 'pm'}" if value else ""


def month(value: dt.date | None) -> str:
    """`March 2026`."""
    return f"{MONTHS[value.month - 1]} {value.year}" if value else ""


def instant(value: dt.datetime | None) -> str:
    """`4 March 2026 at 3:05pm`, London time."""
    if value is None:
        return ""
    there = value.astimezone(LONDON)
    half = "am" if there.hour < 12 else "pm"
    return f"{date(there)} at {there.hour % 12 or 12}:{there.minute:02}{half}"


def number(value: Number | None, places: int | None = None) -> str:
    """`1,234` or, with two places, `1,234.50`; a minus is a true minus sign. Halves round away from nought."""
    if value is None:
        return ""
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    exact += 0  # no minus before nought
    return f"{exact:,f}".replace("-", "\N{MINUS SIGN}")


def percent(share: Number | None, places: int = 0) -> str:
    """A share of one as a percentage: 0.253 is `25%`."""
    return "" if share is None else f"{number(Decimal(str(share)) * 100, places)}%"


def filesize(value: int | None) -> str:
    """`12 KB`, `3.4 MB`: powers of 1,024, as the makers of files count them."""
    if value is None:
        return ""
    kilobytes = max(1, round(value / 1024)) if value else 0
    return f"{kilobytes:,} KB" if kilobytes < 1024 else f"{number(Decimal(value) / 1024 / 1024, 1)} MB"


def pounds(value: Number | None, places: int = 0) -> str:
    """`£1,234`, or `−£5` below nought."""
    if value is None:
        return ""
    amount = number(abs(Decimal(str(value))), places)
    return f"\N{MINUS SIGN}£{amount}" if value < 0 else f"£{amount}"
