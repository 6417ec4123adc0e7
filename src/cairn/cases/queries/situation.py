"""How life stands for one person, as the actor may read it; who is blocked now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cairn.access.actors import Actor
from cairn.access.asking import once
from cairn.cases.loading import canonical
from cairn.cases.models import CarersAssessment, EpisodeLevel, MoveOnBlock
from cairn.cases.queries.base import title, visible_to, workers
from cairn.cases.rules_situation import Span
from cairn.kernel import clock
from cairn.kernel.gather import Asked, Row, blank, day
from cairn.people import queries as people
from cairn.people.queries import StatusView

PERSON = blank(1)
MOST = 500
SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class BlockView:
    """Ready to move on but blocked. `end_date` is None while it goes on; with its support it ends at the latest."""

    uid: str
    version: int
    episode_uid: str
    service: str
    cause: str
    start_date: dt.date
    end_date: dt.date | None
    days: int
    words: str


@dataclass(frozen=True, slots=True)
class LevelView:
    """A level of support; `end_date` is the day before the next one, None while it stands."""

    uid: str
    episode_uid: str
    service: str
    name: str
    start_date: dt.date
    end_date: dt.date | None


@dataclass(frozen=True, slots=True)
class CarersView:
    """A carer's assessment. `cared_for` is a name, "" where nobody is named."""

    uid: str
    version: int
    episode_uid: str
    service: str
    kind: str
    state: str
    assessment_date: dt.date
    review_date: dt.date | None
    cared_for: str
    worker: str
    words: str


@dataclass(frozen=True, slots=True)
class Situation:
    """How life stands: each newest first. The overview of a person has blocks and levels alone."""

    statuses: tuple[StatusView, ...] = ()
    blocks: tuple[BlockView, ...] = ()
    levels: tuple[LevelView, ...] = ()
    carers: tuple[CarersView, ...] = ()

    @property
    def blocked_now(self) -> tuple[BlockView, ...]:
        return tuple(one for one in self.blocks if one.end_date is None)

    @property
    def levels_now(self) -> tuple[LevelView, ...]:
        return tuple(one for one in self.levels if one.end_date is None)


def situation(by: Actor, person: Any) -> Situation:
    """How life stands for one person, in one question to the database and one for the names of workers."""
    found = once(by, ("situation",), _asked, {PERSON: person.pk})
    told = [(canonical(r["uid"]), r["kind"], r["code"], day(r["start_date"])) for r in found["statuses"]]
    names = workers({row["worker_uid"] for row in found["carers"]}, by)
    return Situation(
        statuses=tuple(people.status_views(told)),
        carers=tuple(_carers(row, names) for row in found["carers"]),
        **moving(found),
    )


def moving(found: Mapping[str, Sequence[Row]]) -> dict[str, Any]:
    """The blocks and levels among rows read by `asked_moving`."""
    return {"blocks": tuple(map(_block, found["blocks"])), "levels": _levels(found["levels"])}


_OF = {"episode_uid": "episode__uid", "service": "episode__service__name", "closed": "episode__end_date"}


def asked_moving(by: Actor, client: int) -> Asked:
    """The reads that blocks and levels are made from: another question may take them along."""
    block = ("uid", "version", "cause", "start_date", "end_date", "words")
    return {
        "blocks": (visible_to(by, MoveOnBlock).filter(client=client).order_by("-start_date", "-id"),
                   {**{name: name for name in block}, **_OF}),
        "levels": (visible_to(by, EpisodeLevel).filter(client=client).order_by("-start_date", "-id"),
                   {"uid": "uid", "start_date": "start_date", "name": "level__name", **_OF}),
    }  # fmt: skip


def _asked(by: Actor) -> Asked:
    statuses = people.readable_statuses(by).filter(client=PERSON).order_by("kind", "-start_date")
    cared_for = {"near": "cared_for__name", "near_client": "cared_for__other__name", "whose": "cared_for__client__name",
                 "whose_uid": "cared_for__client__uid", "own_uid": "client__uid"}  # fmt: skip
    carers = ("uid", "version", "kind", "state", "assessment_date", "review_date", "worker_uid", "words")
    return {
        "statuses": (statuses, {name: name for name in ("uid", "kind", "code", "start_date")}),
        "carers": (visible_to(by, CarersAssessment).filter(client=PERSON).order_by("-assessment_date", "-id"),
                   {**{name: name for name in carers}, **_OF, **cared_for}),
        **asked_moving(by, PERSON),
    }  # fmt: skip


def _block(row: Row) -> BlockView:
    start, end = day(row["start_date"]), day(row["end_date"]) or day(row["closed"])
    return BlockView(
        uid=canonical(row["uid"]), version=row["version"], episode_uid=canonical(row["episode_uid"]),
        service=row["service"], cause=row["cause"], start_date=start, end_date=end,
        days=Span(start, end).days(clock.today()), words=row["words"],
    )  # fmt: skip


