"""Which support plans and goals are to be looked at again: a bounded read, however many people an organisation supports."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.cases.loading import canonical
from cairn.cases.models import Goal, SupportPlan
from cairn.cases.queries.base import title, visible_to, workers
from cairn.kernel import clock
from cairn.kernel.gather import gather

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
    until = clock.today() + dt.timedelta(days=SOON_DAYS)
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    is_more = False
    asked = {}
    for what, rows in (("plan", _plans(by)), ("goal", _goals(by))):
        open_ones = rows.filter(review_date__lte=until, episode__end_date__isnull=True)
        if worker_uid is not None:
            uids = [worker_uid] if isinstance(worker_uid, str) else list(worker_uid)
            open_ones = open_ones.filter(episode__worker_uid__in=uids)
        asked[what] = (open_ones.order_by("review_date", "id")[: limit + 1], {name: name for name in _FIELDS})
    for what, part in gather(asked).items():
        is_more = is_more or len(part) > limit
        for row in part:
            _keep_the_earlier(found, what, row)
    ordered = sorted(found.values(), key=lambda item: (item[1]["review_date"], str(item[1]["episode__uid"])))
    whose = {row["episode__worker_uid"] for _, row in ordered[:limit]}
    names = workers(whose) if whose - {by.uid} else {by.uid: by.name}
    day = clock.today()
    return PlansDue(
        tuple(_due(what, row, names, day) for what, row in ordered[:limit]), is_more or len(ordered) > limit
    )


def _plans(by: Actor) -> "QuerySet[Any]":
    return visible_to(by, SupportPlan).filter(is_current=True)


def _goals(by: Actor) -> "QuerySet[Any]":
    return visible_to(by, Goal).filter(state="open")


def _keep_the_earlier(found: dict[str, tuple[str, dict[str, Any]]], what: str, row: dict[str, Any]) -> None:
    key = str(row["episode__uid"])
    if key not in found or row["review_date"] < found[key][1]["review_date"]:
        found[key] = (what, row)


def _due(what: str, row: dict[str, Any], names: dict[str, str], day: dt.date) -> PlanDue:
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
