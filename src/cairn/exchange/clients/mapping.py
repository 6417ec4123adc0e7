"""What each column of a file is, and which word is which code: the part of an import that people decide.

Kept as JSON, the same on screen, in the file that the screen gives away and in the one that `cairn import` takes:
`{"sheet": "People", "heading_row": 1, "columns": {"D.O.B.": "birth_date"}, "values": {"gender": {"f": "woman"}},
"all": {"service": "Befriending", "start_date": "2026-04-01"}}`.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cairn.exchange.clients.fields import BY_KEY, squeezed
from cairn.exchange.sheets import Sheet, Value
from cairn.kernel import canonical
from cairn.kernel.problems import Problem, Refused

FOR_ALL = ("service", "worker", "start_date", "age_on_date")
LONGEST_HEADING = 80
LEAVE_OUT = "leave"  # the code of a word whose rows are not to come in
_SHAPE = "See the one that the page of an import gives away."


@dataclass(slots=True)
class ColumnMap:
    """`columns`: heading → field key, "" where a column is left out. `values`: field key → folded word → code.
    `everyone`: what holds of every row that does not say otherwise."""

    sheet: str = ""
    heading_row: int = 1
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    everyone: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet, "heading_row": self.heading_row, "columns": self.columns, "values": self.values,
            "all": self.everyone,
        }  # fmt: skip

    def place_of(self, headings: "Headings", key: str) -> int | None:
        """Which column is this field."""
        return next((place for place, name in headings.items() if self.columns.get(name) == key), None)

    def has(self, *keys: str) -> bool:
        return any(key in keys for key in self.columns.values())


Headings = dict[int, str]
"""Column number, from 0, → the name that it goes by: unique, and never blank."""


def from_json(said: Any) -> ColumnMap:
    """Raises Refused for what is no mapping."""
    wrong = Refused([Problem("mapping.shape", "This is not a mapping of columns.", _SHAPE, field="mapping")])
    if not isinstance(said, Mapping):
        raise wrong
    columns, values, everyone = (said.get(key) or {} for key in ("columns", "values", "all"))
    row = said.get("heading_row", 1)
    if not all(isinstance(each, Mapping) for each in (columns, values, everyone, *dict(values).values())):
        raise wrong
    if not isinstance(row, int) or isinstance(row, bool) or row < 1:
        raise wrong
    unknown = {str(key) for key in columns.values() if key} - set(BY_KEY)
    if unknown or set(map(str, everyone)) - set(FOR_ALL):
        fix = f"Columns are: {', '.join(BY_KEY)}. For all: {', '.join(FOR_ALL)}."
        raise Refused([Problem("mapping.field", "A column is mapped to what is not known.", fix, field="mapping")])
    return ColumnMap(
        sheet=str(said.get("sheet") or ""), heading_row=row,
        columns={str(name): str(key or "") for name, key in columns.items()},
        values={str(key): {squeezed(w) or str(w): str(c) for w, c in words.items()} for key, words in values.items()},
        everyone={str(key): _text(value) for key, value in everyone.items() if value},
    )  # fmt: skip


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def stored(said: Mapping[str, Any]) -> ColumnMap:
    """A mapping as an import keeps it."""
    return from_json(said)


def headings(sheet: Sheet, heading_row: int) -> Headings:
    """The names of the columns. One that has values but no name goes by its letter; a name used twice gets a number."""
    if not 1 <= heading_row <= len(sheet.rows):
        return {}
    named = sheet.rows[heading_row - 1]
    below = sheet.rows[heading_row:]
    found: Headings = {}
    used: Counter[str] = Counter()
    for place, value in enumerate(named):
        name = heading(value)
        if not name and not any(is_filled(row[place]) for row in below):
            continue
        name = name or f"Column {letter(place)}"
        used[name] += 1
        found[place] = name if used[name] == 1 else f"{name} ({used[name]})"
    return found


def heading(value: Value) -> str:
    return "" if value is None else " ".join(str(value).split())[:LONGEST_HEADING]


def is_filled(value: Value) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())


def letter(place: int) -> str:
    """The letter of a column, from 0: 0 → A, 26 → AA."""
    found, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def digest(names: Iterable[str]) -> str:
    """One content, one hash: by which the next file of the same shape is known."""
    return hashlib.sha256(canonical.dumps(sorted(squeezed(name) for name in names))).hexdigest()


def chosen_sheet(sheets: list[Sheet], name: str) -> Sheet:
    """The sheet of this name; the first where there is none of it."""
    return next((one for one in sheets if one.name == name), sheets[0])
