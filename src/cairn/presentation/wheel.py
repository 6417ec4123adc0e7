"""The needs wheel: an arc for each area of life, in it a segment for each need that fills as the need is met.

Never colour alone: a need not met is empty with a thick edge and a ring, part met is half filled with a bar, met is full
with a tick; an area where nothing is there is tinted with a dash, one not asked about only dotted, one refused crossed.
The picture is the same in print and in grey. Words and numbers stand around it; `small` has neither.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

STATES = ("unmet", "part_met", "met")
#: What stands in the legend, in this order.
LEGEND = (
    ("met", "Met"),
    ("part_met", "Part met"),
    ("unmet", "Not met"),
    ("not_present", "Asked: nothing here"),
    ("refused", "Asked: did not want to say"),
    ("not_asked", "Not asked yet"),
)
CENTRE, HOLE, RIM = 200, 84, 172
GAP, INNER_GAP = 2.2, 0.9
LINE = 20


class AreaOf(Protocol):
    """An area as `cases.queries.client_needs` gives it: `states` of its needs, and `answer` where it has none."""

    @property
    def label(self) -> str: ...
    @property
    def states(self) -> tuple[str, ...]: ...
    @property
    def answer(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Wheel:
    """The picture and the same in a sentence."""

    svg: Markup
    sentence: str


def wheel(areas: Iterable[AreaOf], title: str = "") -> Wheel:
    """The whole wheel, numbered from the top clockwise, with the words of each area around it."""
    found = tuple(areas)
    words = sentence(found)
    parts = [*_parts(found), *_numbers(found), *_words(found), *_middle(found)]
    return Wheel(_svg("wheel", f"{title}: {words}" if title else words, parts), words)


def small(areas: Iterable[AreaOf]) -> Wheel:
    """The ring alone, for a card: to be set about 7rem wide."""
    found = tuple(areas)
    words = sentence(found)
    return Wheel(_svg("wheel wheel--small", words, [*_parts(found), *_middle(found)]), words)


def swatch(state: str) -> Markup:
    """One segment by itself, for the legend."""
    start = '<svg class="wheel wheel--swatch" viewBox="-14 -14 28 28" aria-hidden="true" focusable="false">'
    return Markup(start) + Markup("").join(_square(state)) + Markup("</svg>")


def sentence(areas: Sequence[AreaOf]) -> str:
    """How much was asked about, what is there, and how far it is met."""
    asked = sum(bool(area.states) or area.answer != "not_asked" for area in areas)
    states = [state for area in areas for state in area.states]
    about = f"Asked about {'all' if asked == len(areas) else f'{asked} of'} {len(areas)} areas"
    if not asked:
        return f"Nothing asked about yet, of {len(areas)} areas."
    if not states:
        return f"{about}; no needs."
    met, part = states.count("met"), states.count("part_met")
    so_far = [f"{met} met"] if met else []
    so_far += [f"{part} part met"] if part else []
    needs = "1 need" if len(states) == 1 else f"{len(states)} needs"
    return f"{about}; {needs}, {' and '.join(so_far) or 'none met yet'}."


def _parts(areas: Sequence[AreaOf]) -> list[Markup]:
    """Every segment, each area an equal arc from the top clockwise."""
    drawn: list[Markup] = []
    each = 360 / len(areas) if areas else 360
    for place, area in enumerate(areas):
        start, end = place * each + GAP / 2, (place + 1) * each - GAP / 2
        states = area.states or ("unmet" if area.answer == "present" else area.answer,)
        width = (end - start) / len(states)
        for at, state in enumerate(states):
            first, last = start + at * width, start + (at + 1) * width
            first, last = first + (INNER_GAP if at else 0), last - (INNER_GAP if at + 1 < len(states) else 0)
            drawn += _segment(state, first, last, HOLE, RIM)
    return drawn


def _segment(state: str, start: float, end: float, low: float, high: float) -> list[Markup]:
    """The outline; how far it is filled, from the middle outwards; and its mark."""
    drawn = [_path(f"wheel__part wheel__part--{state}", start, end, low, high)]
    if state == "part_met":
        drawn.append(_path("wheel__fill", start, end, low, (low + high) / 2))
    wide = math.radians(end - start) * (low + high) / 2
    x, y = _at((start + end) / 2, (low + high) / 2 if state != "part_met" else low + (high - low) * 0.75)
    return [*drawn, _mark(state, x, y, min(1.0, max(0.45, wide / 26)))]


def _square(state: str) -> list[Markup]:
    """The same signs in a small square."""
    square = '<rect class="wheel__part wheel__part--{}" x="-11" y="-11" width="22" height="22" rx="4"/>'
    drawn = [Markup(square).format(state)]
    if state == "part_met":
        drawn.append(Markup('<rect class="wheel__fill" x="-11" y="1" width="22" height="10" rx="2"/>'))
    return [*drawn, _mark(state, 0, -5 if state == "part_met" else 0, 0.7 if state == "part_met" else 0.9)]


_MARKS = {
    "met": '<path d="M-8 0.500-2.500 6 8.500-6"/>',
    "part_met": '<path d="M-7 0H7"/>',
    "unmet": '<circle r="5.500"/>',
    "not_present": '<path d="M-4.500 0H4.500"/>',
    "refused": '<path d="M-5-5 5 5M-5 5 5-5"/>',
    "not_asked": "",
}


def _mark(state: str, x: float, y: float, scale: float) -> Markup:
    if not (inner := _MARKS.get(state)):
        return Markup("")
    at = f"translate({x:.1f} {y:.1f}) scale({scale:.2f})"
    return Markup('<g class="wheel__mark wheel__mark--{}" transform="{}">{}</g>').format(state, at, Markup(inner))


def _path(classes: str, start: float, end: float, low: float, high: float) -> Markup:
    far = 1 if end - start > 180 else 0
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = _at(start, high), _at(end, high), _at(end, low), _at(start, low)
    outer = f"M{x1:.1f} {y1:.1f}A{high:g} {high:g} 0 {far} 1 {x2:.1f} {y2:.1f}"
    inner = f"L{x3:.1f} {y3:.1f}A{low:g} {low:g} 0 {far} 0 {x4:.1f} {y4:.1f}Z"
    return Markup('<path class="{}" d="{}"/>').format(classes, outer + inner)


def _at(degrees: float, radius: float) -> tuple[float, float]:
    """A place on a circle; 0 degrees is the top, and they grow clockwise."""
    turn = math.radians(degrees)
    return CENTRE + radius * math.sin(turn), CENTRE - radius * math.cos(turn)


def _middles(areas: Sequence[AreaOf]) -> list[float]:
    return [(place + 0.5) * 360 / len(areas) for place in range(len(areas))]


def _numbers(areas: Sequence[AreaOf]) -> list[Markup]:
    drawn = []
    for number, degrees in enumerate(_middles(areas), 1):
        x, y = _at(degrees, RIM + 18)
        drawn.append(Markup('<text class="wheel__number" x="{:.1f}" y="{:.1f}">{}</text>').format(x, y + 7, number))
    return drawn


def _words(areas: Sequence[AreaOf]) -> list[Markup]:
    """The label of each area outside the ring, in at most two lines, beginning or ending at it."""
    drawn = []
    for number, (area, degrees) in enumerate(zip(areas, _middles(areas), strict=True), 1):
        x, y = _at(degrees, RIM + 14)
        side = "middle" if abs(x - CENTRE) < 26 else "start" if x > CENTRE else "end"
        lines = _lines(f"{number} {area.label}")
        rise = len(lines) * LINE
        top = y + 6 - (rise - LINE) / 2
        top -= math.cos(math.radians(degrees)) * rise / 2
        spans = [
            Markup('<tspan x="{:.1f}" y="{:.1f}">{}</tspan>').format(x, top + at * LINE, line)
            for at, line in enumerate(lines)
        ]
        text = '<text class="wheel__word" text-anchor="{}">{}</text>'
        drawn.append(Markup(text).format(side, Markup("").join(spans)))
    return drawn


def _lines(words: str, most: int = 16) -> list[str]:
    """Broken once, where the two lines come out most alike, if it is long."""
    breaks = [at for at, letter in enumerate(words) if letter == " " and at > 2]  # the number stays with its word
    if len(words) <= most or not breaks:
        return [words]
    at = min(breaks, key=lambda one: abs(len(words) - 2 * one))
    return [words[:at], words[at + 1 :]]


def _middle(areas: Sequence[AreaOf]) -> list[Markup]:
    """The one number in the hole: how many of the needs are met."""
    states = [state for area in areas for state in area.states]
    if not states:
        return []
    big = f"{states.count('met')} of {len(states)}"
    below = "need met" if len(states) == 1 else "needs met"
    return [
        Markup('<text class="wheel__big" x="{0}" y="{1}">{2}</text>').format(CENTRE, CENTRE + 4, big),
        Markup('<text class="wheel__below" x="{0}" y="{1}">{2}</text>').format(CENTRE, CENTRE + 30, below),
    ]


def _svg(classes: str, words: str, parts: Iterable[Markup]) -> Markup:
    """Named for who cannot see it, everything in it hidden from them."""
    size = 2 * CENTRE
    start = '<svg class="{}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}">'
    return (
        Markup(start + "<title>{}</title>").format(classes, size, size, words, words)
        + Markup("").join(parts)
        + Markup("</svg>")
    )


__all__ = ["LEGEND", "Wheel", "sentence", "small", "swatch", "wheel"]
