"""Links to rate by as staff see them: which wait, what came by them, and what may be asked at all."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound, names_of
from cairn.cases.loading import canonical
from cairn.cases.models import Assessment, Episode
from cairn.cases.queries.base import title, visible_to
from cairn.definitions import registry
from cairn.definitions.shapes.scale import Scale
from cairn.intake import rules_rating
from cairn.intake.models import RatingLink
from cairn.kernel import clock
from cairn.people import queries as people
from cairn.scales import queries as scales
from cairn.scales.scoring import score

EPISODE = Episode
SHOWN = 12


@dataclass(frozen=True, slots=True)
class RatingView:
    """A link as staff see it. Its token is nowhere. `gone` are those of its scales that it cannot ask any more, or could
    not when it was sent."""

    uid: str
    client_uid: str
    client: str
    purpose: str
    scales: tuple[str, ...]
    language: str
    made_by: str
    made_at: dt.datetime
    expires_at: dt.datetime
    used_at: dt.datetime | None
    is_lasting: bool
    on_tablet: bool
    state: rules_rating.RatingState
    gone: tuple[str, ...]

    @property
    def is_live(self) -> bool:
        return self.state == "live"


@dataclass(frozen=True, slots=True)
class SentReading:
    """One reading that somebody sent: `value` None with its `reason`; `change` since the last one before it, on `since`.
    `flags` are answers that somebody must look at today."""

    uid: str
    label: str
    value: float | None
    decimals: int
    reason: str
    change: float | None
    since: dt.date | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a person sent and nobody has marked as seen. `gone`: scales that it was made for and could not ask any more;
    `again`: those they had answered on that day already, so that no second reading was written, and `flags` in these."""

    link_uid: str
    client_uid: str
    client: str
    service: str
    sent_at: dt.datetime
    readings: tuple[SentReading, ...]
    gone: tuple[str, ...]
    again: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def is_urgent(self) -> bool:
        return bool(self.flags) or any(one.flags for one in self.readings)


def askable(by: Actor) -> tuple[Scale, ...]:
    """Every scale by which a person may rate themselves here today."""
    return tuple(one for one in scales.usable(by, clock.today()) if rules_rating.can_be_asked(one))


def links_of(by: Actor, person: Any) -> tuple[RatingView, ...]:
    """The links made for a person (a row), the latest first."""
    return _views(by, _rows(by).filter(client=person))


def pending(by: Actor, workers: Collection[str] | None) -> tuple[RatingView, ...]:
    """Links that still ask something, the first to end first; of these workers' people, or of everybody."""
    rows = _of_workers(_rows(by), workers).filter(revoked_at__isnull=True, expires_at__gt=clock.now())
    return tuple(one for one in _views(by, rows.order_by("expires_at", "id")) if one.is_live)


def link_of(by: Actor, client_uid: object, link_uid: object) -> RatingLink:
    """One link of one person. Raises NotFound."""
    person, row = people.get(by, client_uid), link_at(by, link_uid)
    if row.client.pk != person.pk:
        raise NotFound("not of this person")
    return row


def link_at(by: Actor, link_uid: object) -> RatingLink:
    """One link of the organisation. Raises NotFound."""
    key = canonical(link_uid)
    row = _rows(by).filter(uid=key).first() if key else None
    if row is None:
        raise NotFound("no such link")
    return row


def unseen(by: Actor, workers: Collection[str] | None) -> tuple[Sent, ...]:
    """What people sent and nobody has looked at, the latest first; of these workers' people and of whoever asked, or of
    everybody. Urgent answers come before all others."""
    rows = _of_workers(_rows(by), workers).filter(
        used_at__isnull=False, seen_at__isnull=True, purpose=rules_rating.RATING
    )
    links = list(rows.order_by("-used_at", "-id")[:SHOWN])
    readings = _readings(links) if links else {}
    return tuple(sorted((_sent(row, readings) for row in links), key=lambda one: not one.is_urgent))


def _rows(by: Actor) -> "QuerySet[Any]":
    rows = RatingLink.objects.filter(organisation_id=by.organisation_id, client__merged_into__isnull=True)
    if not by.may(Permission.RECORD):
        return rows.none()
    return rows.select_related("client", "episode__service").order_by("-made_at", "-id")


def _of_workers(rows: "QuerySet[Any]", workers: Collection[str] | None) -> "QuerySet[Any]":
    if workers is None:
        return rows
    return rows.filter(episode__worker_uid__in=workers) | rows.filter(made_by_uid__in=workers)


