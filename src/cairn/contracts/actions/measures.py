"""The measures that a contract's returns carry, agreed by the commissioner."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties, queries, rules
from cairn.contracts.models import AgreedMeasure, Contract
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.kernel.problems import Done, Problem, refuse_if


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
    by.require(Permission.MANAGE_CONTRACTS)
    contract: Contract = queries.one(queries.visible_to(by), contract_uid)
    definitions = [_definition(new.measure) for new in measures]
    there = AgreedMeasure.objects.filter(contract=contract)
    refuse_if(_problems(measures, definitions, set(there.values_list("measure", "by"))))
    first = there.count()
    rows = [
        _row(contract, first + row, new, definition)
        for row, (new, definition) in enumerate(zip(measures, definitions, strict=True))
        if definition
    ]
    with deed("contracts.measures_agreed", by=by) as this:
        parties.make(this, by, rows)
        this.about("contract", contract.uid)
    return Done(tuple(rows), (), this.uid)


def _definition(measure: str) -> Measure | None:
    try:
        return registry.get("measure", measure)
    except registry.NotDefined:
        return None


def _problems(
    measures: Sequence[NewMeasure], definitions: Sequence[Measure | None], taken: set[tuple[str, str]]
) -> list[Problem]:
    problems = []
    for row, (new, definition) in enumerate(zip(measures, definitions, strict=True)):
        problems += rules.measure_problems(row, new, definition, taken)
        taken = taken | {(new.measure, new.by)}
    return problems


def _row(contract: Contract, place: int, new: NewMeasure, definition: Measure) -> AgreedMeasure:
    return AgreedMeasure(
        contract=contract,
        provider=contract.provider,
        commissioner=contract.commissioner,
        measure=new.measure,
        measure_version=definition.version,
        by=new.by,
        measure_class=new.measure_class or definition.measure_class,
        position=place if new.position is None else new.position,
        target=new.target,
    )
