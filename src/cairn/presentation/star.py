"""A star: the areas of a ladder around a centre, the first and the latest readings laid over each other.

Never colour alone: the first is a dashed line with hollow dots, the latest a full line with full dots and a tint. Areas are
numbered around the rim, so that the picture is legible on a phone; where there is room their names stand there too. An
area that was not rated has no dot, and the line has a gap there. Every picture has its table and its sentence.
"""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cairn.definitions.shapes.scale import Scale
from cairn.presentation.lines import wrapped
from cairn.web import formats

MIDDLE, RIM, WORDS, NUMBERS = 260, 150, 176, 172
LEAST, MOST = 3, 14
Answers = Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Area:
    """One area: its number on the rim, the two readings, and the change in words."""

    number: int
    label: str
    first: int | None
    latest: int | None
    change: int | None
    way: str


@dataclass(frozen=True, slots=True)
class Star:
    """The picture, its table and its sentence. `first_date` is None while there is one reading only."""

    svg: Markup
    areas: tuple[Area, ...]
    sentence: str
    first_date: dt.date | None
    latest_date: dt.date


def is_star(scale: Scale) -> bool:
    """Whether a scale is drawn so: areas that each stand by themselves, of the same ends and the same direction."""
    items = scale.scored
    ends = {scale.bounds(item) for item in items}
    ways = {item.better or scale.better for item in items}
    return (
        scale.rule == "each" and scale.main is None and LEAST <= len(items) <= MOST and len(ends) == 1
        and len(ways) == 1 and not scale.profile and not any(item.choices for item in items)
    )  # fmt: skip


def star(
    scale: Scale, latest: Answers, latest_date: dt.date, first: Answers | None = None, first_date: dt.date | None = None,
    *, label: str = "",
) -> Star:  # fmt: skip
    """The star of a reading, over the first one where there is one. `label` says it in another language."""
    areas = tuple(_area(scale, at, latest, first) for at, item in enumerate(scale.items) if not item.extra)
    words = sentence(scale, areas, first_date, latest_date)
    low, high = scale.bounds(scale.scored[0])
    drawn = [*_rings(len(areas), low, high), *_spokes(areas), *_names(areas)]
    if first is not None:
        drawn += _shape(areas, [one.first for one in areas], low, high, "first")
    drawn += _shape(areas, [one.latest for one in areas], low, high, "latest")
    frame = (
        '<div class="star-frame"><svg class="star" viewBox="-50 0 620 440" role="img" aria-label="{}">{}</svg></div>'
    )
    svg = Markup(frame).format(label or words, Markup("").join(drawn))
    return Star(svg, areas, words, first_date, latest_date)


def sentence(scale: Scale, areas: Sequence[Area], first_date: dt.date | None, latest_date: dt.date) -> str:
    """How many areas went which way, and what was not rated."""
    when = formats.date(latest_date)
    blank = sum(one.latest is None for one in areas)
    left = f" {_areas(blank).capitalize()} not rated." if blank else ""
    if first_date is None:
        said = ", ".join(f"{one.label} {one.latest}" for one in areas if one.latest is not None)
        return f"{scale.short_label} on {when}: {said or 'nothing rated'}.{left}"
    counts = [(sum(one.way == way for one in areas), way) for way in ("better", "the same", "worse")]
    ways = ", ".join(f"{_areas(count)} {way}" for count, way in counts if count) or "no area rated twice"
    return f"{scale.short_label}, from {formats.date(first_date)} to {when}: {ways}.{left}"


def _area(scale: Scale, at: int, latest: Answers, first: Answers | None) -> Area:
    item = scale.items[at]
    before = first[at] if first is not None and at < len(first) else None
    now = latest[at] if at < len(latest) else None
    change = None if before is None or now is None else now - before
    gain = 0 if change is None else change if (item.better or scale.better) == "higher" else -change
    way = "" if change is None else "better" if gain > 0 else "worse" if gain < 0 else "the same"
    return Area(item.number, (item.text or item.topic).capitalize(), before, now, change, way)


def _areas(count: int) -> str:
    return "1 area" if count == 1 else f"{count} areas"


def _point(at: int, count: int, distance: float) -> tuple[float, float]:
    """Clockwise from the top."""
    angle = 2 * math.pi * at / count - math.pi / 2
    return round(MIDDLE + distance * math.cos(angle), 1), round(220 + distance * math.sin(angle), 1)


def _distance(value: int, low: int, high: int) -> float:
    """The lowest answer keeps a little off the centre, so that areas at the lowest are still apart."""
    return RIM * (0.14 + 0.86 * (value - low) / (high - low))


def _rings(count: int, low: int, high: int) -> Iterator[Markup]:
    for value in range(low, high + 1):
        corners = " ".join(
            f"{x},{y}" for x, y in (_point(at, count, _distance(value, low, high)) for at in range(count))
        )
        edge = " star__ring--edge" if value == high else ""
        yield Markup('<polygon class="star__ring{}" points="{}"/>').format(edge, corners)


def _spokes(areas: Sequence[Area]) -> Iterator[Markup]:
    for at, one in enumerate(areas):
        x, y = _point(at, len(areas), RIM)
        look = "star__spoke" if one.latest is not None or one.first is not None else "star__spoke star__spoke--blank"
        yield Markup('<line class="{}" x1="{}" y1="220" x2="{}" y2="{}"/>').format(look, MIDDLE, x, y)


def _names(areas: Sequence[Area]) -> Iterator[Markup]:
    for at, one in enumerate(areas):
        x, y = _point(at, len(areas), NUMBERS)
        yield Markup('<text class="star__number" x="{}" y="{}">{}</text>').format(x, y + 7, one.number)
        x, y = _point(at, len(areas), WORDS)
        anchor = "middle" if abs(x - MIDDLE) < 24 else "start" if x > MIDDLE else "end"
        lines = wrapped(one.label, 14)
        top = y + 5 - 8 * (len(lines) - 1) + (-8 if y < 80 and anchor == "middle" else 0)
        spans = Markup("").join(
            Markup('<tspan x="{}" dy="{}">{}</tspan>').format(x, 16 if row else 0, line)
            for row, line in enumerate(lines)
        )
        yield Markup('<text class="star__word" x="{}" y="{:.1f}" text-anchor="{}">{}</text>').format(
            x, top, anchor, spans
        )


def _shape(areas: Sequence[Area], values: Sequence[int | None], low: int, high: int, look: str) -> Iterator[Markup]:
    """The line through what was rated, open where an area was not, and a dot for each."""
    count = len(areas)
    spots = [
        None if value is None else _point(at, count, _distance(value, low, high)) for at, value in enumerate(values)
    ]
    if all(spots):
        corners = " ".join(f"{spot[0]},{spot[1]}" for spot in spots if spot)
        yield Markup('<polygon class="star__shape star__shape--{}" points="{}"/>').format(look, corners)
    else:
        for at, spot in enumerate(spots):
            after = spots[(at + 1) % count]
            if spot and after:
                yield Markup('<line class="star__shape star__shape--{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
                    look, *spot, *after
                )
    for spot in spots:
        if spot:
            yield Markup('<circle class="star__dot star__dot--{}" cx="{}" cy="{}" r="{}"/>').format(
                look, *spot, 8 if look == "first" else 5.5
            )
