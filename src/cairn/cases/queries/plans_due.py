"""Which support plans and goals are to be looked at again: a bounded read, however many people an organisation supports."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.cases.loading import canonical
from cairn.cases.models import Goal, SupportPlan
from cairn.cases.queries.base import title, visible_to, workers
from cairn.kernel import clock
from cairn.kernel.gather import Asked, Row, gather

SOON_DAYS = 7
MOST = 50
_FIELDS = (
    "review_date", "episode__uid", "episode__worker_uid", "episode__service__name",
    "client__uid", "client__name", "client__known_as", "client__reference",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanDue:
    """An open episode whose plan, or a goal in it, is to be looked at again by `due_date`; `what` is "plan" or "goal"."""

    due_date: dt.date
    what: str
    client_uid: str
    client: str
    reference: str
    episode_uid: str
    service: str
    worker_uid: str
    worker: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class PlansDue:
    """The longest due first, at most as many as were asked for; `is_more` where there are others."""

    rows: tuple[PlanDue, ...]
    is_more: bool


def plans_due(by: Actor, worker_uid: str | Sequence[str] | None = None, limit: int = MOST) -> PlansDue:
    """What is due today or within seven days, one row an episode; of one worker, of several, or of everybody.

    An episode that has no plan is never listed: nobody is told to write one where the service does not plan.
    """
    of = [worker_uid] if isinstance(worker_uid, str) else worker_uid
    said = gather(asked_plans(by, of, limit, due_until()))
    return plans_from(said, workers(plan_uids(said), by), limit)


def due_until() -> dt.date:
    """What is due by this day is told."""
    return clock.today() + dt.timedelta(days=SOON_DAYS)


def asked_plans(by: Actor, of: Sequence[str] | None, limit: int, until: dt.date) -> Asked:
    """The question, for whoever gathers several: `of` these workers, or everybody's."""
    parts = {}
    for what, rows in (("plan", _plans(by)), ("goal", _goals(by))):
        open_ones = rows.filter(review_date__lte=until, episode__end_date__isnull=True)
        if of is not None:
            open_ones = open_ones.filter(episode__worker_uid__in=of)
        parts[what] = (open_ones.order_by("review_date", "id")[: limit + 1], {name: name for name in _FIELDS})
    return parts


def plan_uids(said: Mapping[str, Sequence[Row]]) -> set[str]:
    """Whose names `plans_from` wants."""
    return {row["episode__worker_uid"] for what in ("plan", "goal") for row in said[what]}


def plans_from(said: Mapping[str, Sequence[Row]], names: Mapping[str, str], limit: int) -> PlansDue:
    """Its answer."""
    found: dict[str, tuple[str, Row]] = {}
    is_more = False
    for what in ("plan", "goal"):
        is_more = is_more or len(said[what]) > limit
        for row in said[what]:
            _keep_the_earlier(found, what, row)
    ordered = sorted(found.values(), key=lambda item: (item[1]["review_date"], str(item[1]["episode__uid"])))
    day = clock.today()
    return PlansDue(
        tuple(_due(what, row, names, day) for what, row in ordered[:limit]), is_more or len(ordered) > limit
    )


def _plans(by: Actor) -> "QuerySet[Any]":
    return visible_to(by, SupportPlan).filter(is_current=True)


def _goals(by: Actor) -> "QuerySet[Any]":
    return visible_to(by, Goal).filter(state="open")


def _keep_the_earlier(found: dict[str, tuple[str, Row]], what: str, row: Row) -> None:
    key = str(row["episode__uid"])
    if key not in found or row["review_date"] < found[key][1]["review_date"]:
        found[key] = (what, row)


def _due(what: str, row: Row, names: Mapping[str, str], day: dt.date) -> PlanDue:
    return PlanDue(
        due_date=dt.date.fromisoformat(row["review_date"]),
        what=what,
        client_uid=canonical(row["client__uid"]),
        client=title(row["client__name"], row["client__known_as"], row["client__reference"]),
        reference=row["client__reference"],
        episode_uid=canonical(row["episode__uid"]),
        service=row["episode__service__name"],
        worker_uid=row["episode__worker_uid"],
        worker=names.get(row["episode__worker_uid"], ""),
        is_overdue=row["review_date"] < day.isoformat(),
    )
