"""How change is spread over a group: a bar for each stretch of change, nought marked, and the least change that counts."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from markupsafe import Markup

from cairn.web import formats

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 330, 12, 348, 46, 250


class BinOf(Protocol):
    """People whose change lies from `low` to below `high`."""

    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def count(self) -> int: ...


def picture(
    bins: Sequence[BinOf], *, better: str, least: float | None, least_words: str, words: str, n: int, decimals: int = 0
) -> Markup:
    """The bars from the lowest change to the highest. `least` is the least change that counts, to either side of nought."""
    low, high = bins[0].low, bins[-1].high
    most = max(one.count for one in bins) or 1

    def across(value: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (value - low) / ((high - low) or 1), 1)

    drawn = [part for one in bins for part in _bar(one, across, most, better)]
    drawn += [*_ends(across, low, high, decimals), *_zero(across, better, n)]
    if least:
        drawn += _least(across, low, high, least, least_words)
    drawn += [part for one in bins for part in _count(one, across, most)]
    return Markup('<svg class="histogram" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, HEIGHT, words, Markup("").join(drawn)
    )


def _bar(one: BinOf, across: Callable[[float], float], most: int, better: str) -> Iterator[Markup]:
    if not one.count:
        return
    x, end = across(one.low), across(one.high)
    height = round((BOTTOM - TOP) * one.count / most, 1)
    middle = (one.low + one.high) / 2 * (1 if better == "higher" else -1)
    way = "same" if one.low <= 0 < one.high and one.low + one.high == 0 else "better" if middle > 0 else "worse"
    yield Markup(
        '<rect class="histogram__bar histogram__bar--{}" x="{}" y="{:.1f}" width="{:.1f}" height="{}"/>'
    ).format(way, x + 1, BOTTOM - height, max(end - x - 2, 1.5), height)


def _count(one: BinOf, across: Callable[[float], float], most: int) -> Iterator[Markup]:
    x, end = across(one.low), across(one.high)
    height = round((BOTTOM - TOP) * one.count / most, 1)
    if one.count and end - x >= 16:
        yield Markup('<text class="histogram__count" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>').format(
            (x + end) / 2, BOTTOM - height - 5, one.count
        )


def _ends(across: Callable[[float], float], low: float, high: float, decimals: int) -> Iterator[Markup]:
    yield Markup('<line class="histogram__rail" x1="{}" x2="{}" y1="{y}" y2="{y}"/>').format(LEFT, RIGHT, y=BOTTOM)
    for value, anchor in ((low, "start"), (high, "end")):
        if abs(across(value) - across(0)) > 44:
            yield Markup('<text class="histogram__small" x="{}" y="{}" text-anchor="{}">{}</text>').format(
                across(value), BOTTOM + 20, anchor, signed(value, decimals)
            )


def _zero(across: Callable[[float], float], better: str, n: int) -> Iterator[Markup]:
    x = across(0)
    yield Markup('<line class="histogram__zero" x1="{x}" x2="{x}" y1="{}" y2="{}"/>').format(TOP - 20, BOTTOM + 6, x=x)
    yield Markup('<text class="histogram__end" x="{}" y="{}" text-anchor="middle">0</text>').format(x, BOTTOM + 20)
    left, right = ("worse", "better") if better == "higher" else ("better", "worse")
    yield Markup('<text class="histogram__end" x="{}" y="{}">← {}</text>').format(LEFT, BOTTOM + 44, left)
    yield Markup('<text class="histogram__end" x="{}" y="{}" text-anchor="end">{} →</text>').format(
        RIGHT, BOTTOM + 44, right
    )
    yield Markup('<text class="histogram__small" x="{}" y="{}" text-anchor="middle">n = {}</text>').format(
        (LEFT + RIGHT) / 2, BOTTOM + 68, formats.number(n)
    )


def _least(across: Callable[[float], float], low: float, high: float, least: float, words: str) -> Iterator[Markup]:
    for value in (-least, least):
        if low <= value <= high:
            yield Markup('<line class="histogram__least" x1="{x}" x2="{x}" y1="{}" y2="{}"/>').format(
                TOP - 12, BOTTOM, x=across(value)
            )
    yield Markup('<text class="histogram__small" x="{}" y="16">{}</text>').format(LEFT, words)


def signed(value: float, decimals: int = 0) -> str:
    """A change with its sign."""
    return f"{'+' if value > 0 else ''}{formats.number(value, decimals)}"
