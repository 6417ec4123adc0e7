"""Under which heads the rounds of a contract ask for words."""

from cairn.access.actors import Actor
from cairn.contracts import queries
from cairn.returns.models import RoundQuestion


def heads_of(by: Actor, contract_uid: str) -> frozenset[str]:
    """The heads of all questions that rounds of a contract ask, for its parties. Raises NotFound."""
    contract = queries.one(queries.visible_to(by), contract_uid)
    return frozenset(RoundQuestion.objects.filter(round__contract=contract).values_list("head", flat=True))
