"""Which figures of a return the rows of a file stand behind, and where the two do not go together.

Rows that another system supplied are counted by the same measures as rows that are recorded here, as the recipient will count
them: so they stand behind the figures, in its mart and its tables, exactly as ours do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.contracts.views import MeasureView
from cairn.definitions.mart import DERIVED_DIMENSIONS, TABLES
from cairn.insight import elsewhere
from cairn.insight.elsewhere import Supplied
from cairn.insight.results import FigureRow
from cairn.returns.derive import Asked
from cairn.returns.freezing import NO_ANSWER, LeavingRow
from cairn.returns.views import FigureView

Keys = Mapping[tuple[str, str], frozenset[str]]
"""By table and fact, the figures that a row stands behind."""
ROUNDED = {"share": 0.005, "mean": 0.05, "paired_change": 0.05}
"""So far a figure may lie beside its rows, because it was rounded."""
COUNTED = ("count", "distinct")


@dataclass(frozen=True, slots=True)
class Uneven:
    """A figure that its rows do not give. `rows` is how many records or people the rows come to, `of` how many the figure says
    that it rests on. `fewer`: not everybody who is counted has rows, which is no mistake: who said no has none."""

    measure: str
    code: str
    label: str
    rows: int
    of: int
    comment: str = ""

    @property
    def fewer(self) -> bool:
        return self.rows < self.of

    @property
    def is_wrong(self) -> bool:
        return not (self.fewer or self.comment)

    @property
    def message(self) -> str:
        if self.fewer:
            return f"{self.label}: rows stand behind {self.rows:,} of the {self.of:,} that this figure counts."
        if self.rows == self.of:
            return f"{self.label}: the {self.rows:,} in the rows come to another figure than this one."
        return f"{self.label}: the rows come to {self.rows:,}, and this figure counts {self.of:,}."

    @property
    def fix(self) -> str:
        if self.fewer:
            return "Tables by groups of people count only those with rows: add rows of the others, if you can."
        return "Put right whichever is wrong, or say in the comment why they do not go together."


@dataclass(frozen=True, slots=True)
class Counted:
    keys: Keys
    uneven: tuple[Uneven, ...] = ()


def of_people(table: str) -> bool:
    """Whether rows of a table are about people, so that a file may hold them."""
    return "person" in TABLES.get(table, ())


def count(
    asked: Asked, agreed: Sequence[MeasureView], views: Iterable[FigureView], rows: Sequence[LeavingRow]
) -> Counted:
    """What the measures that send rows make of these, of every table that holds supplied rows or stands behind a supplied
    figure."""
    said = {figure.key: figure for figure in views}
    there = {row.table for row in rows if not row.stays}
    told = {row.table for row in rows if row.code}
    given = {figure.measure for figure in said.values() if figure.supplied}
    asking = [view for view in agreed if view.level == "individual" and view.definition.table in there]
    asking = [view for view in asking if view.definition.table in told or view.measure in given]
    if not asking:
        return Counted({})
    with elsewhere.supplied(str(asked.contract.uid), asked.period, _tables(asked, asking, rows)) as held:
        keys: dict[tuple[str, str], set[str]] = {}
        for key, table, fact in _behind(held, asking):
            if key in said:
                keys.setdefault((table, fact), set()).add(key)
        beside = [
            one
            for view in asking
            for figure, one in _uneven(held, view, said)
            if figure.supplied or view.definition.table in told
        ]
    return Counted({place: frozenset(found) for place, found in keys.items()}, tuple(dict.fromkeys(beside)))


def _tables(asked: Asked, asking: Iterable[MeasureView], rows: Iterable[LeavingRow]) -> dict[str, list[dict[str, Any]]]:
    """The rows by table, as a mart has them."""
    tables: dict[str, list[dict[str, Any]]] = {view.definition.table: [] for view in asking}
    holders = {source.organisation_id: source.organisation_uid for source in asked.sources}
    for row in rows:
        if row.table in tables and not row.stays:
            tables[row.table].append(_of_mart(row, holders.get(row.holder_id, "")))
    return tables


def _of_mart(row: LeavingRow, provider: str) -> dict[str, Any]:
    return {**row.shared, "uid": row.shared["fact"], "person": row.person_uid or None, "provider": provider}


def _behind(held: Supplied, agreed: Iterable[MeasureView]) -> Iterator[tuple[str, str, str]]:
    """(figure key, table, fact), as `freezing` has them of our own rows."""
    for view in agreed:
        measure, table, by = view.measure, view.definition.table, view.by
        plain = by if by not in DERIVED_DIMENSIONS else ""
        for fact, *values in held.counted(view.definition, plain):
            yield measure, table, fact
            for value in values:
                yield f"{measure}:{by}={NO_ANSWER if value is None else value}", table, fact
            if by == "contract":
                yield f"{measure}:contract={held.contract}", table, fact
        if by == "quarter":
            for label, fact in held.in_quarters(view.definition):
                yield f"{measure}:quarter={label}", table, fact


Beside = Iterator[tuple[FigureView, Uneven]]


def _uneven(held: Supplied, view: MeasureView, said: Mapping[str, FigureView]) -> Beside:
    """The whole, and the groups with more in the rows than in the figure."""
    for row in held.figures(view.definition):
        yield from _beside(said.get(view.measure), row)
    if view.by and view.by not in DERIVED_DIMENSIONS:
        for row in held.figures(view.definition, view.by):
            found = _beside(said.get(f"{view.measure}:{view.by}={row.codes[0]}"), row)
            yield from ((figure, one) for figure, one in found if one.rows > one.of)


def _beside(figure: FigureView | None, row: FigureRow) -> Beside:
    if figure is None or figure.value is None:
        return
    of = figure.value if figure.kind in COUNTED else figure.n
    if of is None or (row.n == of and _goes(figure, row)):
        return
    why = figure.comment or figure.override_reason or ""
    label = f"{figure.measure_label}, {figure.label}" if figure.code else figure.measure_label
    yield figure, Uneven(figure.measure, figure.code, label, row.n or 0, int(of), why)


def _goes(figure: FigureView, row: FigureRow) -> bool:
    if row.value is None or figure.value is None:
        return row.value is figure.value
    return abs(row.value - figure.value) <= ROUNDED.get(figure.kind, 1e-6)
