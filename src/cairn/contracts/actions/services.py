"""Which service a contract funds, written by whoever runs the service."""

from cairn.access.actors import Actor, NotAllowed
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties, queries
from cairn.contracts.models import Contract, ContractPartner, ContractService
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.services.models import Service


def fund(*, by: Actor, contract_uid: str, service_uid: str) -> Done[ContractService]:
    """As the lead or a partner: this service of ours is paid for by this contract, unless an episode says otherwise."""
    if not by.may(Permission.SIGN_AGREEMENTS):
        by.require(Permission.MANAGE_SERVICES)
    contract: Contract = queries.one(queries.visible_to(by), contract_uid)
    if not _delivers(contract, by):
        raise NotAllowed([_NOT_YOURS])
    service = queries.one(Service.objects.filter(organisation_id=by.organisation_id), service_uid)
    refuse_if([_TWICE] if ContractService.objects.filter(contract=contract, service=service).exists() else [])
    row = ContractService(organisation_id=by.organisation_id, contract=contract, service=service)
    with deed("contracts.service_funded", by=by) as this:
        parties.once(this, [row])
        this.about("contract", contract.uid)
        this.about("service", service.uid)
    return Done((row,), (), this.uid)


def _delivers(contract: Contract, by: Actor) -> bool:
    partner = ContractPartner.objects.filter(contract=contract, partner_id=by.organisation_id)
    return "provider" in parties.sides(contract, by) or partner.exists()


_NOT_YOURS = Problem("service.side", "Only who delivers the contract may say this.", "Ask the provider to do it.")
_TWICE = Problem("service.funded", "The contract funds this service already.", "There is nothing more to do.")
