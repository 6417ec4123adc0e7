"""Readings at their own grain; pairs of them, the baseline of an episode and each later one; and what people said of the
service."""

from collections.abc import Iterator

from cairn.cases.extracts.readings import Group, Reading, derived, groups
from cairn.cases.extracts.tools import UNJUDGED, Tool
from cairn.cases.extracts.wide import Row, known
from cairn.cases.models import Feedback
from cairn.scales.scoring.columnar import packed


def assessments(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row a reading. `is_first` is the baseline of its group, `is_latest` the last with a score; where items stand by
    themselves, with any answer."""
    for facts in known(organisation_id, subjects):
        for group in groups(facts):
            line, first, latest = group.line, _baseline(group), _latest(group)
            for one in group.readings:
                ends = (one.uid == first, one.uid == latest)
                own = (one.uid, group.at.uid, line, *_reading(group.tool, one, ends))
                yield (facts.subject(group.episode), *own, *facts.wide(group.episode, one.day))


def _reading(tool: Tool, one: Reading, ends: tuple[bool, bool]) -> Row:
    score = one.values.get(tool.headline) if tool.headline else None
    answers = packed(tool.scale, one.answers)
    said = (one.scale, one.version, one.stage, one.rater, one.day, answers, one.total, one.metric)
    return (*said, score, tool.band(score, one.aside), *ends, tool.missing(one.answers), one.entered_by)


def _baseline(group: Group) -> str | None:
    """The first of the headline score; without one, the first reading in which anything was answered in time."""
    headline = group.tool.headline
    found = [group.firsts[headline]] if headline in group.firsts else [] if headline else group.firsts.values()
    return min(found, key=lambda first: first.date).uid if found else None


def _latest(group: Group) -> str | None:
    wanted = group.tool.headline
    scored = [one for one in group.readings if (wanted in one.values if wanted else one.values)]
    return scored[-1].uid if scored else None


def pairs(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each score of a reading after its baseline, and of a reading where there is no baseline, with the reason.
    The headline score always has its row; another only where it was given."""
    for facts in known(organisation_id, subjects):
        for group in groups(facts):
            subject, lines = facts.subject(group.episode), _lines(group)
            for one in group.readings:
                rows = list(_pairs(group, one, lines))
                wide = facts.wide(group.episode, one.day) if rows else ()
                for own in rows:
                    yield (subject, *own, *wide)


def _lines(group: Group) -> dict[str, str]:
    """The name of all pairs of one score in one episode."""
    headline = group.tool.headline
    return {of: group.line if of == headline else derived(group.line, of) for of in group.tool.parts}


def _pairs(group: Group, one: Reading, lines: dict[str, str]) -> Iterator[Row]:
    tool, headline = group.tool, group.tool.headline
    for of in tool.parts:
        first, second = group.firsts.get(of), one.values.get(of)
        if (second is None and of != headline) or (first is not None and one.day <= first.date):
            continue
        uid = one.uid if of == headline else derived(one.uid, of)
        named = (uid, group.at.uid, lines[of], one.scale, one.version, of, one.rater, one.stage)
        yield (*named, *_numbers(group, one, of))


def _numbers(group: Group, one: Reading, of: str) -> Row:
    """`first_date` to `change`, what that is called, and why there is no first."""
    first, second = group.firsts.get(of), one.values.get(of)
    if first is None:
        return (None, None, one.day, second, None, *UNJUDGED, group.no_baseline_reason)
    if second is None:
        return (first.date, first.value, one.day, None, None, *UNJUDGED, None)
    judged = group.tool.judged(of, first.value, second, one.aside)
    return (first.date, first.value, one.day, second, second - first.value, *judged, None)


def feedback(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each time that somebody was asked what the service was like, whether or not they answered."""
    for facts in known(organisation_id, subjects):
        rows = Feedback.objects.filter(**facts.batch.where("client_id")).order_by("pk")
        for episode, uid, why, asked, answered, accessible in rows.values_list(
            "episode_id", "uid", "why", "asked_date", "answered_date", "accessible"
        ).iterator(2000):
            own = (str(uid), facts.episodes[episode].uid, why, asked, answered, accessible)
            yield (facts.subject(episode), *own, *facts.wide(episode, asked))
