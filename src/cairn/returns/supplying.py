"""A supplied content put in place of what is worked out here.

A figure that is what is worked out here, or what was corrected by hand with the same reason, is that figure; every other is
marked as supplied. A row that is one of ours stays ours; every other stands behind no figure of ours and is in no mart.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cairn.contracts.views import AgreementView, MeasureView
from cairn.insight.labels import label_of
from cairn.kernel.problems import Problem
from cairn.returns import codes, derive, labels, objecting, rules
from cairn.returns.derive import Asked, Overrides
from cairn.returns.freezing import NOTHING, Leave, LeavingRow
from cairn.returns.individual import alone_in, columns
from cairn.returns.supplied import SuppliedFigure, SuppliedRow
from cairn.returns.views import FigureView

_OURS = re.compile(r"[0-9a-f]{32}")


def figures(
    asked: Asked,
    agreed: Sequence[MeasureView],
    own: Sequence[FigureView],
    overrides: Overrides,
    said: Iterable[SuppliedFigure],
) -> tuple[FigureView, ...]:
    """Every figure of the return as it was supplied, in the order of the return; a group that nobody named is not in it."""
    given = {(one.measure, one.code): one for one in said}
    found: list[FigureView] = []
    for figure in own:
        one = given.pop((figure.measure, figure.code), None)
        if one is not None:
            found.append(_figure(figure, overrides, one))
    for one in given.values():
        place = max((at for at, each in enumerate(found) if _same_group(each, one)), default=len(found) - 1)
        found.insert(place + 1, _named(asked, agreed, one))
    return tuple(found)


def _same_group(figure: FigureView, one: SuppliedFigure) -> bool:
    dimension = one.code.partition("=")[0]
    return figure.measure == one.measure and figure.code.partition("=")[0] in ("", dimension)


def _figure(figure: FigureView, overrides: Overrides, one: SuppliedFigure) -> FigureView:
    if not one.comment and close(one.value, figure.value) and one.n == figure.n:
        return figure
    row = overrides.get((figure.measure, figure.code))
    if row is not None and one.comment == row.reason and close(one.value, row.value) and one.n == figure.n:
        return derive.overridden(figure, row)
    return _supplied(figure, one)


def _supplied(figure: FigureView, one: SuppliedFigure) -> FigureView:
    """Of a share what it is of is known from its n, so that it is hidden where that is small."""
    of = one.n if figure.kind == "share" and one.value is not None else None
    return replace(
        figure, value=one.value, n=one.n, low=None, high=None, derived=None, override_reason=None,
        numerator=round(one.value * of) if of is not None and one.value is not None else None, denominator=of,
        left_out={}, left_out_ids={}, told=(), supplied=True, comment=one.comment,
    )  # fmt: skip


def _named(asked: Asked, agreed: Sequence[MeasureView], one: SuppliedFigure) -> FigureView:
    """A group that is in no short list and that the records here know nothing of."""
    view = next(view for view in agreed if view.measure == one.measure)
    dimension, _, code = one.code.partition("=")
    label = labels.names(dimension, [code], asked.sources).get(code) or label_of(dimension, code)
    return _supplied(derive.nothing(view, one.code, label), one)


def close(a: float | None, b: float | None) -> bool:
    """Whether two numbers are one, as far as a spreadsheet keeps them."""
    if a is None or b is None:
        return a is b
    return math.isclose(a, b, rel_tol=1e-11, abs_tol=1e-11)


@dataclass(frozen=True, slots=True)
class Folded:
    """The rows that leave; `alone`: the codes of those who would stand alone in them; `said_no`: of people on record here who
    said no to rows about them; `ours` counts the rows that are our own."""

    leaving: Leave = NOTHING
    alone: frozenset[str] = frozenset()
    said_no: frozenset[str] = frozenset()
    supplied: int = 0
    ours: int = 0
    unnamed: int = field(default=0)

    def problems(self) -> list[Problem]:
        if not self.said_no:
            return []
        few = len(self.said_no)
        said = "1 person" if few == 1 else f"{few} people"
        return [Problem("row.said_no", f"{said} in the rows said no to them.", "Take every row about them out.")]


def rows(
    asked: Asked,
    own: Leave,
    agreement: AgreementView | None,
    views: Iterable[FigureView],
    said: Sequence[SuppliedRow],
) -> Folded:
    """The supplied rows, those of ours that stand behind figures that are worked out here, and those that are counted and not
    sent."""
    if agreement is None:
        return Folded()
    gone = {figure.key for figure in views if figure.supplied}
    mine = {(row.table, row.shared["fact"]): row for row in own.rows}
    people = {row.person_uid: row.holder_id for row in own.rows if row.person_uid and not row.stays}
    coded = codes.row_codes(asked.contract, people, make=False) if people else {}
    known = codes.known(asked.contract, {row.row_code for row in said if _OURS.fullmatch(row.row_code)})
    fold = _Fold(asked, agreement, known, {code: uid for uid, code in coded.items()})
    named: set[tuple[str, str]] = set()
    listed = [one for one in said if one.table in fold.leaves]
    found = [fold.row(one, mine.get((one.table, one.fact)), gone, named) for one in listed]
    ours = [
        _counted(row, gone)
        for key, row in mine.items()
        if key not in named and (row.stays or any(key not in gone for key in row.counted_in))
    ]
    leaving = Leave(own.columns, (*found, *ours))
    alone = alone_in(leaving, agreement)
    held = objecting.kept_back(dict(known.values()), asked.contract.commissioner_id)
    return Folded(
        leaving,
        frozenset(row.code or coded.get(row.person_uid, "") for row in leaving.rows if row.person_uid in alone),
        frozenset(code for code, (uid, _) in known.items() if uid in held),
        fold.supplied,
        len(leaving.rows) - fold.supplied,
        sum(not row.stays for row in ours),
    )


def _counted(row: LeavingRow, gone: set[str]) -> LeavingRow:
    """A row without the figures that were supplied: it does not stand behind those."""
    return replace(row, counted_in=[key for key in row.counted_in if key not in gone]) if gone else row


class _Fold:
    """Takes supplied rows one by one."""

    def __init__(
        self, asked: Asked, agreement: AgreementView, known: Mapping[str, tuple[str, int]], people: Mapping[str, str]
    ) -> None:
        self.within, self.lead = str(asked.contract.uid), asked.contract.provider_id
        self.known, self.people, self.supplied = known, people, 0
        self.leaves = {
            table: frozenset(column.name for column in found)
            for table, found in columns.leaving(agreement.field_names).items()
        }
        self.hashed = {table: names & rules.HASHED for table, names in self.leaves.items()}

    def row(self, one: SuppliedRow, mine: LeavingRow | None, gone: set[str], named: set[tuple[str, str]]) -> LeavingRow:
        values = self._lets(one)
        if mine is not None:
            named.add((one.table, one.fact))
            same = not mine.stays and self.people.get(one.row_code) == mine.person_uid
            if same and all(_same(mine.shared.get(name), value) for name, value in values.items()):
                return _counted(mine, gone)
        self.supplied += 1
        uid, holder = self.known.get(one.row_code) or (f"supplied:{one.row_code}", self.lead)
        fact = one.fact if mine is not None else rules.hashed(self.within, f"supplied {one.table} {one.fact}")
        shared = {"fact": fact, **values}
        for name in self.hashed[one.table]:
            shared[name] = self._reference(shared[name])
        return LeavingRow(one.table, holder, uid, shared, code=one.row_code)

    def _lets(self, one: SuppliedRow) -> Mapping[str, Any]:
        """Only what the agreement names."""
        lets = self.leaves[one.table]
        if one.values.keys() == lets:
            return one.values
        return {name: one.values.get(name) for name in lets}

    def _reference(self, value: Any) -> Any:
        if value is None or _OURS.fullmatch(value):
            return value
        return rules.hashed(self.within, f"supplied {value}")


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    if isinstance(a, bool) or isinstance(b, bool) or not (isinstance(a, int | float) and isinstance(b, int | float)):
        return bool(a == b)
    return close(a, b)
