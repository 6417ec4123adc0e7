"""Between which two scores every score lies."""

from cairn.definitions.shapes.scale import Scale
from cairn.scales.scoring.plan import Part, Plan, added, plan_of, tidy

Span = tuple[float, float]


def limits(scale: Scale, of: str | None = None) -> Span:
    """The lowest and the highest score that there can be `of` the headline (when None), `total`, `metric`, a subscale or
    an item, by id. Where items stand by themselves, or a tariff is not in hand, the bounds of one answer.

    Raises KeyError for what the scale has not.
    """
    plan = plan_of(scale)
    of = of or scale.headline
    if of in plan.places:
        return scale.bounds(scale.item(of or ""))
    if of in (None, "total", "metric"):
        return _span(plan, of or "total", frozenset()) or (scale.low, scale.high)
    if found := _span(plan, of or "", frozenset()):
        return found
    raise KeyError(of)


def possible(plan: Plan, skipped: frozenset[int]) -> Span | None:
    """The range of the headline score of somebody to whom these items do not apply; None where there is no headline."""
    if skipped not in plan.spans:
        of = plan.scale.headline
        plan.spans[skipped] = _span(plan, of, skipped) if of else None
    return plan.spans[skipped]


def _span(plan: Plan, of: str, skipped: frozenset[int]) -> Span | None:
    if of not in ("total", "metric"):
        part = next((part for part in plan.parts if part.id == of), None)
        return _of_part(plan, part, skipped, 1) if part else None
    if of == "metric" and plan.convert:
        ends = plan.convert.values()
        return None if skipped else (min(ends), max(ends))
    times = (plan.scale.times or 1) if of == "metric" else 1
    return _of_part(plan, plan.whole, skipped, plan.scale.factor * times) if plan.whole else None


def _of_part(plan: Plan, part: Part, skipped: frozenset[int], times: float) -> Span | None:
    """Every applying item at its least, and every one at its most. None where none applies, or no table says."""
    applying = [plan.columns[place].points for place in part.places if place not in skipped]
    if not applying or not all(applying):
        return None
    by = times / len(applying) if part.is_mean else times
    one, other = (tidy(added(end(points) for points in applying) * by) for end in (min, max))
    return (one, other) if one <= other else (other, one)
