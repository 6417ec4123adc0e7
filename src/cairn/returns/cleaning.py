"""What a row of a submission gives away by itself, or beside its neighbours: the rules of the cleaning desk. Pure.

A finding names a row by its reference and says what is odd in words that hold no answer of anybody. It says that somebody
should look, not that the row is wrong.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from cairn.contracts.rules import PERSON
from cairn.definitions import registry
from cairn.definitions.mart import TABLES
from cairn.definitions.shapes.scale import Scale
from cairn.kernel.periods import Period
from cairn.kernel.problems import Refused
from cairn.questionnaire.conditions import MISSING
from cairn.returns.individual import coarse
from cairn.returns.individual.columns import CORE, OPTIONAL
from cairn.scales.scoring import limits, score
from cairn.scales.scoring.columnar import SKIP

BY_HAND = "by_hand"
#: Each rule, as a heading. The order is that of the desk: what is most surely wrong comes first.
RULES: Mapping[str, str] = {
    "out_of_range": "A reading that its scale cannot give",
    "not_the_score": "Answers that do not come to the score beside them",
    "ends_before_start": "Ends before it starts",
    "outside_round": "Dated outside the round",
    "not_in_list": "A code that is on no list",
    "same_fact": "The same fact twice",
    "second_start": "A second starting reading",
    "age": "An age that is not plausible",
    "across": "Sent under another contract too",
    "looks_alike": "Two codes that look like one person",
    "no_core": "Core questions not asked",
    BY_HAND: "Entered by hand",
}
#: What, of the same person, would be one fact told twice; and by which columns it is told apart.
SAME: Mapping[str, tuple[str, ...]] = {
    "assessment": ("scale", "rater", "assessed_date"),
    "referral": ("received_date",),
    "episode": ("start_date",),
    "feedback": ("why", "asked_date"),
}
#: What cannot lie before what.
ORDER = (
    ("start_date", "end_date"), ("presented_date", "part_met_date"), ("presented_date", "met_date"),
    ("from_date", "to_date"), ("from_date", "reached_date"), ("first_date", "second_date"),
    ("first_date", "reading_date"), ("asked_date", "answered_date"), ("made_date", "result_date"),
)  # fmt: skip
NOT_ASKED = frozenset({None, "", "not_asked", "not_collected"})
FEW = 2
"""So many known answers about themselves, at least, must two codes share before they look like one person."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the desk reads it. `code` is "" where nobody is named. `values` are mart columns, dates as they were sent."""

    digest: str
    code: str
    table: str
    values: Mapping[str, Any]
    fact: str = ""
    link_code: str = ""
    counted_in: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        return self.code or self.digest


