"""What every way of agreeing a measure shares: which measures may form part of a contract, and the row that is written."""

from decimal import Decimal
from typing import Any

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts import own_measures, wording
from cairn.contracts.models import AgreedMeasure, AreaOutcome, Contract
from cairn.contracts.wording import Terms
from cairn.definitions.shapes.measure import Measure


def definitions(by: Actor, contract: Contract) -> dict[str, Measure]:
    """What may form part of the contract, at its newest version, by id."""
    return {one.id: one for one in own_measures.known(by, contract)}


def row_of(contract: Contract, measure: str, by: str, terms: Terms) -> AgreedMeasure:
    """An agreed measure from terms that `wording.of` has written, or some of them; not yet written."""
    rating = {name: terms[name] for name in wording.RATING if name in terms}
    if "amber_percent" in rating:
        rating["amber_percent"] = Decimal(rating["amber_percent"])
    return AgreedMeasure(
        contract=contract, provider_id=contract.provider_id, commissioner_id=contract.commissioner_id, measure=measure,
        by=by, position=terms.get("position", 0), **values_of(contract, terms), **rating,
    )  # fmt: skip


def values_of(contract: Contract, terms: Terms) -> dict[str, Any]:
    """The fields of the row that are negotiated."""
    level = terms["level"]
    return {
        "measure_version": terms["measure_version"],
        "measure_class": terms["measure_class"],
        "target": None if terms["target"] is None else Decimal(terms["target"]),
        "frequency": terms["frequency"],
        "level": level,
        "level_reason": terms["level_reason"] if level == "aggregate" else "",
        "area_outcome": _outcome(contract, terms.get("area_outcome_uid")),
    }


def _outcome(contract: Contract, uid: str | None) -> AreaOutcome | None:
    """The commissioner's own outcome that the terms name: what it says is read with the agreed measure by both sides."""
    if not uid:
        return None
    with scope.organisation(contract.commissioner_id):
        found: AreaOutcome | None = AreaOutcome.objects.filter(uid=uid).first()
        return found
