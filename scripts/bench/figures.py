"""Two measures asked three ways: of the mart, by Django's ORM, by hand-written SQL. All three must say the same."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from math import isclose
from typing import Any

from django.db import connection
from django.db.models import Count

from cairn.access.actors import Actor
from cairn.cases import rules
from cairn.cases.models import Assessment, Need
from cairn.insight import figures, remembering
from cairn.insight.results import MeasureResult
from cairn.kernel import clock
from cairn.kernel.periods import Period
from scripts.bench.ground import Ground
from scripts.bench.timing import Ratio, always, medians

ROUNDS = 15
Said = dict[str, tuple[int, float]]
"""Group → n and value."""

NEEDS_SQL = """
SELECT c.ethnicity_group, count(*) FROM cases_need n JOIN people_client c ON c.id = n.client_id
WHERE n.organisation_id = %s AND n.met_date BETWEEN %s AND %s GROUP BY c.ethnicity_group
"""
CHANGE_SQL = """
WITH reading AS (
  SELECT a.episode_id, a.scale_version, a.rater, a.uid, a.assessed_date AS day, coalesce(a.metric, a.total) AS score,
         abs(julianday(a.assessed_date) - julianday(e.start_date)) <= s.baseline_days AS is_early
  FROM cases_assessment a JOIN cases_episode e ON e.id = a.episode_id JOIN services_service s ON s.id = e.service_id
  WHERE a.organisation_id = %s AND a.scale = 'swemwbs'
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY episode_id, scale_version, rater ORDER BY day) AS place
  FROM reading WHERE is_early AND score IS NOT NULL
), latest AS (
  SELECT r.score, b.score AS baseline,
         row_number() OVER (PARTITION BY r.episode_id ORDER BY r.day DESC, r.uid DESC) AS place
  FROM reading r LEFT JOIN ranked b ON b.place = 1
       AND b.episode_id = r.episode_id AND b.scale_version = r.scale_version AND b.rater = r.rater
  WHERE r.day BETWEEN %s AND %s AND (b.day IS NULL OR r.day > b.day)
)
SELECT '', count(*), avg(score - baseline) FROM latest WHERE place = 1 AND score IS NOT NULL AND baseline IS NOT NULL
"""


def ratios(ground: Ground) -> Iterator[Ratio]:
    by, today = ground.manager, clock.today()
    period = Period(today - timedelta(days=365), today)
    for measure, group_by, ways in (
        ("needs_met", ("ethnicity_group",), (_needs_orm, NEEDS_SQL)),
        ("swemwbs_change", (), (_change_orm, CHANGE_SQL)),
    ):
        orm, text = ways
        asked = {
            "mart": lambda m=measure, g=group_by: _mart(_asked(m, by, period, g)),
            "ORM": lambda orm=orm: orm(by, period),
            "SQL": lambda text=text: _sql(text, by, period),
        }
        _agree(measure, {way: ask() for way, ask in asked.items()})
        times = medians({way: always(ask) for way, ask in asked.items()}, ROUNDS)
        name = f"{measure}{' by ' + ','.join(group_by) if group_by else ''} on the mart"
        for way in ("ORM", "SQL"):
            yield Ratio(name, f"the same by {way}, same figures", times["mart"], times[way])


def _asked(measure: str, by: Actor, period: Period, group_by: tuple[str, ...]) -> MeasureResult:
    remembering.forget()
    return figures.compute(measure, by=by, period=period, group_by=group_by)


def _mart(result: MeasureResult) -> Said:
    return {"".join(row.codes): (row.n or 0, row.value or 0.0) for row in result.rows}


def _sql(text: str, by: Actor, period: Period) -> Said:
    with connection.cursor() as cursor:
        cursor.execute(text, [by.organisation_id, period.start, period.end])
        return {group: (n, value[0] if value else n) for group, n, *value in cursor.fetchall()}


def _needs_orm(by: Actor, period: Period) -> Said:
    met = Need.objects.filter(organisation_id=by.organisation_id, met_date__range=(period.start, period.end))
    rows = met.values_list("client__ethnicity_group").annotate(n=Count("pk"))
    return {group: (n, n) for group, n in rows}


def _change_orm(by: Actor, period: Period) -> Said:
    """As an application would: read the readings with their episodes, pair them in Python."""
    found: dict[Any, list[rules.Reading]] = {}
    begun: dict[Any, tuple[Any, int]] = {}
    rows = Assessment.objects.filter(organisation_id=by.organisation_id, scale="swemwbs").order_by("assessed_date")
    for episode, version, rater, uid, day, total, metric, start, days in rows.values_list(
        "episode_id", "scale_version", "rater", "uid", "assessed_date", "total", "metric", "episode__start_date",
        "episode__service__baseline_days",
    ):  # fmt: skip
        score = total if metric is None else metric
        found.setdefault((episode, version, rater), []).append(rules.Reading(str(uid), day, score))
        begun[episode] = (start, days)
    latest: dict[int, tuple[Any, str, float | None]] = {}
    for (episode, *_), readings in found.items():
        scored = [reading for reading in readings if reading.value is not None]
        first = rules.baseline(*begun[episode], scored)
        for reading in readings:
            if period.contains(reading.date) and (first is None or reading.date > first.date):
                change = None if first is None or reading.value is None else reading.value - first.value
                known = latest.get(episode)
                if known is None or (reading.date, reading.uid) > known[:2]:
                    latest[episode] = (reading.date, reading.uid, change)
    changes = [change for _, _, change in latest.values() if change is not None]
    return {"": (len(changes), sum(changes) / len(changes))}


def _agree(measure: str, said: Mapping[str, Said]) -> None:
    """Stop where two ways of asking answer differently: a ratio of two different things says nothing."""
    first = said["mart"]
    if not any(n for n, _ in first.values()):
        raise SystemExit(f"{measure}: nothing to count. Give more --people.")
    for way, figures_ in said.items():
        same = figures_.keys() == first.keys() and all(
            n == first[key][0] and isclose(value, first[key][1], rel_tol=1e-9) for key, (n, value) in figures_.items()
        )
        if not same:
            raise SystemExit(f"{measure}: the mart says {first}, {way} says {figures_}.")