@dataclass(frozen=True, slots=True)
class Finding:
    """Which rule asks about which row, and why, in words."""

    digest: str
    row: str
    table: str
    rule: str
    words: str

    @property
    def key(self) -> str:
        return f"{self.digest}:{self.rule}"


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules need besides the rows. `dated`: measure → the columns of its period date and, where it asks what was
    open, of its end ("" where not). `elsewhere`: what other contracts sent, as `across_key` tells it."""

    period: Period
    dated: Mapping[str, tuple[str, str]]
    elsewhere: frozenset[tuple[str, ...]] = frozenset()


def find(rows: Sequence[Row], context: Context) -> tuple[Finding, ...]:
    """Every finding, in the order of the rules; of one row at most one by each rule."""
    found: dict[str, Finding] = {}
    for rule in RULES:
        for row, words in _OF_RULE[rule](rows, context) if rule in _OF_RULE else ():
            one = Finding(row.digest, row.reference, row.table, rule, words)
            found.setdefault(one.key, one)
    return tuple(found.values())


def short(reference: str) -> str:
    """The first eight signs of a reference: enough to tell the rows of one submission apart on a page."""
    return reference[:8]


Told = Iterator[tuple[Row, str]]


@cache
def _scale(id: str, version: int | None) -> Scale | None:
    try:
        return registry.get("scale", id, version)
    except LookupError:
        return None


def _readings(rows: Iterable[Row]) -> Iterator[tuple[Row, Scale]]:
    for row in rows:
        version = row.values.get("scale_version")
        if row.table == "assessment" and row.values.get("scale"):
            scale = _scale(row.values["scale"], int(version) if isinstance(version, int | float) else None)
            if scale is not None:
                yield row, scale


def _out_of_range(rows: Sequence[Row], context: Context) -> Told:
    for row, scale in _readings(rows):
        for name, of in (("score", None), ("total", "total"), ("metric", "metric")):
            value = row.values.get(name)
            if not isinstance(value, int | float) or isinstance(value, bool):
                continue
            low, high = limits(scale, of)
            if not low <= value <= high:
                words = f"{scale.short_label} lies between {low:g} and {high:g}; this {_SCORE[name]} does not."
                yield row, words


_SCORE = {"score": "score", "total": "total", "metric": "converted score"}


def _not_the_score(rows: Sequence[Row], context: Context) -> Told:
    for row, scale in _readings(rows):
        answers = row.values.get("answers")
        if isinstance(answers, list) and answers and not _comes_to(scale, row, answers):
            yield row, f"Scored again, the {scale.short_label} answers in this row give something else."


def _comes_to(scale: Scale, row: Row, answers: list[Any]) -> bool:
    """Whether the answers give the scores beside them, as far as both are told."""
    said = [None if each is None else "not_applicable" if each == SKIP else int(each) for each in answers]
    try:
        scored = score(scale, said)
    except Refused:
        return False
    pairs = ((scored.total, "total"), (scored.metric, "metric"), (scored.value, "score"))
    told = [(now, row.values[name]) for now, name in pairs if now is not None and row.values.get(name) is not None]
    return all(abs(now - then) < 0.005 for now, then in told)


def _ends_before_start(rows: Sequence[Row], context: Context) -> Told:
    for row in rows:
        for first, last in ORDER:
            start, end = _date(row, first), _date(row, last)
            if start and end and end < start:
                yield row, f"{name_of(last)} lies before {name_of(first).lower()}."


def _outside_round(rows: Sequence[Row], context: Context) -> Told:
    for row in rows:
        for key in row.counted_in or (row.table,):
            first, last = context.dated.get(key.partition(":")[0], ("", ""))
            start, end = _date(row, first), _date(row, last)
            if start is None:
                continue
            early = (end is not None and end < context.period.start) if last else start < context.period.start
            if start > context.period.end or early:
                yield row, f"{name_of(first)} is not within what the round covers."


def _not_in_list(rows: Sequence[Row], context: Context) -> Told:
    for row in rows:
        for name, value in row.values.items():
            codes = known_codes(row.table, name)
            if codes and isinstance(value, str) and value and value not in codes:
                yield row, f"{name_of(name)} holds a code that is not on its list."


@cache
def known_codes(table: str, name: str) -> frozenset[str]:
    """Every code that a column may hold, or none where it has no list. A person's row may hold broader answers."""
    kind, _, listed = TABLES.get(table, TABLES["referral"]).get(name, "").partition(":")
    if table == PERSON and name in OPTIONAL:
        kind, listed = "codes", name
    if kind != "codes":
        return frozenset()
    codes = {entry.code for entry in registry.get("codes", listed).entries}
    broader = {coarse.broader(name, code, step) for code in codes for step in coarse.steps(name)}
    return frozenset(codes | MISSING | broader | {coarse.NOT_SAID})


def same_key(row: Row) -> tuple[str, ...] | None:
    """What two rows of one person share when they tell one fact; None where the row says too little."""
    names = [name for name in SAME.get(row.table, ()) if row.values.get(name) is not None]
    dates = [name for name in names if name.endswith("_date")]
    if not row.code or not dates or ("scale" in SAME[row.table] and "scale" not in names):
        return None
    return (row.table, *(f"{name}={row.values[name]}" for name in names))


def _same_fact(rows: Sequence[Row], context: Context) -> Told:
    first: dict[tuple[str, ...], Row] = {}
    for row in rows:
        keys: list[tuple[str, ...]] = [("fact", row.table, row.fact)] if row.fact else []
        same = same_key(row)
        keys += [("same", row.code, *same)] if same else []
        for key in keys:
            if (before := first.setdefault(key, row)) is not row:
                yield row, f"It reads like another row of {short(before.reference)}: {_what(row)}."


