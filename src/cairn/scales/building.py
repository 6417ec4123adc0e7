"""An organisation's own scale as it is built: a plan of areas, answers and what they are called, and the scale it comes to.

A plan may be unfinished (`built` needs no more than a name); `lacking` says what it needs before it can be published. Pure.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from typing import Any, Literal

from pydantic import ValidationError

from cairn.definitions import registry
from cairn.definitions.shapes.scale import Better, Choice, Item, Rater, Scale
from cairn.kernel.problems import Problem, refuse_if
from cairn.scales import local
from cairn.scales.files import NO_TEXT

MOST_AREAS, LEAST_END, MOST_END, MOST_NAMED = 60, -100, 1000, 21
LONGEST, LONGEST_QUESTION = 120, 500
SOURCE = "This organisation's own choice; not validated"
Total = Literal["each", "sum", "mean"]
_WORDS = ("label", "text", "low_label", "high_label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area or question. `label` names it in figures, `text` is what is asked where that is more. `kept` holds fields of
    a definition that the builder does not ask about: answers of its own, say."""

    id: str = ""
    label: str = ""
    text: str = ""
    better: Better | None = None
    low_label: str = ""
    high_label: str = ""
    outcome: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of scores by a name of the organisation's own, both ends inclusive."""

    name: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that the builder asks. `labels` names single answers; `holder` is whose scale it is, where not one's own."""

    label: str
    short_label: str = ""
    about: str = ""
    recall: str = "now"
    low: int = 1
    high: int = 10
    low_label: str = ""
    high_label: str = ""
    labels: Mapping[int, str] = field(default_factory=dict)
    better: Better = "higher"
    areas: Sequence[Area] = ()
    total: Total = "each"
    decimals: int = 0
    allow_blank: int = 0
    change: float | None = None
    bands: Sequence[Stretch] = ()
    raters: Sequence[Rater] = ("client", "worker", "both")
    holder: str = ""
    based_on: str | None = None
    guidance: Mapping[str, str] = field(default_factory=dict)


def built(plan: Plan, id: str, version: int, taken: Collection[str] = ()) -> Scale:
    """The scale that a plan comes to, as a draft. Raises Refused with everything that is wrong; what is absent is no fault.
    `taken` are ids that areas of other versions have: no new area is given one."""
    refuse_if(faults(plan))
    plan = replace(plan, areas=[replace(area, id=id) for area, id in _with_ids(plan.areas, taken)])
    try:
        return local.read(_definition(plan), id, version, status="draft")
    except ValidationError as error:
        refuse_if(_shape_problem(each) for each in error.errors(include_url=False, include_input=False))
        raise


def _shape_problem(details: Any) -> Problem:
    place = ".".join(map(str, details["loc"]))
    words = str(details["msg"]).removeprefix("Value error, ")
    return Problem("scale.shape", f"{place}: {words}.".removeprefix(": "), "Change what it speaks of.", field=place)


def _definition(plan: Plan) -> dict[str, Any]:
    told: dict[str, Any] = {
        "label": plan.label, "short_label": plan.short_label or plan.label[:40], "note": plan.about or None,
        "source": SOURCE, "sure": "own", "recall": plan.recall or "now", "low": plan.low, "high": plan.high,
        "rule": plan.total, "decimals": plan.decimals, "better": plan.better, "choices": _choices(plan),
        "items": [_item(plan, area, number) for number, area in enumerate(plan.areas, start=1)],
        "raters": list(plan.raters), "missing": _missing(plan), "licence": _licence(plan), "based_on": plan.based_on,
        "guidance": dict(plan.guidance) or None, "change": _change(plan), "bands": list(_bands(plan)),
    }  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


def _choices(plan: Plan) -> list[dict[str, Any]]:
    ends = {plan.low: plan.low_label, plan.high: plan.high_label}
    named = {**ends, **{value: words for value, words in plan.labels.items() if words}}
    return [{"value": value, "label": words} for value, words in sorted(named.items()) if words]


