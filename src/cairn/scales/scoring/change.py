"""Distance travelled: the change between two readings of one person on one scale, and what the scale's rule calls it."""

from dataclasses import dataclass
from typing import Literal

from cairn.definitions.shapes.base import Sure
from cairn.definitions.shapes.scale import Scale
from cairn.kernel.problems import Problem, Refused
from cairn.scales.scoring.score import Scored, headline

NO_RULE = "no published rule: any difference counts"


@dataclass(frozen=True, slots=True)
class Change:
    """`change` is after less before, in points of `of` (`total`, `metric` or an item's id). `rule` says what counts."""

    scale: str
    of: str
    before: float
    after: float
    change: float
    verdict: Literal["improved", "same", "worse"]
    rule: str
    sure: Sure | None


def distance(scale: Scale, before: float, after: float, item: str | None = None) -> Change:
    """The change between two headline scores, or two answers to one item. Raises KeyError for an unknown item."""
    better = scale.better if item is None else scale.item(item).better or scale.better
    rule = scale.change if item is None else None
    change = round(after - before, scale.decimals)
    gain = change if better == "higher" else -change
    return Change(
        scale=scale.id,
        of=item or scale.headline or "total",
        before=before,
        after=after,
        change=change,
        verdict=_verdict(gain, rule.least if rule else None),
        rule=rule.words if rule else NO_RULE,
        sure=rule.sure if rule else None,
    )


def distances(scale: Scale, before: Scored, after: Scored) -> tuple[Change, ...]:
    """The headline change, or one for each item that stands by itself; none where either reading has no score.

    Raises Refused when the readings are not both of this scale and version.
    """
    if {(before.scale, before.version), (after.scale, after.version)} != {(scale.id, scale.version)}:
        words = f"These are not two readings of {scale.short_label}, version {scale.version}."
        raise Refused([Problem("scale_differs", words, "Compare readings of one scale and one version.")])
    if scale.headline is None:
        both = [item.id for item in scale.items if item.id in before.subscales and item.id in after.subscales]
        return tuple(distance(scale, before.subscales[id], after.subscales[id], id) for id in both)
    first, second = headline(scale, before), headline(scale, after)
    return () if first is None or second is None else (distance(scale, first, second),)


def _verdict(gain: float, least: float | None) -> Literal["improved", "same", "worse"]:
    """With a rule, change of that size or more counts; without one, any change does."""
    if abs(gain) < (least or 0) or gain == 0:
        return "same"
    return "improved" if gain > 0 else "worse"
