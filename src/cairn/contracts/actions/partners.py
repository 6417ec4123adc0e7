"""A lead's partners: named by the commissioner or the lead; each agrees for itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.models import Organisation
from cairn.access.permissions import Permission
from cairn.contracts import organisations, parties, queries
from cairn.contracts.models import Contract, ContractPartner
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if


@dataclass(frozen=True, slots=True)
class NewPartner:
    """An organisation, by its slug or its uid."""

    slug: str = ""
    uid: str = ""


def add(*, by: Actor, contract_uid: str, partners: Sequence[NewPartner]) -> Done[ContractPartner]:
    """As the commissioner or the lead. A partner's rows stay behind its own wall until it agrees."""
    contract: Contract = queries.one(queries.visible_to(by), contract_uid)
    by.require(_permission(contract, by))
    found = organisations.find([(new.slug, new.uid) for new in partners])
    refuse_if(_problems(contract, found))
    rows = [
        ContractPartner(contract=contract, provider=contract.provider, commissioner=contract.commissioner, partner=each)
        for each in found
    ]
    with deed("contracts.partner_added", by=by) as this:
        parties.make(this, by, rows)
        this.about("contract", contract.uid)
    return Done(tuple(rows), (), this.uid)


def _permission(contract: Contract, by: Actor) -> Permission:
    """A commissioner's or a provider's; a partner names no other, and `make` refuses it."""
    commissions = "commissioner" in parties.sides(contract, by)
    return Permission.MANAGE_CONTRACTS if commissions else Permission.SIGN_AGREEMENTS


def _problems(contract: Contract, found: Sequence[Organisation | None]) -> list[Problem]:
    there = set(ContractPartner.objects.filter(contract=contract).values_list("partner_id", flat=True))
    taken, problems = there | {contract.provider_id, contract.commissioner_id}, []
    for row, partner in enumerate(found):
        problems += organisations.provider_problems(row, partner, taken, "slug")
        taken |= {partner.pk} if partner else set()
    return problems


def agree(*, by: Actor, contract_uid: str) -> Done[ContractPartner]:
    """As the partner: from today the lead sees this organisation's rows for this contract, and no others."""
    by.require(Permission.SIGN_AGREEMENTS)
    contract = queries.one(queries.visible_to(by), contract_uid)
    row = ContractPartner.objects.filter(contract=contract, partner_id=by.organisation_id).first()
    if row is None:
        raise queries.NotFound(contract_uid)
    refuse_if([_AGREED] if row.agreed_date else [])
    with deed("contracts.partner_agreed", by=by) as this:
        parties.change(this, by, row, agreed_date=clock.today())
        this.about("contract", contract.uid)
    return Done((row,), (), this.uid)


_AGREED = Problem("partner.agreed", "Your organisation has agreed already.", "There is nothing more to do.")
