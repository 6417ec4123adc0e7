"""Readings of one scale over time, with its bands: a picture, its table and its sentence. Inline SVG, classes only."""

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from cairn.definitions.shapes.base import Sure
from cairn.definitions.shapes.scale import BandSet, Scale
from cairn.presentation.lines import wrapped
from cairn.scales.scoring.change import crossed, distance, least_reliable
from cairn.scales.scoring.limits import limits
from cairn.web import formats

WIDTH, HEIGHT = 450, 300  # no wider, so that its words can still be read on a phone
LEFT, RIGHT, TOP, BOTTOM = 40, 326, 14, 240


BOTH = (
    "Improved, the same or worse go by the first of these, the scale's rule; measurement error is another question: how far"
    " apart two scores may lie by chance alone."
)
"""Said where a scale has a rule of change and a measurement error, so that nobody reads two answers to one question."""


@dataclass(frozen=True, slots=True)
class Point:
    """One reading: its headline score, when, and at which stage."""

    date: dt.date
    value: float
    stage: str = ""
    is_baseline: bool = False


def band_set(scale: Scale) -> BandSet | None:
    """The bands of the headline score, if the scale has any."""
    return next((one for one in scale.bands if one.of == scale.headline), None)


@dataclass(frozen=True, slots=True)
class Least:
    """How far apart two scores must be before it means anything: `size` points, and whether that is measurement error
    (the scale's reliability) or only a rule of thumb. `source` and `sure` as the scale's file has them."""

    size: float
    is_error: bool
    words: str
    source: str
    sure: Sure


def least(scale: Scale) -> Least | None:
    """Measurement error where the file knows the reliability, else the scale's own rule, else nothing."""
    size = least_reliable(scale)
    if size is not None and scale.reliability is not None:
        held = scale.reliability
        return Least(size, True, f"reliable change, from {held.group}", held.source, held.sure)
    if scale.change is not None:
        return Least(scale.change.least, False, scale.change.words, scale.change.source, scale.change.sure)
    return None


def change_words(scale: Scale, change: float | None) -> str:
    """How much was gained or lost since the first reading, what the scale's rule calls it, and whether it is more than
    measurement error. Never *impact*."""
    if change is None:
        return "There is no pair of readings yet, so there is no change to show."
    if change == 0:
        return "The same score as at the start."
    found = distance(scale, 0.0, change)
    size = formats.number(abs(change), scale.decimals)
    verdict = {"improved": "improved", "worse": "worse", "same": "too small a change to call better or worse"}
    way = "higher" if change > 0 else "lower"
    said = f"{size} points {way} than at the start: {verdict[found.verdict]}."
    return f"{said} {error_words(scale, change)}".strip()


def error_words(scale: Scale, change: float) -> str:
    """Whether a change is more than measurement error; "" where the scale's file has no reliability."""
    held = least(scale)
    if held is None or not held.is_error:
        return ""
    size = f"{formats.number(held.size, max(scale.decimals, 1))} points, 95 times in 100{_unsure(held.sure)}"
    return (
        f"It is more than measurement error ({size})."
        if abs(change) > held.size
        else f"It is within measurement error ({size})."
    )


def crossed_words(scale: Scale, points: Sequence[Point]) -> str:
    """That the latest score lies on the other side of the cut-off than the first reading's; "" where it does not."""
    first = next((point for point in points if point.is_baseline), None)
    way = crossed(scale, first.value, points[-1].value) if first else None
    if way is None or scale.cutoff is None:
        return ""
    at = formats.number(scale.cutoff.at, scale.decimals)
    side = "the better" if way == "to_better" else "the worse"
    return f"It crossed the cut-off, {at}, to {side} side."


def rule_words(scale: Scale) -> str:
    """How much change counts, who says so and how sure that is; and measurement error, where it is known: a line each."""
    rule, held, known = scale.change, least(scale), scale.reliability
    said = [f"Counts as a change: {rule.words}{_from(rule.source, rule.sure)}."] if rule else []
    if held and known:
        size = formats.number(held.size, max(scale.decimals, 1))
        who = f"{known.group}{_from(known.source, known.sure)}"
        said.append(
            f"Measurement error: up to {size} points (Jacobson and Truax), by the spread and reliability in {who}."
        )
    if rule and held and known:
        said.append(BOTH)
    return "\n".join(said) or "No rule of change for this scale is published."


