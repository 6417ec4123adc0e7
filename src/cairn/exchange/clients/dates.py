"""Dates as people in Britain write them, and as spreadsheets keep them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cairn.exchange.sheets import Value

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WHOLE = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBERS = re.compile(r"^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?$")
_WORDS = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s\-/]*(?:of\s+)?([a-z]{3,9})\.?,?[\s\-/]*(\d{4}|\d{2})$")
_MONTH_FIRST = re.compile(r"^([a-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})$")
_TIME = re.compile(r"\s+\d{1,2}:\d{2}(:\d{2})?(\s*[ap]m)?$")
_SERIAL = re.compile(r"^\d{4,5}(\.\d+)?$")
_EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 61, 73_050  # from 1 March 1900, where Excel's calendar is right, to the end of 2099


@dataclass(frozen=True, slots=True)
class Read:
    """A date, or none; `two_digits` when the century had to be worked out."""

    day: date | None
    two_digits: bool = False


UNREADABLE = Read(None)


def read(value: Value, today: date) -> Read:
    """The date of a cell; `UNREADABLE` for what is none. A year of two digits is the latest that is not in the future."""
    if isinstance(value, datetime):
        return Read(value.date())
    if isinstance(value, date):
        return Read(value)
    if isinstance(value, bool) or value is None:
        return UNREADABLE
    if isinstance(value, int | float):
        return _serial(float(value))
    return _text(str(value), today)


def _serial(number: float) -> Read:
    """Excel counts days from the end of 1899."""
    return Read(_EPOCH + timedelta(days=int(number))) if FIRST_SERIAL <= number <= LAST_SERIAL else UNREADABLE


def _text(text: str, today: date) -> Read:
    said = _TIME.sub("", " ".join(text.casefold().split()))
    if _SERIAL.match(said):
        return _serial(float(said))
    if found := _ISO.match(said):
        year, month, day = found.groups()
    elif found := _NUMBERS.match(said):
        day, month, year = found.groups()
    elif found := _WORDS.match(said):
        day, month, year = found[1], _month(found[2]), found[3]
    elif found := _MONTH_FIRST.match(said):
        day, month, year = found[2], _month(found[1]), found[3]
    else:
        return UNREADABLE
    return _made(int(day), int(month), year, today)


def _month(word: str) -> str:
    """Its number; 0 when the word is no month, or cut short in no usual way."""
    short = word[:3]
    known = short in MONTHS and (word == short or WHOLE[MONTHS.index(short)].startswith(word) or word == "sept")
    return str(MONTHS.index(short) + 1) if known else "0"


def _made(day: int, month: int, year: str, today: date) -> Read:
    whole = int(year)
    if len(year) == 2:
        whole += today.year // 100 * 100
    try:
        made = date(whole, month, day)
        if len(year) == 2 and made > today:
            made = date(whole - 100, month, day)
    except ValueError:
        return UNREADABLE
    return Read(made, len(year) == 2)
