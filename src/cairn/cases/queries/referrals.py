"""Referrals in a list, and how many stand where."""

from typing import Any

from django.db.models import Count, F

from cairn.access.actors import Actor
from cairn.cases.loading import canonical
from cairn.cases.models import Referral
from cairn.cases.queries.base import get, title, visible_to
from cairn.cases.queries.views import ReferralCounts, ReferralRow
from cairn.kernel import clock

RELATED = ("client", "service", "episode")


def referrals(
    by: Actor, *, state: str | None = None, service_uid: str | None = None, limit: int = 200
) -> tuple[ReferralRow, ...]:
    """Referrals: those pending first, the longest waiting on top; then those decided, latest first."""
    rows = visible_to(by, Referral).select_related(*RELATED)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(service__uid=canonical(service_uid) or None) if service_uid else rows
    ordered = rows.order_by(F("decided_date").desc(nulls_first=True), "received_date", "id")
    return tuple(row_of(row) for row in ordered[:limit])


def referral(by: Actor, uid: object) -> ReferralRow:
    """One referral. Raises NotFound."""
    return row_of(get(by, Referral, uid, *RELATED))


def referral_counts(by: Actor) -> ReferralCounts:
    """How many referrals stand in each state; the four add up to those referred."""
    rows = visible_to(by, Referral).values_list("state").annotate(n=Count("id")).order_by()
    counts = {"accepted": 0, "unsuccessful": 0, "withdrawn": 0, "pending": 0} | dict(rows)
    return ReferralCounts(referred=sum(counts.values()), **counts)


def row_of(row: Any) -> ReferralRow:
    """The view of a referral that was read with its client, service and episode."""
    texts = (
        "sector",
        "kind",
        "source",
        "reason",
        "crisis",
        "state",
        "unsuccessful_reason",
        "urgency",
        "referrer_contact",
    )
    dates = ("received_date", "first_contact_date", "assessed_date", "decided_date")
    episode = getattr(row, "episode", None)
    return ReferralRow(
        uid=str(row.uid),
        version=row.version,
        client_uid=str(row.client.uid),
        client=title(row.client.name, row.client.known_as, row.client.reference),
        reference=row.client.reference,
        service_uid=str(row.service.uid),
        service=row.service.name,
        waiting_days=((row.decided_date or clock.today()) - row.received_date).days,
        episode_uid=str(episode.uid) if episode else None,
        **{name: getattr(row, name) for name in (*texts, *dates)},
    )
