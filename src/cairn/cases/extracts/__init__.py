"""What of a case may leave for an organisation's own mart: the tables of `definitions.mart`, wide, one row a fact."""

from typing import Any

from cairn.cases.extracts import (
    asked,
    assessments,
    facts,
    funding,
    homes,
    outcome_changes,
    outcomes,
    paid,
    referrals,
    situation,
)
from cairn.cases.extracts.columns import columns_of
from cairn.kernel.extracts import Extract

EXTRACTS = (
    Extract("referral", columns_of("referral"), referrals.referrals),
    Extract("episode", columns_of("episode"), referrals.episodes),
    Extract("paid_support", columns_of("paid_support"), paid.paid_support),
    Extract("need", columns_of("need"), facts.needs),
    Extract("signposting", columns_of("signposting"), facts.signpostings),
    Extract("need_asked", columns_of("need_asked"), asked.needs_asked),
    Extract("step", columns_of("step"), facts.steps),
    Extract("outcome", columns_of("outcome"), outcomes.outcomes),
    Extract("assessment", columns_of("assessment"), assessments.assessments),
    Extract("assessment_pair", columns_of("assessment_pair"), assessments.pairs),
    Extract("outcome_change", columns_of("outcome_change"), outcome_changes.outcome_changes),
    Extract("feedback", columns_of("feedback"), assessments.feedback),
    Extract("attendance", columns_of("attendance"), facts.attendances),
    Extract("move_on_block", columns_of("move_on_block"), situation.blocks),
    Extract("carers_assessment", columns_of("carers_assessment"), situation.carers_assessments),
    Extract("home_move", columns_of("home_move"), homes.moves),
    Extract("safeguarding", columns_of("safeguarding"), situation.safeguarding),
    Extract("headcount", columns_of("headcount"), facts.headcounts),
)


def outside(organisation_id: int) -> list[Any]:
    """What decides rows here though the commissioner wrote it: which contracts fund each service, and from when to when."""
    services = funding.services_of(organisation_id).values()
    return sorted([service.uid, funding.words(service.spans)] for service in services)
