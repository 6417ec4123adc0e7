"""Conditions as formulas of a spreadsheet, for a sheet that checks itself with no connection. Pure.

What a formula can say is said in what Excel 2010 and LibreOffice share. A pattern that it cannot say gives None: that rule is
checked by the upload alone, and the sheet says so. Cells hold text, except that a day or a number may be typed as such.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from cairn.questionnaire.conditions import All, Any, Condition, Equals, In, Leaf, Not
from cairn.questionnaire.texts import DaysAfter, Matches, Reads

Place = Callable[[str], str]
"""The cell of a column in the row at hand, such as `$C3`."""
Lists = Mapping[frozenset[str], str]
"""The workbook's names of lists of codes."""

FALSE, TRUE = "FALSE", "TRUE"
_FEW = 5  # codes that are written out instead of looked up
_LAST_DAY = 73_050  # 31 December 2099 as spreadsheets count days
_MOST_SIGNS = 200
_CLASS = re.compile(r"\[(\^?)((?:[^\]\\]|\\.)+)\](?:\{(\d+)(?:,(\d*))?\}|(\+))?")
_SEVERAL = re.compile(r"\(\?:(.+)\)\(\?:;\\ \(\?:\1\)\)\*")
_INCLUDES = re.compile(r"\(\?:\.\*; \)\?(.+?)\(\?:; \.\*\)\?")
_MORE_THAN = re.compile(r"\(\?:\[\^;\]\*;\)\{(\d+)\}\.\*")


def formula(condition: Condition, place: Place, lists: Lists) -> str | None:
    """The condition about one row; None where a formula cannot say it."""
    match condition:
        case All(parts):
            return _together("AND", TRUE, (formula(part, place, lists) for part in parts))
        case Any(parts):
            return _together("OR", FALSE, (formula(part, place, lists) for part in parts))
        case Not(part):
            said = formula(part, place, lists)
            return None if said is None else _opposite(said)
        case _:
            return _leaf(condition, place, lists)


def _together(word: str, alone: str, parts: Iterable[str | None]) -> str | None:
    said = list(parts)
    if None in said:
        return None
    words = [one for one in said if one is not None]
    return f"{word}({','.join(words)})" if len(words) > 1 else (words or [alone])[0]


def _opposite(said: str) -> str:
    return {TRUE: FALSE, FALSE: TRUE}.get(said) or f"NOT({said})"


def _leaf(leaf: Leaf, place: Place, lists: Lists) -> str | None:
    cell = place(leaf.field)
    match leaf:
        case Equals(_, value):
            return _is(cell, str(value))
        case In(_, values):
            return _one_of(cell, [str(value) for value in values], lists)
        case Matches(_, pattern):
            return _matches(cell, pattern, lists)
        case Reads(_, kind, low, high):
            return _number(cell, low, high) if kind == "number" else _day(cell, low, high)
        case DaysAfter(_, since, low, high):
            earlier = place(since)
            return _safely((cell, earlier), [*_real(cell), *_real(earlier), *_within(_gap(cell, earlier), low, high)])
    return None


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _is(cell: str, value: str) -> str:
    return f"EXACT({cell},{quoted(value)})"


def _one_of(cell: str, values: list[str], lists: Lists) -> str:
    name = lists.get(frozenset(values))
    if name and len(values) > _FEW:
        return f"SUMPRODUCT(--EXACT({cell},{name}))>0"
    return _together("OR", FALSE, (_is(cell, value) for value in values)) or FALSE


def given(cell: str) -> str:
    return f"LEN({cell})>0"


def _safely(cells: Iterable[str], parts: list[str]) -> str:
    """A blank is none; what is neither a number nor a day makes an error, which is none either."""
    blank = _together("OR", FALSE, (f"LEN({cell})=0" for cell in cells))
    return f"IF({blank},FALSE,IFERROR(AND({','.join(parts)}),FALSE))"


def _number(cell: str, low: int | date | None, high: int | date | None) -> str:
    value = f"VALUE({cell})"
    return _safely((cell,), [f"INT({value})={value}", *_within(value, low, high)])


