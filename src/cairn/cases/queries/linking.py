"""What past attendance could confirm, once a step or an outcome was tied to a type of activity after the fact.

Somebody is proposed for a step or an outcome when they attended an activity of the type before the day on which it was
tied to it, it was never recorded in that episode, and it is no outcome that is set aside.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from math import ceil
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from cairn.access.actors import Actor
from cairn.cases import rules
from cairn.cases.linking import LaterItem
from cairn.cases.models import Attendance, Episode, OutcomeRecord, OutcomeSetAside, StepRecord
from cairn.cases.queries.base import get, title, visible_to
from cairn.frameworks.outcomes import labels
from cairn.services.models import ActivityType

PER_PAGE = 100
MOST_DATES = 24
MOST_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class LinkColumn:
    """A step or an outcome that was tied later. `key` names it in a form; `people` could have it confirmed."""

    key: str
    kind: str
    label: str
    within: str
    linked_date: dt.date
    people: int


@dataclass(frozen=True, slots=True)
class LinkDate:
    """A day on which somebody attended; the activity is the first of that day."""

    activity_uid: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class LinkPerson:
    """One person with the days that may be named, the earliest first, and the keys of what could be confirmed.
    `attended` counts all the days, also those beyond the ones that are listed."""

    episode_uid: str
    client_uid: str
    name: str
    reference: str
    attended: int
    dates: tuple[LinkDate, ...]
    open: frozenset[str]


@dataclass(frozen=True, slots=True)
class Linkable:
    """One page of people, of `total` in `pages`, for one type of activity."""

    activity_type_uid: str
    name: str
    service_uid: str
    service: str
    columns: tuple[LinkColumn, ...]
    people: tuple[LinkPerson, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class _Link:
    """What was tied: `unrecorded` holds of an episode that has it not yet, `on_days` of an attendance at which it could
    be."""

    key: str
    kind: str
    label: str
    within: str
    linked: dt.date
    unrecorded: Any
    on_days: Any
    item: dict[str, str]


def linkable(by: Actor, activity_type_uid: object, page: int = 1, per_page: int = PER_PAGE) -> Linkable:
    """What could be confirmed, one page of people by name. Raises NotFound for an unknown type of activity."""
    kind = get(by, ActivityType, activity_type_uid, "service")
    links = _links(kind)
    episodes = _episodes(by, kind, links)
    total = episodes.count() if links else 0
    pages = max(1, ceil(total / per_page))
    page = min(max(1, page), pages)
    rows = list(episodes.order_by("client__search_text", "id")[(page - 1) * per_page : page * per_page])
    return Linkable(
        activity_type_uid=str(kind.uid),
        name=kind.name,
        service_uid=str(kind.service.uid),
        service=kind.service.name,
        columns=tuple(
            LinkColumn(link.key, link.kind, link.label, link.within, link.linked, _episodes(by, kind, [link]).count())
            for link in links
        ),
        people=_people(by, kind, links, rows),
        total=total,
        page=page,
        pages=pages,
    )


def waiting(by: Actor, activity_type_uid: object) -> int:
    """How many people attended before something was tied to the type. Raises NotFound."""
    kind = get(by, ActivityType, activity_type_uid)
    links = _links(kind)
    return _episodes(by, kind, links).count() if links else 0


def all_of(
    by: Actor, activity_type_uid: object, keys: Collection[str], most: int = MOST_AT_ONCE
) -> tuple[LaterItem, ...]:
    """Everybody who could have one of these confirmed, each on the first day that fits: at most so many items."""
    kind = get(by, ActivityType, activity_type_uid)
    found: list[LaterItem] = []
    for link in _links(kind):
        if link.key in keys and len(found) < most:
            found += _first_days(by, kind, link, most - len(found))
    return tuple(found)


def items_of(by: Actor, activity_type_uid: object, chosen: Iterable[tuple[str, str, str]]) -> tuple[LaterItem, ...]:
    """Items from (episode uid, activity uid, key) as a form sends them; a key that the type has not is passed over."""
    kind = get(by, ActivityType, activity_type_uid)
    known = {link.key: link.item for link in _links(kind)}
    return tuple(
        LaterItem(episode_uid=episode, activity_uid=activity, **known[key])
        for episode, activity, key in chosen
        if key in known
    )


def _links(kind: Any) -> list[_Link]:
    found = []
    for step in kind.steps.filter(linked_date__isnull=False).select_related("rung__ladder"):
        rung = step.rung
        there = StepRecord.objects.filter(episode=OuterRef("pk"), rung=rung, state__in=rules.CONFIRMED)
        item = {"rung_uid": str(rung.uid)}
        place = (rung.ladder.name, rung.ladder_id, rung.position)
        linked = step.linked_date
        link = _Link(f"step:{rung.uid}", "step", rung.label, rung.ladder.name, linked, ~Exists(there), Q(), item)
        found.append((place, link))
    steps = [link for _, link in sorted(found, key=lambda pair: pair[0])]
    return steps + [_outcome_link(row) for row in _tied_outcomes(kind)]


def _tied_outcomes(kind: Any) -> "QuerySet[Any]":
    rows: QuerySet[Any] = kind.outcomes.filter(linked_date__isnull=False)
    return rows.order_by("framework", "outcome")


def _outcome_link(row: Any) -> _Link:
    what = {"framework": row.framework, "outcome": row.outcome}
    there = OutcomeRecord.objects.filter(episode=OuterRef("pk"), is_reached=True, **what)
    standing = OutcomeSetAside.objects.filter(episode=OuterRef("pk"), end_date__isnull=True, **what)
    aside = OutcomeSetAside.objects.filter(
        episode=OuterRef("episode"), start_date__lte=OuterRef("activity_date"), end_date__gt=OuterRef("activity_date"),
        **what,
    )  # fmt: skip
    # Said on that very day that it was not reached: a person knew better.
    that_day = OutcomeRecord.objects.filter(episode=OuterRef("episode"), outcome_date=OuterRef("activity_date"), **what)
    label = labels(row.framework).get(row.outcome, row.outcome)
    key = f"outcome:{row.framework}/{row.outcome}"
    unrecorded, on_days = ~Exists(there) & ~Exists(standing), ~Exists(aside) & ~Exists(that_day)
    return _Link(key, "outcome", label, "", row.linked_date, unrecorded, on_days, what)


def _attended(kind: Any, link: _Link) -> "QuerySet[Any]":
    """Attendances of the type at which it could have been so. Ask them of episodes that the actor may see."""
    came = Attendance.objects.filter(organisation_id=kind.organisation_id, activity__activity_type=kind)
    return came.filter(link.on_days, state="attended", activity_date__lt=link.linked)


def _could(kind: Any, link: _Link) -> Any:
    """Of an episode: it could have this confirmed."""
    return Exists(_attended(kind, link).filter(episode=OuterRef("pk"))) & link.unrecorded


def _episodes(by: Actor, kind: Any, links: Sequence[_Link]) -> "QuerySet[Any]":
    """Asked episode by episode, so that the cost grows with people and not with how often each came."""
    rows = visible_to(by, Episode).filter(service_id=kind.service_id).select_related("client")
    return rows.filter(reduce(or_, (_could(kind, link) for link in links))) if links else rows.none()


def _people(by: Actor, kind: Any, links: Sequence[_Link], episodes: Sequence[Any]) -> tuple[LinkPerson, ...]:
    ids = [row.pk for row in episodes]
    open_: dict[int, set[str]] = defaultdict(set)
    for link in links:
        for episode in _episodes(by, kind, [link]).filter(pk__in=ids).values_list("pk", flat=True):
            open_[episode].add(link.key)
    days: dict[int, dict[dt.date, str]] = defaultdict(dict)
    latest = max((link.linked for link in links), default=dt.date.min)
    came = visible_to(by, Attendance).filter(episode_id__in=ids, activity__activity_type=kind, state="attended")
    rows = came.filter(activity_date__lt=latest).order_by("activity_date", "activity_id")
    for episode, day, activity in rows.values_list("episode_id", "activity_date", "activity__uid"):
        days[episode].setdefault(day, str(activity))
    return tuple(_person(row, days[row.pk], open_[row.pk]) for row in episodes)


def _person(row: Any, days: dict[dt.date, str], keys: set[str]) -> LinkPerson:
    dates = [LinkDate(activity, day) for day, activity in days.items()]
    return LinkPerson(
        episode_uid=str(row.uid),
        client_uid=str(row.client.uid),
        name=title(row.client.name, row.client.known_as, row.client.reference),
        reference=row.client.reference,
        attended=len(dates),
        dates=tuple(dates[:MOST_DATES]),
        open=frozenset(keys),
    )


def _first_days(by: Actor, kind: Any, link: _Link, most: int) -> list[LaterItem]:
    first = _attended(kind, link).filter(episode=OuterRef("pk")).order_by("activity_date", "activity_id")
    rows = _episodes(by, kind, [link]).annotate(at=Subquery(first.values("activity__uid")[:1])).order_by("pk")
    return [
        LaterItem(episode_uid=str(episode), activity_uid=str(activity), **link.item)
        for episode, activity in rows.values_list("uid", "at")[:most]
    ]
