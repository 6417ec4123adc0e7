"""What is owed of each scale that a service asks, for lists of episodes."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Case, DateField, Exists, Max, OuterRef, Q, QuerySet, Value, When

from cairn.access.actors import Actor
from cairn.cases import rules
from cairn.cases.models import Assessment
from cairn.kernel import clock
from cairn.kernel.gather import Row, gather
from cairn.kernel.gather import day as day_of
from cairn.services import measuring
from cairn.services.models import ServiceScale
from cairn.services.rules_scales import LONGEST_MONTHS, ScaleChoice

Plans = Mapping[int, Sequence[ScaleChoice]]
Latest = Mapping[int, Mapping[str, dt.date]]


def asked_scales(by: Actor) -> "tuple[QuerySet[Any], dict[str, str]]":
    """The scales of every service, as a part of one question to the database; read with `measuring.by_service`."""
    return measuring.of_services(by), {name: name for name in ("service_id", *measuring.FIELDS)}


def latest_readings(ids: Sequence[int]) -> dict[int, dict[str, dt.date]]:
    """For each episode the day of the latest reading of each scale. One query."""
    return readings_from(gather({"last": asked_readings(ids)})["last"])


def asked_readings(ids: Sequence[int]) -> "tuple[QuerySet[Any], dict[str, str]]":
    """The same as a part of one question, read with `readings_from`."""
    rows = Assessment.objects.filter(episode_id__in=ids).order_by().values("episode_id", "scale")
    return rows.annotate(last=Max("assessed_date")), {"episode": "episode_id", "scale": "scale", "last": "last"}


def readings_from(rows: Iterable[Row]) -> dict[int, dict[str, dt.date]]:
    """Its answer."""
    found: dict[int, dict[str, dt.date]] = {}
    for row in rows:
        found.setdefault(row["episode"], {})[row["scale"]] = day_of(row["last"])
    return found


def dues_of(row: Mapping[str, Any], asked: Plans, latest: Latest, day: dt.date) -> tuple[rules.Due, ...]:
    """What an open episode owes; `row` has its id, service, start, and what is said of its service."""
    return rules.readings_due(
        day, row["start_date"], [(one.scale, one.review_months) for one in asked.get(row["service_id"], ())],
        latest.get(row["id"], {}), explained=bool(row["no_baseline_reason"]),
        is_one_off=bool(row["service__is_one_off"] or row["service__is_short_stay"]),
    )  # fmt: skip


def narrowed(episodes: "QuerySet[Any]", what: str) -> "QuerySet[Any]":
    """Those that owe a `first` reading, a `review`, or either: as `rules.readings_due` says of one episode."""
    today = clock.today()
    readings = Assessment.objects.filter(episode_id=OuterRef(OuterRef("pk")), scale=OuterRef("scale"))
    asked = ServiceScale.objects.filter(service_id=OuterRef("service_id"))
    first = Q(no_baseline_reason="", start_date__lte=today) & Exists(asked.filter(~Exists(readings)))
    since = Case(*_months(today), output_field=DateField())
    late = asked.filter(review_months__gt=0).annotate(since=since).filter(Exists(readings))
    late = late.exclude(Exists(readings.filter(assessed_date__gt=OuterRef("since"))))
    review = Q(service__is_one_off=False, service__is_short_stay=False) & Exists(late)
    return episodes.filter({"first": first, "review": review}.get(what, first | review))


def _months(today: dt.date) -> list[When]:
    return [
        When(review_months=months, then=Value(latest_due(today, months))) for months in range(1, LONGEST_MONTHS + 1)
    ]


def latest_due(today: dt.date, months: int) -> dt.date:
    """The last day of which a reading has its review due by today. Months differ in length, so it is looked for."""
    about = rules.add_months(today, -months)
    days = (about + dt.timedelta(days=n) for n in range(3, -4, -1))
    return next(day for day in days if rules.add_months(day, months) <= today)