def sure_words(sure: Sure) -> str:
    """What stands behind a fact that is not sure; "" for one that was seen in its source."""
    return {"memory": "not sure: from memory, check the source", "computed": "computed by us", "own": "our own"}.get(
        sure, ""
    )


def _unsure(sure: Sure) -> str:
    return f"; {said}" if (said := sure_words(sure)) else ""


def _from(source: str, sure: Sure) -> str:
    return f" ({source}{_unsure(sure)})"


def picture(
    scale: Scale, points: Sequence[Point], *, label: str = "", short: Callable[[dt.date], str] = formats.short_date,
    marks: bool = False,
) -> Markup:  # fmt: skip
    """Scores as joined dots over the scale's bands, oldest first; says the same in words to those who cannot see it, in
    another language where `label` and `short` (a date) bring one. `marks` (in English) draws the stretch around the first
    reading within which a change says nothing, and the cut-off."""
    low, high = limits(scale)
    dates = [point.date for point in points]

    def across(day: dt.date) -> float:
        span = (max(dates) - min(dates)).days
        return (LEFT + RIGHT) / 2 if not span else LEFT + 56 + (RIGHT - LEFT - 112) * (day - min(dates)).days / span

    def up(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (min(max(value, low), high) - low) / ((high - low) or 1)

    spots = [(round(across(point.date), 1), round(up(point.value), 1)) for point in points]
    line = Markup('<polyline class="readings__line" points="{}"/>').format(" ".join(f"{x},{y}" for x, y in spots))
    drawn = [*_bands(scale, up), *_ticks(scale, up)]
    drawn += [*_error(scale, points, up), *_cutoff(scale, up)] if marks else []
    drawn += [line, *(_dot(point, spot, scale.decimals) for point, spot in zip(points, spots, strict=True))]
    drawn += _days(points, [x for x, _ in spots], short)
    return Markup(
        '<svg class="readings" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, HEIGHT, WIDTH, HEIGHT, escape(label or sentence(scale, points)), Markup("").join(drawn))


def marks_words(scale: Scale, points: Sequence[Point]) -> str:
    """What the marks of the picture mean: the shaded stretch around the first reading, the cut-off, and what is not sure."""
    held, found = least(scale), band_set(scale)
    said = []
    if held and any(point.is_baseline for point in points):
        size = formats.number(held.size, max(scale.decimals, 1) if held.is_error else scale.decimals)
        what = (
            "measurement error: a change within it may be chance"
            if held.is_error
            else "the scale's rule: a change within it counts as none"
        )
        said.append(
            f"Between the dotted lines, {size} points to either side of the first reading, lies {what}{_unsure(held.sure)}."
        )
    if scale.cutoff:
        at = formats.number(scale.cutoff.at, scale.decimals)
        said.append(
            f"The dashed line is the cut-off, {at}: {scale.cutoff.words}{_from(scale.cutoff.source, scale.cutoff.sure)}."
        )
    if found and sure_words(found.sure):
        said.append(f"The bands are {sure_words(found.sure)}.")
    return " ".join(said)


def sentence(scale: Scale, points: Sequence[Point]) -> str:
    """All readings in words."""
    said = "; ".join(f"{formats.number(p.value, scale.decimals)} on {formats.date(p.date)}" for p in points)
    return f"{scale.short_label}: {said}." if said else f"{scale.short_label}: no reading yet."


def _bands(scale: Scale, up: Callable[[float], float]) -> Iterator[Markup]:
    """Bands with their names; edges are dashed, and the picture says so, where the source is not sure."""
    found = band_set(scale)
    bands = sorted(found.bands, key=lambda band: band.low) if found else []
    unsure = " readings__band--unsure" if found and found.sure == "memory" else ""
    for index, band in enumerate(bands):
        bottom = up((bands[index - 1].high + band.low) / 2) if index else up(band.low)
        top = up((band.high + bands[index + 1].low) / 2) if index + 1 < len(bands) else up(band.high)
        yield Markup(
            '<rect class="readings__band readings__band--{}{}" x="{}" y="{:.1f}" width="{}" height="{:.1f}"/>'
        ).format(index % 3, unsure, LEFT, top, RIGHT - LEFT, bottom - top)
        yield from _band_name(band.name.capitalize(), top, bottom)
    if unsure:
        yield Markup('<text class="readings__band-label" x="{}" y="{}">bands: not sure</text>').format(
            RIGHT + 8, BOTTOM + 22
        )


def _band_name(name: str, top: float, bottom: float) -> Iterator[Markup]:
    lines = wrapped(name, 15, 2 if bottom - top >= 34 else 1)
    start = (top + bottom) / 2 + 5 - 8 * (len(lines) - 1)
    for row, words in enumerate(lines):
        yield Markup('<text class="readings__band-label" x="{}" y="{:.1f}">{}</text>').format(
            RIGHT + 8, start + 16 * row, words
        )


def _error(scale: Scale, points: Sequence[Point], up: Callable[[float], float]) -> Iterator[Markup]:
    """The stretch around the first reading within which a change is error, or too small to count."""
    held, first = least(scale), next((point for point in points if point.is_baseline), None)
    if held is None or first is None:
        return
    top, bottom = up(first.value + held.size), up(first.value - held.size)
    yield Markup('<rect class="readings__error" x="{}" y="{:.1f}" width="{}" height="{:.1f}"/>').format(
        LEFT, top, RIGHT - LEFT, bottom - top
    )
    for y in (top, bottom):
        yield Markup('<line class="readings__edge" x1="{}" x2="{}" y1="{y:.1f}" y2="{y:.1f}"/>').format(
            LEFT, RIGHT, y=y
        )


def _cutoff(scale: Scale, up: Callable[[float], float]) -> Iterator[Markup]:
    if scale.cutoff is None:
        return
    y = up(scale.cutoff.at)
    yield Markup('<line class="readings__cutoff" x1="{}" x2="{}" y1="{y:.1f}" y2="{y:.1f}"/>').format(LEFT, RIGHT, y=y)
    yield Markup('<text class="readings__mark" x="{}" y="{:.1f}">cut-off</text>').format(
        LEFT + 4, y - 5 if y > TOP + 20 else y + 15
    )


def _ticks(scale: Scale, up: Callable[[float], float]) -> list[Markup]:
    low, high = limits(scale)
    step = 0.2 if high - low <= 1 else 1 if high - low <= 12 else 5 if high - low <= 40 else 10
    first, last = math.ceil(low / step), math.floor(high / step)
    values = [round(place * step, 1) for place in range(first, last + 1)]
    return [
        Markup('<text class="readings__tick" x="{}" y="{:.1f}" text-anchor="end">{}</text>').format(
            LEFT - 8, up(value) + 4, formats.number(value)
        )
        for value in values
    ]


def _dot(point: Point, spot: tuple[float, float], decimals: int) -> Markup:
    x, y = spot
    above = y - 13 if y > TOP + 26 else y + 24
    look = "readings__dot readings__dot--first" if point.is_baseline else "readings__dot"
    return Markup(
        '<circle class="{}" cx="{}" cy="{}" r="7"/>'
        '<text class="readings__value" x="{}" y="{:.1f}" text-anchor="middle">{}</text>'
    ).format(look, x, y, x, above, formats.number(point.value, decimals))


def _days(points: Sequence[Point], places: Sequence[float], short: Callable[[dt.date], str]) -> list[Markup]:
    """Dates under the dots; one that would run into its neighbour is left to the table."""
    drawn, last = [], -1000.0
    for point, x in zip(points, places, strict=True):
        if x - last < 96:
            continue
        last = x
        drawn.append(
            Markup(
                '<text class="readings__day" x="{x}" y="{y}" text-anchor="middle">{day}</text>'
                '<text class="readings__stage" x="{x}" y="{z}" text-anchor="middle">{stage}</text>'
            ).format(x=x, y=BOTTOM + 22, z=BOTTOM + 44, day=short(point.date), stage=point.stage)
        )
    return drawn
