"""The trail: a path with a stone for each step, dated, that grows. Inline SVG, with no style of its own: classes only.

Large for the person's page and for print; small for a row of a list. Both say in words what they show.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from cairn.web import formats

#: Outlines of pebbles, 56 wide and 40 high around their middle: no two neighbours are alike.
PEBBLES = (
    "M-27,4C-29,-10 -16,-19 0,-19C17,-20 29,-12 27,3C26,15 14,20 -2,19C-16,19 -26,14 -27,4Z",
    "M-28,-1C-27,-14 -11,-20 5,-18C20,-17 30,-8 27,5C24,17 8,20 -8,18C-21,17 -29,11 -28,-1Z",
    "M-26,6C-30,-6 -20,-17 -4,-19C12,-21 28,-14 28,1C28,14 15,19 0,20C-13,20 -23,17 -26,6Z",
)
ROW, TOP, WIDTH = 76, 44, 340
SAYS = {"reached": "reached", "kept": "kept up", "lost": "lost for now", "": "still ahead"}


@dataclass(frozen=True, slots=True)
class Stone:
    """One step of a ladder. `state` is reached, kept, lost, or "" where it lies ahead; `date` when first reached."""

    label: str
    state: str = ""
    date: dt.date | None = None
    times: int = 0

    @property
    def words(self) -> str:
        """What the picture says of this step: `reached 4 Mar 2026, 3 times since`."""
        if self.state == "" or self.date is None:
            return SAYS[""]
        again = f", {self.times} times in all" if self.times > 1 else ""
        return f"{SAYS[self.state]}, first on {formats.short_date(self.date)}{again}"


def sentence(name: str, stones: Sequence[Stone]) -> str:
    """The trail in one sentence."""
    done = [stone for stone in stones if stone.state in ("reached", "kept")]
    if not any(stone.date for stone in stones):
        return f"{name}: the first of {len(stones)} steps lies ahead."
    latest = max((stone for stone in stones if stone.date), key=lambda stone: stone.date or dt.date.min)
    return (
        f"{name}: {len(done)} of {len(stones)} steps reached; "
        f"the latest first, {latest.label.lower()}, on {formats.date(latest.date)}."
    )


def large(name: str, stones: Sequence[Stone]) -> Markup:
    """The whole trail, climbing from the bottom; labels and dates beside the stones."""
    height = TOP + ROW * len(stones) + 8
    places = [(62 + (26 if index % 2 else 0), height - 46 - ROW * index) for index in range(len(stones))]
    far = max((index for index, stone in enumerate(stones) if stone.date), default=-1)
    foot = (44, height - 4)
    drawn = [
        _path([foot, *places], "trail__ahead"),
        _path([foot, *places[: far + 1]], "trail__path") if far >= 0 else Markup(),
        *(_stone(index, stone, place) for index, (stone, place) in enumerate(zip(stones, places, strict=True))),
        _flag(places[-1]) if stones else Markup(),
    ]
    return _svg("trail trail--large", WIDTH, height, sentence(name, stones), drawn)


def small(name: str, stones: Sequence[Stone]) -> Markup:
    """The trail in a row of a list: one pebble a step, filled where it was reached."""
    width, drawn = 22 * len(stones) + 4, []
    for index, stone in enumerate(stones):
        at = f'transform="translate({13 + 22 * index},{14 if index % 2 else 10}) scale(.36)"'
        drawn.append(Markup('<path class="{}" d="{}" {}/>').format(_look(stone), PEBBLES[index % 3], Markup(at)))
    line = Markup('<path class="trail__ahead" d="M4,12H{}"/>').format(width - 4)
    return _svg("trail trail--small", width, 24, sentence(name, stones), [line, *drawn])


def _look(stone: Stone) -> str:
    return f"trail__stone trail__stone--{stone.state or 'ahead'}"


def _path(points: Sequence[tuple[int, int]], look: str) -> Markup:
    (x, y), rest = points[0], points[1:]
    said = f"M{x},{y}"
    for to_x, to_y in rest:
        middle = (y + to_y) // 2
        said += f"C{x},{middle} {to_x},{middle} {to_x},{to_y}"
        x, y = to_x, to_y
    return Markup('<path class="{}" d="{}"/>').format(look, said)


def _stone(index: int, stone: Stone, place: tuple[int, int]) -> Markup:
    x, y = place
    mark = {"kept": "✓✓", "reached": "✓", "lost": "↺"}.get(stone.state, str(index + 1))
    return Markup(
        '<g class="trail__step"><path class="{look}" d="{pebble}" transform="translate({x},{y})"/>'
        '<text class="trail__mark trail__mark--{state}" x="{x}" y="{mark_y}" text-anchor="middle">{mark}</text>'
        '<text class="trail__label" x="134" y="{label_y}">{label}</text>'
        '<text class="trail__when" x="134" y="{when_y}">{when}</text></g>'
    ).format(
        look=_look(stone), pebble=PEBBLES[index % 3], x=x, y=y, state=stone.state or "ahead", mark=mark,
        mark_y=y + 6, label=_short(stone.label), label_y=y - 1, when=_when(stone), when_y=y + 18,
    )  # fmt: skip


def _when(stone: Stone) -> str:
    if stone.date is None:
        return "still ahead"
    times = f" · {stone.times} times" if stone.times > 1 else ""
    return f"{formats.short_date(stone.date)}{' · lost for now' if stone.state == 'lost' else times}"


def _short(label: str) -> str:
    return label if len(label) <= 26 else f"{label[:25]}…"


def _flag(place: tuple[int, int]) -> Markup:
    x, y = place
    return Markup('<path class="trail__flag" d="M{x},{base}V{tip}L{side},{mid}L{x},{low}"/>').format(
        x=x, base=y - 19, tip=y - 42, side=x + 16, mid=y - 36, low=y - 30
    )


def _svg(look: str, width: int, height: int, words: str, drawn: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="{}" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>'
    ).format(look, width, height, width, height, escape(words), Markup("").join(drawn))
