"""What a contract's returns carry adds to the world: an agreed measure by its uid, an outcome of the commissioner's own list."""

from typing import Any

from cairn.access.actors import Actor
from cairn.contracts.actions import area_outcomes
from cairn.contracts.models import AgreedMeasure
from cairn.contracts.rules_measures import NewOutcome


def carrying(by: Actor, contract_uid: str) -> dict[str, Any]:
    """As the commissioner, in its scope."""
    made = area_outcomes.paste(by=by, area="carers", outcomes=[NewOutcome("1.1", "More people leave home", 1)])
    agreed = AgreedMeasure.objects.get(contract__uid=contract_uid, measure="needs_presented")
    return {"agreed_measure": str(agreed.uid), "own_outcome": str(made.one.uid)}
