"""Answers item by item, the first and the latest on one line each: for scales without a score, and beside a profile.

Never colour alone: the first is a hollow dot, the latest a full one, and an arrow runs from one to the other."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cairn.definitions.shapes.scale import Item, Scale
from cairn.scales.scoring.plan import plan_of
from cairn.web import formats

WIDTH, ROW, LEFT, RIGHT = 340, 58, 14, 326
Answers = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One item: what was answered first and last, in words where the answers have any; `way` of the change or ""."""

    number: int
    label: str
    first: str
    latest: str
    way: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The picture, its table and its sentence."""

    svg: Markup
    lines: tuple[Line, ...]
    sentence: str
    first_date: dt.date | None
    latest_date: dt.date


def chart(
    scale: Scale, latest: Answers, latest_date: dt.date, first: Answers | None = None, first_date: dt.date | None = None
) -> Chart:
    """What was answered to each item, `latest` over `first` where there are two readings. Answers in the items' order."""
    all_rows = [
        (item, _of(scale, item, first, at), _of(scale, item, latest, at)) for at, item in enumerate(scale.items)
    ]
    rows = [row for row in all_rows if not row[0].extra or row[1:] != (None, None)]
    at = {item.id: place for place, item in enumerate(scale.items)}
    none = {item.id: _none(scale, latest, at[item.id]) for item, _, _ in rows}
    lines = tuple(_line(scale, *row, none[row[0].id], _none(scale, first, at[row[0].id])) for row in rows)
    words = _sentence(scale, lines, first_date, latest_date)
    height = ROW * len(rows) + 8
    drawn = [part for place, row in enumerate(rows) for part in _row(scale, ROW * place, *row, none[row[0].id])]
    svg = Markup('<svg class="items" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, height, words, Markup("").join(drawn)
    )
    return Chart(svg, lines, words, first_date, latest_date)


def _of(scale: Scale, item: Item, answers: Answers | None, at: int) -> int | None:
    """What was answered; None for a blank, and for a code that is no answer (9, not known)."""
    value = answers[at] if answers is not None and at < len(answers) else None
    low, high = scale.bounds(item)
    return value if value is not None and low <= value <= high else None


def _none(scale: Scale, answers: Answers | None, at: int) -> str:
    """What is said where there is no answer: that it was not known, where that was said, else that there is none."""
    given = answers[at] if answers is not None and at < len(answers) else None
    return "not known" if given is not None and given == scale.missing.unknown else "not answered"


def _line(scale: Scale, item: Item, first: int | None, latest: int | None, none: str, none_first: str) -> Line:
    way = ""
    if first is not None and latest is not None:
        gain = (latest - first) * (1 if _better(scale, item) == "higher" else -1)
        way = "better" if gain > 0 else "worse" if gain < 0 else "the same"
    name = (item.text or item.topic).capitalize()
    return Line(item.number, name, _said(scale, item, first, none_first), _said(scale, item, latest, none), way)


def _better(scale: Scale, item: Item) -> str:
    """Which way is better in the answers as they were given: of an item that counts for less the higher its answer (a
    reversed one, or one whose answers have points of their own) the other way round."""
    better = item.better or scale.better
    points = plan_of(scale).columns[scale.items.index(item)].points
    if item.better is None and points and points[0] > points[-1]:
        return "lower" if better == "higher" else "higher"
    return better


def _said(scale: Scale, item: Item, value: int | None, none: str) -> str:
    if value is None:
        return none
    label = next((choice.label for choice in scale.answers(item) if choice.value == value), None)
    return f"{value}: {label}" if label else str(value)


def _sentence(scale: Scale, lines: Sequence[Line], first_date: dt.date | None, latest_date: dt.date) -> str:
    when = formats.date(latest_date)
    if first_date is None:
        return f"{scale.short_label} on {when}: {'; '.join(f'{one.label}, {one.latest}' for one in lines)}."
    counts = [(sum(one.way == way for one in lines), way) for way in ("better", "the same", "worse")]
    ways = ", ".join(f"{count} {way}" for count, way in counts if count) or "no item answered twice"
    return f"{scale.short_label}, from {formats.date(first_date)} to {when}, item by item: {ways}."


def _row(
    scale: Scale, top: int, item: Item, first: int | None, latest: int | None, none: str
) -> Iterator[Markup]:  # fmt: skip
    low, high = scale.bounds(item)
    y = top + 38

    def across(value: int) -> float:
        return round(LEFT + (RIGHT - LEFT) * (value - low) / max(high - low, 1), 1)

    name = f"{item.number}. {(item.text or item.topic).capitalize()}"
    yield Markup('<text class="items__name" x="{}" y="{}">{}</text>').format(LEFT - 8, top + 20, _cut(name, 44))
    yield Markup('<line class="items__rail" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(LEFT, RIGHT, y, y)
    if high - low <= 20:
        for value in range(low, high + 1):
            yield Markup('<line class="items__rail" x1="{x}" x2="{x}" y1="{}" y2="{}"/>').format(
                y - 4, y + 4, x=across(value)
            )
    if first is not None and latest is not None and first != latest:
        yield from _arrow(across(first), across(latest), y)
    if first is not None:
        yield Markup('<circle class="items__dot items__dot--first" cx="{}" cy="{}" r="9"/>').format(across(first), y)
    if latest is not None:
        yield Markup('<circle class="items__dot" cx="{}" cy="{}" r="6"/>').format(across(latest), y)
    else:
        yield Markup('<text class="items__none" x="{}" y="{}" text-anchor="end">{}</text>').format(RIGHT, y - 8, none)


def _arrow(start: float, end: float, y: int) -> Iterator[Markup]:
    way = 1 if end > start else -1
    tip = end - way * 8
    yield Markup('<line class="items__way" x1="{}" x2="{:.1f}" y1="{}" y2="{}"/>').format(start + way * 9, tip, y, y)


def _cut(words: str, width: int) -> str:
    return words if len(words) <= width else f"{words[: width - 1].rstrip()}…"
