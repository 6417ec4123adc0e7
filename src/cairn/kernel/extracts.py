"""The shape in which a room says what of it may leave for a mart. `insight` gathers these through the app registry.

A room writes `extracts.py` with a module-level tuple `EXTRACTS` (rows of an organisation's own mart) or
`SHARED_EXTRACTS` (rows that a recipient may hold). Nothing here knows Django: a column names the model field that it
comes from, and the gatherer refuses one whose Privacy class may not leave.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

ColumnType = Literal["string", "date", "int", "float", "bool", "string_list", "int_list"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `source` is `app.Model.field` (several, when derived, joined by commas); `field[kind]` where rows of that
    kind alone are read of a table that holds others which may not leave."""

    name: str
    type: ColumnType
    source: str


@dataclass(frozen=True, slots=True)
class Extract:
    """One mart table.

    `rows(organisation_id, subjects)` yields tuples in the order of `columns`, for all subjects when `subjects` is
    None, else only for those uids. The first column is always `subject`: the uid whose change makes the row stale
    (a client, or an activity where nobody is named); it is what a delta replaces.
    """

    table: str
    columns: tuple[Column, ...]
    rows: Callable[[int, frozenset[str] | None], Iterable[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another organisation's deeds did to an organisation's mart: subjects that changed, and those of which there may be
    nothing left. `gone` matter only where the mart still holds them; the `erased` among them may not stay in a file at all."""

    changed: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    erased: frozenset[str] = frozenset()

    def __or__(self, more: "Elsewhere") -> "Elsewhere":
        return Elsewhere(self.changed | more.changed, self.gone | more.gone, self.erased | more.erased)
