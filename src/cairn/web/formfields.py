"""Form fields for dates in three parts, codes of a list, numbers as people write them, and the version being edited."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from cairn.kernel import clock
from cairn.web.formats import MONTHS
from cairn.web.widgets import DateParts, TypedDate, typed

DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)


class DateField(forms.Field):
    """A date typed as day, month (figure or name) and year.

    `not_future` refuses days after today in London, `earliest` days before it. Each error is a ValidationError whose
    params say which parts are `wrong`; none repeats what was typed.
    """

    widget = DateParts
    default_error_messages = {"required": "Enter the day, month and year."}

    def __init__(self, *, not_future: bool = False, earliest: dt.date | None = None, **kwargs: Any) -> None:
        self.not_future, self.earliest = not_future, earliest
        super().__init__(**kwargs)

    def prepare_value(self, value: dt.date | TypedDate | None) -> TypedDate:
        """What to show in the three inputs, typed or stored."""
        return value if isinstance(value, TypedDate) else typed(value)

    def to_python(self, value: dt.date | TypedDate | None) -> dt.date | None:
        """The date, or None when all is blank. Raises ValidationError with every problem at once."""
        if not isinstance(value, TypedDate):
            return value
        return None if value.is_blank else self._within(_read(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True

    def _within(self, found: dt.date) -> dt.date:
        if self.not_future and found > clock.today():
            raise _wrong("The date must be today or earlier.", *TypedDate._fields)
        if self.earliest and found < self.earliest:
            raise _wrong(f"The year must be {self.earliest.year} or later.", "year")
        return found


def _read(said: TypedDate) -> dt.date:
    missing = [part for part in TypedDate._fields if not getattr(said, part)]
    if missing:
        words = " and ".join(f"a {part}" for part in missing)
        raise _wrong(f"The date must include {words}.", *missing)
    numbers = {"day": _day(said.day), "month": _month(said.month), "year": _year(said.year)}
    if problems := [_wrong(SAYS[part], part) for part, number in numbers.items() if number is None]:
        raise ValidationError(problems)
    day, month, year = numbers["day"] or 0, numbers["month"] or 0, numbers["year"] or 0
    if day > calendar.monthrange(year, month)[1]:
        raise _wrong("That month does not have so many days.", "day")
    return dt.date(year, month, day)


SAYS = {
    "day": "The day must be a number from 1 to 31.",
    "month": "The month must be a number from 1 to 12, or its name.",
    "year": "The year must have four figures, like 1985.",
}


def _wrong(message: str, *parts: str) -> ValidationError:
    return ValidationError(message, code="date", params={"wrong": parts})


def _day(text: str) -> int | None:
    found = DAY.fullmatch(text)
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def _month(text: str) -> int | None:
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    start = text.rstrip(".").casefold()
    fits = [number for number, name in enumerate(MONTHS, 1) if len(start) >= 3 and name.casefold().startswith(start)]
    return fits[0] if fits else {"sept": 9}.get(start)


def _year(text: str) -> int | None:
    return int(text) if text.isdecimal() and text.isascii() and len(text) == 4 and text >= "1000" else None


class Listed:
    """What fields of a code list know beside their choices: hints by code, and codes that stand apart after an "or"."""

    def __init__(self, *, hints: Mapping[str, str] | None = None, apart: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.hints, self.apart = hints or {}, apart
        super().__init__(**kwargs)

    def divided(self, codes: list[str]) -> Iterator[bool]:
        """For each code in turn, whether the "or" stands before it: at the first that stands apart."""
        first = next((code for code in codes if code in self.apart), None)
        return (code == first and code != codes[0] for code in codes)


class CodeField(Listed, forms.ChoiceField):
    """One code of a list, as radios. `apart` is for answers such as "prefer not to say"."""

    widget = forms.RadioSelect
    default_error_messages = {"required": "Choose one answer.", "invalid_choice": "Choose one of the answers listed."}


class CodesField(Listed, forms.MultipleChoiceField):
    """Several codes of a list, as checkboxes; a code that stands `apart` unticks the others."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": "Choose at least one answer.",
        "invalid_choice": "Choose only answers that are listed.",
    }


THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
SPACES = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")


def plain_number(value: Any) -> Any:
    """£48,000 as 48000: the sign and what parts thousands are how people write a number, and how a spreadsheet copies it.
    A comma elsewhere (1,5) stays, and is refused: nobody knows what it means."""
    if not isinstance(value, str):
        return value
    return SPACES.sub("", THOUSANDS.sub("", value.strip().removeprefix("£").lstrip()))


class WholeField(forms.IntegerField):
    """A whole number, or whole pounds, as people write it."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(plain_number(value))


class NumberField(forms.DecimalField):
    """A number, or pounds and pence, as people write it."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain_number(value))


class VersionField(forms.IntegerField):
    """The version of the record when the form was drawn, hidden: a second editor then sees the first one's change."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "min_value": 0, **kwargs})
