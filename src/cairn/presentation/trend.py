"""A total over the rounds as a picture, a sentence and a table. No line joins what is not measured alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from cairn.presentation import dimensions, figures
from cairn.presentation import totals as words_of
from cairn.returns.trend import Point, Trend
from cairn.web import formats

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640, 256, 36, 34, 60
COLUMNS = ("Round", "Total", "Contracts", "Series", "Against the point before")


@dataclass(frozen=True, slots=True)
class Row:
    """One point as a line of the table. `change` is against the point before of the same series, "" where there is none;
    `breaks`: the series breaks here."""

    name: str
    value: str
    number: float | None
    contracts: int
    series: str
    change: str
    breaks: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """`picture` is None where nothing is added; then `why_not` says why."""

    label: str
    part: str
    rows: tuple[Row, ...]
    sentence: str
    picture: Markup | None
    why_not: str


def draw(found: Trend) -> Drawn:
    rows = tuple(_row(found, at) for at in range(len(found.points)))
    sentence = _sentence(rows)
    part = dimensions.label(found.part) if found.part else ""
    picture = None if found.why_not else _picture(found.points, rows, sentence)
    return Drawn(
        found.definition.label, f"{part}: {found.label}" if part else "", rows, sentence, picture, found.why_not
    )


def cells(drawn: Drawn) -> Iterator[tuple[str | int | float | None, ...]]:
    for row in drawn.rows:
        yield row.name, row.number, row.contracts, row.series, row.change


def _row(found: Trend, at: int) -> Row:
    point = found.points[at]
    earlier = [one for one in found.points[:at] if one.group == point.group and one.round != point.round]
    alike = [one for one in earlier if one.way == point.way]
    definition, series = point.total.definition, _series(found, point)
    breaks = bool(earlier) and not alike
    return Row(
        point.name, figures.value(point.total.value, definition.kind, definition.decimals), point.total.value,
        len(point.total.parts), series, _change(point, alike, breaks, series), breaks,
    )  # fmt: skip


def _series(found: Trend, point: Point) -> str:
    """Which contracts these are, and how it is measured, where that is not the same for all."""
    several = len({one.total.same.version for one in found.points}) > 1
    version = f"version {point.total.same.version}" if several else ""
    if said := words_of.series(point.total):
        return ", ".join(filter(None, (said, version)))
    if point.group:
        return ", ".join(filter(None, ("measured as before, in contracts that then changed", version)))
    alone = len({one.group for one in found.points}) == 1
    return ", ".join(filter(None, ("" if alone else "contracts where nothing changed", version)))


def _change(point: Point, alike: Sequence[Point], breaks: bool, series: str) -> str:
    if breaks:
        return f"not compared: {series or 'measured otherwise before'}"
    if not alike or point.total.value is None or alike[-1].total.value is None:
        return ""
    difference = round(point.total.value - alike[-1].total.value, point.total.definition.decimals)
    if not difference:
        return "no change"
    said = formats.number(int(difference) if float(difference).is_integer() else difference)
    return f"{'+' if difference > 0 else ''}{said}"


def _sentence(rows: Sequence[Row]) -> str:
    """The picture in words."""
    said = []
    for series, mine in groupby(rows, key=lambda row: row.series):
        values = ", ".join(f"{row.value or 'none'} in {row.name}" for row in mine)
        said.append(f"{series[:1].upper()}{series[1:]}: {values}." if series else f"{values}.")
    broken = any(row.breaks for row in rows)
    end = " What is measured differently is not joined and not compared." if broken else ""
    return f"{' '.join(said)}{end}"


def _picture(points: Sequence[Point], rows: Sequence[Row], sentence: str) -> Markup:
    """Inline SVG: a dot for each point, a line between those of one series, an upright where it breaks."""
    rounds = sorted({point.round for point in points})
    room = (WIDTH - 2 * LEFT) / max(len(rounds) - 1, 1)
    most = max((point.total.value or 0 for point in points), default=0) or 1
    places = [
        (LEFT + rounds.index(point.round) * room, HEIGHT - BOTTOM - (point.total.value or 0) / most * (HEIGHT - TOP - BOTTOM))
        for point in points
    ]  # fmt: skip
    parts = [*_ground(rounds, points, room), *_breaks(places, rows, room), *_lines(points, places)]
    parts += [_dot(place, point, row) for place, point, row in zip(places, points, rows, strict=True)]
    head = Markup(
        '<svg class="td-trend" role="img" aria-label="{}" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">'
    )
    return head.format(sentence, WIDTH, HEIGHT) + Markup("").join(parts) + Markup("</svg>")


def _ground(rounds: Sequence[str], points: Sequence[Point], room: float) -> Iterator[Markup]:
    yield Markup('<line class="td-trend__ground" x1="0" x2="{}" y1="{}" y2="{}"/>').format(
        WIDTH, HEIGHT - BOTTOM, HEIGHT - BOTTOM
    )
    names = {point.round: point.name for point in points}
    for at, key in enumerate(rounds):
        months, _, year = names[key].rpartition(" ")
        anchor = "start" if at == 0 and len(rounds) > 1 else "end" if at == len(rounds) - 1 and at else "middle"
        x = {"start": 0, "end": WIDTH}.get(anchor, round(LEFT + at * room))
        for line, text in enumerate((_short(months), year)):
            yield Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
                x, HEIGHT - BOTTOM + 24 + 24 * line, anchor, text
            )


def _short(months: str) -> str:
    """`Apr to Jun` of `April to June`; what is named otherwise is cut short."""
    words = months.split()
    return f"{words[0][:3]} to {words[2][:3]}" if len(words) == 3 and words[1] == "to" else months[:14]


def _breaks(places: Sequence[tuple[float, float]], rows: Sequence[Row], room: float) -> Iterator[Markup]:
    for (x, _), row in zip(places, rows, strict=True):
        if row.breaks:
            yield Markup('<line class="td-trend__break" x1="{0}" x2="{0}" y1="4" y2="{1}"/>').format(
                round(x - room / 2), HEIGHT - BOTTOM
            )


def _lines(points: Sequence[Point], places: Sequence[tuple[float, float]]) -> Iterator[Markup]:
    last: dict[tuple[str, str, int], tuple[float, float]] = {}
    for point, (x, y) in zip(points, places, strict=True):
        if point.total.value is not None:
            if (before := last.get(point.way)) is not None:
                look = "td-trend__line td-trend__line--changed" if point.group else "td-trend__line"
                yield Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
                    look, round(before[0]), round(before[1]), round(x), round(y)
                )
            last[point.way] = (x, y)


def _dot(place: tuple[float, float], point: Point, row: Row) -> Markup:
    """A round stone; a square one for contracts that are measured differently by the end, with its number beside it."""
    x, y = round(place[0]), round(place[1])
    if not point.group:
        return Markup(
            '<circle class="td-trend__dot" cx="{0}" cy="{1}" r="6"/><text x="{0}" y="{2}" text-anchor="middle">{3}</text>'
        ).format(x, y, y - 13, row.value or "none")
    far = x > WIDTH - 2 * LEFT
    return Markup(
        '<rect class="td-trend__dot td-trend__dot--changed" x="{}" y="{}" width="12" height="12"/>'
        '<text x="{}" y="{}" text-anchor="{}">{}</text>'
    ).format(x - 6, y - 6, x - 12 if far else x + 12, y - 8, "end" if far else "start", row.value or "none")
