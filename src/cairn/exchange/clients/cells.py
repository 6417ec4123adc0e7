"""One cell, read as the field that its column is. A cell that cannot be read says so, and never holds up the others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from cairn.exchange.clients import dates
from cairn.exchange.clients.fields import Field
from cairn.exchange.clients.mapping import LEAVE_OUT, is_filled
from cairn.exchange.clients.proposing import text_of, word_of
from cairn.exchange.sheets import Value
from cairn.kernel.problems import Problem

#: Signs by which people leave a cell blank.
NOTHING = frozenset(
    {"-", "--", "–", "—", ".", "?", "n/a", "na", "none", "nil", "tbc", "unknown", "not known", "not given"}
)
NO_ADDRESS = frozenset({"nfa", "no fixed address", "no fixed abode", "homeless"})
POSTCODE_WORDS = {"refused": "refused", "prefer not to say": "refused", "withheld": "withheld", "unknown": "not_known"}
_DIGITS_OF_A_NUMBER = 10  # of a British phone number without the 0 that a spreadsheet takes off


@dataclass(frozen=True, slots=True)
class Misread:
    """What is the matter with one cell, whatever stands in it."""

    rule: str
    message: str
    fix: str
    severity: str = "error"

    def problem(self, field: str, row: int) -> Problem:
        return Problem(self.rule, self.message, self.fix, self.severity, field, row)  # type: ignore[arg-type]


NOT_A_DATE = Misread("date.unreadable", "This is not a date.", "Write it like 31/03/1980.")
TWO_DIGITS = Misread(
    "date.two_digits",
    "The year has two digits; it was read as the latest that is not in the future.",
    "Write the year with four digits if that is wrong.",
    "warning",
)
NOT_AN_AGE = Misread("client.age", "This is not an age in years.", "Write a whole number from 0 to 120.")
NOT_A_WORD = Misread(
    "value.unknown", "Nobody has said what this word means.", "Say what it means on the page of words."
)
LEFT_OUT = Misread(
    "value.left_out",
    "You chose to leave out the rows with this word.",
    "Choose another meaning if they should come in.",
)
NOBODY = "none"  # the code of a word by which a cell says that there is no worker, or no service
Reading = tuple[Any, Misread | None]
Reader = Callable[[Value], Reading]
BLANK: Reading = (None, None)
_told: Mapping[str, Reading] = {NOBODY: BLANK, LEAVE_OUT: (None, LEFT_OUT)}


def reader(field: Field, codes: Mapping[str, str], today: date) -> Reader:
    """How to read the cells of a column. None is what a blank cell gives."""
    if field.kind == "code":
        return _code(codes)
    if field.kind == "date":
        return _date(today)
    return {"age": _age, "phone": _phone}.get(field.kind, _text if field.key != "email" else _email)


def _text(value: Value) -> Reading:
    return (text_of(value) or None, None) if is_filled(value) else BLANK


def _email(value: Value) -> Reading:
    text = text_of(value) if is_filled(value) else ""
    return BLANK if not text or text.casefold() in NOTHING else (text.removeprefix("mailto:"), None)


def _phone(value: Value) -> Reading:
    """A number kept as a number has lost its first 0."""
    text = text_of(value) if is_filled(value) else ""
    if not text or text.casefold() in NOTHING:
        return BLANK
    if isinstance(value, int | float) and len(text) == _DIGITS_OF_A_NUMBER and text.isdecimal():
        return f"0{text}", None
    return text, None


def _age(value: Value) -> Reading:
    text = text_of(value).casefold() if is_filled(value) else ""
    if not text or text in NOTHING:
        return BLANK
    number = text.removesuffix("years").removesuffix("yrs").removesuffix("yr").strip()
    return (int(number), None) if number.isdecimal() and number.isascii() and len(number) < 4 else (None, NOT_AN_AGE)


def _date(today: date) -> Reader:
    @lru_cache(maxsize=50_000)
    def known(value: Value) -> Reading:
        read = dates.read(value, today)
        if read.day is None:
            return None, NOT_A_DATE
        return read.day, TWO_DIGITS if read.two_digits else None

    def of(value: Value) -> Reading:
        if not is_filled(value) or (isinstance(value, str) and value.strip().casefold() in NOTHING):
            return BLANK
        # A number and a text that are alike are one key to a dictionary only where they are of one type.
        return known(value.strip() if isinstance(value, str) else value)

    return of


def _code(codes: Mapping[str, str]) -> Reader:
    seen: dict[str, Reading] = {}

    def of(value: Value) -> Reading:
        if not is_filled(value):
            return BLANK
        text = text_of(value)
        if text not in seen:
            code = codes.get(word_of(value), "")
            seen[text] = _told.get(code) or ((code, None) if code else (None, NOT_A_WORD))
        return seen[text]

    return of