def _levels(rows: Sequence[Row]) -> tuple[LevelView, ...]:
    """Of each episode, newest first: each ends where the next begins, the last with its support."""
    views = []
    later: dict[str, dt.date] = {}
    for row in rows:
        episode, start = canonical(row["episode_uid"]), day(row["start_date"])
        end = later[episode] - dt.timedelta(days=1) if episode in later else day(row["closed"])
        later[episode] = start
        views.append(LevelView(canonical(row["uid"]), episode, row["service"], row["name"], start, end))
    return tuple(views)


def _carers(row: Row, names: dict[str, str]) -> CarersView:
    theirs = row["whose_uid"] and row["whose_uid"] != row["own_uid"]
    near = row["whose"] if theirs else row["near_client"] or row["near"]
    return CarersView(
        uid=canonical(row["uid"]), version=row["version"], episode_uid=canonical(row["episode_uid"]),
        service=row["service"], kind=row["kind"], state=row["state"], assessment_date=day(row["assessment_date"]),
        review_date=day(row["review_date"]), cared_for=near or "", worker=names.get(row["worker_uid"], ""),
        words=row["words"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Blocked:
    """Somebody who is ready to move on and blocked now."""

    block_uid: str
    client_uid: str
    episode_uid: str
    name: str
    reference: str
    service: str
    worker: str
    cause: str
    start_date: dt.date
    days: int
    words: str


@dataclass(frozen=True, slots=True)
class BlockedNow:
    """Who is blocked, longest first, at most `MOST`; `causes` how many people each cause holds up, most first."""

    rows: tuple[Blocked, ...]
    causes: tuple[tuple[str, int, int], ...]
    is_more: bool

    @property
    def days(self) -> int:
        """The days of all together."""
        return sum(row.days for row in self.rows)


def blocked_now(
    by: Actor, *, of: Collection[str] | None = None, service_uid: str | None = None, limit: int = MOST
) -> BlockedNow:
    """Who is ready to move on but blocked now; `of` these workers or one service, or of everybody."""
    rows = standing_blocks(by)
    if of is not None:
        rows = rows.filter(episode__worker_uid__in=of)
    if service_uid is not None:
        rows = rows.filter(episode__service__uid=canonical(service_uid) or None)
    found = list(rows.order_by("start_date", "id").values(*_BLOCKED)[: limit + 1])
    names = workers({row["episode__worker_uid"] for row in found})
    shown = tuple(_blocked(row, names) for row in found[:limit])
    return BlockedNow(shown, _causes(shown), len(found) > limit)


_BLOCKED = (
    "uid", "cause", "start_date", "words", "client__uid", "client__name", "client__known_as", "client__reference",
    "episode__uid", "episode__service__name", "episode__worker_uid",
)  # fmt: skip


def standing_blocks(by: Actor) -> "QuerySet[Any]":
    """The blocks that go on today, of support that goes on."""
    return visible_to(by, MoveOnBlock).filter(end_date__isnull=True, episode__end_date__isnull=True)


def _blocked(row: dict[str, Any], names: dict[str, str]) -> Blocked:
    return Blocked(
        block_uid=str(row["uid"]),
        client_uid=str(row["client__uid"]),
        episode_uid=str(row["episode__uid"]),
        name=title(row["client__name"], row["client__known_as"], row["client__reference"]),
        reference=row["client__reference"],
        service=row["episode__service__name"],
        worker=names.get(row["episode__worker_uid"], ""),
        cause=row["cause"],
        start_date=row["start_date"],
        days=Span(row["start_date"]).days(clock.today()),
        words=row["words"],
    )


def _causes(rows: Sequence[Blocked]) -> tuple[tuple[str, int, int], ...]:
    """(cause, people, days), the most days first."""
    who: dict[str, set[str]] = defaultdict(set)
    days: dict[str, int] = defaultdict(int)
    for row in rows:
        who[row.cause].add(row.client_uid)
        days[row.cause] += row.days
    return tuple(sorted(((cause, len(who[cause]), days[cause]) for cause in who), key=lambda one: (-one[2], one[0])))


def carers_asked(by: Actor, until: dt.date) -> "QuerySet[Any]":
    """Carers' assessments to be looked at again by a day, but those that a later one of the same kind took the place of."""
    own = visible_to(by, CarersAssessment)
    later = own.filter(
        client=OuterRef("client"), kind=OuterRef("kind"), assessment_date__gt=OuterRef("assessment_date")
    )
    return own.filter(~Exists(later), review_date__lte=until, episode__end_date__isnull=True)
