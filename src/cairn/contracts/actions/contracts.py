"""Set up contracts, as the commissioner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.contracts.models import Contract
from cairn.kernel.problems import Done


@dataclass(frozen=True, slots=True)
class NewContract:
    """The lead provider is named by its slug or its uid. `commissioning_area` is a code of that list."""

    reference: str
    title: str
    commissioning_area: str
    start_date: date
    end_date: date
    provider_slug: str = ""
    provider_uid: str = ""
    value_pounds: int | None = None
    is_grant: bool = False


def add(*, by: Actor, contracts: Sequence[NewContract]) -> Done[Contract]:
    raise NotImplementedError
