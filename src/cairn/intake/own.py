"""The person's own page from behind: what they may see, and what they may say, by a link that staff gave them.

This is no action: it finds the person by their link alone and acts as them (`access.queries.person`), so that the wall
of every room below leaves nobody else's record to be found."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from cairn.access import reads, scope
from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.access.queries import NotFound, person
from cairn.cases.actions import disagreements
from cairn.cases.actions.disagreements import NewDisagreement
from cairn.cases.queries import disagreements as seen
from cairn.cases.queries.disagreements import DisagreementView
from cairn.cases.queries.own import OwnRecord, own_record
from cairn.cases.queries.shared_about import SharedAbout, shared_about
from cairn.definitions import registry
from cairn.intake import queries, rules
from cairn.intake.actions import links
from cairn.intake.models import PersonLink
from cairn.kernel import clock
from cairn.people import consents as said
from cairn.people import rules_optional
from cairn.people.actions import consents, optional
from cairn.people.actions.consents import NewConsent
from cairn.people.actions.optional import NewOptionalAnswer
from cairn.services.models import ServiceQuestion


@dataclass(frozen=True, slots=True)
class Door:
    """What somebody with a link sees before anything of a person: whose door it is, in which language, and what is asked
    before it opens. Where `state` is not `live`, why it does not."""

    uid: str
    organisation: str
    language: str
    asks_birthday: bool
    state: rules.LinkState
    tries_left: int
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class OwnConsent:
    """What the person said to one purpose, about one recipient or (None) about anybody; `state` "" where nothing yet."""

    purpose: str
    recipient_uid: str | None
    recipient: str
    state: str
    start_date: date | None


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question to be answered alone, why the service asks it, and what may be answered."""

    id: str
    label: str
    ask: str
    reasons: tuple[str, ...]
    several: bool
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OwnPage:
    """All that the page shows. `seen_otherwise` by the uid of what it is about."""

    called: str
    organisation: str
    language: str
    purpose: str
    record: OwnRecord
    shared: SharedAbout
    consents: tuple[OwnConsent, ...]
    seen_otherwise: Mapping[str, DisagreementView]
    questions: tuple[OwnQuestion, ...]
    today: date
    is_demonstration: bool


def door(token: str) -> Door:
    """What stands before the page of whoever a token belongs to. Raises NotFound."""
    return _door(queries.link_behind(token))


def door_of(link_uid: object) -> Door:
    """The same, by the link's own uid: for whoever opened it already. Raises NotFound."""
    return _door(queries.link_at(link_uid))


def open_page(token: str, day: str, month: str) -> str:
    """Open the page with the second check; returns the link's uid. Raises Refused and NotFound."""
    row = queries.link_behind(token)
    with scope.organisation(row.organisation_id):
        links.open_with(link_uid=row.uid, day=day, month=month)
        reads.log(by=_actor(row), kind="client", uid=row.client.uid)
    return str(row.uid)


def page(link_uid: object) -> OwnPage:
    """The person's page. Raises NotFound when the link has ended."""
    with _as_person(link_uid) as (link, by):
        return page_of(by, link.client, link.language, link.purpose, link.questions)


def page_of(by: Actor, client: Any, language: str, purpose: str = "own_page", asked: Sequence[str] = ()) -> OwnPage:
    """The page of a person (a row): by their link, or for staff who print it. Whoever only answers questions reads
    nothing else there."""
    organisation = client.organisation
    whole = purpose == "own_page"
    return OwnPage(
        called=client.known_as or client.name or client.reference,
        organisation=organisation.name,
        language=language,
        purpose=purpose,
        record=own_record(by, client) if whole else OwnRecord((), (), (), (), (), ()),
        shared=shared_about(by, client) if whole else SharedAbout((), ()),
        consents=_consents(by, client) if whole else (),
        seen_otherwise=seen.standing(by, client) if whole else {},
        questions=questions(by, client, asked),
        today=clock.today(),
        is_demonstration=organisation.is_demonstration,
    )


def disagree(link_uid: object, about: str, about_uid: str, words: str) -> None:
    """Put their words beside something. Raises Refused and NotFound."""
    with _as_person(link_uid, "own_page") as (link, by):
        new = NewDisagreement(client_uid=str(link.client.uid), about=about, about_uid=about_uid, words=words)
        disagreements.record(by=by, disagreements=[new])


def take_back(link_uid: object, uid: str) -> None:
    """Take their words back. Raises NotFound."""
    with _as_person(link_uid, "own_page") as (link, by):
        disagreements.take_back(by=by, client_uid=link.client.uid, uid=uid)


