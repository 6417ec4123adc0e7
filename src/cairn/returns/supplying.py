"""A supplied content put in place of what is worked out here.

A figure that is what is worked out here, or what was corrected by hand with the same reason, is that figure; every other is
marked as supplied. A row that is one of ours stays ours; every other stands behind the figures that count it (`counting`), and
is read by its recipient as ours are.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from cairn.contracts.rules import PERSON
from cairn.contracts.views import AgreementView, MeasureView
from cairn.definitions.mart import WHO
from cairn.insight.labels import label_of
from cairn.kernel.problems import Problem
from cairn.returns import codes, counting, derive, labels, objecting, rules
from cairn.returns.counting import Uneven
from cairn.returns.derive import Asked, Overrides
from cairn.returns.freezing import ELSEWHERE, NOTHING, Leave, LeavingRow
from cairn.returns.individual import alone_in, coarse, columns
from cairn.returns.supplied import Content, SuppliedFigure, SuppliedRow
from cairn.returns.views import FigureView

_OURS = re.compile(r"[0-9a-f]{32}")
#: What a blank says of somebody in a row behind a figure.
UNANSWERED = {name: "not_known" if kind == "area" else "not_asked" for name, kind in WHO.items() if kind != "uid"}


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
    """The rows that leave; `alone`: the codes of those who would stand alone in them; `said_no`: of people who said no to
    rows about them; `ours` counts the rows that are our own; `idle` those of the file that no figure counts, by
    table, which do not leave."""

    leaving: Leave = NOTHING
    alone: frozenset[str] = frozenset()
    said_no: frozenset[str] = frozenset()
    supplied: int = 0
    ours: int = 0
    unnamed: int = field(default=0)
    uneven: tuple[Uneven, ...] = ()
    idle: Mapping[str, int] = field(default_factory=dict)

    def problems(self) -> list[Problem]:
        found = [Problem("figure.rows", one.message, one.fix) for one in self.uneven if one.is_wrong]
        if not self.said_no:
            return found
        few = len(self.said_no)
        said = "1 person" if few == 1 else f"{few} people"
        return [
            *found,
            Problem("row.said_no", f"{said} in the rows said no to them.", "Take every row about them out."),
        ]


def rows(
    asked: Asked,
    agreed: Sequence[MeasureView],
    own: Leave,
    agreement: AgreementView | None,
    views: Iterable[FigureView],
    supplied: Content,
) -> Folded:
    """The supplied rows, those of ours that stand behind figures that are worked out here, and those that are counted and not
    sent."""
    if agreement is None:
        return Folded()
    views, said = tuple(views), supplied.rows
    stands = {figure.key for figure in views if not figure.supplied}
    coded = codes.row_codes(asked.contract, own.people, make=False)
    known = codes.known(asked.contract, {row.row_code for row in said if _OURS.fullmatch(row.row_code)})
    fold = _Fold(asked, own, known, {code: uid for uid, code in coded.items()})
    found, ours = _put_together(fold, own, said, stands)
    counted = counting.count(asked, agreed, views, [*found, *ours])
    found, idle = _standing(found, counted.keys, stands, columns.leaving(agreement.field_names))
    leaving = Leave(own.columns, (*found, *ours))
    alone = alone_in(leaving, agreement)
    held = objecting.kept_back(dict(known.values()), asked.contract.commissioner_id)
    return Folded(
        leaving,
        frozenset(row.code or coded.get(row.person_uid, "") for row in leaving.rows if row.person_uid in alone),
        supplied.said_no | {code for code, (uid, _) in known.items() if uid in held},
        fold.supplied - sum(idle.values()),
        len(leaving.rows) - fold.supplied + sum(idle.values()),
        sum(not row.stays for row in ours),
        counted.uneven,
        idle,
    )


def _put_together(
    fold: "_Fold", own: Leave, said: Iterable[SuppliedRow], stands: Collection[str]
) -> tuple[list[LeavingRow], list[LeavingRow]]:
    """The rows of the file; and of ours those that it does not name and that stand behind figures that are worked out here."""
    mine = {(row.table, row.shared["fact"]): row for row in own.rows}
    named: set[tuple[str, str]] = set()
    listed = [one for one in said if one.table in fold.leaves]
    found = [fold.row(one, mine.get((one.table, one.fact)), stands, named) for one in listed]
    ours = [
        _counted(row, stands)
        for key, row in mine.items()
        if key not in named and (row.stays or any(key in stands for key in row.counted_in))
    ]
    return list(_as_broad(found, [column.name for column in own.columns.get(PERSON, ())])), ours


def _as_broad(found: Sequence[LeavingRow], answers: Sequence[str]) -> Iterator[LeavingRow]:
    """Supplied rows that say no more of somebody than the row about them does: what is broader there is withheld here, and of
    whoever has no row there, because they would stand alone in it, all of it."""
    nothing = dict.fromkeys(answers, coarse.WITHHELD)
    coarser = {row.person_uid: _coarser(row.shared, answers) for row in found if row.table == PERSON}
    for row in found:
        less = coarser.get(row.person_uid, nothing) if row.code and row.table != PERSON else {}
        yield replace(row, shared=coarse.in_mart(row.shared, less)) if less else row


def _coarser(said: Mapping[str, Any], answers: Iterable[str]) -> dict[str, str]:
    """By field the step at which the row about a person has it, where that is broader than answered."""
    steps = {name: coarse.stands_at(name, said[name] or "") for name in answers}
    return {name: step for name, step in steps.items() if step}


def _standing(
    found: Iterable[LeavingRow], keys: counting.Keys, stands: Collection[str], kinds: Collection[str]
) -> tuple[list[LeavingRow], dict[str, int]]:
    """The rows of a file with the figures that they stand behind: all that count a supplied row, and of ours those that were
    supplied too. What stands behind none leaves only where all rows of its kind do."""
    kept: list[LeavingRow] = []
    idle: Counter[str] = Counter()
    for row in found:
        behind = keys.get((row.table, row.shared["fact"]), frozenset())
        more = behind if row.code else behind.difference(stands)
        row = replace(row, counted_in=[*row.counted_in, *sorted(more)]) if more else row
        if row.counted_in or row.table in kinds or not row.code:
            kept.append(row)
        else:
            idle[row.table] += 1
    return kept, dict(idle)


def _counted(row: LeavingRow, stands: Collection[str]) -> LeavingRow:
    """A row of ours behind the figures that stand as they are worked out here, and no others."""
    return replace(row, counted_in=[key for key in row.counted_in if key in stands])


class _Fold:
    """Takes supplied rows one by one."""

    def __init__(
        self, asked: Asked, own: Leave, known: Mapping[str, tuple[str, int]], people: Mapping[str, str]
    ) -> None:
        self.within, self.lead = str(asked.contract.uid), asked.contract.provider_id
        self.known, self.people, self.supplied = known, people, 0
        self.leaves = {
            table: frozenset(column.name for column in found)
            for table, found in own.columns.items()
            if table == PERSON or counting.of_people(table)
        }
        self.hashed = {table: names & rules.HASHED for table, names in self.leaves.items()}
        self.asked = {
            table: {name: word for name, word in UNANSWERED.items() if name in names}
            for table, names in self.leaves.items()
            if table != PERSON
        }

    def row(
        self, one: SuppliedRow, mine: LeavingRow | None, stands: Collection[str], named: set[tuple[str, str]]
    ) -> LeavingRow:
        values = self._lets(one)
        if mine is not None:
            named.add((one.table, one.fact))
            same = not mine.stays and self.people.get(one.row_code) == mine.person_uid
            if same and all(_same(mine.shared[name], value) for name, value in values.items() if name in mine.shared):
                return _counted(mine, stands)
        self.supplied += 1
        uid, holder = self.known.get(one.row_code) or (f"{ELSEWHERE}{one.row_code}", self.lead)
        fact = one.fact if mine is not None else rules.hashed(self.within, f"supplied {one.table} {one.fact}")
        shared = {"fact": fact, **values}
        for name, word in self.asked.get(one.table, {}).items():
            shared[name] = word if shared[name] is None else shared[name]
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
