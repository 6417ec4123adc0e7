"""A contract where the provider is a partner, and a data-sharing agreement that nobody has signed."""

from datetime import date

from cairn.access.actors import Actor
from cairn.contracts.actions import agreements, contracts, partners
from cairn.contracts.actions.contracts import NewContract
from cairn.contracts.actions.partners import NewPartner
from tests.conftest import Party

Term = tuple[date, date]
Fields = list[tuple[str, str]]


def partnered(provider: Party, by: Actor, term: Term) -> str:
    """A contract that somebody else leads, where the provider is named as a partner and has not agreed yet."""
    uid = str(
        contracts.add(by=by, contracts=[NewContract("C-2", "Walks", "carers", *term, provider_slug="anchor")]).one.uid
    )
    partners.add(by=by, contract_uid=uid, partners=[NewPartner(provider.organisation.slug)])
    return uid


def drafted_agreement(
    by: Actor, contract: str, term: Term, fields: Fields, purpose: str = "To see who is served"
) -> str:
    row = agreements.draft(
        by=by,
        contract_uid=contract,
        purpose=purpose,
        fields=fields,
        start_date=term[0],
        end_date=term[1],
    ).one
    return str(row.uid)
