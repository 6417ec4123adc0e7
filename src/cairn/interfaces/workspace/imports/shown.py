"""What the pages of an import show: columns with samples, words with how often they come, findings by rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cairn.exchange.clients import proposing
from cairn.exchange.clients.fields import BY_KEY
from cairn.exchange.clients.mapping import ColumnMap, headings, letter
from cairn.exchange.clients.proposing import Word
from cairn.exchange.sheets import Sheet, Value
from cairn.web.formats import short_date
from cairn.web.forms import Field, FormView

SAMPLES, LONGEST = 3, 60


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its letter and name, three of its values, and the question what it is."""

    letter: str
    name: str
    samples: tuple[str, ...]
    field: Field


@dataclass(frozen=True, slots=True)
class Group:
    """The words of one coded column, each with its question and how often it comes."""

    heading: str
    label: str
    words: tuple[tuple[Field, int], ...]
    open: int


def columns_of(sheet: Sheet, mapping: ColumnMap, view: FormView, today: date) -> list[Column]:
    asked = {field.name: field for field in view.fields}
    return [
        Column(letter(place), name, samples(sheet, mapping.heading_row, place), asked[f"column_{place}"])
        for place, name in headings(sheet, mapping.heading_row).items()
    ]


def samples(sheet: Sheet, heading_row: int, place: int) -> tuple[str, ...]:
    return tuple(words_of(value) for value in proposing.samples(sheet, heading_row, place, SAMPLES))


def words_of(value: Value) -> str:
    """A cell as one would read it."""
    if isinstance(value, datetime):
        return f"{short_date(value.date())}"
    if isinstance(value, date):
        return short_date(value)
    text = proposing.text_of(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def groups_of(words: Mapping[str, Sequence[Word]], mapping: ColumnMap, view: FormView) -> list[Group]:
    asked = {field.name: field for field in view.fields}
    by_field = {key: name for name, key in mapping.columns.items() if key}
    return [
        Group(
            by_field.get(key, ""), BY_KEY[key].label,
            tuple((asked[f"{key}_{place}"], word.count) for place, word in _open_first(some)),
            sum(not word.code for word in some),
        )
        for key, some in words.items()
        if some
    ]  # fmt: skip


def _open_first(some: Sequence[Word]) -> list[tuple[int, Word]]:
    """What is still to be said stands before what is plain."""
    return sorted(enumerate(some), key=lambda one: bool(one[1].code))


def percent(done: int, total: int) -> int:
    return round(100 * done / total) if total else 0


def rules_of(totals: Mapping[str, Any]) -> list[tuple[str, int, str, str]]:
    """Rule, how often, severity and words: errors first, the most frequent first."""
    found = [(rule, count, severity, words) for rule, (count, severity, words) in totals.get("rules", {}).items()]
    return sorted(found, key=lambda one: (one[2] != "error", -one[1], one[0]))
