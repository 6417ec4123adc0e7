"""Readings of instruments, a batch at a time: those that may be compared stand together, in order of date."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from cairn.cases import rules
from cairn.cases.extracts.tools import Tool, tool_of
from cairn.cases.extracts.wide import EpisodeFacts, Known
from cairn.cases.models import Assessment
from cairn.scales.scoring.comparable import set_aside

_SPACE = bytes.fromhex("3f0a2c552b844d0e9f3a6a4f7d1be9c2")
_FIELDS = (
    "episode_id", "scale", "scale_version", "rater", "uid", "stage", "assessed_date", "answers", "total", "metric",
    "subscales", "entered_by",
)  # fmt: skip


@dataclass(slots=True)
class Reading:
    """One assessment. `values` are its scores by `of`, `aside` the places of items that do not apply."""

    episode: int
    scale: str
    version: int
    rater: str
    uid: str
    stage: str
    day: date
    answers: list[Any]
    total: float | None
    metric: float | None
    entered_by: str
    values: dict[str, float]
    aside: tuple[int, ...]


@dataclass(slots=True)
class Group:
    """Readings that may be compared: of one episode, scale, version of it, rater, and items that apply; in order of date.
    `firsts` are the baselines of each score, as `cases.rules` says which they are."""

    tool: Tool
    episode: int
    at: EpisodeFacts
    readings: list[Reading]
    firsts: dict[str, rules.Reading]

    @property
    def line(self) -> str:
        """The name of all readings of one scale in one episode."""
        return derived(self.at.uid, self.tool.scale.id)

    @property
    def no_baseline_reason(self) -> str:
        return self.at.no_baseline_reason or "not_known"


def groups(facts: Known) -> Iterator[Group]:
    """Every group of a batch. One query."""
    found = sorted(_read(facts), key=_KEY)
    for _, kept in groupby(found, key=_KEY):
        alike: dict[tuple[int, ...], list[Reading]] = {}
        for one in kept:
            alike.setdefault(one.aside, []).append(one)
        yield from (_group(facts, readings) for readings in alike.values())


_KEY = attrgetter("episode", "scale", "version", "rater")


def _group(facts: Known, readings: list[Reading]) -> Group:
    at, tool = facts.episodes[readings[0].episode], tool_of(readings[0].scale, readings[0].version)
    days = facts.services[at.service].baseline_days
    return Group(tool, readings[0].episode, at, readings, _firsts(tool, at.start_date, days, readings))


def _read(facts: Known) -> Iterator[Reading]:
    rows = Assessment.objects.filter(**facts.batch.where("client_id")).order_by("episode_id", "assessed_date", "pk")
    for episode, scale, version, rater, uid, stage, day, answers, total, metric, parts, came in rows.values_list(
        *_FIELDS
    ).iterator(2000):
        values = tool_of(scale, version).values(total, metric, parts, answers)
        aside = set_aside(answers)
        yield Reading(episode, scale, version, rater, str(uid), stage, day, answers, total, metric, came, values, aside)


def _firsts(tool: Tool, start: date, days: int, readings: list[Reading]) -> dict[str, rules.Reading]:
    found = {of: rules.baseline(start, days, _scored(of, readings)) for of in tool.parts}
    return {of: first for of, first in found.items() if first is not None}


def _scored(of: str, readings: list[Reading]) -> Iterator[rules.Reading]:
    return (rules.Reading(one.uid, one.day, one.values[of]) for one in readings if of in one.values)


def derived(*parts: str) -> str:
    """A uid of what has none of its own, the same whenever it is read. Written out: `uuid5` took most of the time of filling
    a mart."""
    found = hashlib.sha1(_SPACE + " ".join(parts).encode(), usedforsecurity=False).hexdigest()
    return f"{found[:8]}-{found[8:12]}-5{found[13:16]}-8{found[17:20]}-{found[20:32]}"