def _what(row: Row) -> str:
    return "the same person, the same day" if row.code else "the same record"


def _second_start(rows: Sequence[Row], context: Context) -> Told:
    seen: dict[tuple[Any, ...], Row] = {}
    for row in sorted(rows, key=lambda row: str(row.values.get("assessed_date"))):
        if row.table == "assessment" and row.values.get("stage") == "start" and row.code:
            about = (row.code, *(row.values.get(name) for name in ("scale", "rater", "line", "episode")))
            if seen.setdefault(about, row) is not row:
                yield row, "This person has a starting reading on the same scale already."


def _age(rows: Sequence[Row], context: Context) -> Told:
    """No row holds an age, only its band: it is not plausible where one person is in bands that do not touch."""
    order = [entry.code for entry in registry.get("codes", "age_band").entries]
    seen: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        band = row.values.get("age_band")
        if row.code and band in order:
            places = seen[row.code]
            places.add(order.index(band))
            if max(places) - min(places) > 1:
                yield row, "The rows of this person put them into ages that lie far apart."


def across_key(row: Row) -> tuple[tuple[str, ...], ...]:
    """How a row is known again under another contract: the same record, or of the same person the same fact."""
    if not row.link_code:
        return ()
    same = same_key(row)
    found = [("fact", row.link_code, row.table, row.fact)] if row.fact and row.table != PERSON else []
    return (*found, *([("same", row.link_code, *same)] if same else []))


def _across(rows: Sequence[Row], context: Context) -> Told:
    for row in rows:
        if any(key in context.elsewhere for key in across_key(row)):
            yield row, "The same fact about the same person came with another contract's return for these months."


def _looks_alike(rows: Sequence[Row], context: Context) -> Told:
    who: dict[str, dict[str, Any]] = defaultdict(dict)
    days: dict[str, set[tuple[str, str, Any]]] = defaultdict(set)
    first: dict[str, Row] = {}
    for row in rows:
        if row.code:
            first.setdefault(row.code, row)
            who[row.code] |= {name: row.values[name] for name in CORE if _is_known(row.values.get(name))}
            days[row.code] |= {
                (row.table, name, day) for name, day in row.values.items() if day and _is_date(row, name)
            }
    seen: dict[tuple[Any, ...], str] = {}
    for code, row in first.items():
        if len(who[code]) >= FEW and days[code]:
            other = seen.setdefault((tuple(sorted(who[code].items())), frozenset(days[code])), code)
            if other != code:
                yield row, f"The same answers and the same days as {short(other)}."


def _no_core(rows: Sequence[Row], context: Context) -> Told:
    """Once for each person: on the row about them where there is one, else on their first."""
    told: set[str] = set()
    for row in sorted(rows, key=lambda row: row.table != PERSON):
        if not row.code or row.code in told:
            continue
        lacking = [name for name in CORE if name in row.values and row.values[name] in NOT_ASKED]
        told |= {row.code} if any(name in row.values for name in CORE) else set()
        if lacking:
            yield row, f"Not asked: {', '.join(name_of(name).lower() for name in lacking)}."


def _is_known(value: Any) -> bool:
    return value is not None and value != "" and value not in MISSING and value != coarse.NOT_SAID


def _is_date(row: Row, name: str) -> bool:
    return TABLES.get(row.table, {}).get(name) == "date"


def _date(row: Row, name: str) -> date | None:
    value = row.values.get(name)
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def name_of(column: str) -> str:
    words = column.removesuffix("_date").replace("_", " ")
    return f"{words.capitalize()} date" if column.endswith("_date") else words.capitalize()


_OF_RULE: Mapping[str, Callable[[Sequence[Row], Context], Told]] = {
    "out_of_range": _out_of_range,
    "not_the_score": _not_the_score,
    "ends_before_start": _ends_before_start,
    "outside_round": _outside_round,
    "not_in_list": _not_in_list,
    "same_fact": _same_fact,
    "second_start": _second_start,
    "age": _age,
    "across": _across,
    "looks_alike": _looks_alike,
    "no_core": _no_core,
}