def _views(by: Actor, rows: Any) -> tuple[RatingView, ...]:
    found = list(rows)
    names, now = names_of({row.made_by_uid for row in found}), clock.now()
    live = [row for row in found if rules_rating.rating_state(row, now) == "live"]
    may = {one.id for one in askable(by)} if any(row.scales for row in live) else set()
    return tuple(
        RatingView(
            str(row.uid), str(row.client.uid), _called(row.client), row.purpose, tuple(map(label_of, row.scales)),
            row.language, names.get(row.made_by_uid, ""), row.made_at, row.expires_at, row.used_at, row.is_lasting,
            row.on_tablet, rules_rating.rating_state(row, now),
            tuple(map(label_of, [one for one in row.scales if one not in may] if row in live else _dropped(row))),
        )
        for row in found
    )  # fmt: skip


def _dropped(row: Any) -> list[str]:
    return list(row.answers.get("dropped", ()))


def _value_said(value: float | None) -> str:
    return "no score" if value is None else f"score {value:g}"


def label_of(scale: str) -> str:
    """The short name of a scale; its id where it is not known any more."""
    try:
        return str(registry.get("scale", scale).short_label)
    except registry.NotDefined:
        return scale


def _called(client: Any) -> str:
    return title(client.name, client.known_as, client.reference)


def _uids(link: Any) -> list[str]:
    """Those of the readings that came by a link."""
    day = clock.london_date(link.used_at)
    return [str(rules_rating.uid_of(link.uid, scale, day)) for scale in link.scales]


def _readings(links: Sequence[Any]) -> dict[str, SentReading]:
    """By uid, what came by any of these links. One query: the readings, and the last one before each."""
    same = {name: OuterRef(name) for name in ("episode", "scale", "scale_version", "rater")}
    earlier = Assessment.objects.filter(assessed_date__lt=OuterRef("assessed_date"), **same)
    last = Subquery(earlier.order_by("-assessed_date", "-id").values("pk")[:1])
    sent = {uid for link in links for uid in _uids(link)}
    wanted = Q(*((Q(episode=link.episode, uid__in=_uids(link))) for link in links), _connector=Q.OR)
    before = Assessment.objects.filter(wanted).annotate(before=last).values("before")
    rows = Assessment.objects.filter(wanted | Q(pk__in=before)).annotate(before=last).order_by("id").in_bulk()
    return {str(row.uid): _reading(row, rows.get(row.before)) for row in rows.values() if str(row.uid) in sent}


def _sent(row: Any, readings: Mapping[str, SentReading]) -> Sent:
    found = tuple(readings[uid] for uid in _uids(row) if uid in readings)
    gone = tuple(map(label_of, _dropped(row)))
    again = row.answers.get("again", {})
    return Sent(
        str(row.uid), str(row.client.uid), _called(row.client), row.episode.service.name, row.used_at, found, gone,
        tuple(f"{label_of(scale)}, {_value_said(one['value'])}" for scale, one in again.items()),
        tuple(flag for one in again.values() for flag in one["flags"]),
    )  # fmt: skip


def _reading(row: Assessment, before: Assessment | None) -> SentReading:
    scale = registry.get("scale", row.scale, row.scale_version)
    value, was = value_of(scale, row), value_of(scale, before) if before else None
    change = value - was if value is not None and was is not None else None
    return SentReading(
        str(row.uid), scale.short_label, value, scale.decimals, row.reason, change,
        before.assessed_date if before and change is not None else None, score(scale, row.answers).flags,
    )  # fmt: skip


def value_of(scale: Scale, row: Assessment) -> float | None:
    """The score that is compared."""
    if scale.headline is None:
        return None
    stored: float | None = getattr(row, scale.headline, None) if scale.headline in ("metric", "total") else None
    return stored if scale.headline in ("metric", "total") else row.subscales.get(scale.headline)


def rows_of_person(by: Actor, client_uid: object) -> list[Any]:
    """The episodes about which a person may be asked, those that run first."""
    rows = visible_to(by).filter(client__uid=canonical(client_uid)).select_related("service", "client")
    return sorted(rows, key=lambda row: (row.end_date is not None, -row.start_date.toordinal()))


def usual(by: Actor, episode: Any) -> list[str]:
    """The scales that the service of an episode uses, in its order."""
    return list(episode.service.scales.order_by("position", "id").values_list("scale", flat=True))
