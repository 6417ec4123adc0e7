"""Somebody who comes: who they are, their referral, and, where they begin at once, their episode. One writer for the
deeds that take people in: a referral accepted, a walk-in at a session, the whole on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.cases import loading, rules
from cairn.cases.models import Episode, EpisodeFunding, Referral
from cairn.cases.openings import Openings
from cairn.kernel import clock
from cairn.kernel.problems import Problem, refuse_if
from cairn.people import adding
from cairn.people import rules as people_rules
from cairn.people.adding import NewClient
from cairn.people.models import Client
from cairn.people.rules import age_band_on


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReferral:
    """`sector`, `kind`, `crisis` and `urgency` are codes of `referral_sector`, `referral_kind` and those two. A `uid` made by the
    sender makes sending twice the same referral once."""

    client_uid: str
    service_uid: str
    received_date: date
    sector: str = "not_known"
    kind: str = "not_known"
    source: str = ""
    reason: str = ""
    crisis: str = "not_known"
    urgency: str = "not_known"
    referrer_contact: str = ""
    first_contact_date: date | None = None
    assessed_date: date | None = None
    uid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArrival:
    """`referral.client_uid` stays empty: the person is new. With `start_date` the referral is accepted, on the day it
    came or, where that is later, on the day support starts."""

    person: NewClient
    referral: NewReferral
    start_date: date | None = None
    worker_uid: str = ""


def referral_row(by: Actor, new: NewReferral, client: Any, service: Any) -> Referral:
    """An unsaved referral, pending."""
    return Referral(
        **({"uid": loading.canonical(new.uid)} if new.uid else {}),
        organisation_id=by.organisation_id,
        client=client,
        service=service,
        sector=new.sector,
        kind=new.kind,
        source=new.source.strip(),
        reason=new.reason.strip(),
        crisis=new.crisis,
        urgency=new.urgency,
        referrer_contact=new.referrer_contact.strip(),
        received_date=new.received_date,
        first_contact_date=new.first_contact_date,
        assessed_date=new.assessed_date,
    )


def episode_row(by: Actor, referral: Referral, start: date, worker_uid: str) -> Episode:
    """An unsaved episode, with the age band of its first day."""
    return Episode(
        organisation_id=by.organisation_id,
        client=referral.client,
        service=referral.service,
        referral=referral,
        worker_uid=worker_uid,
        start_date=start,
        age_band=age_band_on(referral.client, start),
    )


def funding_rows(episode: Episode, contracts: Sequence[Any]) -> list[EpisodeFunding]:
    """Every contract or grant of the service that runs on the first day, else own funds."""
    running = loading.paying_on(contracts, episode.start_date)
    common = {
        "organisation_id": episode.organisation_id,
        "client_id": episode.client_id,
        "episode": episode,
        "start_date": episode.start_date,
    }
    return [
        EpisodeFunding(
            **common, kind="grant" if contract.is_grant else "contract", contract=contract, end_date=contract.end_date
        )
        for contract in running
    ] or [EpisodeFunding(**common, kind="own_funds")]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWalkIn:
    """Somebody at a session who is with the service from that day on: known here already (`client_uid`), or new by name.

    `key` stands for their episode until it is there.
    """

    key: str
    name: str = ""
    client_uid: str = ""


def walk_in_problems(by: Actor, walk_ins: Sequence[NewWalkIn], row: int | None) -> list[Problem]:
    """Each has a name or is somebody known here; what a name may be is asked as of any new person."""
    known = loading.mine(Client, by, (one.client_uid for one in walk_ins))
    problems = adding.problems_of(by, people_of(walk_ins))
    problems += [
        rules.unknown("person", "walk_ins") for one in walk_ins if one.client_uid and not known.of(one.client_uid)
    ]
    return [Problem(one.rule, one.message, one.fix, field="walk_ins", row=row) for one in problems]


def people_of(walk_ins: Sequence[NewWalkIn]) -> list[NewClient]:
    """The people to be added."""
    return [people_rules.settle(NewClient(name=one.name), clock.today()) for one in walk_ins if not one.client_uid]


def let_in(this: Deed, walk_ins: Sequence[NewWalkIn], service: Any, day: date, worker_uid: str) -> dict[str, Episode]:
    """The episode of each walk-in by their key. Somebody whose support by the service is going on keeps their episode."""
    by = this.by
    added = iter(adding.write(this, people_of(walk_ins)))
    known = loading.mine(Client, by, (one.client_uid for one in walk_ins))
    clients = [known.of(one.client_uid) if one.client_uid else next(added) for one in walk_ins]
    running = open_with(by, clients, service, day)
    new = [client for client in clients if client.pk not in running]
    refuse_if(overlap_problems(by, [(client.pk, service.pk, day) for client in new]))
    referrals = this.create_many(_walked_in(by, client, service, day) for client in new)
    episodes = this.create_many(episode_row(by, referral, day, worker_uid) for referral in referrals)
    pays = loading.contracts_of_services(by, [service.pk])
    this.create_many(paid for episode in episodes for paid in funding_rows(episode, pays[service.pk]))
    begun = {episode.client_id: episode for episode in episodes}
    return {one.key: running.get(client.pk) or begun[client.pk] for one, client in zip(walk_ins, clients, strict=True)}


def open_with(by: Actor, clients: Sequence[Any], service: Any, day: date) -> dict[int, Episode]:
    """Episodes with a service that are open on a day, by client."""
    rows = Episode.objects.filter(organisation_id=by.organisation_id, service=service, client__in=clients)
    return {row.client_id: row for row in rows if rules.is_open_on(day, row.start_date, row.end_date)}


def _walked_in(by: Actor, client: Any, service: Any, day: date) -> Referral:
    """A referral by the person themselves, accepted as they walked in."""
    referral = referral_row(
        by, NewReferral(client_uid="", service_uid="", received_date=day, sector="self"), client, service
    )
    referral.state, referral.decided_date, referral.first_contact_date = "accepted", day, day
    return referral


def overlap_problems(by: Actor, starts: Sequence[tuple[int, int, date]], row: int | None = None) -> list[Problem]:
    """Episodes to be opened, (client, service, first day) each, that would overlap another."""
    openings = Openings(by, [client for client, _, _ in starts])
    return [problem for start in starts for problem in openings.problems(*start, row)]
