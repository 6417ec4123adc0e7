"""What a cell says, by what its column holds; or what is wrong with it. Pure.

A value that was read is the same whether it came from a workbook, a CSV or JSON, so that one content has one hash.
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.exchange.returned.found import Odd, Raw
from cairn.exchange.returned.shape import Cells, Column
from cairn.kernel import postcodes

MOST = 1_000_000_000
LONGEST = {"comment": 1000}
_TOKEN = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9._-]{1,64}", re.ASCII)
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)
_COMMA = re.compile(r"[-+]?\d{1,3}(?:[. ]?\d{3})*,\d+|[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WARD = re.compile(r"[EWSN]\d{8}", re.ASCII)
_DISTRICT = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?", re.ASCII)
_SECTOR = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d", re.ASCII)
SERIALS = range(20_000, 80_000)  # days of a spreadsheet from 1954 to 2119


@dataclass(frozen=True, slots=True)
class Bad:
    """What is wrong with a cell."""

    rule: str
    message: str
    fix: str


def number(raw: Raw) -> float | int | Bad | None:
    """A number to twelve digits; whole numbers as such."""
    if isinstance(raw, bool):
        return Bad("number.flag", "Here stands yes or no, not a number.", "Write the number in figures.")
    if isinstance(raw, int | float):
        return _tidy(raw)
    if isinstance(raw, Odd):
        return _odd(raw, "number")
    said = (raw or "").strip()
    if not said:
        return None
    if _NUMBER.fullmatch(said):
        return _tidy(float(said))
    if said.endswith("%"):
        return Bad("number.percent", "Here stands a number with a per cent sign.", "45 per cent is written 0.45.")
    if _COMMA.fullmatch(said):
        fix = "Write a full stop before decimals and nothing between thousands: 1234.5."
        return Bad("number.comma", "Here stands a comma in a number.", fix)
    return Bad(
        "number.text", "Here stands text where a number belongs.", "Write the number in figures, or leave it blank."
    )


def _tidy(value: float) -> float | int | Bad:
    if abs(value) >= MOST or not math.isfinite(value):  # in this order: a whole number may be longer than any float
        return Bad("number.size", "No figure is so large.", "Write the number itself.")
    value = float(f"{value:.12g}")
    return int(value) if value.is_integer() else value


def _odd(raw: Odd, wanted: str) -> Bad:
    if raw.what == "formula":
        fix = "Put what it comes to there: copy the cell, and paste it as a value."
        return Bad("cell.formula", f"Here stands a formula where a {wanted} belongs.", fix)
    if raw.what == "error":
        return Bad("cell.error", "Here stands an error of the spreadsheet.", f"Write the {wanted}, or leave it blank.")
    return Bad(
        f"{wanted}.date", f"Here stands a date where a {wanted} belongs.", f"Write the {wanted} without a date format."
    )


def whole(raw: Raw) -> int | Bad | None:
    """A whole number from 0 up."""
    found = number(raw)
    if found is None or isinstance(found, Bad):
        return found
    if found < 0:
        return Bad("number.negative", "Here stands a negative number.", "Write a whole number from 0 up.")
    if not isinstance(found, int):
        return Bad("number.whole", "Here stands a part of a number.", "Write a whole number from 0 up.")
    return found


def integer(raw: Raw) -> int | Bad | None:
    """A number without a part, also below nothing."""
    found = number(raw)
    if isinstance(found, float):
        return Bad("number.whole", "Here stands a part of a number.", "Write a whole number.")
    return found


def text(raw: Raw, most: int = 20_000) -> str | Bad:
    """Words as they stand; a number written where words belong is its figures."""
    if isinstance(raw, Odd):
        return _odd(raw, "text")
    if isinstance(raw, bool):
        said = "yes" if raw else "no"
    elif isinstance(raw, int | float):
        found = _tidy(raw)
        said = "" if isinstance(found, Bad) else str(found)
    else:
        said = (raw or "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(said) > most:
        return Bad("text.long", f"These are {len(said):,} characters.", f"Use at most {most:,}.")
    return said


def day(raw: Raw) -> str | Bad | None:
    """A day as 2026-03-31."""
    if isinstance(raw, Odd):
        return _day(raw.text) if raw.what == "date" else _odd_day(raw)
    if isinstance(raw, bool):
        return _NO_DAY
    if isinstance(raw, int | float):
        serial = Bad(
            "date.serial",
            "Here stands a number where a date belongs.",
            "Give the cell a date format, or write 2026-03-31.",
        )
        return serial if int(raw) in SERIALS else _NO_DAY
    said = (raw or "").strip()
    if not said:
        return None
    if said.isascii() and said.isdecimal() and len(said) == 5 and int(said) in SERIALS:
        fix = "Write 2026-03-31; a spreadsheet shows its own count of days when the date format is lost."
        return Bad("date.serial", "Here stands a spreadsheet’s count of days where a date belongs.", fix)
    return _day(said) if _DAY.fullmatch(said) else _NO_DAY


_NO_DAY = Bad("date.text", "Here stands no date that can be read.", "Write it as 2026-03-31.")


def _odd_day(raw: Odd) -> Bad:
    if raw.what == "moment":
        return Bad("date.time", "Here stands a date with a time.", "Write the day alone: 2026-03-31.")
    return _odd(raw, "date")


def _day(said: str) -> str | Bad:
    try:
        found = date.fromisoformat(said)
    except ValueError:
        return _NO_DAY
    return said if 1900 <= found.year <= 2100 else _NO_DAY


def flag(raw: Raw) -> bool | Bad | None:
    if isinstance(raw, bool) or raw is None:
        return raw
    said = raw.strip().casefold() if isinstance(raw, str) else "a number"
    if said in _FLAGS:
        return _FLAGS[said]
    return Bad("flag.other", "Here stands neither yes nor no.", "Write yes or no, or leave it blank.")


_FLAGS: Mapping[str, bool | None] = {"": None, "yes": True, "true": True, "no": False, "false": False}


def numbers(raw: Raw) -> list[int | None] | Bad | None:
    """Answers in the items’ order, as a JSON list."""
    bad = Bad(
        "numbers.list", "Here stands no list of answers.", "Write it as [3, 2, null, 4]: null for a blank answer."
    )
    if raw is None or raw == "":
        return None
    if not isinstance(raw, str) or len(raw) > 4000:
        return bad
    try:
        said = json.loads(raw)
    except ValueError:
        return bad
    if not isinstance(said, list):
        return bad
    found = [None if one is None else integer(one) if isinstance(one, int | float) else bad for one in said]
    wrong = next((one for one in found if isinstance(one, Bad)), None)
    return wrong or found  # type: ignore[return-value]


def token(raw: Raw) -> str | Bad | None:
    """A code of the provider’s own: it must not be able to be a name."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    said = str(raw).strip() if isinstance(raw, str | int) and not isinstance(raw, bool) else None
    if raw is None or said == "":
        return None
    if isinstance(raw, Odd):
        return _odd(raw, "code")
    if said is None or not _TOKEN.fullmatch(said):
        fix = "Use a code of letters, digits, dots and dashes with at least one digit, such as C-0012. Never a name."
        return Bad("code.own", "Here stands no code of your own.", fix)
    if len(said) == 10 and said.isdecimal():
        return Bad(
            "code.number", "Here stands a number of ten digits, as NHS numbers are.", "Use a code that is yours alone."
        )
    return said


