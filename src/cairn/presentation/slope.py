"""How each person of a group moved, first to second: thin lines, better full, worse dashed, the same dotted; the median
thick. Nobody is named. Above 300 people a regular sample of them is drawn, and it says so."""

from collections.abc import Callable, Iterator, Sequence
from statistics import median

from markupsafe import Markup

from cairn.web import formats

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 330, 74, 286, 20, 282
MOST = 300
Pair = tuple[float, float]


def picture(
    pairs: Sequence[Pair], *, low: float, high: float, better: str, words: str, ends: tuple[str, str], n: int,
    decimals: int = 0, cutoff: float | None = None, middle: Pair | None = None,
) -> Markup:  # fmt: skip
    """The lines of some pairs; `n` is how many there are in all, `middle` their medians, `ends` what
    the two sides are called."""

    def up(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - low) / ((high - low) or 1), 1)

    drawn = [*_frame(up, low, high, ends)]
    if cutoff is not None:
        drawn.append(_cutoff(up(cutoff)))
    drawn += [_line(pair, better, up) for pair in sorted(pairs, key=lambda pair: pair[1] == pair[0], reverse=True)]
    drawn += _middle(pairs, middle, up, decimals)
    drawn.append(
        Markup('<text class="slope__small" x="{}" y="{}" text-anchor="middle">n = {}</text>').format(
            (LEFT + RIGHT) / 2, BOTTOM + 40, formats.number(n)
        )
    )
    return Markup('<svg class="slope" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, HEIGHT, words, Markup("").join(drawn)
    )


def sampled(pairs: Sequence[Pair], most: int = MOST) -> tuple[Pair, ...]:
    """At most so many pairs, taken at a regular step of them in order of their values: nobody can tell whose is whose."""
    ordered = sorted(pairs)
    if len(ordered) <= most:
        return tuple(ordered)
    return tuple(ordered[(2 * at + 1) * len(ordered) // (2 * most)] for at in range(most))


def _frame(up: Callable[[float], float], low: float, high: float, ends: tuple[str, str]) -> Iterator[Markup]:
    for x, name in zip((LEFT, RIGHT), ends, strict=True):
        yield Markup('<line class="slope__rail" x1="{x}" x2="{x}" y1="{}" y2="{}"/>').format(TOP, BOTTOM, x=x)
        yield Markup('<text class="slope__end" x="{}" y="{}" text-anchor="middle">{}</text>').format(
            x, BOTTOM + 20, name
        )
    for value in (low, high):
        yield Markup('<text class="slope__small" x="{}" y="{}" text-anchor="end">{}</text>').format(
            LEFT - 46, up(value) + 5, formats.number(value)
        )


def _cutoff(y: float) -> Markup:
    return Markup(
        '<line class="slope__cutoff" x1="{}" x2="{}" y1="{y}" y2="{y}"/><text class="slope__small" x="{}" y="{}">cut-off</text>'
    ).format(LEFT - 8, RIGHT + 8, RIGHT + 12, y + 5, y=y)


def _line(pair: Pair, better: str, up: Callable[[float], float]) -> Markup:
    gain = (pair[1] - pair[0]) * (1 if better == "higher" else -1)
    way = "better" if gain > 0 else "worse" if gain < 0 else "same"
    return Markup('<line class="slope__one slope__one--{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        way, LEFT, up(pair[0]), RIGHT, up(pair[1])
    )


def _middle(
    pairs: Sequence[Pair], middle: Pair | None, up: Callable[[float], float], decimals: int
) -> Iterator[Markup]:
    if not pairs:
        return
    first, second = middle or (median(one for one, _ in pairs), median(other for _, other in pairs))
    yield Markup('<line class="slope__median" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        LEFT, up(first), RIGHT, up(second)
    )
    for x, value, anchor, shift in ((LEFT, first, "end", -10), (RIGHT, second, "start", 10)):
        yield Markup('<circle class="slope__dot" cx="{}" cy="{}" r="6"/>').format(x, up(value))
        yield Markup('<text class="slope__value" x="{}" y="{}" text-anchor="{}">{}</text>').format(
            x + shift, up(value) + 5, anchor, formats.number(value, decimals)
        )