def _with_ids(areas: Sequence[Area], taken: Collection[str]) -> Iterator[tuple[Area, str]]:
    """Each area with its id; a new one gets a number that no other of this scale ever had."""
    gone = {*taken, *(area.id for area in areas)}
    fresh = (id for number in count(1) if (id := f"area_{number}") not in gone)
    for area in areas:
        yield area, area.id or next(fresh)


def _item(plan: Plan, area: Area, number: int) -> dict[str, Any]:
    turned = area.better is not None and area.better != plan.better
    told: dict[str, Any] = {
        **area.kept, "id": area.id, "number": number, "topic": area.label, "text": area.text or area.label,
        "better": area.better if turned else None, "outcome": area.outcome or None,
    }  # fmt: skip
    if turned and plan.total != "each":
        told["reverse"] = True  # it counts from the other end, so that the total has one direction
    if (area.low_label or area.high_label) and "choices" not in area.kept:
        ends = {area.kept.get("low", plan.low): area.low_label, area.kept.get("high", plan.high): area.high_label}
        named = {one["value"]: one["label"] for one in _choices(plan)} | {
            v: words for v, words in ends.items() if words
        }
        told["choices"] = [{"value": value, "label": words} for value, words in sorted(named.items())]
        told |= {"low_label": area.low_label or None, "high_label": area.high_label or None}
    return {name: value for name, value in told.items() if value is not None}


def _missing(plan: Plan) -> dict[str, Any]:
    if plan.total == "each":
        words = "Each area stands by itself: one left blank is left out, and the others still count."
    elif plan.allow_blank:
        words = (
            f"Up to {plan.allow_blank} left blank are filled with the person's own mean; with more there is no score."
        )
    else:
        words = "With any left blank there is no score."
    return {"words": words, "source": SOURCE, "sure": "own", "allow": 0 if plan.total == "each" else plan.allow_blank}


def _licence(plan: Plan) -> dict[str, Any]:
    if not plan.holder:
        words = "Made by the organisation itself."
        return {"locked": False, "words": words, "holder": "the organisation", "source": SOURCE, "sure": "own"}
    words = (
        f"Carries readings of a tool of {plan.holder}. It may be used once the organisation has recorded its licence."
    )
    return {"locked": True, "words": words, "holder": plan.holder, "source": SOURCE, "sure": "own"}


def _change(plan: Plan) -> dict[str, Any] | None:
    if plan.change is None:
        return None
    of = "in an area" if plan.total == "each" else "of the total"
    return {"least": plan.change, "words": f"{plan.change:g} or more {of}", "source": SOURCE, "sure": "own"}


def _bands(plan: Plan) -> Iterator[dict[str, Any]]:
    """The same names for every area where each stands by itself; else of the total."""
    stretches = [{"name": one.name, "low": one.low, "high": one.high} for one in plan.bands]
    of = [area.id for area in plan.areas] if plan.total == "each" else ["total"]
    for each in of if stretches else ():
        told = {"id": "own", "label": "Our own names, not validated", "of": each, "source": SOURCE, "sure": "own"}
        yield {**told, "bands": stretches}


def faults(plan: Plan) -> list[Problem]:
    """What is wrong with what was said. Fields are those of the plan; an area's are `area_<place>_<field>`."""
    return [*_text_faults(plan), *_end_faults(plan), *_area_faults(plan), *_band_faults(plan), *_count_faults(plan)]


def _text_faults(plan: Plan) -> Iterator[Problem]:
    if not plan.label.strip():
        yield Problem("scale.name", "The name is missing.", "Write how you call it.", field="label")
    longest = {"label": LONGEST, "short_label": 40, "recall": LONGEST, "holder": 200, "about": 1000}
    for name, most in longest.items():
        if len(getattr(plan, name)) > most:
            yield Problem("scale.long", "This is too long.", f"Use at most {most} characters.", field=name)
    said = {name: getattr(plan, name) for name in (*longest, "low_label", "high_label")}
    said |= {"labels": " ".join(plan.labels.values()), "bands": " ".join(one.name for one in plan.bands)}
    yield from _unseen(said)


