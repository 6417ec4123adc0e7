"""Every provider as a dot in a row, nobody named, the reader's own filled."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from cairn.insight.collected import Places

WIDTH, HEIGHT, EDGE = 640, 84, 24


def picture(found: Places, values: Sequence[str], words: str) -> Markup:
    """`values` are those of `found` in words, `words` the whole in a sentence."""
    low, high = found.values[0], found.values[-1]
    room = (high - low) or 1
    head = Markup(
        '<svg class="cl-strip" role="img" aria-label="{}" viewBox="0 0 {} {}" xmlns="http://www.w3.org/2000/svg">'
    )
    parts = [Markup('<line class="cl-strip__ground" x1="{}" x2="{}" y1="46" y2="46"/>').format(EDGE, WIDTH - EDGE)]
    parts += [
        _dot(EDGE + round((value - low) / room * (WIDTH - 2 * EDGE)), stack, "")
        for value, stack in _stacked(found.values)
    ]
    if found.mine is not None:
        parts.append(_dot(EDGE + round((found.mine - low) / room * (WIDTH - 2 * EDGE)), 0, " cl-strip__dot--mine"))
    ends = Markup('<text x="{}" y="76">{}</text><text x="{}" y="76" text-anchor="end">{}</text>')
    parts.append(ends.format(EDGE - 8, values[0], WIDTH - EDGE + 8, values[-1]))
    return head.format(words, WIDTH, HEIGHT) + Markup("").join(parts) + Markup("</svg>")


def _stacked(values: Sequence[float]) -> Iterator[tuple[float, int]]:
    """Providers with the same value stand on one another."""
    seen: dict[float, int] = {}
    for value in values:
        yield value, seen.get(value, 0)
        seen[value] = seen.get(value, 0) + 1


def _dot(x: int, stack: int, more: str) -> Markup:
    return Markup('<circle class="cl-strip__dot{}" cx="{}" cy="{}" r="8"/>').format(more, x, 46 - 6 * min(stack, 5))
