"""What may be done with a return, and what of a row may leave. Pure: today's date and what stands already are passed in."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from cairn.contracts.rules import SHAREABLE, dates, text
from cairn.contracts.views import MeasureView
from cairn.definitions.mart import DERIVED_DIMENSIONS, ROUTE, TABLES, WHERE, WHO
from cairn.definitions.shapes.measure import Measure
from cairn.kernel import canonical
from cairn.kernel.problems import Problem, too_short
from cairn.questionnaire.conditions import Condition, fields_of
from cairn.returns.rules_windows import Window

Side = Literal["provider", "commissioner"]
#: state → the side whose move it is, and the states that it may move to
MOVES: Mapping[str, tuple[Side, frozenset[str]]] = {
    "open": ("provider", frozenset({"submitted"})),
    "rejected": ("provider", frozenset({"submitted"})),
    "submitted": ("commissioner", frozenset({"accepted", "rejected"})),
    "accepted": ("commissioner", frozenset({"open"})),
}


def may_move(state: str, to: str, side: Side) -> bool:
    """An accepted return is opened again by the commissioner, and moves in no other way."""
    mover, states = MOVES.get(state, ("", frozenset()))
    return side == mover and to in states


def move_problems(state: str, to: str, side: Side) -> list[Problem]:
    if may_move(state, to, side):
        return []
    words = {
        "submitted": "It has been submitted and waits for the commissioner.",
        "accepted": "It has been accepted and is locked.",
        "open": "It has not been submitted yet.",
        "rejected": "It was rejected and has not been submitted again.",
    }
    return [Problem("return.state", words[state], "Look at its history to see what happened.")]


Span = tuple[date, date]
"""A first and a last day."""


class RoundLike(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def observed_from_date(self) -> date: ...
    @property
    def observed_to_date(self) -> date: ...
    @property
    def opens_date(self) -> date: ...
    @property
    def closes_date(self) -> date: ...


def round_problems(row: int, new: RoundLike, runs: tuple[date, date], taken: Collection[Span]) -> list[Problem]:
    """`runs` are the contract's dates; `taken` the first and last days of its other rounds of this kind, with those before
    this one. A day is asked about once, or what was done on it would count, and be paid for, twice."""
    problems = text(row, "name", "name", new.name, 60)
    problems += dates(row, new.observed_from_date, new.observed_to_date, "observed_to_date")
    problems += dates(row, new.opens_date, new.closes_date, "closes_date")
    if new.opens_date < new.observed_to_date:
        fix = "Let it open on the last observed day, or later."
        problems.append(Problem("round.early", "It opens before the period is over.", fix, field="opens_date", row=row))
    if new.observed_to_date < runs[0] or new.observed_from_date > runs[1]:
        fix = "Choose a period within the contract's dates."
        problems.append(
            Problem("round.outside", "The contract does not run then.", fix, field="observed_from_date", row=row)
        )
    if overlaps((new.observed_from_date, new.observed_to_date), taken):
        fix = "Choose days that no other round asks about, or use the round that there is."
        problems.append(
            Problem(
                "round.twice", "Another round asks about some of these days.", fix, field="observed_from_date", row=row
            )
        )
    return problems


def overlaps(span: Span, taken: Iterable[Span]) -> bool:
    """Whether any of the days, first and last included, is in one of the others."""
    return any(span[0] <= last and first <= span[1] for first, last in taken)


def submit_problems(state: str, window: Window, today: date, has_measures: bool) -> list[Problem]:
    """Whether it may be sent today: whose move it is, the window, and whether there is anything to send."""
    problems = move_problems(state, "submitted", "provider") + window.problems(today)
    if not has_measures:
        fix = "Ask the commissioner to agree what the return carries."
        problems.append(Problem("return.empty", "The contract carries no measures.", fix))
    return problems


def override_problems(value: float, reason: str, kind: str) -> list[Problem]:
    """The reason says what was counted otherwise, and how; the value is one that a measure of this kind can have."""
    problems = text(None, "reason", "reason", reason, 1000)
    if not _possible(value, kind):
        how = _HOW.get(kind, "Write a whole number from 0 up.")
        problems.append(Problem("override.value", "This measure cannot have that value.", how, field="value"))
    if 0 < len(reason.strip()) < 10:
        fix = "Say what was counted differently, and how."
        problems.append(Problem("reason.short", "The reason says too little.", fix, field="reason"))
    return problems


MOST = 1_000_000_000
_HOW = {"share": "Write a share from 0 to 100 per cent.", "mean": "Write a mean.", "paired_change": "Write a change."}


def _possible(value: float, kind: str) -> bool:
    if not math.isfinite(value) or abs(value) >= MOST:
        return False
    if kind == "share":
        return 0 <= value <= 1
    return kind in ("mean", "paired_change") or (value >= 0 and float(value).is_integer())


def reason_problems(reason: str) -> list[Problem]:
    return text(None, "reason", "reason", reason, 1000) + too_short(reason, "reason")


def comment_problems(words: str) -> list[Problem]:
    """Words that explain a figure: some, and not a report."""
    return text(None, "words", "comment", words, 1000)


def carries(agreed: Iterable[tuple[str, str]], measure: str, code: str) -> bool:
    """Whether a return with these agreed measures, each with its breakdown or "", has such a figure."""
    dimension, _, category = code.partition("=")
    carried = set(agreed)
    whole = not code and measure in {name for name, _ in carried}
    return whole or bool(category and dimension and (measure, dimension) in carried)


#: Columns that a row may carry only where the agreement names them, even if a measure reads them.
AGREED_ONLY = frozenset({*WHO, *WHERE, *ROUTE})
#: References to records, which leave as a hash.
HASHED = frozenset({"group", "uid", "episode", "activity", "aim", "line", "move"})


@dataclass(frozen=True, slots=True)
class Leaving:
    """A column that leaves: named by the agreement (`under`: by a field of another name, such as all readings), or
    (`measures`) what agreed measures are computed from."""

    name: str
    is_agreed: bool
    measures: tuple[str, ...] = ()
    under: str = ""


def columns_that_leave(agreed: Iterable[MeasureView], fields: Collection[str]) -> dict[str, tuple[Leaving, ...]]:
    """By table, in the order of the mart: the agreement's fields, and the table's own columns that the measures need.

    Who somebody is, where, and how they came leaves only where the agreement names it.
    """
    needed: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for view in agreed:
        for name in columns_read(view.definition, view.by):
            needed[view.definition.table][name].add(view.label)
    return {
        table: tuple(
            Leaving(name, name in fields, tuple(sorted(reads.get(name, ()))))
            for name in TABLES[table]
            if _leaves(name, name in reads, fields)
        )
        for table, reads in needed.items()
    }


def _leaves(name: str, is_read: bool, fields: Collection[str]) -> bool:
    if name in fields:
        return name in SHAREABLE
    return is_read and name != "uid" and name not in AGREED_ONLY


def columns_read(measure: Measure, by: str = "") -> frozenset[str]:
    """The columns of its table that a measure is computed from."""
    conditions: list[Condition | None] = [measure.where, measure.numerator, *(out.where for out in measure.left_out)]
    fields = {name for condition in conditions if condition is not None for name in fields_of(condition)}
    named = {measure.period_date, measure.period_end, measure.value, measure.distinct, measure.latest_per}
    named |= {measure.weight} | {out.by for out in measure.left_out} | {DERIVED_DIMENSIONS.get(by, by) or None}
    wanted = fields | {name for name in named if name}
    return frozenset(wanted & TABLES[measure.table].keys())


def hashed(within: str, uid: str) -> str:
    """A record's uid as it leaves: the same within a contract (or, where linking is agreed, a recipient: `within` is its
    uid), another everywhere else."""
    return canonical.sha256([within, uid])[:32]


def shared_values(within: str, uid: str, values: Mapping[str, Any], columns: Iterable[Leaving]) -> dict[str, Any]:
    """What leaves of one row: `fact` and the columns, as JSON values."""
    shared = {column.name: _plain(within, column.name, values.get(column.name)) for column in columns}
    return {"fact": hashed(within, uid), **shared}


def _plain(within: str, name: str, value: Any) -> Any:
    if name in HASHED and value is not None:
        return hashed(within, str(value))
    return value.isoformat() if isinstance(value, date) else value


def row_digest(salt: str, table: str, row_code: str, counted_in: list[str], shared: dict[str, Any] | None) -> str:
    """What of a row stays when the person is erased. Without the salt a guessed content proves nothing."""
    return canonical.sha256([salt, table, row_code, counted_in, shared])


def submission_digest(
    return_uid: str,
    contract: str,
    period: dict[str, str],
    figures: list[dict[str, Any]],
    rows: Iterable[str],
    adjustments: Sequence[dict[str, Any]] = (),
    narrative: Sequence[dict[str, Any]] = (),
) -> str:
    """The hash of a submission: RFC 8785 JSON of the figures, the sorted digests of the rows, and, where there are any,
    the adjustments of earlier periods and the answers in words."""
    said = {"return": return_uid, "contract": contract, "round": period, "figures": figures, "rows": sorted(rows)}
    more = {"adjustments": list(adjustments), "narrative": list(narrative)}
    return canonical.sha256({**said, **{name: value for name, value in more.items() if value}})


def seen_digest(
    figures: list[dict[str, Any]], adjustments: list[dict[str, Any]], narrative: Sequence[dict[str, Any]] = ()
) -> str:
    """What a preview showed: submitting refuses where it has moved since."""
    if narrative:
        return canonical.sha256([figures, adjustments, list(narrative)])
    return canonical.sha256([figures, adjustments] if adjustments else figures)
