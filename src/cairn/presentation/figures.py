"""Figures as people read them: value, interval and n in words, a chart, its table and its sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from cairn.access.actors import Actor
from cairn.definitions.shapes.measure import Measure
from cairn.insight.results import FigureRow, MeasureResult
from cairn.presentation import bars, dimensions, periods
from cairn.presentation.numbers import Numbers
from cairn.web import formats

HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Stat:
    """One cell as the `stat-table` component draws it. `hidden` says why there is no value."""

    value: str = ""
    n: str = ""
    low: str = ""
    high: str = ""
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of figures."""

    label: str
    figures: tuple[Stat, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A measure ready for a page. `chart` is None where there is nothing to compare."""

    heading: str
    first: str
    lines: tuple[Line, ...]
    sentence: str
    chart: Markup | None
    left_out: tuple[tuple[str, int], ...]


def value(number: float | None, kind: str, decimals: int = 0) -> str:
    """A share as a percentage, a mean change with its sign, a count as it is; "" for none."""
    if number is None:
        return ""
    number = number if round(number, decimals + 2 * (kind == "share")) else 0
    if kind == "share":
        return formats.percent(number, decimals)
    if kind == "paired_change":
        return f"{'+' if number > 0 else ''}{formats.number(number, decimals)}"
    return formats.number(number, decimals if kind == "mean" or decimals else None)


def target(number: float | None, kind: str, decimals: int = 0) -> str:
    """A target as it was written: 10, not 10.0."""
    whole = number is not None and float(number).is_integer() and kind != "share"
    return value(int(number) if whole and number is not None else number, kind, decimals)


def stat(figure: Numbers | None, kind: str, decimals: int = 0, *, suppressed: bool = False, reason: str = "") -> Stat:
    """Value, interval and n; where there is no value, why: hidden, or nobody counted."""
    if suppressed:
        return Stat(hidden=HIDDEN)
    if figure is None or figure.value is None:
        return Stat(hidden=reason or "none", n=formats.number(figure.n) if figure and figure.n is not None else "")
    low, high = (value(end, kind, decimals) for end in (figure.low, figure.high))
    said = formats.number(figure.n) if figure.n is not None else ""
    # A count that rests on as many records as it counts says its n by itself.
    return Stat(value(figure.value, kind, decimals), said, low if high else "", high if low else "")


def shown(by: Actor, result: MeasureResult, definition: Measure) -> Shown:
    """A measure whole, or by one dimension."""
    dimension = result.dimensions[0] if result.dimensions else ""
    codes = [row.codes[0] for row in result.rows if row.codes]
    named = dimensions.names(by, dimension, codes, result.period.end) if dimension else {}
    rows = {row.codes[0] if row.codes else "": row for row in result.rows}
    ordered = [(words, rows[code]) for code, words in named.items()] or [("All", row) for row in result.rows]
    sentence = _sentence(definition, result, ordered, dimension)
    return Shown(
        heading=f"{definition.label}, {periods.words(result.period)}",
        first=dimensions.label(dimension) if dimension else "",
        lines=tuple(Line(words, (_stat(row, definition),)) for words, row in ordered),
        sentence=sentence,
        chart=_chart(definition, ordered, sentence) if len(ordered) > 1 else None,
        left_out=tuple((result.left_out_words.get(key, key), count) for key, count in result.left_out.items() if count),
    )


def _stat(row: FigureRow, definition: Measure) -> Stat:
    return stat(row, definition.kind, definition.decimals, suppressed=row.suppressed, reason=row.reason or "")


def _chart(definition: Measure, ordered: Sequence[tuple[str, FigureRow]], sentence: str) -> Markup:
    return bars.drawn(
        [bars.Bar("", words, row, row.suppressed, _stat(row, definition).value) for words, row in ordered],
        is_share=definition.kind == "share",
        words=sentence,
    )


def _sentence(
    definition: Measure, result: MeasureResult, ordered: Sequence[tuple[str, FigureRow]], dimension: str
) -> str:
    when = periods.words(result.period)
    known = [(words, row) for words, row in ordered if row.value is not None]
    if not known:
        return f"{definition.label}, {when}: nothing to count."
    if not dimension:
        return f"{definition.label}, {when}: {in_words(known[0][1], definition.kind, definition.decimals)}."
    top = max(known, key=lambda pair: pair[1].value or 0)
    low = min(known, key=lambda pair: pair[1].value or 0)
    said = [f"{words}, {in_words(row, definition.kind, definition.decimals)}" for words, row in (top, low)]
    ends = f"highest {said[0]}; lowest {said[1]}" if len(known) > 1 else said[0]
    return f"{definition.label} by {dimensions.label(dimension).lower()}, {when}: {ends}."


def in_words(figure: Numbers, kind: str, decimals: int = 0) -> str:
    """`62% (95% interval 53% to 70%, n = 128)`."""
    said = stat(figure, kind, decimals)
    if said.hidden:
        return said.hidden
    inside = [f"95% interval {said.low} to {said.high}"] if said.low else []
    inside += [f"n = {said.n}"] if said.n and said.n != said.value else []
    return f"{said.value} ({', '.join(inside)})" if inside else said.value


def definition_facts(definition: Measure) -> list[Mapping[str, Any]]:
    """The definition in the words of its file, as rows of a summary list."""
    facts = [("What it counts", definition.words), ("How", KINDS[definition.kind])]
    facts += [("What it does not show", definition.not_shown)] if definition.not_shown else []
    facts += (
        [("Left out, and said so", "; ".join(out.words for out in definition.left_out))] if definition.left_out else []
    )
    facts += [("Where it comes from", definition.source), ("Version", str(definition.version))]
    return [{"key": key, "value": text} for key, text in facts]


KINDS = {
    "count": "A count of records.",
    "distinct": "A count of different people: each once, however often they came.",
    "share": "A share: those counted, of all who could have been.",
    "mean": "An average.",
    "paired_change": "The average change of those with two readings, with its 95% interval. It says how people changed, not why.",
    "sum": "A sum.",
    "named": "Worked out by a rule of its own.",
}