def _unseen(said: Mapping[str, str]) -> Iterator[Problem]:
    """Texts, by field, with a character that nobody sees, or that turns round what is written beside it."""
    for name, text in said.items():
        if NO_TEXT.search(text):
            fix = "Type it anew: it may have come along from where it was copied."
            yield Problem("scale.unseen", "This has a character in it that cannot be seen.", fix, field=name)


def _end_faults(plan: Plan) -> Iterator[Problem]:
    if not LEAST_END <= plan.low < plan.high <= MOST_END:
        message = "The lowest answer must be less than the highest."
        fix = f"Use whole numbers from {LEAST_END} to {MOST_END}, such as 1 and 10."
        yield Problem("scale.ends", message, fix, field="high")
    if any(not plan.low <= value <= plan.high for value in plan.labels):
        fix = "Take that name away, or widen the answers."
        yield Problem("scale.answer", "A named answer lies outside lowest and highest.", fix, field="labels")


def _area_faults(plan: Plan) -> Iterator[Problem]:
    if len(plan.areas) > MOST_AREAS:
        yield Problem("scale.areas", f"There are more than {MOST_AREAS} areas.", "Divide it into two scales.", field="")
    seen: dict[str, int] = {}
    for place, area in enumerate(plan.areas):
        at = f"area_{place}_"
        name = _plain(area.label)
        if not name:
            yield Problem("area.name", "This area has no name.", "Write it, or remove the area.", field=f"{at}label")
        elif name in seen:
            message = f"Area {seen[name] + 1} has this name already."
            yield Problem("area.twice", message, "Give each area a name of its own.", field=f"{at}label")
        seen.setdefault(name, place)
        for part, most in (("label", LONGEST), ("text", LONGEST_QUESTION), ("low_label", 200), ("high_label", 200)):
            if len(getattr(area, part)) > most:
                yield Problem("scale.long", "This is too long.", f"Use at most {most} characters.", field=f"{at}{part}")
        yield from _unseen({f"{at}{part}": getattr(area, part) for part in _WORDS})


def _band_faults(plan: Plan) -> Iterator[Problem]:
    if any(one.low > one.high for one in plan.bands):
        yield Problem("band.ends", "A band ends before it begins.", "Write the lower number first.", field="bands")
    ordered = sorted(plan.bands, key=lambda one: one.low)
    if any(after.low <= before.high for before, after in pairwise(ordered)):
        fix = "Begin each band above the end of the one before."
        yield Problem("band.overlap", "Two bands share a score.", fix, field="bands")


def _count_faults(plan: Plan) -> Iterator[Problem]:
    if not 0 <= plan.allow_blank <= max(0, len(plan.areas) - 1):
        fix = "Allow fewer than there are areas."
        yield Problem("scale.blank", "At least one area must be answered.", fix, field="allow_blank")
    if plan.change is not None and plan.change <= 0:
        fix = "Write how many points count as a change, such as 1; or leave it blank."
        yield Problem("scale.change", "A change of no points is none.", fix, field="change")
    if not plan.raters:
        yield Problem("scale.raters", "Nobody rates it.", "Choose at least one.", field="raters")


def lacking(scale: Scale) -> list[Problem]:
    """What a draft needs before it can be published."""
    if not scale.items:
        return [Problem("scale.empty", "There is no area yet.", "Add at least one area or question.", field="areas")]
    found = list(_unnamed(scale))
    every = [scale.answers(item) for item in scale.items]
    if any(answers[0].label is None or answers[-1].label is None for answers in every):
        message = "It is not said what the lowest and the highest answer mean."
        found.append(Problem("scale.anchors", message, "Name both ends, for all areas or for each.", field="low_label"))
    return found


