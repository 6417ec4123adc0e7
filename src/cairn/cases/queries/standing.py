"""What of people's situations a day asks about: who is blocked, which carers' assessments are to be looked at again, which
safeguarding referrals nobody has answered, and of which other services to ask what came of them."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.cases.loading import canonical
from cairn.cases.queries import safeguarding, signpostings
from cairn.cases.queries.base import title
from cairn.cases.queries.situation import SOON_DAYS, carers_asked, standing_blocks
from cairn.cases.rules_situation import Span
from cairn.kernel import clock
from cairn.kernel.gather import Asked, Row, day


@dataclass(frozen=True, slots=True)
class Standing:
    """One line: a person, what it is about (`code`), since when or by when, and `uid` of what it is read from."""

    uid: str
    client_uid: str
    name: str
    service: str
    worker: str
    code: str
    state: str
    date: dt.date
    days: int


@dataclass(frozen=True, slots=True)
class StandingToday:
    """At most as many of each as were asked for; `more_blocked` where others are blocked too."""

    blocked: tuple[Standing, ...]
    carers: tuple[Standing, ...]
    safeguarding: tuple[Standing, ...]
    to_ask: tuple[Standing, ...]
    more_blocked: bool

    def __bool__(self) -> bool:
        return bool(self.blocked or self.carers or self.safeguarding or self.to_ask)


_WHO = {name: f"client__{name}" for name in ("name", "known_as", "reference")}
_AT = {**_WHO, "uid": "uid", "client_uid": "client__uid", "service": "episode__service__name"}
_IN_EPISODE = {**_AT, "worker": "episode__worker_uid"}


def asked(by: Actor, of: Collection[str] | None, limit: int, today: dt.date, soon: dt.date) -> Asked:
    """The question: `of` these workers, or everybody's; of safeguarding referrals whatever the actor may read. The longest
    first. What is due by `soon` is told (`until`)."""
    blocked, carers = standing_blocks(by), carers_asked(by, soon)
    if of is not None:
        blocked, carers = (rows.filter(episode__worker_uid__in=of) for rows in (blocked, carers))
    to_ask = signpostings.to_ask(by, today, of)
    waiting = safeguarding.readable(by).filter(outcome="waiting")
    return {
        "blocked": (blocked.order_by("start_date", "id")[: limit + 1], {**_IN_EPISODE, "code": "cause", "day": "start_date"}),
        "carers": (carers.order_by("review_date", "id")[:limit],
                   {**_IN_EPISODE, "code": "kind", "state": "state", "day": "review_date"}),
        "safeguarding": (waiting.order_by("made_date", "id")[:limit],
                         {**_AT, "worker": "made_by_uid", "code": "body", "day": "made_date"}),
        "to_ask": (to_ask.order_by("ask_again_date", "id")[:limit],
                   {**_AT, "service": "entry__name", "code": "to_words", "worker": "worker_uid", "day": "ask_again_date"}),
    }  # fmt: skip


def until() -> dt.date:
    """A carer's assessment that is to be looked at again by this day is told."""
    return clock.today() + dt.timedelta(days=SOON_DAYS)


KINDS = ("blocked", "carers", "safeguarding", "to_ask")


def uids_in(said: Mapping[str, Sequence[Row]]) -> set[str]:
    """Whose names `read` wants."""
    return {row["worker"] for what in KINDS for row in said[what]}


def read(said: Mapping[str, Sequence[Row]], names: Mapping[str, str], limit: int) -> StandingToday:
    """Its answer."""
    blocked, carers, safeguarding, to_ask = (tuple(_line(row, names) for row in said[what][:limit]) for what in KINDS)
    return StandingToday(blocked, carers, safeguarding, to_ask, more_blocked=len(said["blocked"]) > limit)


def _line(row: Row, names: Mapping[str, str]) -> Standing:
    return Standing(
        uid=canonical(row["uid"]),
        client_uid=canonical(row["client_uid"]),
        name=title(row["name"], row["known_as"], row["reference"]),
        service=row["service"] or "",
        worker=names.get(row["worker"], ""),
        code=row["code"],
        state=row.get("state", ""),
        date=day(row["day"]),
        days=Span(day(row["day"])).days(clock.today()),
    )
