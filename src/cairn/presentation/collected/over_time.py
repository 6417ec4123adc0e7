"""One outcome over the quarters: a dot and its interval for each, joined where the quarters follow one another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cairn.insight.results import FigureRow
from cairn.kernel.periods import Period
from cairn.presentation import figures, periods
from cairn.presentation.figures import Stat

#: The margins have room for words as large as a phone needs them.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 280, 84, 20, 20, 76


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter: the share and its interval in words, and as numbers from 0 to 1 (None where there is none)."""

    name: str
    stat: Stat
    value: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """`picture` is None where fewer than two quarters have a figure."""

    title: str
    points: tuple[Point, ...]
    sentence: str
    picture: Markup | None


def drawn(title: str, quarters: Sequence[Period], rows: dict[str, FigureRow]) -> Drawn:
    """`rows` by the label of the quarter."""
    points = tuple(_point(part, rows.get(part.label)) for part in quarters)
    known = [point for point in points if point.value is not None]
    said = "; ".join(f"{point.name}: {point.stat.value or point.stat.hidden}" for point in points)
    sentence = f"{title}. {said}."
    return Drawn(title, points, sentence, _picture(points, sentence) if len(known) > 1 else None)


def _point(part: Period, row: FigureRow | None) -> Point:
    stat = figures.stat(row, "share", suppressed=bool(row and row.suppressed))
    if row is None or row.value is None:
        return Point(periods.words(part), stat, None, 0, 0)
    return Point(periods.words(part), stat, row.value, row.low or 0, row.high if row.high is not None else 1)


def _picture(points: Sequence[Point], words: str) -> Markup:
    head = Markup(
        '<svg class="cl-time" role="img" aria-label="{}" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">'
    )
    parts = [*_ground(), *_names(points), *_lines(points), *_dots(points)]
    return head.format(words, WIDTH, HEIGHT) + Markup("").join(parts) + Markup("</svg>")


def _x(at: int, of: int) -> int:
    return LEFT + round(at * (WIDTH - LEFT - RIGHT) / max(of - 1, 1)) if of > 1 else (LEFT + WIDTH - RIGHT) // 2


def _y(share: float) -> int:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM))


def _ground() -> Iterator[Markup]:
    for percent in (0, 50, 100):
        yield Markup(
            '<line class="cl-time__ground" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}%</text>'
        ).format(LEFT - 6, WIDTH, _y(percent / 100), _y(percent / 100), LEFT - 10, _y(percent / 100) + 5, percent)


def _names(points: Sequence[Point]) -> Iterator[Markup]:
    """The months under each quarter; where there are many, under every other."""
    step = 1 if len(points) <= 5 else 2
    for at, point in enumerate(points):
        if at % step == 0:
            months, _, year = point.name.rpartition(" ")
            short = "–".join(word[:3] for word in months.split(" to ")) if " to " in months else months
            anchor = "end" if at == len(points) - 1 and len(points) > 1 else "middle" if at else "start"
            x = _x(at, len(points))
            yield Markup(
                '<text y="{}" text-anchor="{}"><tspan x="{}" dy="1.2em">{}</tspan><tspan x="{}" dy="1.1em">{}</tspan></text>'
            ).format(HEIGHT - BOTTOM + 4, anchor, x, short, x, year)


def _lines(points: Sequence[Point]) -> Iterator[Markup]:
    for at in range(1, len(points)):
        one, other = points[at - 1], points[at]
        if one.value is not None and other.value is not None:
            yield Markup('<line class="cl-time__line" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
                _x(at - 1, len(points)), _y(one.value), _x(at, len(points)), _y(other.value)
            )


def _dots(points: Sequence[Point]) -> Iterator[Markup]:
    for at, point in enumerate(points):
        if point.value is not None:
            x = _x(at, len(points))
            yield Markup('<line class="cl-time__interval" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(
                x, _y(point.low), _y(point.high)
            )
            yield Markup('<circle class="cl-time__dot" cx="{}" cy="{}" r="6"/>').format(x, _y(point.value))
