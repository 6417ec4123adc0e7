"""Tests of text as it stands in files: its pattern, the number or the day that it reads as, the days between two days.

A file's cells are text. These leaves read it where it stands, so that one rule holds for a row of a screen and for a
column of a hundred thousand (`text_columns`). Patterns are written in what Python and RE2 share, and are of ASCII.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

_DAYS_OF_MONTHS = (
    r"(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8])"
)
_LEAP_YEARS = r"(?:19|20)(?:0[48]|[2468][048]|[13579][26])|2000"
REAL_DAY = rf"(?:19|20)[0-9][0-9]-(?:{_DAYS_OF_MONTHS})|(?:{_LEAP_YEARS})-02-29"
"""A day that there was or will be, 1900 to 2099, written 2026-11-23."""
WHOLE_NUMBER = r"-?[0-9]{1,9}"


@dataclass(frozen=True, slots=True)
class Matches:
    """The whole text has this pattern."""

    field: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Reads:
    """The text reads as a whole number, or as a real day, of this size: `low` and `high` are inclusive."""

    field: str
    kind: Literal["number", "date"]
    low: int | date | None = None
    high: int | date | None = None


@dataclass(frozen=True, slots=True)
class DaysAfter:
    """Both fields read as days, and `field` is `low` to `high` days after `since`, inclusive; below 0 is before."""

    field: str
    since: str
    low: int | None = None
    high: int | None = None


TextLeaf = Matches | Reads | DaysAfter


def holds(leaf: TextLeaf, row: Mapping[str, object]) -> bool:
    """Whether it holds for this row. A blank, and what is no text, never does."""
    match leaf:
        case Matches(field, pattern):
            return full(pattern, row.get(field))
        case Reads(field, kind, low, high):
            read = number(row.get(field)) if kind == "number" else day(row.get(field))
            return read is not None and _within(read, low, high)
        case DaysAfter(field, since, low, high):
            later, earlier = day(row.get(field)), day(row.get(since))
            return later is not None and earlier is not None and _within((later - earlier).days, low, high)


def full(pattern: str, value: object) -> bool:
    """Whether this is text that has the pattern from end to end."""
    return isinstance(value, str) and _compiled(pattern).fullmatch(value) is not None


def number(value: object) -> int | None:
    """The whole number that a text reads as; None for anything else."""
    return int(value) if isinstance(value, str) and full(WHOLE_NUMBER, value) else None


def day(value: object) -> date | None:
    """The real day that a text reads as; None for anything else."""
    return date.fromisoformat(value) if isinstance(value, str) and full(REAL_DAY, value) else None


@lru_cache(maxsize=2048)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _within(value: int | date, low: int | date | None, high: int | date | None) -> bool:
    """Bounds are of the kind of the value: `Reads.kind` says which."""
    return (low is None or value >= low) and (high is None or value <= high)  # type: ignore[operator]