def _day(cell: str, low: int | date | None, high: int | date | None) -> str:
    return _safely((cell,), [*_real(cell), *_within(day(cell), low, high)])


def day(cell: str) -> str:
    """A cell that holds a day, or text such as 2026-11-23, as a number; 0 for other text."""
    return f'IF(ISNUMBER({cell}),{cell},IF(AND(LEN({cell})=10,MID({cell},5,1)="-"),DATEVALUE({cell}),0))'


def _real(cell: str) -> list[str]:
    found = day(cell)
    return [f"{found}>=1", f"{found}<={_LAST_DAY}", f"INT({found})={found}"]


def _gap(later: str, earlier: str) -> str:
    return f"{day(later)}-{day(earlier)}"


def _within(value: str, low: int | date | None, high: int | date | None) -> list[str]:
    bounds = ((">=", low), ("<=", high))
    return [f"({value}){sign}{_written(bound)}" for sign, bound in bounds if bound is not None]


def _written(bound: int | date) -> str:
    return f"DATE({bound.year},{bound.month},{bound.day})" if isinstance(bound, date) else str(bound)


def _matches(cell: str, pattern: str, lists: Lists) -> str | None:
    """The kinds of pattern that forms have; None for any other."""
    if found := _CLASS.fullmatch(pattern):
        return _signs(cell, found)
    if found := _SEVERAL.fullmatch(pattern):
        name = lists.get(frozenset(codes_in(found[1])))
        return _all_known(cell, name) if name else None
    if found := _INCLUDES.fullmatch(pattern):
        return f'ISNUMBER(FIND({quoted(f"; {_plain(found[1])}; ")},"; "&{cell}&"; "))'
    if found := _MORE_THAN.fullmatch(pattern):
        return f'LEN({cell})-LEN(SUBSTITUTE({cell},";",""))>={found[1]}'
    return None


def codes_in(alternatives: str) -> list[str]:
    return [_plain(one) for one in re.split(r"(?<!\\)\|", alternatives)]


def _plain(escaped: str) -> str:
    return re.sub(r"\\(.)", r"\1", escaped)


def _all_known(cell: str, name: str) -> str:
    """Every code with its dividers, taken out, leaves nothing."""
    text = f'"; "&SUBSTITUTE({cell},"; ",";; ")&";"'
    return f'SUMPRODUCT(LEN({text})-LEN(SUBSTITUTE({text},"; "&{name}&";","")))=LEN({text})'


def _signs(cell: str, found: re.Match[str]) -> str | None:
    """So many of a set of signs, or of all but a set."""
    signs = _members(found[2])
    if signs is None:
        return None
    low, high = _times(found)
    parts = [f"LEN({cell})>={low}"] if low else []
    parts += [f"LEN({cell})<={high}"] if high is not None else []
    if signs:
        parts.append(_of_signs(cell, signs, bool(found[1])))
    return _together("AND", TRUE, parts)


def _times(found: re.Match[str]) -> tuple[int, int | None]:
    if found[5]:
        return 1, None
    if not found[3]:
        return 1, 1
    low = int(found[3])
    return low, low if found[4] is None else int(found[4]) if found[4] else None


def _members(inside: str) -> str | None:
    """The signs of a class written out, "" for any sign at all; None for a class with more than plain signs and ranges."""
    if inside == r"\s\S":
        return ""
    if re.search(r"\\[A-Za-z]", inside):
        return None
    made = re.sub(r"([0-9A-Za-z])-([0-9A-Za-z])", lambda m: "".join(map(chr, range(ord(m[1]), ord(m[2]) + 1))), inside)
    return _plain(made)


def _of_signs(cell: str, signs: str, turned: bool) -> str:
    """MID past the end is blank, which is no sign (and which programs find in different places)."""
    sign = f"MID({cell},ROW($1:${_MOST_SIGNS}),1)"
    wrong = "ISNUMBER" if turned else "ISERROR"
    return f'SUMPRODUCT({wrong}(FIND({sign},{quoted(signs)}))*({sign}<>""))=0'
