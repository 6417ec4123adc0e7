"""The colour of a figure against its target, by a rule that can be read out. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Colour = Literal["green", "amber", "red", ""]
Better = Literal["higher", "lower", "none"]


@dataclass(frozen=True, slots=True)
class Rule:
    """How a figure is rated. The amber band is `amber_percent` of the target wide, on its worse side. `places` are the decimals
    with which the figure is shown, None for all of them: what reads as the target is the target."""

    target: Decimal | None
    better: Better
    amber_percent: Decimal = Decimal(10)
    border_is_better: bool = True
    least_n: int = 0
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """A colour; or none, and why there is none."""

    colour: Colour
    why_not: str = ""


def rate(value: float | None, n: int | None, rule: Rule) -> Rating:
    """In decimals, as the figure is shown, so that what reads as a border lies on it."""
    why = _why_not(value, n, rule)
    if why or value is None or rule.target is None:
        return Rating("", why)
    target, amber = rule.target, abs(rule.target) * rule.amber_percent / 100
    sign = -1 if rule.better == "lower" else 1
    above = sign * (_shown(value, rule.places) - target)
    if _reaches(above, Decimal(0), rule):
        return Rating("green")
    return Rating("amber" if _reaches(above, -amber, rule) else "red")


def _shown(value: float, places: int | None) -> Decimal:
    exact = Decimal(repr(value))
    return exact if places is None else exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _reaches(above: Decimal, border: Decimal, rule: Rule) -> bool:
    return above >= border if rule.border_is_better else above > border


def _why_not(value: float | None, n: int | None, rule: Rule) -> str:
    if rule.target is None:
        return "No target"
    if rule.better == "none":
        return "Neither more nor less of it is better"
    if value is None:
        return "No value"
    if (n or 0) < rule.least_n:
        return f"Rests on fewer than {rule.least_n}"
    return ""


def words(rule: Rule) -> str:
    """The rule as a sentence or two, for beside the colour."""
    if rule.target is None:
        return "There is no target, so there is no colour."
    if rule.better == "none":
        return "Neither more nor less of it is better, so there is no colour."
    worse = "above" if rule.better == "lower" else "below"
    reach = "at the target or" if rule.border_is_better else "strictly"
    better = "below" if rule.better == "lower" else "above"
    edge = "the far edge counts as amber" if rule.border_is_better else "the target itself counts as amber"
    wide = f"{rule.amber_percent.normalize():f}%"
    said = f"Green: {reach} {better} it. Amber: up to {wide} of the target {worse} it; {edge}. Red: beyond."
    said += "" if rule.places is None else " The figure counts as it is shown, rounded."
    return said + (f" No colour below n = {rule.least_n}." if rule.least_n else "")