def _unnamed(scale: Scale) -> Iterator[Problem]:
    """Areas that still have the name which the pattern only holds a place with: figures would be of a "first area"."""
    held = {_plain(item.topic) for one in registry.all("scale") if one.template for item in one.items}
    for place, item in enumerate(scale.items):
        if _plain(item.topic) in held:
            message = f"Area {item.number} still has the name of the pattern, “{item.topic}”."
            yield Problem("area.placeholder", message, "Write what it is about.", field=f"area_{place}_label")


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


_KEPT = ("low", "high", "choices", "may_skip", "extra", "parent_number")


_TOTALS: Mapping[str, Total] = {"each": "each", "sum": "sum", "mean": "mean", "single": "sum"}


def plan_of(scale: Scale) -> Plan:
    """The plan from which a scale can be changed. `lost` tells what of a richer one does not go along."""
    named = {choice.value: choice.label for choice in scale.choices if choice.label}
    ends = {"low_label": named.pop(scale.low, ""), "high_label": named.pop(scale.high, "")}
    total = _TOTALS.get(scale.rule, "each")
    told = scale.bands[0].bands if scale.bands and scale.bands[0].id == "own" else ()
    return Plan(
        label=scale.label, short_label=scale.short_label, about=scale.note or "", recall=scale.recall,
        low=scale.low, high=scale.high, **ends, labels={value: words for value, words in named.items() if words},
        better=scale.better, areas=[_area(scale, item) for item in scale.items], total=total, decimals=scale.decimals,
        allow_blank=scale.missing.allow, change=scale.change.least if scale.change else None,
        bands=[Stretch(name=one.name, low=one.low, high=one.high) for one in told], raters=scale.raters,
        holder=scale.licence.holder if scale.licence.locked else "", based_on=scale.based_on,
        guidance={} if scale.guidance is None else local.as_json(scale)["guidance"],
    )  # fmt: skip


def _area(scale: Scale, item: Item) -> Area:
    own = _own_answers(scale, item)
    text = "" if item.text in (None, item.topic) else item.text
    low, high = (item.low_label, item.high_label) if not own else (None, None)
    told = local.item_json(item)
    kept = {name: told[name] for name in _KEPT if name in told and (name != "choices" or own)}
    return Area(
        id=item.id, label=item.topic, text=text or "", better=item.better or (_other(scale.better) if item.reverse else None),
        low_label=low or "", high_label=high or "", outcome=item.outcome or "", kept=kept,
    )  # fmt: skip


def _own_answers(scale: Scale, item: Item) -> tuple[Choice, ...]:
    """Answers of an item that are more than the scale's with other ends."""
    low, high = scale.bounds(item)
    ends = {low: item.low_label, high: item.high_label}
    common = {choice.value: choice.label for choice in scale.choices} | {v: words for v, words in ends.items() if words}
    plain = all(choice.points is None and common.get(choice.value) == choice.label for choice in item.choices)
    return () if plain else item.choices


def _other(better: Better) -> Better:
    return "lower" if better == "higher" else "higher"


def from_template(scale: Scale) -> Plan:
    """A first plan from a pattern or another scale: its areas and answers, under a name of its own."""
    return replace(plan_of(scale), based_on=scale.id)


_UNSEEN = {
    "convert": "the table that turns its total into another score", "times": "the factor of its score",
    "subscales": "its part scores", "tariff": "its table of values", "flags": "answers that raise a flag",
    "cutoff": "its cut-off", "reliability": "its reliability", "profile": "its profile", "main": "its main part score",
}  # fmt: skip


def lost(scale: Scale) -> list[str]:
    """What a plan cannot hold of a scale, in words."""
    found = [words for name, words in _UNSEEN.items() if getattr(scale, name)]
    found += ["its bands"] if any(one.id != "own" for one in scale.bands) else []
    found += ["how its total is made"] if scale.rule not in _TOTALS or scale.factor != 1 else []
    return found
