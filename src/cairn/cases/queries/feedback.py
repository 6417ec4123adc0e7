"""Whom to ask what the service was like, what they answered, and how many of those asked did."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.cases import rules_feedback as rules
from cairn.cases.models import Feedback
from cairn.cases.queries.base import title, visible_to
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.kernel import clock
from cairn.people.models import Communication, Consent

LOOK = 5_000
"""So many people who allowed it are looked at, those who were asked of first first."""
CHUNK = 500


@dataclass(frozen=True, slots=True)
class ToAsk:
    """Somebody to ask now, and why (a code of `feedback_reason`). `since`: from when on it was due."""

    episode_uid: str
    client_uid: str
    client: str
    reference: str
    service: str
    worker_uid: str
    why: str
    since: dt.date
    language: str
    safe_contact: str
    email: str


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """Somebody who was asked. `accessible` is their answer to the accessibility item, with `accessible_label`."""

    uid: str
    version: int
    client_uid: str
    client: str
    service: str
    why: str
    asked_date: dt.date
    answered_date: dt.date | None
    accessible: int | None
    accessible_label: str
    comment: str


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of those asked for one reason in one quarter answered."""

    quarter: str
    why: str
    asked: int
    answered: int

    @property
    def share(self) -> float:
        return self.answered / self.asked


def to_ask(by: Actor) -> tuple[ToAsk, ...]:
    """Everybody to ask today: who allowed to be asked later (given and not taken back), is alive as far as is known, and
    was not asked for that meanwhile; those due longest first. At most one asking a person."""
    if not by.may(Permission.RECORD):
        return ()
    day = clock.today()
    allowed = sorted(
        Consent.objects.filter(
            organisation_id=by.organisation_id, purpose="contact_after", end_date__isnull=True, state="given"
        ).values_list("client_id", flat=True)[:LOOK]
    )
    found: list[ToAsk] = []
    for at in range(0, len(allowed), CHUNK):
        found += _due(by, allowed[at : at + CHUNK], day)
    return tuple(sorted(found, key=lambda one: (one.since, one.client)))


def _due(by: Actor, clients: Sequence[int], day: dt.date) -> Iterable[ToAsk]:
    episodes = visible_to(by).filter(client_id__in=clients, client__merged_into__isnull=True)
    theirs: dict[int, list[Any]] = defaultdict(list)
    for row in episodes.select_related("client", "service").order_by("start_date", "id"):
        theirs[row.client_id].append(row)
    asked: dict[int, list[rules.Asked]] = defaultdict(list)
    for client, episode, why, on in (
        visible_to(by, Feedback)
        .filter(client_id__in=clients)
        .values_list("client_id", "episode_id", "why", "asked_date")
    ):
        asked[client].append(rules.Asked(episode, why, on))
    speaking = {row.client_id: row for row in Communication.objects.filter(client_id__in=clients)}
    for client, rows in theirs.items():
        times = [rules.Time(row.pk, row.start_date, row.end_date, row.closure_reason == "died") for row in rows]
        if (due := rules.due(times, asked[client], day)) is not None:
            yield _row(next(row for row in rows if row.pk == due.episode), due, speaking.get(client))


def _row(row: Any, due: rules.Due, speaking: Any) -> ToAsk:
    client = row.client
    return ToAsk(
        str(row.uid), str(client.uid), title(client.name, client.known_as, client.reference), client.reference,
        row.service.name, row.worker_uid, due.why, due.since, speaking.language if speaking else "",
        speaking.safe_contact if speaking else "", client.email,
    )  # fmt: skip


def answers(by: Actor, *, service_uid: str = "", why: str = "", answered: bool | None = None) -> list[FeedbackView]:
    """Who was asked and what they said, the latest first; narrowed where something is given."""
    rows = _rows(by)
    if service_uid:
        rows = rows.filter(episode__service__uid=service_uid)
    if why:
        rows = rows.filter(why=why)
    if answered is not None:
        rows = rows.filter(answered_date__isnull=not answered)
    return [_view(row) for row in rows]


def get_view(by: Actor, row: Feedback) -> FeedbackView:
    return _view(row)


def rates(by: Actor, *, service_uid: str = "") -> tuple[Rate, ...]:
    """Answered of asked, by quarter of asking and by reason, the latest first. Every asking counts, answered or not."""
    rows = visible_to(by, Feedback)
    if service_uid:
        rows = rows.filter(episode__service__uid=service_uid)
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for day, why, on in rows.values_list("asked_date", "why", "answered_date"):
        one = counts[rules.quarter(day), why]
        one[0] += 1
        one[1] += on is not None
    return tuple(Rate(*key, *numbers) for key, numbers in sorted(counts.items(), reverse=True))


def accessibility(version: int | None = None) -> Scale:
    """The scale whose one item is asked."""
    found: Scale = registry.get("scale", "accessibility", version)
    return found


def options(version: int | None = None) -> list[tuple[str, str]]:
    """The answers to the accessibility item, lowest first."""
    scale = accessibility(version)
    return [(str(one.value), one.label or str(one.value)) for one in scale.answers(scale.items[0])]


def _rows(by: Actor) -> "QuerySet[Any]":
    rows = visible_to(by, Feedback).select_related("client", "episode__service")
    return rows.order_by("-asked_date", "-id")


def _view(row: Any) -> FeedbackView:
    client = row.client
    label = "" if row.accessible is None else dict(options(row.scale_version)).get(str(row.accessible), "")
    return FeedbackView(
        str(row.uid), row.version, str(client.uid), title(client.name, client.known_as, client.reference),
        row.episode.service.name, row.why, row.asked_date, row.answered_date, row.accessible, label, row.comment,
    )  # fmt: skip
