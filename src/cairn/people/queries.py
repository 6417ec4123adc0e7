"""People, as an actor may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound
from cairn.definitions import registry
from cairn.kernel import clock
from cairn.people import finding, geography, rules
from cairn.people.models import Client, DatedStatus
from cairn.people.rules_optional import QUESTIONS, Question

fold = finding.fold


@dataclass(frozen=True, slots=True)
class ClientCard:
    """A person in a list: who they are, and enough to tell two people of one name apart. `safe_contact` says when and how
    it is safe to call, where the person was read with it (`get`)."""

    uid: str
    version: int
    reference: str
    name: str
    known_as: str
    phone: str
    age: int | None
    age_band: str
    district: str
    added_date: date
    safe_contact: str = ""

    @property
    def title(self) -> str:
        """What to call the person on screen: the name, what they are known as, or the reference."""
        return self.name or self.known_as or self.reference


@dataclass(frozen=True, slots=True)
class Answer:
    """One coded answer: what is stored and what is read."""

    field: str
    code: str
    label: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class StatusView:
    """A dated status. `end_date` is the day before the next of its kind; None while it stands."""

    uid: str
    kind: str
    kind_label: str
    code: str
    label: str
    start_date: date
    end_date: date | None


@dataclass(frozen=True, slots=True)
class ClientDetails:
    """What was asked of one person, and how life stands. `answers` is what a form is filled with (`rules.FIELDS`)."""

    card: ClientCard
    answers: dict[str, Any]
    coded: tuple[Answer, ...]
    sector: str
    district: str
    ward: str
    ward_name: str
    statuses: tuple[StatusView, ...]


def visible_to(by: Actor) -> "QuerySet[Client]":
    """People of the actor's organisation, if the actor may read people; whoever comes by a link is the only one there.
    A record that was made one with another is not: `shells_of` are those of a person."""
    people = Client.objects.filter(organisation_id=by.organisation_id, merged_into=None)
    if by.client_uid:
        people = people.filter(uid=by.client_uid)
    return people if by.may(Permission.READ_CLIENTS) else people.none()


def get(by: Actor, uid: object) -> Client:
    """One person. Raises NotFound, or Merged. The screen that shows the record logs the read (`access.reads.log`)."""
    person = visible_to(by).select_related("communication").filter(uid=_uuid(uid)).first()
    if person is None:
        if into := _merged(by, [_uuid(uid)]):
            raise Merged(*next(iter(into.items())))
        raise NotFound("no such person")
    return person


class Merged(NotFound):
    """This record became one with another: `into` is where the person is now."""

    def __init__(self, uid: UUID, into: Client) -> None:
        super().__init__("no such person")
        self.uid, self.into = str(uid), str(into.uid)


def shells_of(by: Actor, person: Client) -> list[Client]:
    """The records that were made one with this person's: their history is this person's too."""
    return list(Client.objects.filter(organisation_id=by.organisation_id, merged_into=person).order_by("pk"))


def _merged(by: Actor, uids: Iterable[UUID]) -> dict[UUID, Client]:
    """Where those of these are who became one with another; a merge leaves no chain."""
    if not by.may(Permission.READ_CLIENTS) or by.client_uid:
        return {}
    rows = Client.objects.filter(organisation_id=by.organisation_id, uid__in=list(uids), merged_into__isnull=False)
    return {row.uid: row.merged_into for row in rows.select_related("merged_into")}


def by_uids(by: Actor, uids: Iterable[object]) -> list[Client]:
    """These people, in this order, in one query per 500; of a record that became one with another, the other. Raises
    NotFound when any may not be seen."""
    wanted = [_uuid(uid) for uid in uids]
    distinct = list(dict.fromkeys(wanted))
    found: dict[UUID, Client] = {}
    for start in range(0, len(distinct), 500):
        rows = visible_to(by).filter(uid__in=distinct[start : start + 500])
        found.update({row.uid: row for row in rows})
    if len(found) < len(distinct):
        found |= _merged(by, [uid for uid in distinct if uid not in found][:500])
    if len(found) < len(distinct):
        raise NotFound("no such person")
    return [found[uid] for uid in wanted]


def find(by: Actor, text: str, limit: int = 20) -> list[ClientCard]:
    """People of whom every word is part of the name, the known-as, the reference or the phone; from 2 characters. Best
    match first.

    Capitals and accents do not matter, nor do blanks in a phone number.
    """
    today = clock.today()
    return [card_of(person, today) for person in finding.best(by, text, limit)]


def matching(by: Actor, text: str) -> "QuerySet[Client]":
    """Everybody of whom every word of the text is part of the name, the known-as, the reference or the phone: to filter
    other rows by (`client__in=matching(by, text)`). Nobody for less than 2 characters."""
    return visible_to(by).filter(finding.filter_of(by, text))


def card_of(person: Client, today: date) -> ClientCard:
    """The card of a person, with their age today."""
    texts = {name: getattr(person, name) for name in ("reference", "name", "known_as", "phone", "district")}
    age, band = rules.age_on(person, today), rules.age_band_on(person, today)
    return ClientCard(
        uid=str(person.uid), version=person.version, age=age, age_band=band, added_date=person.added_date,
        safe_contact=_safe_contact(person), **texts,
    )  # fmt: skip


def _safe_contact(person: Client) -> str:
    """What is said of safe contact, if it was read with the person; a card never reads."""
    said = person._state.fields_cache.get("communication")
    return said.safe_contact if said else ""


def details(by: Actor, uid: object) -> ClientDetails:
    """What was asked of one person and how life stands, in two queries. Raises NotFound."""
    person = get(by, uid)
    return details_of(person, statuses(by, person))


def details_of(person: Client, statuses: Sequence[StatusView]) -> ClientDetails:
    """The same of a person who was read already."""
    return ClientDetails(
        card=card_of(person, clock.today()),
        answers=answers_of(person),
        coded=tuple(_answer(field, getattr(person, field)) for field in (*rules.CODE_LISTS, "disability")),
        sector=person.sector,
        district=person.district,
        ward=person.ward,
        ward_name=geography.ward_name(person.ward),
        statuses=tuple(statuses),
    )


def readable_statuses(by: Actor) -> "QuerySet[DatedStatus]":
    """Dated statuses that exist for the actor: those of restricted kinds only with the permission for them, or of the
    person themself. Every reader of statuses begins here."""
    rows = DatedStatus.objects.filter(organisation_id=by.organisation_id)
    if by.client_uid:
        return rows.filter(client__uid=by.client_uid)
    if not by.may(Permission.READ_CLIENTS):
        return rows.none()
    return rows if by.may(Permission.READ_RESTRICTED) else rows.exclude(kind__in=rules.RESTRICTED_KINDS)


def status_kinds(by: Actor) -> tuple[str, ...]:
    """The kinds of status that exist for the actor, in the order of `rules.STATUS_KINDS`."""
    free = by.may(Permission.READ_RESTRICTED)
    return tuple(kind for kind in rules.STATUS_KINDS if free or kind not in rules.RESTRICTED_KINDS)


def optional_questions(by: Actor) -> dict[str, Question]:
    """The optional questions that exist for this actor, by id; of themself a person may say everything."""
    free = by.may(Permission.READ_RESTRICTED) or bool(by.client_uid)
    return {one.id: one for one in QUESTIONS if free or not one.is_restricted}


def statuses(by: Actor, person: Client) -> list[StatusView]:
    """A person's dated statuses that the actor may read, by kind, newest first."""
    rows = readable_statuses(by).filter(client=person).order_by("kind", "-start_date")
    return status_views((row.uid, row.kind, row.code, row.start_date) for row in rows)


