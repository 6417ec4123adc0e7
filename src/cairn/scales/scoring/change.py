"""Distance travelled: the change between two readings of one person on one scale, and what the scale's rule calls it."""

import math
from dataclasses import dataclass
from typing import Literal

from cairn.definitions.shapes.base import Sure
from cairn.definitions.shapes.scale import Better, ChangeRule, Scale
from cairn.kernel.problems import Problem, Refused
from cairn.scales.scoring.plan import decimals, half_up, tidy
from cairn.scales.scoring.score import Scored, headline

NO_RULE = "no published rule: any difference counts"
Z95 = 1.96

Verdict = Literal["improved", "same", "worse"]
Reliable = Literal["improved", "unchanged", "worse"]
Crossing = Literal["to_better", "to_worse"]


@dataclass(frozen=True, slots=True)
class Change:
    """`change` is after less before, in points of `of` (`total`, `metric`, a subscale's or an item's id). `rule` says what
    counts."""

    scale: str
    of: str
    before: float
    after: float
    change: float
    verdict: Verdict
    rule: str
    sure: Sure | None


def distance(scale: Scale, before: float, after: float, item: str | None = None) -> Change:
    """The change between two headline scores, or two of one `item` or subscale. Raises KeyError for an unknown one."""
    rule = _rule(scale, item)
    change = tidy(after - before)
    gain = change if better_of(scale, item) == "higher" else -change
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

    Raises Refused when the readings are not both of this scale and version, or not of the same items.
    """
    if {(before.scale, before.version), (after.scale, after.version)} != {(scale.id, scale.version)}:
        words = f"These are not two readings of {scale.short_label}, version {scale.version}."
        raise Refused([Problem("scale_differs", words, "Compare readings of one scale and one version.")])
    if before.possible != after.possible:
        words = f"An item applied to only one of these readings of {scale.short_label}: the highest score differs."
        raise Refused([Problem("range_differs", words, "Compare readings to which the same items apply.")])
    if scale.headline is None:
        both = [item.id for item in scale.items if item.id in before.subscales and item.id in after.subscales]
        return tuple(distance(scale, before.subscales[id], after.subscales[id], id) for id in both)
    first, second = headline(scale, before), headline(scale, after)
    return () if first is None or second is None else (distance(scale, first, second),)


def better_of(scale: Scale, part: str | None = None) -> Better:
    """Which way is better, of the headline score (None), a subscale or an item. Raises KeyError for an unknown one."""
    if part is None and scale.rule == "each":
        part = scale.main
    if part in (None, "total", "metric"):
        return scale.better
    own = {item.id: item.better for item in scale.items} | {one.id: one.better for one in scale.subscales}
    return own[part or ""] or scale.better


def least_reliable(scale: Scale) -> float | None:
    """The least change of the headline score that is not likely to be chance in measuring (Jacobson and Truax 1991, 95 per
    cent), of the file's own standard deviation and reliability; None where the file names none."""
    found = scale.reliability
    return None if found is None else Z95 * math.sqrt(2) * found.sd * math.sqrt(1 - found.reliability)


def reliable(scale: Scale, before: float, after: float) -> Reliable | None:
    """What Jacobson and Truax call the change between two headline scores: more than the least reliable one, or not."""
    least = least_reliable(scale)
    if least is None:
        return None
    gain = tidy(after - before) if better_of(scale) == "higher" else -tidy(after - before)
    if abs(gain) <= least:
        return "unchanged"
    return "improved" if gain > 0 else "worse"


def crossed(scale: Scale, before: float, after: float) -> Crossing | None:
    """Which way the headline score crossed the scale's cut-off; None where it did not, or the file names none."""
    was, now = is_case(scale, before), is_case(scale, after)
    if was == now:
        return None
    return "to_better" if was else "to_worse"


def is_case(scale: Scale, value: float) -> bool | None:
    """Whether a headline score is on the worse side of the cut-off, to which the cut-off itself belongs. A score is rounded
    as the cut-off is written, as it is for bands."""
    if scale.cutoff is None:
        return None
    at = scale.cutoff.at
    shown = half_up(value, decimals(at))
    return shown <= at if better_of(scale) == "higher" else shown >= at


def _rule(scale: Scale, part: str | None) -> ChangeRule | None:
    """The rule is of the headline score, or of each item where there is none."""
    return scale.change if part is None or scale.headline in (None, part) else None


def _verdict(gain: float, least: float | None) -> Verdict:
    """With a rule, change of that size or more counts; without one, any change does."""
    if abs(gain) < (least or 0) or gain == 0:
        return "same"
    return "improved" if gain > 0 else "worse"
