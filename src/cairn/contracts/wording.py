"""The terms of a measure as they are kept with a proposal or a variation, and as they are read out. Pure."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from cairn.contracts.models import AgreedMeasure
from cairn.contracts.rules import SHAREABLE
from cairn.definitions import registry
from cairn.frameworks import items

Terms = Mapping[str, Any]
#: What is negotiated of a measure, and the words for it.
TERMS = {
    "measure_version": "version",
    "measure_class": "class",
    "target": "target",
    "frequency": "frequency",
    "level": "level",
    "level_reason": "reason for the level",
    "area_outcome_uid": "outcome of the commissioner’s list",
}
#: How it is rated: kept with what stood, so that what was dropped can be told and read whole.
RATING = {
    "amber_percent": "width of amber", "border_is_better": "colour on a border", "least_n": "least n for a colour",
}  # fmt: skip
#: Among the terms of a change: it is measured differently from then on, though its definition stays.
DIFFERENTLY = "differently"
BREAKS = "It is measured differently from then on: figures from before and after are not compared."
LEVELS = {"individual": "rows may leave", "aggregate": "only the figure leaves"}


def of(row: AgreedMeasure) -> dict[str, Any]:
    """What stands in the contract, as JSON."""
    return {
        "measure_version": row.measure_version,
        "measure_class": row.measure_class,
        "target": number(row.target),
        "frequency": row.frequency,
        "level": row.level,
        "level_reason": row.level_reason,
        "area_outcome_uid": str(row.area_outcome.uid) if row.area_outcome else "",
        "amber_percent": number(row.amber_percent),
        "border_is_better": row.border_is_better,
        "least_n": row.least_n,
        "position": row.position,
    }


def number(value: Decimal | int | None) -> str | None:
    """The same number is the same text, however many noughts it was written with."""
    return None if value is None else f"{Decimal(value).normalize():f}"


def label(measure: str, by: str = "", version: int | None = None) -> str:
    """The measure with what it is broken down by; its bare id where nobody knows it any more."""
    try:
        name = registry.get("measure", measure, version).label
    except registry.NotDefined:
        name = measure
    return f"{name}, by {dimension(by)}" if by else name


def dimension(by: str) -> str:
    said = SHAREABLE.get(by, by.replace("_", " "))
    return said[:1].lower() + said[1:]


def differing(before: Terms, after: Terms) -> tuple[str, ...]:
    """The names of the terms that differ, of those that both say."""
    return tuple(name for name in (*TERMS, *RATING) if name in before and name in after and before[name] != after[name])


def sentences(measure: str, before: Terms, after: Terms, outcomes: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """What a change comes to, one sentence a term."""
    said = outcomes or {}
    found = [_sentence(measure, name, before[name], after[name], said) for name in differing(before, after)]
    return (*found, *([BREAKS] if after.get(DIFFERENTLY) else ()))


def _sentence(measure: str, name: str, was: Any, now: Any, outcomes: Mapping[str, str]) -> str:
    words = TERMS.get(name) or RATING[name]
    old, new = value(measure, name, was, outcomes), value(measure, name, now, outcomes)
    if not old:
        return f"It gets {'an' if words[0] in 'aeiou' else 'a'} {words}: {new}."
    if not new:
        return f"It has no {words} any more; it was {old}."
    return f"Its {words} changes from {old} to {new}."


def value(measure: str, name: str, kept: Any, outcomes: Mapping[str, str] | None = None) -> str:
    """One term in words; "" for none."""
    if kept in (None, ""):
        return ""
    if name == "target":
        return target(measure, kept)
    if name == "measure_class":
        return registry.get("codes", "measure_class").label_of(kept).lower()
    if name == "frequency":
        return items.FREQUENCIES.get(kept, kept).lower()
    if name == "level":
        return LEVELS.get(kept, kept)
    if name == "area_outcome_uid":
        return (outcomes or {}).get(kept, "another")
    if name == "amber_percent":
        return f"{kept}%"
    if name == "border_is_better":
        return "the better" if kept else "the worse"
    return str(kept)


def target(measure: str, kept: str | Decimal) -> str:
    """A share is kept from 0 to 1 and read in per cent."""
    said = Decimal(kept)
    try:
        is_share = registry.get("measure", measure).kind == "share"
    except registry.NotDefined:
        is_share = False
    return f"{(said * 100).normalize():f}%" if is_share else f"{said.normalize():,f}"


def facts(measure: str, terms: Terms, outcomes: Mapping[str, str] | None = None) -> Iterator[tuple[str, str]]:
    """The terms of one measure, as word and value; what is not said is left out."""
    for name in ("target", "frequency", "measure_class", "level", "level_reason", "area_outcome_uid"):
        if said := value(measure, name, terms.get(name), outcomes):
            yield TERMS[name].capitalize(), said[:1].upper() + said[1:]
