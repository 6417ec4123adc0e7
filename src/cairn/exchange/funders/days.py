"""Days in a funder's workbook: which styles show a cell's number as a day, and the number of a day.

ECMA-376 part 1, 18.8.30 (the ids of number formats that a file need not name), 18.8.31 (codes) and 18.17.4.1 (the two ways in
which days are counted). Pure.
"""

import re
from collections.abc import Mapping
from datetime import date
from xml.parsers import expat

from cairn.exchange.funders.layout import local

#: Formats that every program knows by number and that show day, month or year.
KNOWN = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_SAID = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|_.|\*.")
FIRST, FIRST_1904 = date(1899, 12, 30), date(1904, 1, 1)


def shows_a_day(code: str) -> bool:
    """Whether a number under this format is read as a day: it has a day or a year in it, besides words in quotes."""
    return bool(re.search("[dy]", _SAID.sub("", code), re.IGNORECASE))


def styles_of_days(styles: bytes) -> frozenset[str]:
    """The styles, as cells name them, under which a number is a day. Raises expat.ExpatError."""
    codes: dict[str, str] = {}
    formats: list[str] = []
    within: list[str] = []

    def begins(tag: str, said: Mapping[str, str]) -> None:
        name = local(tag)
        if name == "numFmt":
            codes[said.get("numFmtId", "")] = said.get("formatCode", "")
        elif name == "xf" and within and within[-1] == "cellXfs":
            formats.append(said.get("numFmtId", "0"))
        within.append(name)

    parser = expat.ParserCreate()
    parser.StartElementHandler = begins
    parser.EndElementHandler = lambda tag: within.pop()
    parser.Parse(styles, True)
    return frozenset(str(at) for at, one in enumerate(formats) if _is_of_days(one, codes))


def _is_of_days(id: str, codes: Mapping[str, str]) -> bool:
    if id in codes:
        return shows_a_day(codes[id])
    return id.isdecimal() and int(id) in KNOWN


def number_of(day: date, *, is_1904: bool) -> int:
    """A day as a spreadsheet counts it."""
    return (day - (FIRST_1904 if is_1904 else FIRST)).days
