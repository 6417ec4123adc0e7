"""A cell of a file as an answer: the same text whichever program wrote it. What was plainly meant is mended, and nothing else.

`31/03/2026` is 2026-03-31, `yes` is Yes, the words of an answer are its code, `42` of a number of eleven figures is 00000000042.
What cannot be read stays as it is, marked, with what is wrong with it. Pure.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cairn.collection.columns import DIVIDER, FormColumn
from cairn.exchange.forms.found import MARK, Kind
from cairn.exchange.forms.layout import shown
from cairn.exchange.returned.values import SERIALS
from cairn.exchange.tables import FORMULA

MOST = 20_000  # different values of one column that are remembered
_BRITISH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:\.0+)?)?", re.ASCII)
_WHOLE = re.compile(r"\A(-?\d+)\.0+\Z", re.ASCII)
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+", re.ASCII)
_QUOTED = re.compile(r'="(.*)"', re.DOTALL)
_FIGURES = re.compile(r"\[0-9\]\{(\d+)\}|\\d\{(\d+)\}")
_PARTS = re.compile(r"[;\n|]")


@dataclass(frozen=True, slots=True)
class Bad:
    rule: str
    message: str
    fix: str

    def kind(self, column: str, letter: str) -> Kind:
        return Kind("error", self.rule, self.message, self.fix, column, letter)


BAD: Mapping[str, Bad] = {
    "formula": Bad("cell-formula", "A formula stands here.", "Copy the cell and paste it as a value."),
    "error": Bad("cell-error", "An error of the spreadsheet stands here.", "Write the answer, or leave it blank."),
    "serial": Bad("date-serial", "A number stands here where a date belongs.",
                  "Give the cell a date format, or write the day like 2026-11-23."),
    "rounded": Bad("number-rounded", "The spreadsheet has rounded this number: its last figures are gone.",
                   "Format the column as text, and write the number again."),
}  # fmt: skip


class Memo(dict[str, str]):
    """What each different value of a column becomes, worked out once: a column of a hundred thousand has some dozens."""

    def __init__(self, column: FormColumn) -> None:
        super().__init__()
        self.clean, self.has_bad = cleaner(column), False

    def __missing__(self, raw: str) -> str:
        found = self.clean(raw)
        self.has_bad = self.has_bad or found[:1] == MARK
        if len(self) < MOST:
            self[raw] = found
        return found

    def all(self, raw: tuple[str, ...]) -> list[str]:
        return list(map(self.__getitem__, raw))


def bad_of(text: str) -> Bad | None:
    """What is wrong with a cell that was marked."""
    return BAD.get(text[1:]) if text[:1] == MARK else None


def cleaner(column: FormColumn) -> Callable[[str], str]:
    """What makes an answer of a cell of this column."""
    if column.kind in ("one", "many"):
        return _chooser(column)
    if column.kind == "date":
        return lambda raw: _date(tidy(raw))
    if column.kind == "number":
        return lambda raw: _WHOLE.sub(r"\1", tidy(raw))
    return _texter(column)


def tidy(raw: str) -> str:
    """Without blanks around it, without the apostrophe or the `="…"` by which a spreadsheet is told that it is text."""
    text = raw.strip().strip("\u00a0")
    if text[:1] == "'" and text[1:].startswith(FORMULA):
        text = text[1:]
    if text[:2] == '="' and (quoted := _QUOTED.fullmatch(text)):
        text = quoted[1].strip()
    return text


def _texter(column: FormColumn) -> Callable[[str], str]:
    figures = _FIGURES.fullmatch(column.pattern or "")
    length = int(figures[1] or figures[2]) if figures else 0

    def clean(raw: str) -> str:
        text = tidy(raw).replace("\r\n", "\n").replace("\r", "\n")
        if not length:
            return text
        text = _WHOLE.sub(r"\1", text)
        if _ROUNDED.fullmatch(text):
            return f"{MARK}rounded"
        return text.zfill(length) if text.isascii() and text.isdecimal() else text

    return clean


def _date(text: str) -> str:
    if moment := _MOMENT.fullmatch(text):
        return moment[1]
    if day := _BRITISH.fullmatch(text):
        return f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}"
    if len(text) == 5 and text.isascii() and text.isdecimal() and int(text) in SERIALS:
        return f"{MARK}serial"
    return text


def _chooser(column: FormColumn) -> Callable[[str], str]:
    known = {choice.label.casefold(): choice.code for choice in column.choices}
    known |= {shown(choice.code, choice.label).casefold(): choice.code for choice in column.choices}
    known |= {choice.code.casefold(): choice.code for choice in column.choices}
    if set(column.codes) >= {"Yes", "No"}:
        known |= {"y": "Yes", "n": "No", "true": "Yes", "false": "No"}
    if "NA" in column.codes:
        known |= {"n/a": "NA"}
    if column.role != "field":
        known.setdefault("missing", "")  # how the historic files say that a question was not reached

    def one(text: str) -> str:
        text = _WHOLE.sub(r"\1", text)
        return known.get(text.casefold(), text)

    def many(raw: str) -> str:
        text = tidy(raw)
        if text[:1] == MARK or text.casefold() in known:
            return one(text)
        parts = [one(part.strip()) for part in _PARTS.split(text)]
        return DIVIDER.join(dict.fromkeys(part for part in parts if part))

    return many if column.kind == "many" else lambda raw: one(tidy(raw))
