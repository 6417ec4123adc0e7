"""Which form a file is of, by its headings: in any order and any case, by a column's name, its other names or its words. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from cairn.collection.columns import FormColumn
from cairn.definitions.shapes.form import CollectionForm
from cairn.exchange.forms.found import Kind, stops
from cairn.exchange.forms.layout import NOT_READ
from cairn.exchange.forms.lines import Line
from cairn.exchange.returned.shape import letters

T = TypeVar("T")
REASONS = "What to mend"
"""The column that rejected rows come back with: not read when the mended file comes in again."""
SOME = 8  # columns that are told one by one
LOOKED_AT = 20  # lines in which the headings are looked for
_BETWEEN = re.compile(r"[\s_\-]+")


@dataclass(frozen=True, slots=True)
class Offer:
    """One version of one form that a file may be of, with every column that it may have."""

    form: CollectionForm
    columns: tuple[FormColumn, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of a form stand in a file: `row` of the headings, `places` from 0. `missing` are columns that every
    such form has and this file has not."""

    offer: Offer
    row: int
    headings: tuple[str, ...]
    places: Mapping[str, int]
    missing: tuple[str, ...]
    problems: tuple[Kind, ...]

    @property
    def width(self) -> int:
        return len(self.headings)

    def letter(self, column: str) -> str:
        place = self.places.get(column)
        return "" if place is None else letters(place)


def folded(text: str) -> str:
    """A heading as it is compared: `Max Income 1A` is `maxincome_1a`."""
    return _BETWEEN.sub("", text.strip().lstrip("\ufeff")).casefold()


def names_of(columns: Iterable[FormColumn]) -> dict[str, str]:
    """Folded heading → column. A name goes before another name, and both before words; words that two share name neither."""
    listed = tuple(columns)
    names = {folded(column.name): column.name for column in listed}
    for column in listed:
        for other in column.also:
            names.setdefault(folded(other), column.name)
    words = [(folded(column.label), column.name) for column in listed]
    told = [word for word, _ in words]
    for word, name in words:
        if told.count(word) == 1:
            names.setdefault(word, name)
    return names


def recognise(lines: Sequence[Line], offers: Sequence[Offer]) -> Layout | None:
    """The headings among the first lines of a sheet, and the form and version that has most of them; of equal ones the last line
    (words may stand above names), and the version that misses least, then the newest. None where nothing there looks like
    headings of these forms."""
    names = [names_of(offer.columns) for offer in offers]
    best = max(
        (
            (matched, place, -_missed(offers[number], known, cells), number)
            for place, (_, cells) in enumerate(lines)
            for number, known in enumerate(names)
            if (matched := sum(1 for cell in {folded(cell) for cell in cells} if cell in known)) >= _enough(known)
        ),
        default=None,
    )
    if best is None:
        return None
    _, place, _, number = best
    return _layout(lines[place], offers[number], names[number])


def _missed(offer: Offer, known: Mapping[str, str], cells: Iterable[str]) -> int:
    there = {known.get(folded(cell)) for cell in cells}
    return sum(1 for column in offer.columns if is_due(column) and column.name not in there)


def _enough(known: Mapping[str, str]) -> int:
    return max(3, len(set(known.values())) // 4)


def _layout(line: Line, offer: Offer, names: Mapping[str, str]) -> Layout:
    row, cells = line
    headings = tuple(cell.strip().lstrip("\ufeff") for cell in cells)
    places: dict[str, int] = {}
    twice: list[str] = []
    for place, heading in enumerate(headings):
        column = names.get(folded(heading))
        if column in places:
            twice.append(str(column))
        elif column:
            places[column] = place
    missing = tuple(column.name for column in offer.columns if column.name not in places and is_due(column))
    problems = (*_twice(twice, places), *_missing(missing, offer), *_extra(headings, names))
    return Layout(offer, row, headings, places, missing, problems)


def is_due(column: FormColumn) -> bool:
    """Whether every file has this column: what may always be blank may be left away, and so may what an authority adds, for its
    forms are found to lack it where they do."""
    return column.needed and not column.is_local


def _twice(columns: Iterable[str], places: Mapping[str, int]) -> Iterator[Kind]:
    for column in dict.fromkeys(columns):
        message = f"The heading {column} stands twice."
        yield stops("column_twice", message, "Take one of the two out.", column, letters(places[column]))


def _missing(columns: Sequence[str], offer: Offer) -> Iterator[Kind]:
    fix = f"the template of “{offer.form.label}” has every column."
    if len(columns) > SOME:
        message = f"{len(columns)} columns are missing: {', '.join(columns[:SOME])} and {len(columns) - SOME} more."
        yield stops("columns_missing", message, f"Put them back: {fix}")
        return
    for column in columns:
        yield stops("column_missing", f"The column {column} is missing.", f"Put it back: {fix}", column)


def _extra(headings: Sequence[str], names: Mapping[str, str]) -> Iterator[Kind]:
    passed = {folded(name) for name in (*NOT_READ, REASONS)}
    for place, heading in enumerate(headings):
        if heading and folded(heading) not in names and folded(heading) not in passed:
            message = "The form has no such column, so nothing in it would be read."
            fix = "Mend its heading, or say that it may be passed over."
            yield Kind("soft", "column_extra", message, fix, heading[:40], letters(place))
