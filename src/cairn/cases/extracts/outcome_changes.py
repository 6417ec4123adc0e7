"""Whether an outcome of a framework improved, as each tool that tells of it says: never in points, so that tools of every
kind may stand together."""

from collections.abc import Iterator

from cairn.cases.extracts.readings import Group, Reading, derived, groups
from cairn.cases.extracts.wide import Row, known
from cairn.frameworks.mapping import Feed
from cairn.scales.scoring.pooling import areas_verdict


def outcome_changes(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each outcome that a reading tells of. Among the rows of one `line` (an episode's one outcome by one
    tool) the latest is the one to count; `pair_state` says why one has no verdict."""
    for facts in known(organisation_id, subjects):
        for group in groups(facts):
            lines = {feed: derived(group.line, feed.outcome) for feed in group.tool.feeds}
            for one in group.readings if lines else ():
                wide = facts.wide(group.episode, one.day)
                for feed, line in lines.items():
                    yield (facts.subject(group.episode), *_row(group, one, feed, line), *wide)


def _row(group: Group, one: Reading, feed: Feed, line: str) -> Row:
    named = (derived(one.uid, feed.outcome), group.at.uid, line, feed.framework, feed.outcome)
    read = (one.scale, one.version, one.rater, one.stage, feed.rule_id)
    return (*named, *read, *_compared(group, one, feed))


def _compared(group: Group, one: Reading, feed: Feed) -> Row:
    """`areas` read both times, `first_date`, `reading_date`, `pair_state`, `verdict`, `baseline_missing_reason`."""
    scores = feed.items or ((group.tool.headline,) if group.tool.headline else ())
    firsts = {of: group.firsts[of] for of in scores if of in group.firsts}
    if not firsts:
        return (0, None, one.day, "no_baseline", None, group.no_baseline_reason)
    earliest = min(first.date for first in firsts.values())
    both = {of: first for of, first in firsts.items() if first.date < one.day and of in one.values}
    if not both:
        return (0, earliest, one.day, "only_first" if one.day <= earliest else "blank", None, None)
    moved = {of: (first.value, one.values[of]) for of, first in both.items()}
    return (len(both), min(f.date for f in both.values()), one.day, "compared", _verdict(group, feed, moved), None)


def _verdict(group: Group, feed: Feed, moved: dict[str, tuple[float, float]]) -> str | None:
    if feed.rule.of == "areas":
        return areas_verdict(group.tool.scale, moved, feed.rule.least or 0)
    [(of, (before, after))] = moved.items()
    return group.tool.judged(of, before, after)[0]
