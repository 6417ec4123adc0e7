"""Receive a referral; accept it, which opens an episode; close it unsuccessful; note that it was withdrawn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.cases import answering, checks, loading, rules, trying
from cairn.cases.arriving import NewReferral, episode_row, funding_rows, referral_row
from cairn.cases.models import Episode, Referral
from cairn.cases.openings import Openings
from cairn.cases.writers import at_most_twice, at_version, once
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people.models import Client
from cairn.services.models import Service

__all__ = [
    "Acceptance", "Contact", "NewReferral", "UnsuccessfulClosing", "Withdrawal", "accept", "close_unsuccessful",
    "note_contact", "receive", "withdraw",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What became known of a referral that is still pending."""

    referral_uid: str
    first_contact_date: date | None = None
    assessed_date: date | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    referral_uid: str
    decided_date: date
    start_date: date
    worker_uid: str = ""
    answer_words: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsuccessfulClosing:
    """`reason` is a code of `unsuccessful_reason`; `answer_words` are for the organisation that sent it, if one did."""

    referral_uid: str
    decided_date: date
    reason: str
    answer_words: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    referral_uid: str
    decided_date: date
    answer_words: str = ""
    version: int | None = None


def receive(*, by: Actor, referrals: Sequence[NewReferral]) -> Done[Referral]:
    """Take in referrals, pending until decided. One that was sent before is given back, with a warning."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _receive(by, referrals))


def _receive(by: Actor, referrals: Sequence[NewReferral]) -> Done[Referral]:
    uids = [r.uid for r in referrals]
    clients = loading.mine(Client, by, (r.client_uid for r in referrals))
    services = loading.mine(Service, by, (r.service_uid for r in referrals))
    known, taken = loading.mine(Referral, by, uids), loading.taken(Referral, by, uids)
    problems: list[Problem] = []
    for row, new in enumerate(referrals):
        problems += checks.sender_uid(new.uid, taken, row) + trying.of_a_referral(new, clock.today(), row)
        problems += [] if clients.of(new.client_uid) else [rules.unknown("person", "client_uid", row)]
        problems += [] if services.of(new.service_uid) else [rules.unknown("service", "service_uid", row)]
    refuse_if(problems)
    made, items, warnings = once(
        referrals, known, lambda _, new: referral_row(by, new, clients.of(new.client_uid), services.of(new.service_uid))
    )
    with deed("cases.referral_received", by=by) as this:
        this.create_many(made)
    return Done(items, warnings, this.uid if made else "")


def note_contact(*, by: Actor, contacts: Sequence[Contact]) -> Done[Referral]:
    """Note first contacts and assessments of referrals still pending; a blank leaves what was there. Whoever is first to
    do so deals with it from then on."""
    by.require(Permission.RECORD)
    rows, problems = _pending(by, contacts)
    changes = []
    for place, (contact, referral) in enumerate(zip(contacts, rows, strict=True)):
        if referral is None:
            continue
        first = contact.first_contact_date or referral.first_contact_date
        assessed = contact.assessed_date or referral.assessed_date
        problems += rules.dates_in_order(
            trying.until_assessed(referral.received_date, first, assessed), clock.today(), place
        )
        changes.append((contact, referral, first, assessed))
    refuse_if(problems)
    with deed("cases.referral_contacted", by=by) as this:
        for contact, referral, first, assessed in changes:
            at_version(referral, contact.version)
            deals = referral.worker_uid or (by.uid if by.kind == "user" else "")
            this.update(referral, first_contact_date=first, assessed_date=assessed, worker_uid=deals)
    return Done(tuple(rows), (), this.uid)


def accept(*, by: Actor, decisions: Sequence[Acceptance]) -> Done[Episode]:
    """Accept referrals. Each opens an episode, with the age band of its first day and who pays unless said otherwise:
    every contract or grant of the service that runs on that day, else own funds."""
    by.require(Permission.RECORD)
    rows, problems = _pending(by, decisions)
    problems += _decision_problems(decisions, rows)
    members = loading.members(by, (d.worker_uid for d in decisions))
    problems += _opening_problems(by, decisions, rows, members)
    refuse_if(problems)
    pays = loading.contracts_of_services(by, (referral.service_id for referral in rows))
    with deed("cases.referral_accepted", by=by) as this:
        _decide(this, decisions, rows, "accepted")
        episodes = this.create_many(
            episode_row(by, referral, decision.start_date, decision.worker_uid)
            for decision, referral in zip(decisions, rows, strict=True)
        )
        this.create_many(f for e in episodes for f in funding_rows(e, pays[e.service_id]))
    return Done(tuple(episodes), (), this.uid)


def _opening_problems(
    by: Actor, decisions: Sequence[Acceptance], rows: Sequence[Any], members: Collection[str]
) -> list[Problem]:
    problems, openings = [], Openings(by, [referral.client_id for referral in rows if referral is not None])
    for place, (decision, referral) in enumerate(zip(decisions, rows, strict=True)):
        problems += checks.worker(decision.worker_uid, members, by, place)
        if referral is None:
            continue
        order = (
            ("received_date", "received", referral.received_date),
            ("start_date", "of the start", decision.start_date),
        )
        problems += rules.dates_in_order(order, clock.today(), place)
        problems += openings.problems(referral.client_id, referral.service_id, decision.start_date, place)
    return problems


def close_unsuccessful(*, by: Actor, closings: Sequence[UnsuccessfulClosing]) -> Done[Referral]:
    """Close referrals that came to nothing, each with one of the seven reasons."""
    by.require(Permission.RECORD)
    rows, problems = _pending(by, closings)
    problems += _decision_problems(closings, rows)
    for place, closing in enumerate(closings):
        problems += checks.code("unsuccessful_reason", closing.reason, "reason", place)
    refuse_if(problems)
    with deed("cases.referral_closed", by=by) as this:
        _decide(this, closings, rows, "unsuccessful")
    return Done(tuple(rows), (), this.uid)


def withdraw(*, by: Actor, withdrawals: Sequence[Withdrawal]) -> Done[Referral]:
    """Note that the person or the referrer took the referral back."""
    by.require(Permission.RECORD)
    rows, problems = _pending(by, withdrawals)
    problems += _decision_problems(withdrawals, rows)
    refuse_if(problems)
    with deed("cases.referral_withdrawn", by=by) as this:
        _decide(this, withdrawals, rows, "withdrawn")
    return Done(tuple(rows), (), this.uid)


Decision = Contact | Acceptance | UnsuccessfulClosing | Withdrawal


def _pending(by: Actor, items: Sequence[Decision]) -> tuple[list[Any], list[Problem]]:
    """The referral of each item, None where there is a problem: not known here, decided already, named twice."""
    found = loading.mine(Referral, by, (item.referral_uid for item in items), "client", "service")
    again = rules.repeated([loading.canonical(item.referral_uid) for item in items])
    rows: list[Any] = []
    problems = []
    for place, item in enumerate(items):
        referral = found.of(item.referral_uid)
        if referral is None:
            problems.append(rules.unknown("referral", "referral_uid", place))
        elif referral.state != "pending" or place in again:
            fix = "Open it to see what was decided."
            message = "This referral has been decided already."
            problems.append(Problem("referral.decided", message, fix, field="referral_uid", row=place))
            referral = None
        rows.append(referral)
    return rows, problems


def _decision_problems(
    items: Sequence[Acceptance | UnsuccessfulClosing | Withdrawal], rows: Sequence[Any]
) -> list[Problem]:
    problems = []
    for place, (item, row) in enumerate(zip(items, rows, strict=True)):
        if row is not None:
            dates = trying.until_assessed(row.received_date, row.first_contact_date, row.assessed_date)
            dates.append(("decided_date", "decided", item.decided_date))
            problems += rules.dates_in_order(dates, clock.today(), place)
        problems += answering.words_problems(item.answer_words, place)
    return problems


def _decide(this: Deed, items: Sequence[Any], rows: Sequence[Referral], state: str) -> None:
    for item, referral in zip(items, rows, strict=True):
        reason = item.reason if state == "unsuccessful" else ""
        at_version(referral, item.version)
        this.update(referral, state=state, decided_date=item.decided_date, unsuccessful_reason=reason)
    answering.answer(this, rows, {row.pk: item.answer_words for item, row in zip(items, rows, strict=True)})
