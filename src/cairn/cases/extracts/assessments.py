"""Pairs of readings: the baseline of an episode and each later reading; and readings that have nothing to pair with."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cairn.cases import rules
from cairn.cases.extracts.wide import EpisodeFacts, Known, Row, known
from cairn.cases.models import Assessment


@dataclass(frozen=True, slots=True)
class _Scored:
    """An assessment; `score` is the headline score, None where it has none."""

    uid: str
    day: date
    score: float | None

    @property
    def reading(self) -> rules.Reading:
        assert self.score is not None
        return rules.Reading(self.uid, self.day, self.score)


Group = tuple[int, str, int, str]
"""Readings that may be compared: of one episode, scale, version of it, and rater."""


def pairs(organisation_id: int, subjects: frozenset[str] | None) -> Iterator[Row]:
    """One row for each reading after the baseline, and for each reading where there is no baseline, with the reason."""
    for facts in known(organisation_id, subjects):
        for (episode, scale, _, _), readings in _groups(facts).items():
            at = facts.episodes[episode]
            days = facts.services[at.service].baseline_days
            for uid, first, second in _paired(at, days, readings):
                own = (uid, at.uid, scale, *_numbers(first, second), _reason(at, first))
                yield (facts.subject(episode), *own, *facts.wide(episode, second.day))


def _groups(facts: Known) -> dict[Group, list[_Scored]]:
    found: dict[Group, list[_Scored]] = defaultdict(list)
    rows = Assessment.objects.filter(**facts.batch.where("client_id")).order_by("episode_id", "assessed_date", "pk")
    for episode, scale, version, rater, uid, day, total, metric in rows.values_list(
        "episode_id", "scale", "scale_version", "rater", "uid", "assessed_date", "total", "metric"
    ).iterator(2000):
        score = total if metric is None else metric
        found[episode, scale, version, rater].append(_Scored(str(uid), day, score))
    return found


def _paired(
    episode: EpisodeFacts, days: int, readings: Sequence[_Scored]
) -> Iterator[tuple[str, _Scored | None, _Scored]]:
    """(uid, first, second) for each; without a baseline the first is None. What `cases.rules` says is a pair is one."""
    scored = [reading.reading for reading in readings if reading.score is not None]
    first = rules.baseline(episode.start_date, days, scored)
    start = None if first is None else _Scored(first.uid, first.date, first.value)
    for reading in readings:
        if start is None or reading.day > start.day:
            yield reading.uid, start, reading


def _numbers(first: _Scored | None, second: _Scored) -> Row:
    """`first_date`, `first_score`, `second_date`, `second_score`, `change`."""
    before = None if first is None else first.score
    change = None if before is None or second.score is None else second.score - before
    return (None if first is None else first.day, before, second.day, second.score, change)


def _reason(episode: EpisodeFacts, first: _Scored | None) -> str | None:
    return None if first is not None else episode.no_baseline_reason or "not_known"
