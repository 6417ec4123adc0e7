"""Answers to one instrument → its score, with what the score is called and who says so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.definitions.shapes.base import Sure
from cairn.definitions.shapes.scale import Scale
from cairn.scales.scoring.limits import possible
from cairn.scales.scoring.plan import Part, Plan, added, plan_of, tidy
from cairn.scales.scoring.reading import Answer, Answers, Given, read

Scores = dict[str, float | None]
FROM_MEMORY = " (This rule is from memory: check the source.)"


@dataclass(frozen=True, slots=True)
class Banding:
    """What one published set of bands calls a score. `of` is `total`, `metric`, a subscale's or an item's id."""

    set: str
    of: str
    band: str
    source: str
    sure: Sure


@dataclass(frozen=True, slots=True)
class Scored:
    """One score. `total` is what the answers come to, `metric` the converted score where the scale has one.

    `subscales` holds the scores of parts, and items that are reported by themselves; one without a score is not there.
    `missing` counts the scored items left blank or not known; one that does not apply is none. Without a score `reason`
    says why. `possible` is the lowest and the highest headline score that there could have been, `profile` answers side
    by side ("11223"), `value` the headline score: the one to store, average and compare.
    """

    scale: str
    version: int
    total: float | None
    metric: float | None
    subscales: Mapping[str, float]
    bands: tuple[Banding, ...]
    flags: tuple[str, ...]
    missing: int
    reason: str | None
    profile: str | None = None
    possible: tuple[float, float] | None = None
    value: float | None = None


def score(scale: Scale, answers: Answers) -> Scored:
    """Score one set of answers. Raises Refused with every problem at once; missing answers are no problem."""
    plan = plan_of(scale)
    given = read(plan, answers)
    points = given.points(plan)
    total, metric = _headlines(plan, given, points)
    subscales = _subscales(plan, given, points)
    value = subscales.get(scale.main or "") if scale.rule == "each" else metric if _is_metric(scale) else total
    return Scored(
        scale=scale.id,
        version=scale.version,
        total=total,
        metric=metric,
        subscales=subscales,
        bands=tuple(_bands(plan, given, total, metric, subscales)) if plan.bands else (),
        flags=tuple(_flags(plan, given)) if scale.flags else (),
        missing=given.missing(plan.need),
        reason=_reason(plan, given, value, total),
        profile=_profile(plan, given) if plan.profile else None,
        possible=possible(plan, given.skipped),
        value=value,
    )


def headline(scale: Scale, scored: Scored) -> float | None:
    """The one score to store, average and compare; None without a score, and where each item stands by itself."""
    name = scale.headline
    if name == "total" or name == "metric":
        return scored.metric if name == "metric" else scored.total
    return scored.subscales.get(name or "")


def as_json(scored: Scored) -> dict[str, Any]:
    """The shape of `cairn score --json`. A band of a part or an item names it in its set."""
    bands = [
        {"set": _set_name(band), "band": band.band, "source": band.source, "sure": band.sure} for band in scored.bands
    ]
    return {
        "scale": scored.scale,
        "version": scored.version,
        "total": scored.total,
        "metric": scored.metric,
        "subscales": dict(scored.subscales),
        "bands": bands,
        "flags": list(scored.flags),
        "missing": scored.missing,
        "reason": scored.reason,
        "profile": scored.profile,
        "possible": None if scored.possible is None else list(scored.possible),
    }


def _set_name(band: Banding) -> str:
    return band.set if band.of in ("total", "metric") else f"{band.set}:{band.of}"


def _is_metric(scale: Scale) -> bool:
    return bool(scale.convert or scale.times or scale.sum_shown or scale.tariff)


def _headlines(plan: Plan, given: Given, points: Sequence[float | None]) -> tuple[float | None, float | None]:
    """Total and metric. A tariff has no total: adding up the numbers of its answers would mean nothing."""
    scale = plan.scale
    whole = None if plan.whole is None else _worth(plan.whole, points, given.skipped)
    total = None if whole is None else tidy(whole * scale.factor)
    if scale.tariff:
        return None, None if total is None else tidy(total * (scale.times or 1))
    metric = _metric(plan, total, bool(given.skipped)) if _is_metric(scale) else None
    if scale.sum_shown:
        total = tidy(added(point for point in points[: plan.need] if point is not None) * scale.factor)
    return total, metric


def _metric(plan: Plan, total: float | None, has_skipped: bool) -> float | None:
    """The table gives only whole totals of every item their metric score: nothing is read between its lines."""
    if total is None:
        return None
    if plan.convert:
        return None if has_skipped or not isinstance(total, int) else plan.convert.get(total)
    return tidy(total * (plan.scale.times or 1))


def _worth(part: Part, points: Sequence[float | None], skipped: frozenset[int]) -> float | None:
    """What a part comes to; None with more blanks than it bears."""
    there = [point for place in part.places if (point := points[place]) is not None]
    applying = len(part.places) - (len(skipped.intersection(part.places)) if skipped else 0)
    blanks = applying - len(there)
    if blanks > part.allow or not (there or part.bare):
        return None
    whole = added(there)
    if part.is_mean:
        return whole / len(there)
    return whole / len(there) * applying if blanks and part.fills else whole


def _subscales(plan: Plan, given: Given, points: Sequence[float | None]) -> dict[str, float]:
    found: dict[str, float] = {}
    if plan.scale.rule == "each":
        pairs = zip(plan.columns[: plan.need], given.values, strict=False)
        found = {column.item.id: value for column, value in pairs if value is not None}
    for part in plan.parts:
        if (worth := _worth(part, points, given.skipped)) is not None:
            found[part.id] = tidy(worth)
    return found


def _bands(
    plan: Plan, given: Given, total: float | None, metric: float | None, subscales: Mapping[str, float]
) -> Iterator[Banding]:
    """Bands were published for a score of every item: where one of its items does not apply, it has no name."""
    scores: Scores = {"total": total, "metric": metric, **subscales}
    for naming in plan.bands:
        named = naming.bands
        if given.skipped.intersection(plan.counted(named.of)):
            continue
        place = plan.places.get(named.of)
        value = scores.get(named.of) if place is None else given.values[place]
        if value is not None and (band := naming.of(value)):
            yield Banding(named.id, named.of, band.name, named.source, named.sure)


def _flags(plan: Plan, given: Given) -> Iterator[str]:
    for flag in plan.scale.flags:
        value = given.values[plan.places[flag.item]]
        if value is not None and flag.holds(value):
            yield flag.words


def _profile(plan: Plan, given: Given) -> str | None:
    values = [given.values[place] for place in plan.profile]
    return None if None in values else "".join(map(str, values))


def _reason(plan: Plan, given: Given, value: float | None, total: float | None) -> str | None:
    """Why there is no score; None where there is one, or where items stand by themselves and one is answered."""
    scale = plan.scale
    if value is not None:
        return None
    if scale.tariff and scale.tariff.lacking:
        return f"The table of values is not in hand. {scale.tariff.lacking}"
    applying = plan.need - len(given.skipped.intersection(range(plan.need)))
    answered = applying - given.missing(plan.need)
    if scale.rule == "each" and answered and not scale.main:
        return None
    rule = f"{scale.missing.words}{FROM_MEMORY if scale.missing.sure == 'memory' else ''}"
    if total is not None and scale.convert:
        return f"The table converts whole totals of all {plan.need} items; this is none. {rule}"
    return f"{answered} of {applying} items answered. {rule}"


__all__ = ["Answer", "Answers", "Banding", "Scored", "as_json", "headline", "score"]
