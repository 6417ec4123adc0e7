"""The measures that a contract's returns carry, agreed by the commissioner."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cairn.access.actors import Actor
from cairn.contracts.models import AgreedMeasure
from cairn.kernel.problems import Done


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """A measure by its id, perhaps broken down `by` a dimension. Without a class, the definition's own; without a
    position, its place in the list."""

    measure: str
    by: str = ""
    measure_class: str = ""
    target: Decimal | int | None = None
    position: int | None = None


def agree(*, by: Actor, contract_uid: str, measures: Sequence[NewMeasure]) -> Done[AgreedMeasure]:
    """Add measures at the version that stands now."""
    raise NotImplementedError
