"""What a scale from elsewhere must keep to beyond its shape, so that it can be scored, counted and shown. Pure.

The builder makes nothing else; a file may be made by hand."""

from collections.abc import Iterable, Iterator

from cairn.definitions.shapes.scale import Scale, Subscale

MOST_DECIMALS, LONGEST_NAME = 4, 300
Wrong = tuple[str, str]
"""A place in the file, and what holds there."""


def unfit(scale: Scale) -> Iterator[Wrong]:
    """Everything that no scale can have."""
    yield from _whole(scale)
    yield from _names(scale)
    yield from _alike("items", "number", (item.number for item in scale.items))
    yield from _alike("subscales", "id", (part.id for part in scale.subscales))
    for place, part in enumerate(scale.subscales):
        yield from _part(f"subscales.{place}", part)
    for place, one in enumerate(scale.bands):
        if any(band.low > band.high for band in one.bands):
            yield f"bands.{place}", "a band begins before it ends"


def _whole(scale: Scale) -> Iterator[Wrong]:
    if not scale.scored:
        yield "items", "something must be counted"
    if not scale.raters:
        yield "raters", "somebody fills it in"
    if scale.low >= scale.high:
        yield "high", "the highest answer is above the lowest"
    if scale.factor <= 0 or (scale.times is not None and scale.times <= 0):
        yield "factor", "a score is multiplied by more than nought"
    if scale.missing.allow < 0:
        yield "missing.allow", "not fewer than no blanks"
    if scale.reliability and not (scale.reliability.sd > 0 and 0 <= scale.reliability.reliability <= 1):
        yield "reliability", "a spread is above nought, and a reliability lies from 0 to 1"
    if not 0 <= scale.decimals <= MOST_DECIMALS:
        yield "decimals", f"a score is shown with 0 to {MOST_DECIMALS} decimals"


def _names(scale: Scale) -> Iterator[Wrong]:
    named = [("label", scale.label), ("short_label", scale.short_label)]
    named += [(f"items.{place}.topic", item.topic) for place, item in enumerate(scale.items)]
    named += [(f"subscales.{place}.label", part.label) for place, part in enumerate(scale.subscales)]
    for place, text in named:
        if len(text) > LONGEST_NAME:
            yield place, f"a name has at most {LONGEST_NAME} characters"


def _alike(place: str, what: str, each: Iterable[object]) -> Iterator[Wrong]:
    every = list(each)
    if len(set(every)) != len(every):
        yield place, f"no two have one {what}"


def _part(place: str, part: Subscale) -> Iterator[Wrong]:
    if not part.items or len(set(part.items)) != len(part.items):
        yield f"{place}.items", "a part is of one or more items, each once"
    if part.allow < 0 or not 0 <= part.decimals <= MOST_DECIMALS:
        yield place, f"blanks are counted from 0, and decimals are 0 to {MOST_DECIMALS}"
