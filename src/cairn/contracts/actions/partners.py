"""A lead's partners: named by the commissioner or the lead; each agrees for itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.contracts.models import ContractPartner
from cairn.kernel.problems import Done


@dataclass(frozen=True, slots=True)
class NewPartner:
    """An organisation, by its slug or its uid."""

    slug: str = ""
    uid: str = ""


def add(*, by: Actor, contract_uid: str, partners: Sequence[NewPartner]) -> Done[ContractPartner]:
    raise NotImplementedError


def agree(*, by: Actor, contract_uid: str) -> Done[ContractPartner]:
    """As the partner: from today the lead sees this organisation's rows for this contract, and no others."""
    raise NotImplementedError
