"""Take in somebody new on one page: who they are, their referral and, where it is accepted at once, their episode."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.cases import checks, loading, rules, trying
from cairn.cases.arriving import NewArrival, NewReferral, episode_row, funding_rows, referral_row
from cairn.cases.models import Referral
from cairn.cases.writers import at_most_twice
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.people import adding
from cairn.people import rules as people_rules
from cairn.people.adding import NewClient
from cairn.services.models import Service

__all__ = ["NewArrival", "NewClient", "NewReferral", "take_in"]


def take_in(*, by: Actor, arrivals: Sequence[NewArrival]) -> Done[Referral]:
    """Add people with their referrals, and open the episodes of those who begin at once: one deed, one undo. One whose
    referral was sent before is given back, with a warning."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _take_in(by, arrivals))


def _take_in(by: Actor, arrivals: Sequence[NewArrival]) -> Done[Referral]:
    settled = [replace(one, person=people_rules.settle(one.person, clock.today())) for one in arrivals]
    uids = [one.referral.uid for one in settled]
    known = loading.mine(Referral, by, uids)
    services = loading.mine(Service, by, (one.referral.service_uid for one in settled))
    fresh = [one for one in settled if not (one.referral.uid and known.of(one.referral.uid))]
    if len(fresh) < len(settled):
        rows = tuple(known.of(one.referral.uid) for one in settled)
        refuse_if([] if all(rows) else [rules.unknown("referral", "uid")])
        return Done(rows, tuple(checks.already(row) for row in range(len(rows))))
    refuse_if([*adding.problems_of(by, [one.person for one in settled]), *_problems(by, settled, services, uids)])
    with deed("cases.taken_in", by=by) as this:
        made = _write(this, settled, services)
    return Done(tuple(made), (), this.uid)


def _problems(
    by: Actor, arrivals: Sequence[NewArrival], services: loading.Rows, uids: Sequence[str | None]
) -> list[Problem]:
    taken = loading.taken(Referral, by, uids)
    members = loading.members(by, (one.worker_uid for one in arrivals))
    problems: list[Problem] = []
    for row, one in enumerate(arrivals):
        referral = one.referral
        problems += checks.sender_uid(referral.uid, taken, row) + trying.of_a_referral(referral, clock.today(), row)
        problems += [] if services.of(referral.service_uid) else [rules.unknown("service", "service_uid", row)]
        problems += checks.worker(one.worker_uid, members, by, row)
        order = (("received_date", "received", referral.received_date), ("start_date", "of the start", one.start_date))
        problems += rules.dates_in_order(order, clock.today(), row)
    return list(dict.fromkeys(problems))


def _write(this: Deed, arrivals: Sequence[NewArrival], services: loading.Rows) -> list[Referral]:
    by = this.by
    people = adding.write(this, [one.person for one in arrivals])
    rows = [
        _decided(referral_row(by, one.referral, person, services.of(one.referral.service_uid)), one.start_date)
        for one, person in zip(arrivals, people, strict=True)
    ]
    this.create_many(rows)
    begun = [(one, row) for one, row in zip(arrivals, rows, strict=True) if one.start_date]
    episodes = this.create_many(episode_row(by, row, one.start_date, one.worker_uid) for one, row in begun)  # type: ignore[arg-type]
    pays = loading.contracts_of_services(by, {episode.service_id for episode in episodes})
    this.create_many(paid for episode in episodes for paid in funding_rows(episode, pays[episode.service_id]))
    return rows


def _decided(referral: Any, start: date | None) -> Referral:
    """Accepted no later than today, and not before anything else that is known of it."""
    if start is not None:
        known = (referral.received_date, referral.first_contact_date, referral.assessed_date)
        referral.state, referral.decided_date = "accepted", max(day for day in known if day)
    return referral  # type: ignore[no-any-return]
