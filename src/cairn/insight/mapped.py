"""What stands beside every figure of outcomes: which tools told of which outcome, which areas of them, by which rule, and
how sure that is. No Django here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.definitions import registry
from cairn.definitions.shapes.framework import Combining
from cairn.definitions.shapes.measure import Measure
from cairn.frameworks import mapping
from cairn.insight.labels import codes_of, label_of

TABLE = "outcome_change"


@dataclass(frozen=True, slots=True, order=True)
class Told:
    """That a version of a tool told of an outcome (`framework/reference`) by a rule (`framework/version/rule`)."""

    outcome: str
    scale: str
    version: int
    rule: str


@dataclass(frozen=True, slots=True)
class Line:
    """One of them in words. `areas` is empty where the whole score tells. `sure` and `source` are of the mapping."""

    told: Told
    outcome: str
    tool: str
    bounds: tuple[int, int]
    areas: tuple[str, ...]
    sure: str
    source: str
    rule: Combining


def is_of(measure: Measure) -> bool:
    """Whether a measure counts what tools tell of outcomes."""
    return measure.table == TABLE


def every() -> tuple[Told, ...]:
    """All that the package maps: shown where it may not be said which tools were used."""
    found = [
        Told(feed.outcome, scale.id, scale.version, feed.rule_id)
        for scale in registry.all("scale")
        for feed in mapping.feeds(scale)
    ]
    return tuple(sorted(found))


def lines(told: Iterable[Told]) -> tuple[Line, ...]:
    """In words, in the order of the outcomes; what cannot be found any more is left out."""
    found = [line for one in told if (line := _line(one)) is not None]
    place = {code: at for at, code in enumerate(codes_of("outcome"))}
    return tuple(
        sorted(found, key=lambda line: (place.get(line.told.outcome, len(place)), line.tool, line.told.version))
    )


def _line(told: Told) -> Line | None:
    try:
        scale = registry.get("scale", told.scale, told.version)
        feed = mapping.feed(scale, told.outcome, told.rule)
    except LookupError:
        return None
    return Line(
        told=told,
        outcome=label_of("outcome", told.outcome),
        tool=scale.short_label,
        bounds=(scale.low, scale.high),
        areas=tuple(scale.item(id).topic for id in feed.items),
        sure=feed.sure,
        source=feed.source,
        rule=feed.rule,
    )


def frozen(told: Sequence[Told]) -> list[list[Any]]:
    """As a submission keeps it."""
    return [[one.outcome, one.scale, one.version, one.rule] for one in told]


def thawed(stored: Iterable[Sequence[Any]]) -> tuple[Told, ...]:
    return tuple(Told(str(outcome), str(scale), int(version), str(rule)) for outcome, scale, version, rule in stored)


def as_json(told: Iterable[Told]) -> list[dict[str, Any]]:
    """For programs: every line with its rule."""
    return [
        {
            "outcome": line.told.outcome,
            "scale": line.told.scale,
            "scale_version": line.told.version,
            "areas": list(line.areas),
            "sure": line.sure,
            "source": line.source,
            "rule": line.told.rule,
            "rule_words": line.rule.words,
            "rule_sure": line.rule.sure,
        }
        for line in lines(told)
    ]
