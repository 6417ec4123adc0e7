"""How long somebody waited, step by step: from the day a referral came to first contact, assessment, decision, the start of
support and the first visit that they came to."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Min

from cairn.access.actors import Actor
from cairn.cases.models import Attendance, Episode
from cairn.cases.queries.base import visible_to
from cairn.cases.queries.views import ReferralRow
from cairn.kernel import clock

FIRST_CONTACT, ASSESSED, DECIDED, STARTED, FIRST_ACTIVITY = (
    "first_contact", "assessed", "decided", "started", "first_activity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reached:
    """A step on the way in: the day it was reached and how many days that was after the referral came; both None while it
    is not."""

    step: str
    date: dt.date | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Waited:
    """`so_far` counts while somebody still waits for their first visit, or for a decision; None when nobody does."""

    steps: tuple[Reached, ...]
    so_far: int | None


def waited(by: Actor, row: ReferralRow) -> Waited:
    """The steps of one referral that was read already. One question where support was opened, else none."""
    started, visited = _support(by, row.episode_uid) if row.episode_uid else (None, None)
    dates = (row.first_contact_date, row.assessed_date, row.decided_date, started, visited)
    names = (FIRST_CONTACT, ASSESSED, DECIDED, STARTED, FIRST_ACTIVITY)
    steps = tuple(
        Reached(name, day, (day - row.received_date).days if day else None)
        for name, day in zip(names, dates, strict=True)
    )
    waits = row.state == "pending" or (row.state == "accepted" and visited is None)
    return Waited(steps, (clock.today() - row.received_date).days if waits else None)


def _support(by: Actor, episode_uid: str) -> tuple[dt.date | None, dt.date | None]:
    episode, start_date = visible_to(by, Episode).values_list("pk", "start_date").get(uid=episode_uid)
    came = visible_to(by, Attendance).filter(episode_id=episode, state="attended")
    return start_date, came.aggregate(first=Min("activity_date"))["first"]
