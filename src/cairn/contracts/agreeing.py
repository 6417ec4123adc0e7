"""What every way of agreeing a measure shares: which measures may form part of a contract, and the row that is written."""

from cairn.access.actors import Actor
from cairn.contracts import own_measures, wording
from cairn.contracts.models import AgreedMeasure, AreaOutcome, Contract
from cairn.contracts.wording import Terms
from cairn.definitions.shapes.measure import Measure


def definitions(by: Actor, contract: Contract) -> dict[str, Measure]:
    """What may form part of the contract, at its newest version, by id."""
    return {one.id: one for one in own_measures.known(by, contract)}


def row_of(contract: Contract, measure: str, by: str, terms: Terms, outcome: AreaOutcome | None) -> AgreedMeasure:
    """An agreed measure from terms that `wording.of` has written, or some of them; not yet written."""
    rating = {name: terms[name] for name in wording.RATING if name in terms}
    return AgreedMeasure(
        contract=contract, provider=contract.provider, commissioner=contract.commissioner, measure=measure, by=by,
        position=terms.get("position", 0), **values_of(terms, outcome), **rating,
    )  # fmt: skip


def values_of(terms: Terms, outcome: AreaOutcome | None) -> dict[str, object]:
    """The fields of the row that are negotiated."""
    level = terms["level"]
    return {
        "measure_version": terms["measure_version"],
        "measure_class": terms["measure_class"],
        "target": terms["target"],
        "frequency": terms["frequency"],
        "level": level,
        "level_reason": terms["level_reason"] if level == "aggregate" else "",
        "area_outcome": outcome,
    }


def outcome_of(terms: Terms) -> AreaOutcome | None:
    """The commissioner's own outcome that the terms name. Its rows are the commissioner's: enter a scope that holds it."""
    uid = terms.get("area_outcome_uid")
    return AreaOutcome.objects.filter(uid=uid).first() if uid else None
