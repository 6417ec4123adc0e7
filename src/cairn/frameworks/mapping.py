"""What of a tool tells of which outcome, and by which rule: for the mart, and to be shown beside every figure. Pure."""

from collections import defaultdict
from dataclasses import dataclass

from cairn.definitions import registry
from cairn.definitions.shapes.base import Sure
from cairn.definitions.shapes.framework import Combining, Framework, Mapping
from cairn.definitions.shapes.scale import Scale

OWN_SOURCE = "Said by the organisation whose scale it is"


@dataclass(frozen=True, slots=True)
class Feed:
    """One tool's way to one outcome: `items` are its areas by id, none where its whole score tells; `rule` says how they
    become one word; `rule_id` names it with its framework and version."""

    framework: str
    ref: str
    items: tuple[str, ...]
    rule: Combining
    rule_id: str
    sure: Sure
    source: str

    @property
    def outcome(self) -> str:
        """`framework/reference`, as marts and measures have it."""
        return f"{self.framework}/{self.ref}"


def feeds(scale: Scale) -> tuple[Feed, ...]:
    """Every outcome that a tool tells of, in the order of the frameworks: what they map, and what an organisation says of
    the areas of its own scale."""
    return tuple(feed for framework in registry.all("framework") for feed in _feeds(framework, scale))


def feed(scale: Scale, outcome: str, rule_id: str) -> Feed:
    """One way of a tool to an outcome (`framework/reference`), as the framework's version in `rule_id` has it. Raises
    LookupError."""
    id, version, _ = rule_id.split("/")
    found = _feeds(registry.get("framework", id, int(version)), scale)
    return {(one.outcome, one.rule_id): one for one in found}[outcome, rule_id]


def _feeds(framework: Framework, scale: Scale) -> list[Feed]:
    found: dict[tuple[str, str], list[Mapping]] = defaultdict(list)
    for each in (*framework.mappings, *_own(framework, scale)):
        if each.tool == scale.id:
            found[each.outcome, "areas" if each.item else "whole"].append(each)
    rules: dict[str, Combining] = {rule.of: rule for rule in framework.combine}
    return [_feed(framework, ref, rules[of], each) for (ref, of), each in found.items() if of in rules]


def _feed(framework: Framework, ref: str, rule: Combining, mapped: list[Mapping]) -> Feed:
    items = tuple(each.item for each in mapped if each.item)
    rule_id = f"{framework.id}/{framework.version}/{rule.id}"
    return Feed(framework.id, ref, items, rule, rule_id, mapped[0].sure, mapped[0].source or framework.source)


def _own(framework: Framework, scale: Scale) -> list[Mapping]:
    """What an organisation's own scale says of its areas, for outcomes that the framework has."""
    known = {f"{framework.id}/{outcome.ref}": outcome.ref for outcome in framework.outcomes}
    return [
        Mapping(tool=scale.id, item=item.id, outcome=known[item.outcome], sure="own", source=OWN_SOURCE)
        for item in scale.items
        if item.outcome in known
    ]
