"""Readings of one scale out of an organisation's own mart, as `pairing` takes them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import duckdb

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.definitions import registry
from cairn.definitions.registry import NotDefined
from cairn.definitions.shapes.scale import Scale
from cairn.insight.gather import extracts
from cairn.insight.pairing import Reading
from cairn.kernel.periods import Period
from cairn.scales.scoring import score
from cairn.scales.scoring.change import better_of
from cairn.scales.scoring.columnar import SKIP
from cairn.scales.scoring.comparable import is_whole, set_aside
from cairn.scales.scoring.limits import limits
from cairn.scales.scoring.plan import plan_of
from cairn.scales.scoring.reading import SKIPPED
from cairn.services import queries as services

_COLUMNS = (
    "person", "episode", "service", "rater", "scale_version", "stage", "assessed_date", "score", "answers", "is_first",
)  # fmt: skip
ValueOf = Callable[[Any, Sequence[int | None]], float | None]
Firsts = Mapping[tuple[str, str, int], tuple[date | None, str | None]]
"""Of an episode, rater and version: the day of the first reading, and why there is none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which readings, of which score of the scale (None: none stands for the whole, and none was named)."""

    scale: Scale
    of: str | None
    period: Period
    rater: str = ""
    group_by: str = ""
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Places:
    """The organisation's services, by uid: those that are waiting lists, those that expect no second reading."""

    waiting: frozenset[str]
    one_off: frozenset[str]
    labels: Mapping[str, str]

    def names(self, uids: frozenset[str] | set[str]) -> tuple[str, ...]:
        return tuple(sorted(self.labels[uid] for uid in uids))


def places(by: Actor) -> Places:
    """What of the organisation's services a report needs to know, in one query."""
    with scope.of(by):
        rows = list(services.visible_to(by).values_list("uid", "name", "is_waiting_list", "is_one_off"))
    return Places(
        frozenset(str(uid) for uid, _, waits, _ in rows if waits),
        frozenset(str(uid) for uid, _, _, once in rows if once),
        {str(uid): name for uid, name, _, _ in rows},
    )


def used(connection: duckdb.DuckDBPyConnection) -> list[Scale]:
    """The scales that there are readings of, each at its newest version."""
    rows = connection.execute("SELECT DISTINCT scale FROM assessment").fetchall()
    return [registry.get("scale", id) for (id,) in rows]


def of(connection: duckdb.DuckDBPyConnection, asked: Asked) -> list[Reading]:
    """Every reading of the scale up to the end of the period, of the versions whose scores may be held together.

    Raises ValueError for a dimension that readings have not; KeyError for a score that the scale has not.
    """
    return list(_readings(connection, asked))


def _readings(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Iterator[Reading]:
    values: dict[int, ValueOf | None] = {}
    firsts = _firsts(connection, asked)
    for row in connection.execute(*_question(asked)).fetchall():
        person, episode, service, rater, version, stage, day, scored, answers, is_first, start, end, group = row
        if version not in values:
            values[version] = _value_of(asked, version)
        value_of = values[version]
        value = value_of(scored, answers or ()) if value_of else None
        first_day, no_first = firsts.get((episode, rater, version), (None, None))
        first = value is not None and (day == first_day if first_day or no_first else bool(is_first))
        yield Reading(
            person, episode, service, rater, version, stage, day, value, first, no_first or "", start or day, end,
            group or "", set_aside(answers or ()), value_of is None,
        )  # fmt: skip


def _firsts(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Firsts:
    """Where there is a later reading, the pairs know which was the first of this very score, or why there is none."""
    text = (
        "SELECT episode, rater, scale_version, min(first_date), min(baseline_missing_reason) FROM assessment_pair"
        " WHERE scale = ? AND of = ? GROUP BY ALL"
    )
    rows = connection.execute(text, [asked.scale.id, asked.of]).fetchall()
    return {(episode, rater, version): (day, why) for episode, rater, version, day, why in rows}


def _question(asked: Asked) -> tuple[str, list[Any]]:
    known = {column.name for column in extracts("own")["assessment"].columns}
    if unknown := {*asked.where, asked.group_by} - {""} - known:
        raise ValueError(f"readings have no {', '.join(sorted(unknown))}")
    columns = ", ".join(f"a.{name}" for name in _COLUMNS)
    group = f"CAST(a.{asked.group_by} AS VARCHAR)" if asked.group_by else "''"
    held = {"scale": asked.scale.id, **asked.where, **({"rater": asked.rater} if asked.rater else {})}
    wanted = " AND ".join(f"a.{name} = ?" for name in held)
    text = (
        f"SELECT {columns}, e.start_date, e.end_date, {group} FROM assessment a"
        f" LEFT JOIN episode e ON e.uid = a.episode WHERE {wanted} AND a.assessed_date <= ?"
        " ORDER BY a.assessed_date, a.uid"
    )
    return text, [*held.values(), asked.period.end]


def _value_of(asked: Asked, version: int) -> ValueOf | None:
    """How a reading of a version gives the score that is asked for; None where its scores are others than today's."""
    scale, part = asked.scale, asked.of
    if version != scale.version:
        try:
            scale = registry.get("scale", asked.scale.id, version)
        except NotDefined:
            return None
    if not _alike(scale, asked.scale, part):
        return None
    if part == scale.headline:
        return lambda scored, answers: scored
    return _part_of(scale, part or "")


def _part_of(scale: Scale, part: str) -> ValueOf:
    """A subscale, or an item that stands by itself; answered alike, scored once."""
    at = next((place for place, item in enumerate(scale.items) if item.id == part), None)

    @lru_cache(maxsize=10_000)
    def scored(answers: tuple[int | None, ...]) -> float | None:
        given = [SKIPPED if answer == SKIP else answer for answer in answers]
        found = score(scale, given).subscales.get(part) if is_whole(scale, part, given) else None
        if found is not None or at is None or at >= len(answers):
            return found
        return None if answers[at] in (scale.missing.unknown, SKIP) else answers[at]

    return lambda _, answers: scored(tuple(answers))


def _alike(scale: Scale, today: Scale, part: str | None) -> bool:
    if scale is today:
        return True
    named = None if part == today.headline else part
    try:
        return _counting(scale, part, named) == _counting(today, part, named)
    except KeyError:
        return False


def _counting(scale: Scale, part: str | None, named: str | None) -> tuple[Any, ...]:
    """All of a version that makes a score what it is: what is asked, what each answer counts for, and the rule. Where the
    wording is locked it is the organisation's, and in no version's file."""
    plan = plan_of(scale)
    found = next((one for one in scale.subscales if one.id == part), None)
    of = found.items if found else (part,) if part in plan.places else tuple(item.id for item in scale.scored)
    words = None if scale.licence.locked else [item.text for item in scale.items if item.id in of]
    asked = tuple((c.item.id, c.item.topic, c.points) for c in plan.columns if c.item.id in of)
    rule = (scale.rule, scale.factor, scale.times, scale.convert, scale.missing.allow, scale.missing.by)
    return limits(scale, named), better_of(scale, named), asked, words, found, rule
