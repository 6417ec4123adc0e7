"""Which tools told of which outcome, by which rule and how sure: what stands beside every figure of outcomes."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from cairn.insight.mapped import Line, Told, lines

SURE = {
    "verified": "seen in the source",
    "seed": "from the commissioner's framework paper",
    "memory": "not sure: from memory",
    "own": "our own judgement",
    "computed": "worked out by us",
}
RULES = {"areas": "How areas become one word", "whole": "How a whole score becomes one word"}


def facts(told: Iterable[Told]) -> list[Mapping[str, str]]:
    """One row an outcome, then one a rule, for a summary list; none where nothing was told."""
    found = lines(told)
    rows: list[Mapping[str, str]] = [
        {"key": outcome, "value": "; ".join(_tool(line) for line in kept)}
        for outcome, kept in groupby(found, key=attrgetter("outcome"))
    ]
    rules = {line.rule.id: line.rule for line in found}
    rows += [
        {"key": RULES[rule.of], "value": f"{rule.words} ({rule.source}; {SURE[rule.sure]})"} for rule in rules.values()
    ]
    if rows:
        rows.append({"key": "Why not in points", "value": NEVER})
    return rows


def rules_of(told: Mapping[str, str]) -> dict[str, str]:
    """Of such rows by their keys, those that are rules."""
    return {key: told[key] for key in RULES.values() if key in told}


NEVER = (
    "Areas from 1 to 5 and from 1 to 10, and tools that are unlike, are never added up or averaged together. Over several "
    "tools only improved, the same and worse are counted. Each tool's points stand by themselves, under its own change."
)


def _tool(line: Line) -> str:
    low, high = line.bounds
    what = ", ".join(line.areas) if line.areas else "the whole score"
    bounds = f", {low} to {high}" if line.areas else ""
    return f"{line.tool}{bounds}: {what} ({SURE[line.sure]})"
