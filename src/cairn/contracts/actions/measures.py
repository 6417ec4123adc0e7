"""The measures that a contract's returns carry, agreed by the commissioner."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, deed
from cairn.access.permissions import Permission
from cairn.contracts import (
    area_outcomes,
    inputs,
    own_measures,
    parties,
    queries,
    rules,
    rules_measures,
    topics,
    varying,
)
from cairn.contracts.models import AgreedMeasure, AreaOutcome, Contract
from cairn.contracts.varying import Why
from cairn.definitions import registry
from cairn.definitions.shapes.measure import Measure
from cairn.kernel import clock
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
    frequency: str = "quarterly"
    level: str = "individual"
    level_reason: str = ""
    area_outcome_uid: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What may be agreed anew of a measure. Its target has a page of its own (`targets.rate`)."""

    measure_class: str
    frequency: str
    level: str = "individual"
    level_reason: str = ""
    area_outcome_uid: str = ""


def agree(*, by: Actor, contract_uid: str, measures: Sequence[NewMeasure]) -> Done[AgreedMeasure]:
    """Add measures at the version that stands now."""
    by.require(Permission.MANAGE_CONTRACTS)
    contract: Contract = queries.one(queries.visible_to(by), contract_uid)
    definitions = [own_measures.find(contract, new.measure) for new in measures]
    there = AgreedMeasure.objects.filter(contract=contract)
    offered = area_outcomes.offered(by, contract.commissioning_area)
    problems = _problems(measures, definitions, set(there.values_list("measure", "by")))
    for row, (new, definition) in enumerate(zip(measures, definitions, strict=True)):
        problems += rules_measures.terms_problems(new, definition, offered, row)
        problems += (
            inputs.class_problems(definition, new.measure_class or definition.measure_class, row) if definition else []
        )
    refuse_if(problems)
    tagged = {str(row.uid): row for row in AreaOutcome.objects.filter(uid__in=_named(measures))}
    first = there.count()
    rows = [
        _row(contract, first + row, new, definition, tagged.get(new.area_outcome_uid))
        for row, (new, definition) in enumerate(zip(measures, definitions, strict=True))
        if definition
    ]
    with deed("contracts.measures_agreed", by=by) as this:
        parties.make(this, by, rows)
        this.about("contract", contract.uid)
    return Done(tuple(rows), (), this.uid)


def change(
    *, by: Actor, contract_uid: str, measure_uid: str, terms: Terms, reason: str, version: int
) -> Done[AgreedMeasure]:
    """Agree a measure's class, frequency, level or outcome anew. Returns that are open follow at once; what was sent stays as
    it was sent; a variation with today's date keeps what it was and why. `version` is that of the agreed measure. Raises
    Refused, Conflict or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = _agreed(by, contract_uid, measure_uid)
    refuse_if(change_problems(by, row, terms) + varying.reason_problems(reason))
    row.version = version
    values = {
        "measure_class": terms.measure_class,
        "frequency": terms.frequency,
        "level": terms.level,
        "level_reason": terms.level_reason.strip() if terms.level == "aggregate" else "",
        "area_outcome": AreaOutcome.objects.filter(uid=terms.area_outcome_uid).first()
        if terms.area_outcome_uid
        else None,
    }
    with deed("contracts.measure_varied", by=by) as this:
        varying.change(this, by, row, values, Why(reason, clock.today()))
        this.about("contract", row.contract.uid)
    return Done((row,), _left_bare(row.contract), this.uid)


def change_problems(by: Actor, row: AgreedMeasure, terms: Terms) -> list[Problem]:
    """What is wrong with new terms, for the action and for a screen that asks before it."""
    definition = registry.get("measure", row.measure, row.measure_version)
    now = str(row.area_outcome.uid) if row.area_outcome else ""
    offered = area_outcomes.offered(by, row.contract.commissioning_area, now)
    problems = rules_measures.terms_problems(terms, definition, offered)
    classes = registry.get("codes", "measure_class").codes
    if terms.measure_class not in classes:
        fix = f"Choose from: {', '.join(classes)}."
        problems.append(Problem("measure.class", "That class is not known.", fix, field="measure_class"))
    return problems + inputs.class_problems(definition, terms.measure_class)


def end(*, by: Actor, contract_uid: str, measure_uid: str, reason: str, version: int) -> Done[AgreedMeasure]:
    """The returns carry it no more. What was sent stays as it was sent, and a variation with today's date keeps what it was and
    why it went. A measure by which something is paid cannot end before that does; a topic that is left with no output is
    warned of. Raises Refused, Conflict or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = _agreed(by, contract_uid, measure_uid)
    if row.version != version:
        raise Conflict([_MOVED])
    refuse_if(varying.reason_problems(reason))
    with deed("contracts.measure_varied", by=by) as this:
        Contract.objects.select_for_update().get(pk=row.contract_id)  # nothing is just being agreed to be paid by it
        refuse_if(varying.paid_for(row))
        varying.drop(this, by, row, Why(reason, clock.today()))
        this.about("contract", row.contract.uid)
    return Done((row,), _left_bare(row.contract), this.uid)


_MOVED = Problem("edit.conflict", "Somebody else changed this measure meanwhile.", "Look at it again, then end it.")


def _agreed(by: Actor, contract_uid: str, measure_uid: str) -> AgreedMeasure:
    contract: Contract = queries.one(queries.visible_to(by), contract_uid)
    if contract.commissioner_id != by.organisation_id:
        raise queries.NotFound(contract_uid)
    rows = AgreedMeasure.objects.filter(contract=contract).select_related("contract", "area_outcome")
    found: AgreedMeasure = queries.one(rows, measure_uid)
    return found


def _left_bare(contract: Contract) -> tuple[Problem, ...]:
    """Warnings of topics that the contract works on and now carries nothing of."""
    return tuple(
        Problem(
            "topic.none_carried", f"The returns now carry no standardised output of “{topic.label}”.",
            "Agree another, or say on the page of topics why there is none.", severity="warning",
        )
        for topic in topics.topics_of(contract)
        if topic.is_owing
    )  # fmt: skip


def _named(measures: Sequence[NewMeasure]) -> list[str]:
    return [new.area_outcome_uid for new in measures if new.area_outcome_uid]


def _problems(
    measures: Sequence[NewMeasure], definitions: Sequence[Measure | None], taken: set[tuple[str, str]]
) -> list[Problem]:
    problems = []
    for row, (new, definition) in enumerate(zip(measures, definitions, strict=True)):
        problems += rules.measure_problems(row, new, definition, taken)
        taken = taken | {(new.measure, new.by)}
    return problems


def _row(
    contract: Contract, place: int, new: NewMeasure, definition: Measure, outcome: AreaOutcome | None
) -> AgreedMeasure:
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
        frequency=new.frequency,
        level=new.level,
        level_reason=new.level_reason.strip() if new.level == "aggregate" else "",
        area_outcome=outcome,
    )