def place(name: str, missing: frozenset[str]) -> Callable[[Raw], str | Bad | None]:
    """A ward, or a postcode as finely as its column says or broader; or the code of why there is none."""

    def read(raw: Raw) -> str | Bad | None:
        said = text(raw, 60)
        if isinstance(said, Bad) or said in missing:
            return said
        if not said:
            return None
        return said if _is_place(name, said) else Bad("place.unknown", f"Here stands no {name}.", _PLACES[name])

    return read


_PLACES = {
    "ward": "Write the nine signs of the ward’s code, such as E05011118.",
    "postcode": "Write it as B12 3AB, or broader, as B12 3 or B12.",
    "sector": "Write it as B12 3, or broader, as B12.",
    "district": "Write it as B12.",
}


def _is_place(name: str, said: str) -> bool:
    if name == "ward":
        return bool(_WARD.fullmatch(said))
    if _DISTRICT.fullmatch(said):
        return True
    if name in ("sector", "postcode") and _SECTOR.fullmatch(said):
        return True
    return name == "postcode" and postcodes.normalise(said) == said


def coded(column: Column) -> Callable[[Raw], str | Bad | None]:
    """One code of a list, or several parted by semicolons."""

    def read(raw: Raw) -> str | Bad | None:
        said = text(raw, 400)
        if isinstance(said, Bad) or not said:
            return said or column.blank
        given = said.split(";") if column.several else [said]
        if all(one in column.codes for one in given):
            return said
        some = ", ".join(sorted(column.codes)[:12])
        more = " and others" if len(column.codes) > 12 else ""
        return Bad("code.list", f"Here stands a code that is not in the list of {column.name}.", f"Use: {some}{more}.")

    return read


_PLAIN: Mapping[Cells, Callable[[Raw], Any]] = {
    "text": text, "number": number, "whole": whole, "integer": integer, "numbers": numbers, "date": day,
    "flag": flag, "token": token,
}  # fmt: skip


def reader(column: Column) -> Callable[[Raw], Any]:
    """What reads the cells of a column."""
    if column.cells in ("codes", "scale"):
        return coded(column)
    if column.cells == "place":
        return place(column.name, column.codes)
    return _PLAIN[column.cells]
