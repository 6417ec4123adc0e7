"""Every reading that is due, scale by scale: first ones, reviews, and follow-ups of those who agreed to be asked; and how
often readings were in truth repeated."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from django.db.models import Exists, OuterRef

from cairn.access.actors import Actor
from cairn.cases import rules
from cairn.cases.loading import canonical
from cairn.cases.models import Assessment
from cairn.cases.queries.base import title, visible_to, workers
from cairn.cases.queries.due import dues_of, latest_readings, narrowed
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.people.models import Consent
from cairn.services.measuring import scales_of_all
from cairn.services.models import ServiceScale

MOST = 1_000
LATE_DAYS, LOOK_BACK_DAYS = 28, 730
WHAT = {"first": "First reading", "review": "Review", "follow_up": "Follow-up"}


@dataclass(frozen=True, slots=True)
class DueRow:
    """One reading that is owed. `is_overdue`: it has been due for four weeks or more."""

    client_uid: str
    episode_uid: str
    name: str
    reference: str
    service: str
    worker: str
    worker_uid: str
    scale: str
    label: str
    what: str
    due_date: dt.date
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class DueFilter:
    """What is left out says nothing: a service's uid, a worker's, a scale, `first`, `review` or `follow_up`, only overdue."""

    service: str = ""
    worker: str = ""
    scale: str = ""
    what: str = ""
    overdue: bool = False


def readings_due(by: Actor, only: DueFilter) -> tuple[tuple[DueRow, ...], bool]:
    """What is owed, the longest first, of the `MOST` people whose support began first; and whether there are more."""
    asked = scales_of_all(by)
    rows = _running(by, only) if only.what != "follow_up" else []
    latest = latest_readings([row["id"] for row in rows[:MOST]])
    day = clock.today()
    owed: list[tuple[dict[str, Any], str, str, dt.date]] = [
        (row, due.what, due.scale, due.since) for row in rows[:MOST] for due in dues_of(row, asked, latest, day)
    ]
    after = _ended(by, only) if only.what in ("", "follow_up") else []
    owed += _follow_ups(after[:MOST], asked, day)
    names = workers({row["worker_uid"] for row, *_ in owed}, by)
    found = [_row(row, names, what, scale, since, day) for row, what, scale, since in owed]
    fits = [one for one in found if _fits(one, only)]
    return tuple(sorted(fits, key=lambda one: (one.due_date, one.name))), len(rows) > MOST or len(after) > MOST


_FIELDS = (
    "id", "uid", "worker_uid", "start_date", "end_date", "no_baseline_reason", "service_id", "service__name",
    "service__is_one_off", "service__is_short_stay", "client__uid", "client__name", "client__known_as", "client__reference",
)  # fmt: skip


def _of(by: Actor, only: DueFilter) -> Any:
    rows = visible_to(by)
    if only.service:
        rows = rows.filter(service__uid=canonical(only.service) or None)
    if only.worker:
        rows = rows.filter(worker_uid=only.worker)
    return rows


def _running(by: Actor, only: DueFilter) -> list[dict[str, Any]]:
    rows = narrowed(_of(by, only).filter(end_date__isnull=True), "any")
    return list(rows.order_by("start_date", "id").values(*_FIELDS)[: MOST + 1])


def _ended(by: Actor, only: DueFilter) -> list[dict[str, Any]]:
    """Who ended within the last two years, agreed to be asked afterwards, and is with a service that asks."""
    since = clock.today() - dt.timedelta(days=LOOK_BACK_DAYS)
    agreed = Consent.objects.filter(
        client=OuterRef("client"), purpose="contact_after", state="given", end_date__isnull=True
    )
    asks = ServiceScale.objects.filter(service=OuterRef("service_id"), follow_up_months__gt=0)
    rows = _of(by, only).filter(Exists(agreed), Exists(asks), end_date__gte=since)
    return list(rows.order_by("end_date", "id").values(*_FIELDS)[: MOST + 1])


def _follow_ups(
    rows: Sequence[dict[str, Any]], asked: Any, day: dt.date
) -> list[tuple[dict[str, Any], str, str, dt.date]]:
    ids = [row["id"] for row in rows]
    taken = Assessment.objects.filter(episode_id__in=ids).values_list("episode_id", "scale", "stage")
    stages: dict[tuple[int, str], set[str]] = defaultdict(set)
    for episode, scale, stage in taken:
        stages[episode, scale].add(stage)
    found = []
    for row in rows:
        for one in asked.get(row["service_id"], ()):
            there = stages[row["id"], one.scale]
            since = rules.add_months(row["end_date"], one.follow_up_months)
            # Who was never asked before has nothing that a follow-up could be held against.
            if one.follow_up_months and there and "follow_up" not in there and since <= day:
                found.append((row, "follow_up", one.scale, since))
    return found


def _row(row: dict[str, Any], names: dict[str, str], what: str, scale: str, since: dt.date, day: dt.date) -> DueRow:
    return DueRow(
        client_uid=str(row["client__uid"]),
        episode_uid=str(row["uid"]),
        name=title(row["client__name"], row["client__known_as"], row["client__reference"]),
        reference=row["client__reference"],
        service=row["service__name"],
        worker=names.get(row["worker_uid"], ""),
        worker_uid=row["worker_uid"],
        scale=scale,
        label=registry.get("scale", scale).short_label,
        what=what,
        due_date=since,
        is_overdue=since <= day - dt.timedelta(days=LATE_DAYS),
    )


def _fits(one: DueRow, only: DueFilter) -> bool:
    return (
        (not only.scale or one.scale == only.scale)
        and (not only.what or one.what == only.what)
        and (one.is_overdue or not only.overdue)
    )


@dataclass(frozen=True, slots=True)
class Interval:
    """How many days lay between one reading and the next of the same person, scale and rater: of `n` repeats, the median
    and the quartiles. `aim_days` is what the service set itself, 0 where it expects no repeat."""

    scale: str
    label: str
    n: int
    median: float | None
    low: float | None
    high: float | None
    aim_days: int

    @property
    def sentence(self) -> str:
        aim = f"; aim {self.aim_days} days" if self.aim_days else "; no repeat is expected"
        if self.median is None:
            return f"{self.label}: {'repeated once so far' if self.n else 'not repeated yet'}{aim}."
        return (
            f"{self.label}: every {self.median:.0f} days, half between {self.low:.0f} and {self.high:.0f} "
            f"({self.n} repeats){aim}."
        )


def intervals(by: Actor, service: Any) -> tuple[Interval, ...]:
    """How often readings of each scale of a service (its row) were repeated in the last two years. Two queries."""
    since = clock.today() - dt.timedelta(days=LOOK_BACK_DAYS)
    rows = visible_to(by, Assessment).filter(episode__service=service, assessed_date__gte=since)
    ordered = rows.order_by("episode_id", "scale", "rater", "assessed_date")
    gaps: dict[str, list[int]] = defaultdict(list)
    before: tuple[Any, ...] | None = None
    for *key, day in ordered.values_list("episode_id", "scale", "rater", "assessed_date"):
        if before is not None and before[:-1] == tuple(key):
            gaps[key[1]].append((day - before[-1]).days)
        before = (*key, day)
    once = service.is_one_off or service.is_short_stay
    return tuple(
        _interval(one.scale, gaps.get(one.scale, []), 0 if once else round(one.review_months * 365.25 / 12))
        for one in scales_of_all(by, [service.pk]).get(service.pk, ())
    )


def _interval(scale: str, gaps: Collection[int], aim: int) -> Interval:
    label = registry.get("scale", scale).short_label
    if len(gaps) < 2:
        return Interval(scale, label, len(gaps), None, None, None, aim)
    low, median, high = quantiles(gaps, n=4, method="inclusive")
    return Interval(scale, label, len(gaps), median, low, high, aim)


def columns(rows: Iterable[DueRow]) -> Iterable[tuple[Any, ...]]:
    """The rows as a file has them."""
    for one in rows:
        late = "Overdue" if one.is_overdue else "Due"
        yield (one.name, one.reference, one.service, one.worker, one.label, WHAT[one.what], one.due_date, late)
