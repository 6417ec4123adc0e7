"""What of two readings of one scale may be held against each other, and what not. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from cairn.definitions.shapes.scale import Scale, Subscale
from cairn.scales.scoring.columnar import SKIP
from cairn.scales.scoring.plan import plan_of
from cairn.scales.scoring.reading import SKIPPED, Answer


def set_aside(answers: Sequence[Answer]) -> tuple[int, ...]:
    """The places of items that do not apply, in answers as they came or packed. Two scores are compared only where these
    are the same: a WSAS without work reaches 32, one with it 40."""
    return tuple(place for place, answer in enumerate(answers) if answer in (SKIPPED, SKIP))


def is_cut(scale: Scale, aside: Sequence[int]) -> bool:
    """Whether an item that does not apply is one of those that make up the headline score: bands and cut-off, published
    for a score of every item, then say nothing of it."""
    return scale.headline is not None and not set(aside).isdisjoint(plan_of(scale).counted(scale.headline))


def unnamed(scale: Scale) -> Scale:
    """The scale without what is published for its headline score of every item: no bands of it, no cut-off."""
    return replace(scale, bands=tuple(one for one in scale.bands if one.of != scale.headline), cutoff=None)


def is_whole(scale: Scale, part: str, answers: Sequence[Answer]) -> bool:
    """Whether the score of a part may be compared. A part that adds up whatever was rated may not, unless all of it was:
    what is not known adds nothing, and would look like an improvement."""
    found = next((one for one in scale.subscales if one.id == part), None)
    if found is None or not _adds_what_is_there(scale, found):
        return True
    places = [place for place, item in enumerate(scale.items) if item.id in found.items]
    given = [answers[place] if place < len(answers) else None for place in places]
    return all(isinstance(one, int) and one != scale.missing.unknown for one in given)


def _adds_what_is_there(scale: Scale, part: Subscale) -> bool:
    return part.rule == "sum" and scale.missing.by == "left_out" and part.allow > 0