def consent(link_uid: object, purpose: str, recipient_uid: str, agrees: bool) -> None:
    """Say yes, or no longer. Saying again what stands writes nothing. Raises Refused and NotFound."""
    with _as_person(link_uid, "own_page") as (link, by):
        there = {(one.purpose, one.recipient_uid or ""): one.state for one in _consents(by, link.client)}
        if (purpose, recipient_uid) not in there:
            raise NotFound("nothing of that kind to agree to")
        stands = there[purpose, recipient_uid]
        state = "given" if agrees else "withdrawn" if stands == "given" else "declined"
        if stands == state or (not agrees and stands == "withdrawn"):
            return
        new = NewConsent(client_uid=str(link.client.uid), purpose=purpose, state=state, how="own_page",
                         recipient_uid=recipient_uid or None)  # fmt: skip
        consents.record(by=by, consents=[new])


def answer(link_uid: object, given: Mapping[str, Sequence[str]]) -> None:
    """Write down what they answered alone, of the questions that the link carries. A link that is only for that is used
    up by it. Raises Refused and NotFound."""
    with _as_person(link_uid) as (link, by):
        asked = questions(by, link.client, link.questions)
        uid = str(link.client.uid)
        new = [
            NewOptionalAnswer(client_uid=uid, question=one.id, codes=list(given[one.id]), answered_by="person")
            for one in asked
            if given.get(one.id)
        ]
        # Of themself a person may answer what only some of the staff may read.
        free = replace(by, permissions=by.permissions | {Permission.READ_RESTRICTED})
        with transaction.atomic():  # a refusal gives the one use back
            if not links.use(link_uid=link.uid):
                raise NotFound("the link was used up")
            if new:
                optional.answer(by=free, answers=new)


def questions(by: Actor, client: Any, asked: Sequence[str]) -> tuple[OwnQuestion, ...]:
    """Of the questions asked for, those that a service of the person's asks now, each with the reasons given."""
    services = {one.service_id for one in client.episodes.filter(end_date__isnull=True)}
    rows = ServiceQuestion.objects.filter(organisation_id=by.organisation_id, service_id__in=services)
    why: dict[str, list[str]] = {}
    for question, reason in rows.order_by("id").values_list("question", "reason"):
        why.setdefault(question, []).append(reason)
    return tuple(
        OwnQuestion(
            one.id, one.label, one.ask, tuple(dict.fromkeys(why[one.id])), one.several,
            tuple((entry.code, entry.label) for entry in one.entries if entry.code != rules_optional.NO_ANSWER),
        )
        for one in rules_optional.QUESTIONS
        if one.id in asked and one.id in why
    )  # fmt: skip


def _door(row: PersonLink) -> Door:
    client: Any = row.client
    organisation: Any = row.organisation
    state = queries.state_of(row)
    return Door(
        str(row.uid), organisation.name, row.language, client.birth_date is not None, state,
        max(0, rules.WRONG_TRIES - row.wrong_tries), organisation.is_demonstration,
    )  # fmt: skip


def _consents(by: Actor, client: Any) -> tuple[OwnConsent, ...]:
    """Every purpose about anybody, and those about one organisation that something was said of or that gets rows."""
    stands = {(one.purpose, one.recipient): one for one in reversed(said.standing(by, client))}
    names = {one.recipient: one.recipient_name for one in stands.values() if one.recipient}
    names |= {row.recipient_uid: row.recipient for row in shared_about(by, client).rows if row.fields}
    keys: list[tuple[str, str | None]] = []
    for code in registry.get("codes", "consent_purpose").codes:
        theirs = [who for purpose, who in stands if purpose == code and who]
        if code == "share_individual":
            theirs = [*names]
        keys += [(code, None)] if code != "share_individual" else []
        keys += [(code, who) for who in dict.fromkeys(theirs)]
    return tuple(_own(key, names, stands.get(key)) for key in keys)


def _own(key: tuple[str, str | None], names: Mapping[str, str], one: said.ConsentView | None) -> OwnConsent:
    name = names.get(key[1] or "", "")
    return OwnConsent(key[0], key[1], name, one.state if one else "", one.start_date if one else None)


def _actor(link: PersonLink) -> Actor:
    client: Any = link.client
    return person(link.organisation, str(client.uid))  # type: ignore[arg-type]


@contextmanager
def _as_person(link_uid: object, purpose: str = "") -> Iterator[tuple[Any, Actor]]:
    """The live link and its person as the actor, with only their organisation in scope."""
    row = queries.live(link_uid)
    if purpose and row.purpose != purpose:
        raise NotFound("the link is not for that")
    by = _actor(row)
    with scope.of(by):
        yield row, by
