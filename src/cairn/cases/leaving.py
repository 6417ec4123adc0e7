"""All that is on a worker's desk, row by row: what must have an owner when they leave. Reviews and plans fall due with the
case that they belong to, and go with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from cairn.access.actors import Actor
from cairn.cases.models import AlsoThere, Appointment, Cover, Episode, Note, PlannedSession, Referral
from cairn.kernel import clock

PARTS = ("referrals", "contacts", "sessions", "second", "memos", "covers")
"""Besides the cases of each service: referrals being dealt with, contacts planned with a colleague's person, planned
sessions, visits and sessions at which they are a second worker, memos not dealt with, colleagues they cover for."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Rows by what they are. `contacts` are all those planned, also the ones that go with a case."""

    worker_uid: str
    episodes: tuple[Episode, ...]
    referrals: tuple[Referral, ...]
    contacts: tuple[Appointment, ...]
    sessions: tuple[PlannedSession, ...]
    second: tuple[AlsoThere, ...]
    memos: tuple[Note, ...]
    covers: tuple[Cover, ...]
    covered: tuple[Cover, ...]

    @property
    def is_empty(self) -> bool:
        return not any(True for _ in self.rows())

    def rows(self) -> Iterator[Any]:
        """Everything that needs an owner."""
        for part in (self.episodes, self.referrals, self.contacts, self.sessions, self.second, self.memos, self.covers):
            yield from part

    @property
    def own(self) -> frozenset[int]:
        """Ids of the cases that are theirs: contacts with these people go where the case goes."""
        return frozenset(row.pk for row in self.episodes)

    def of(self, part: str) -> tuple[Any, ...]:
        if part == "contacts":
            return tuple(row for row in self.contacts if row.episode_id not in self.own)
        return tuple(getattr(self, part))


def desk_of(by: Actor, worker_uid: str) -> Desk:
    """What is on somebody's desk now: nine reads, whatever its size."""
    today = clock.today()
    own = {"organisation_id": by.organisation_id, "worker_uid": worker_uid}
    planned = {**own, "state": "planned", "activity__isnull": True}
    second = AlsoThere.objects.filter(Q(appointment__state="planned") | Q(session__state="planned"), **own)
    return Desk(
        worker_uid,
        _all(Episode.objects.filter(**own, end_date__isnull=True), "client", "service"),
        _all(Referral.objects.filter(**own, state="pending"), "client", "service"),
        _all(Appointment.objects.filter(**planned), "client", "episode"),
        _all(PlannedSession.objects.filter(**planned), "activity_type"),
        _all(second.filter(activity__isnull=True), "appointment", "session"),
        _all(
            Note.objects.filter(organisation_id=by.organisation_id, to_uid=worker_uid, dealt_at__isnull=True), "client"
        ),
        _all(Cover.objects.filter(organisation_id=by.organisation_id, covered_by_uid=worker_uid, end_date__gte=today)),
        _all(Cover.objects.filter(**own, end_date__gte=today)),
    )


def _all(rows: Any, *related: str) -> tuple[Any, ...]:
    return tuple((rows.select_related(*related) if related else rows).order_by("id"))


def with_a_desk(by: Actor) -> frozenset[str]:
    """Uids of those on whose desk something is, members or not any more: one read, whatever the number of people."""
    own, today = {"organisation_id": by.organisation_id}, clock.today()
    planned = {**own, "state": "planned", "activity__isnull": True}
    seconds = AlsoThere.objects.filter(Q(appointment__state="planned") | Q(session__state="planned"), **own)
    held = [
        Referral.objects.filter(**own, state="pending").values_list("worker_uid"),
        Appointment.objects.filter(**planned).values_list("worker_uid"),
        PlannedSession.objects.filter(**planned).values_list("worker_uid"),
        seconds.filter(activity__isnull=True).values_list("worker_uid"),
        Note.objects.filter(**own, dealt_at__isnull=True).exclude(to_uid="").values_list("to_uid"),
        Cover.objects.filter(**own, end_date__gte=today).values_list("covered_by_uid"),
    ]
    cases = Episode.objects.filter(**own, end_date__isnull=True).values_list("worker_uid")
    found = cases.order_by().union(*(rows.order_by() for rows in held))
    return frozenset(uid for (uid,) in found if uid)
