"""What is wrong with what is said of a referral, a decision or an activity: asked by the deed, and by a form whose other
answers could not be read. Nothing is written."""

from collections.abc import Callable
from datetime import date

from cairn.access.actors import Actor
from cairn.cases import checks, rules
from cairn.cases.arriving import NewArrival, NewReferral
from cairn.cases.queries.views import ReferralRow
from cairn.cases.recording import Ground, NewActivity, activity_problems
from cairn.kernel.problems import Problem, too_long
from cairn.people import adding
from cairn.people import rules as people_rules

Said = tuple[str, str, date | None]


def of_a_referral(new: NewReferral, today: date, row: int | None = None) -> list[Problem]:
    """All but whether the person and the service are known."""
    return [
        *checks.code("referral_sector", new.sector, "sector", row),
        *checks.code("referral_kind", new.kind, "kind", row),
        *checks.code("crisis", new.crisis, "crisis", row),
        *checks.code("urgency", new.urgency, "urgency", row),
        *rules.dates_in_order(until_assessed(new.received_date, new.first_contact_date, new.assessed_date), today, row),
        *too_long(new.source, 200, "source", row),
        *too_long(new.reason, 4000, "reason", row),
        *too_long(new.referrer_contact, 200, "referrer_contact", row),
    ]


def of_an_arrival(new: NewArrival, today: date, row: int | None = None) -> list[Problem]:
    """All but whether service and worker are known, and whether the person's reference is free."""
    dates: list[Said] = [
        ("received_date", "received", new.referral.received_date),
        ("start_date", "of the start", new.start_date),
    ]
    return [
        *adding.wrong(people_rules.settle(new.person, today), today, row),
        *of_a_referral(new.referral, today, row),
        *rules.dates_in_order(dates, today, row),
    ]


def of_a_decision(row: ReferralRow, decided: date, start: date | None, today: date) -> list[Problem]:
    """`start` where the decision opens an episode."""
    until = until_assessed(row.received_date, row.first_contact_date, row.assessed_date)
    opening: list[Said] = [("received_date", "received", row.received_date), ("start_date", "of the start", start)]
    return [
        *rules.dates_in_order([*until, ("decided_date", "decided", decided)], today),
        *rules.dates_in_order(opening, today),
    ]


def until_assessed(received: date, contact: date | None, assessed: date | None) -> list[Said]:
    return [
        ("received_date", "received", received),
        ("first_contact_date", "of first contact", contact),
        ("assessed_date", "assessed", assessed),
    ]


def of_activities(by: Actor) -> Callable[[NewActivity], list[Problem]]:
    """A question about one activity, which may be asked again with another date, length or state: the rows that it
    names are read the first time only."""
    ground: Ground | None = None

    def ask(new: NewActivity) -> list[Problem]:
        nonlocal ground
        ground = ground or Ground.of(by, [new])
        return activity_problems(ground, new, 0)

    return ask
