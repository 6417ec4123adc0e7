"""Who has agreed what with whom. Enter a scope first; what the actor's organisation is no party to does not exist."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from cairn.access.actors import Actor
from cairn.contracts.models import Contract
from cairn.contracts.views import AgreementView, ContractLine, ContractView, FieldView, MeasureView, Source


class NotFound(LookupError):
    """There is no such thing for this actor. A screen answers 404."""


def visible_to(by: Actor) -> "QuerySet[Any]":
    """Contracts to which the actor's organisation is a party: lead, partner or commissioner."""
    raise NotImplementedError


def listing(by: Actor) -> tuple[ContractLine, ...]:
    """Newest first."""
    raise NotImplementedError


def get(by: Actor, uid: str) -> ContractView:
    """Raises NotFound."""
    raise NotImplementedError


def agreement(by: Actor, uid: str) -> AgreementView:
    """One agreement, for its two sides. Raises NotFound."""
    raise NotImplementedError


def agreement_in_force(contract: Contract | ContractView, on_date: date) -> AgreementView | None:
    """The agreement that both have signed and whose dates hold the day; the latest signed, where there are two."""
    raise NotImplementedError


def measures_of(contract: Contract | ContractView) -> tuple[MeasureView, ...]:
    """The agreed measures in their order."""
    raise NotImplementedError


def contracts_of_service(service_ids: Iterable[int], on_date: date) -> dict[int, tuple[Contract, ...]]:
    """The contracts that fund each service on a day, by the service's inner id; () where none does."""
    raise NotImplementedError


def partner_sources(contract: Contract | ContractView) -> tuple[Source, ...]:
    """The organisations whose rows the lead may see under the contract: itself first, then partners that agreed."""
    raise NotImplementedError


def shareable() -> tuple[FieldView, ...]:
    """The closed list of fields that an agreement may name, with an empty purpose."""
    raise NotImplementedError
