"""Readings of one scale over time, with its bands: a picture, its table and its sentence. Inline SVG, classes only."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from cairn.definitions.shapes.scale import BandSet, Scale
from cairn.scales.scoring.change import distance
from cairn.web import formats

WIDTH, HEIGHT = 560, 276
LEFT, RIGHT, TOP, BOTTOM = 40, 476, 14, 222


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


def limits(scale: Scale) -> tuple[float, float]:
    """The lowest and the highest headline score that there can be."""
    if scale.convert:
        return scale.convert[0][1], scale.convert[-1][1]
    count = 1 if scale.rule == "single" else len(scale.items)
    return float(scale.low * count), float(scale.high * count)


def change_words(scale: Scale, change: float | None) -> str:
    """How much was gained or lost since the first reading, and what the scale's rule calls it. Never *impact*."""
    if change is None:
        return "There is no pair of readings yet, so there is no change to show."
    if change == 0:
        return "The same score as at the start."
    found = distance(scale, 0.0, change)
    size = formats.number(abs(change), scale.decimals)
    verdict = {"improved": "improved", "worse": "worse", "same": "too small a change to call better or worse"}
    way = "higher" if change > 0 else "lower"
    return f"{size} points {way} than at the start: {verdict[found.verdict]}."


def rule_words(scale: Scale) -> str:
    """How much change counts, and who says so."""
    return f"Counts as a change: {scale.change.words}." if scale.change else "No rule for this scale is published."


def picture(
    scale: Scale, points: Sequence[Point], *, label: str = "", short: Callable[[dt.date], str] = formats.short_date
) -> Markup:
    """Scores as joined dots over the scale's bands, oldest first; says the same in words to those who cannot see it, in
    another language where `label` and `short` (a date) bring one."""
    low, high = limits(scale)
    dates = [point.date for point in points]

    def across(day: dt.date) -> float:
        span = (max(dates) - min(dates)).days
        return (LEFT + RIGHT) / 2 if not span else LEFT + 56 + (RIGHT - LEFT - 112) * (day - min(dates)).days / span

    def up(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low)

    spots = [(round(across(point.date), 1), round(up(point.value), 1)) for point in points]
    line = Markup('<polyline class="readings__line" points="{}"/>').format(" ".join(f"{x},{y}" for x, y in spots))
    drawn = [*_bands(scale, up), *_ticks(scale, up), line]
    drawn += [_dot(point, spot, scale.decimals) for point, spot in zip(points, spots, strict=True)]
    drawn += _days(points, [x for x, _ in spots], short)
    return Markup(
        '<svg class="readings" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>'
    ).format(WIDTH, HEIGHT, WIDTH, HEIGHT, escape(label or sentence(scale, points)), Markup("").join(drawn))


def sentence(scale: Scale, points: Sequence[Point]) -> str:
    """All readings in words."""
    said = "; ".join(f"{formats.number(p.value, scale.decimals)} on {formats.date(p.date)}" for p in points)
    return f"{scale.short_label}: {said}." if said else f"{scale.short_label}: no reading yet."


def _bands(scale: Scale, up: Callable[[float], float]) -> list[Markup]:
    found, drawn = band_set(scale), []
    for index, band in enumerate(found.bands if found else ()):
        top, bottom = up(band.high), up(band.low)
        if index:
            bottom = up((found.bands[index - 1].high + band.low) / 2)  # type: ignore[union-attr]
        drawn.append(
            Markup(
                '<rect class="readings__band readings__band--{}" x="{}" y="{:.1f}" width="{}" height="{:.1f}"/>'
                '<text class="readings__band-label" x="{}" y="{:.1f}">{}</text>'
            ).format(
                index % 3,
                LEFT,
                top,
                RIGHT - LEFT,
                bottom - top,
                RIGHT + 8,
                (top + bottom) / 2 + 5,
                band.name.capitalize(),
            )
        )
    return drawn


def _ticks(scale: Scale, up: Callable[[float], float]) -> list[Markup]:
    low, high = limits(scale)
    step = 1 if high - low <= 12 else 5 if high - low <= 40 else 10
    values = range(-(-int(low) // step) * step, int(high) + 1, step)
    return [
        Markup('<text class="readings__tick" x="{}" y="{:.1f}" text-anchor="end">{}</text>').format(
            LEFT - 8, up(value) + 4, value
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
        if x - last < 84:
            continue
        last = x
        drawn.append(
            Markup(
                '<text class="readings__day" x="{x}" y="{y}" text-anchor="middle">{day}</text>'
                '<text class="readings__stage" x="{x}" y="{z}" text-anchor="middle">{stage}</text>'
            ).format(x=x, y=BOTTOM + 22, z=BOTTOM + 44, day=short(point.date), stage=point.stage)
        )
    return drawn
