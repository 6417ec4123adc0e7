"""Which service a contract funds, written by whoever runs the service."""

from cairn.access.actors import Actor
from cairn.contracts.models import ContractService
from cairn.kernel.problems import Done


def fund(*, by: Actor, contract_uid: str, service_uid: str) -> Done[ContractService]:
    """As the lead or a partner: this service of ours is paid for by this contract, unless an episode says otherwise."""
    raise NotImplementedError
