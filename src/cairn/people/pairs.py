"""Pairs of records that may be of one person: of one, while their page is read, and of everybody, as the last look found."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.desk.models import Job
from cairn.kernel import clock
from cairn.people import matching, queries
from cairn.people.keys import of_answers
from cairn.people.likeness import Strength, compare
from cairn.people.matching import Match
from cairn.people.models import AlikePair, Client

LOOK = "people.look_for_pairs"
LEAST = 6  # points: the same name, or more
MOST_OF_ONE = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who may be one, the earlier recorded first, with what agrees in plain words."""

    one: queries.ClientCard
    other: queries.ClientCard
    why: tuple[str, ...]
    strength: Strength


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of pairs. `looked_at` is when everybody was last compared, None before the first time; `is_looking` while it
    is being done, `done` of `total` so far."""

    pairs: tuple[Pair, ...]
    count: int
    page: int
    pages: int
    looked_at: datetime | None
    is_looking: bool
    done: int
    total: int


def of_person(by: Actor, person: Client) -> list[Match]:
    """Who else may be this person, without those of whom somebody said that they are two."""
    told = {name: getattr(person, name) for name in ("name", "known_as", "birth_date", "postcode", "phone", "email")}
    found = matching.likely(by, **told, apart_from=person.uid, limit=MOST_OF_ONE)
    apart = AlikePair.objects.filter(Q(client=person) | Q(other=person), is_apart=True)
    uids = {str(uid) for both in apart.values_list("client__uid", "other__uid") for uid in both}
    return [match for match in found if match.client_uid not in uids]


def listed(by: Actor, page: int, per_page: int) -> Listed:
    """The likeliest first. Compared again as they are read: a pair that no longer agrees is left out."""
    rows = _open(by)
    count = rows.count()
    pages = max(1, -(-count // per_page))
    start = (min(page, pages) - 1) * per_page
    shown = rows.select_related("client", "other").order_by("-points", "id")[start : start + per_page]
    today = clock.today()
    drawn = tuple(pair for row in shown if (pair := _pair(row.client, row.other, today)).strength)
    jobs = Job.objects.filter(organisation_id=by.organisation_id, kind=LOOK).order_by("-pk")
    running = jobs.filter(state__in=("waiting", "running")).first()
    last = jobs.filter(state="done").values_list("ended_at", flat=True).first()
    done, total = (running.done, running.total) if running else (0, 0)
    return Listed(drawn, count, min(page, pages), pages, last, running is not None, done, total)


def _open(by: Actor) -> Any:
    rows = AlikePair.objects.filter(organisation_id=by.organisation_id, is_apart=False)
    return rows if by.may(Permission.READ_CLIENTS) else rows.none()


def _pair(client: Client, other: Client, today: date) -> Pair:
    one, two = sorted((client, other), key=lambda person: person.pk)
    like = compare(of_answers(one), of_answers(two))
    return Pair(queries.card_of(one, today), queries.card_of(two, today), matching.why(like), like.strength)