def status_views(rows: Iterable[tuple[object, str, str, date]]) -> list[StatusView]:
    """Views of (uid, kind, code, start date), by kind, newest first: each ends where the next begins."""
    views: list[StatusView] = []
    for row in rows:
        later = views[-1] if views and views[-1].kind == row[1] else None
        views.append(_status_view(*row, later))
    return views


def _status_view(uid: object, kind: str, code: str, start: date, later: StatusView | None) -> StatusView:
    codes = registry.get("codes", kind)
    end = date.fromordinal(later.start_date.toordinal() - 1) if later else None
    return StatusView(str(uid), kind, codes.label, code, codes.label_of(code), start, end)


def answers_of(person: Client) -> dict[str, Any]:
    """The answers recorded of a person by field, as `rules.Answers` takes them."""
    return {field.name: getattr(person, field.name) for field in fields(rules.Answers)}


def _answer(field: str, code: str) -> Answer:
    entry = registry.get("codes", rules.CODE_LISTS.get(field, field)).entry(code)
    return Answer(field, code, entry.label, entry.missing)


def search_text(name: str, known_as: str, reference: str, phone: str) -> str:
    """What a person is found by: the folded texts, and the digits of the phone."""
    return "\n".join([*map(fold, (name, known_as, reference)), finding.digits(phone)])


def canonical(uid: object) -> str:
    """The one way to write a uid; "" when it is none."""
    try:
        return str(_uuid(uid))
    except NotFound:
        return ""


def _uuid(uid: object) -> UUID:
    try:
        return uid if isinstance(uid, UUID) else UUID(str(uid))
    except ValueError:
        raise NotFound("no such person") from None
