"""Who waits at the door: what came and nobody has looked at, and referrals that wait for a decision, in one queue; by
urgency, and of equals those first who have waited longest."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from cairn.access.actors import Actor
from cairn.cases.loading import canonical
from cairn.cases.models import IncomingReferral, Referral
from cairn.cases.queries.base import title, visible_to, workers
from cairn.cases.rules_incoming import IN_TURN, URGENCY, WAITING
from cairn.kernel import clock
from cairn.people import queries as people

PER_PAGE = 50
#: how many are counted, and how far one may leaf
MOST = 1_000
#: what may be asked for: what came and was not looked at, from a form or an organisation, or referrals to be decided
STANDS = ("new", "public_form", "organisation", "pending")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits. `stands` is the `origin` of what came and was not looked at (`public_form`, `organisation`), or
    `pending` for a referral that waits for a decision; `worker` deals with it. `contacted`: they were spoken with."""

    uid: str
    stands: str
    name: str
    service: str
    sender: str
    sector: str
    urgency: str
    crisis: str
    received_date: dt.date
    waiting_days: int
    contacted: bool
    worker: str


@dataclass(frozen=True, slots=True)
class DoorFilter:
    """What is left out says nothing. `stands` is one of `STANDS`, `days`: waiting for at least so many."""

    service_uid: str = ""
    urgency: str = ""
    stands: str = ""
    sector: str = ""
    days: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """One page of those who wait, of `total` in `pages`; `is_more`: there are more than were counted."""

    rows: tuple[Waiting, ...]
    total: int
    page: int
    pages: int
    is_more: bool


EVERYBODY = DoorFilter()


def door(by: Actor, only: DoorFilter = EVERYBODY, page: int = 1) -> Door:
    """The queue: a bounded read, however many were ever referred."""
    came, pending = _came(by, only), _pending(by, only)
    keys = list(merge(_keys(came, "came"), _keys(pending, "pending")))
    total = min(len(keys), MOST)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    part = keys[:MOST][(page - 1) * PER_PAGE : page * PER_PAGE]
    return Door(_read(by, part), total, page, pages, len(keys) > MOST)


def everybody(by: Actor, only: DoorFilter) -> Iterator[Waiting]:
    """All who wait, in the order of the queue: for taking the list out as a file."""
    keys = list(merge(_keys(_came(by, only), "came", None), _keys(_pending(by, only), "pending", None)))
    for start in range(0, len(keys), MOST):
        yield from _read(by, keys[start : start + MOST])


def how_many(by: Actor, most: int = 99) -> int:
    """How many stand at the door that nobody has looked at, up to `most` and one more."""
    return len(not_looked_at(by, most).values_list("pk"))


def not_looked_at(by: Actor, most: int) -> "QuerySet[Any]":
    """What stands at the door that nobody has looked at: up to `most` rows and one more, in no order."""
    return visible_to(by, IncomingReferral).filter(state=WAITING).order_by()[: most + 1]


Key = tuple[int, dt.date, int, str]
"""Place in the order of urgency, day of arrival, inner id, and which of the two it is."""


def _keys(rows: "QuerySet[Any]", what: str, most: int | None = MOST + 1) -> list[Key]:
    found = rows.values_list("place", "received_date", "pk")[:most]
    return [(place, day, pk, what) for place, day, pk in found]


def _came(by: Actor, only: DoorFilter) -> "QuerySet[Any]":
    rows = visible_to(by, IncomingReferral).filter(state=WAITING)
    if only.stands:
        rows = rows.none() if only.stands == "pending" else rows
        rows = rows.filter(origin=only.stands) if only.stands in ("public_form", "organisation") else rows
    if only.text.strip():
        rows = rows.filter(name__icontains=only.text.strip())
    return _ordered(_narrowed(rows, only))


def _pending(by: Actor, only: DoorFilter) -> "QuerySet[Any]":
    rows = visible_to(by, Referral).filter(state="pending")
    rows = rows.none() if only.stands not in ("", "pending") else rows
    if only.text.strip():
        rows = rows.filter(client__in=people.matching(by, only.text))
    return _ordered(_narrowed(rows, only))


def _narrowed(rows: "QuerySet[Any]", only: DoorFilter) -> "QuerySet[Any]":
    if only.service_uid:
        rows = rows.filter(service__uid=canonical(only.service_uid) or None)
    if only.urgency:
        rows = rows.filter(urgency=only.urgency)
    if only.sector:
        rows = rows.filter(sector=only.sector)
    if only.days:
        rows = rows.filter(received_date__lte=clock.today() - dt.timedelta(days=only.days))
    return rows


def _ordered(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    places = [When(urgency=code, then=Value(place)) for code, place in URGENCY.items()]
    place = Case(*places, default=Value(IN_TURN), output_field=IntegerField())
    return rows.annotate(place=place).order_by("place", "received_date", "pk")


def _read(by: Actor, keys: Iterable[Key]) -> tuple[Waiting, ...]:
    """The lines of these keys, in their order: a question for each of the two kinds, and one for names."""
    wanted = list(keys)
    ids = {what: [key[2] for key in wanted if key[3] == what] for what in ("came", "pending")}
    came = visible_to(by, IncomingReferral).filter(pk__in=ids["came"]).select_related("service", "sender")
    pending = visible_to(by, Referral).filter(pk__in=ids["pending"]).select_related("service", "client")
    lines = {("came", row.pk): _line_of_came(row) for row in came} if ids["came"] else {}
    if ids["pending"]:
        rows = list(pending)
        names = workers({row.worker_uid for row in rows})
        lines |= {("pending", row.pk): _line_of_pending(row, names) for row in rows}
    return tuple(lines[key[3], key[2]] for key in wanted if (key[3], key[2]) in lines)


def _line_of_came(row: Any) -> Waiting:
    return Waiting(
        str(row.uid), row.origin, row.name, row.service.name, row.sender.name if row.sender else row.referrer,
        row.sector, row.urgency, "not_known", row.received_date, waiting_days(row.received_date), False, "",
    )  # fmt: skip


def _line_of_pending(row: Any, names: dict[str, str]) -> Waiting:
    called = title(row.client.name, row.client.known_as, row.client.reference)
    return Waiting(
        str(row.uid), "pending", called, row.service.name, row.source, row.sector, row.urgency, row.crisis,
        row.received_date, waiting_days(row.received_date), row.first_contact_date is not None,
        names.get(row.worker_uid, ""),
    )  # fmt: skip


def waiting_days(received: dt.date) -> int:
    return (clock.today() - received).days
