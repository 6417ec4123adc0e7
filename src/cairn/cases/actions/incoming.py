"""What waits at the door of a service: let it land, take it in, close it as not for us, or say that it is no referral."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.cases import answering, checks, loading, receiving, rules, rules_incoming, taking
from cairn.cases.arriving import episode_row, funding_rows, overlap_problems
from cairn.cases.models import IncomingReferral, Referral
from cairn.cases.rules_incoming import ACCEPTED, NOT_A_REFERRAL, NOT_FOR_US, TAKEN_IN, NewIncoming
from cairn.cases.taking import Found, Taking
from cairn.cases.writers import at_most_twice, at_version, once
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.services.models import Service

__all__ = ["Dismissal", "NewIncoming", "TakingIn", "TurningDown", "blank", "dismiss", "receive", "take_in", "turn_down"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingIn(Taking):
    """With `start_date` the referral is accepted today, and support starts on that day; without, it waits for a
    decision. `answer_words` are for the organisation that sent it, if one did."""

    start_date: dt.date | None = None
    worker_uid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningDown(Taking):
    """`reason` is a code of `unsuccessful_reason`."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal:
    """`reason` is a code of `not_a_referral`."""

    incoming_uid: str
    reason: str
    version: int | None = None


def receive(*, by: Actor, incoming: Sequence[NewIncoming]) -> Done[IncomingReferral]:
    """Let referrals land at the doors of the actor's organisation; one that was sent before is given back, with a
    warning. `by` is the program acting for the organisation where a form sends it. Raises Refused."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _receive(by, incoming))


def _receive(by: Actor, incoming: Sequence[NewIncoming]) -> Done[IncomingReferral]:
    services = loading.mine(Service, by, (new.service_uid for new in incoming))
    known = loading.mine(IncomingReferral, by, (new.uid for new in incoming))
    refuse_if(receiving.problems_of(by, incoming, services))
    made, items, warnings = once(incoming, known, lambda _, new: receiving.row_of(new, services.of(new.service_uid)))
    with deed("cases.incoming_received", by=by) as this:
        this.create_many(made)
    return Done(items, warnings, this.uid if made else "")


def take_in(*, by: Actor, takings: Sequence[TakingIn]) -> Done[Referral]:
    """Take in what waits: a referral, its person where nobody here is meant, and where support starts at once their
    episode, as one deed and one undo. Raises Refused, Conflict."""
    by.require(Permission.RECORD)
    of, problems = taking.found(by, takings)
    members = loading.members(by, (one.worker_uid for one in takings))
    for place, (one, row) in enumerate(zip(takings, of.rows, strict=True)):
        problems += checks.worker(one.worker_uid, members, by, place)
        problems += answering.words_problems(one.answer_words, place)
        problems += _start_problems(by, one, row, of, place)
    refuse_if([*problems, *taking.taking_problems(by, takings, of)])
    with deed("cases.incoming_taken_in", by=by) as this:
        referrals = taking.bring_in(this, takings, of, _accepted)
        _begin(this, takings, referrals)
        for one, row, referral in zip(takings, of.rows, referrals, strict=True):
            state = ACCEPTED if one.start_date else TAKEN_IN
            taking.settle(this, row, referral, state, referral.decided_date, one.answer_words if one.start_date else "")
        answering.let_know(of.rows)
    return Done(tuple(referrals), (), this.uid)


def _start_problems(by: Actor, one: TakingIn, row: Any, of: Found, place: int) -> list[Problem]:
    if one.start_date is None or row is None:
        return []
    order = (("received_date", "received", row.received_date), ("start_date", "of the start", one.start_date))
    known = of.clients.of(one.client_uid) if one.client_uid else None
    clash = overlap_problems(by, [(known.pk, row.service_id, one.start_date)], place) if known else []
    return rules.dates_in_order(order, clock.today(), place) + clash


def _accepted(one: TakingIn, referral: Any) -> None:
    if one.start_date:
        referral.state, referral.decided_date = "accepted", clock.today()


def _begin(this: Deed, takings: Sequence[TakingIn], referrals: Sequence[Referral]) -> None:
    """Open the episodes of those who start at once."""
    begun = [(one, row) for one, row in zip(takings, referrals, strict=True) if one.start_date]
    episodes = this.create_many(episode_row(this.by, row, one.start_date, one.worker_uid) for one, row in begun)  # type: ignore[arg-type]
    pays = loading.contracts_of_services(this.by, {episode.service_id for episode in episodes})
    this.create_many(paid for episode in episodes for paid in funding_rows(episode, pays[episode.service_id]))


def turn_down(*, by: Actor, refusals: Sequence[TurningDown]) -> Done[Referral]:
    """Close what waits as not for us, with one of the reasons: it is a referral all the same, and counts as one that was
    unsuccessful. Raises Refused, Conflict."""
    by.require(Permission.RECORD)
    of, problems = taking.found(by, refusals)
    for place, one in enumerate(refusals):
        problems += checks.code("unsuccessful_reason", one.reason, "reason", place)
        problems += answering.words_problems(one.answer_words, place)
    refuse_if([*problems, *taking.taking_problems(by, refusals, of)])
    with deed("cases.incoming_turned_down", by=by) as this:
        referrals = taking.bring_in(this, refusals, of, _refused)
        for one, row, referral in zip(refusals, of.rows, referrals, strict=True):
            taking.settle(this, row, referral, NOT_FOR_US, clock.today(), one.answer_words)
        answering.let_know(of.rows)
    return Done(tuple(referrals), (), this.uid)


def _refused(one: TurningDown, referral: Any) -> None:
    referral.state, referral.decided_date, referral.unsuccessful_reason = "unsuccessful", clock.today(), one.reason


def dismiss(*, by: Actor, dismissals: Sequence[Dismissal]) -> Done[IncomingReferral]:
    """Say that what came is no referral: nobody is recorded, nothing is counted, and in 30 days its contents go. Raises
    Refused, Conflict."""
    by.require(Permission.RECORD)
    of, problems = taking.found(by, dismissals)
    for place, one in enumerate(dismissals):
        problems += checks.code("not_a_referral", one.reason, "reason", place)
    refuse_if(problems)
    with deed("cases.incoming_dismissed", by=by) as this:
        for one, row in zip(dismissals, of.rows, strict=True):
            at_version(row, one.version)
            this.update(row, state=NOT_A_REFERRAL, answer_reason=one.reason, answered_date=clock.today())
        answering.let_know(of.rows)
    return Done(of.rows, (), this.uid)


def blank(*, by: Actor) -> Done[IncomingReferral]:
    """Take away the contents of what was no referral, when its days have passed; that it came, and why it was none, stays."""
    by.require(Permission.RECORD)
    before = clock.today() - dt.timedelta(days=rules_incoming.DAYS_KEPT)
    own = IncomingReferral.objects.filter(organisation_id=by.organisation_id, state=NOT_A_REFERRAL)
    rows = tuple(own.filter(answered_date__lt=before).exclude(name="")[:500])
    with deed("cases.incoming_blanked", by=by) as this:
        for row in rows:
            this.update(row, answer_words="", consent="not_known", **rules_incoming.BLANK)
            this.about(receiving.SUBJECT, row.uid)
    return Done(rows, (), this.uid if rows else "")
