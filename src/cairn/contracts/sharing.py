"""Every contract of an organisation with what may leave under it, in a handful of queries."""

from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.contracts import queries
from cairn.contracts.models import ContractPartner
from cairn.contracts.views import AgreementView, Side
from cairn.kernel import clock


@dataclass(frozen=True, slots=True)
class Shared:
    """A contract and its agreements, the newest first; a partner sees none, only whether it agreed to share its rows."""

    uid: str
    reference: str
    title: str
    commissioner_name: str
    provider_name: str
    side: Side
    agreements: tuple[AgreementView, ...]
    agreed_as_partner: bool


def listing(by: Actor) -> tuple[Shared, ...]:
    """In the order of `queries.listing`."""
    today = clock.today()
    agreed = set(
        ContractPartner.objects.filter(partner_id=by.organisation_id, agreed_date__isnull=False).values_list(
            "contract__uid", flat=True
        )
    )
    rows = {str(row.uid): row for row in queries.visible_to(by).prefetch_related("agreements__fields")}
    found = []
    for line in queries.listing(by):
        row = rows[line.uid]
        newest = sorted(row.agreements.all(), key=lambda each: (each.start_date, each.pk), reverse=True)
        views = tuple(queries.agreement_view(each, today) for each in newest) if line.side != "partner" else ()
        found.append(
            Shared(
                line.uid, line.reference, line.title, line.commissioner_name, line.provider_name, line.side, views,
                row.uid in agreed,
            )
        )  # fmt: skip
    return tuple(found)
