"""Where the returns of each contract stand, for a list of many contracts. Enter a scope first."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from cairn.access.actors import Actor
from cairn.kernel import clock
from cairn.returns import inbox
from cairn.returns.inbox import Filter


@dataclass(frozen=True, slots=True)
class Standing:
    """How many returns of a contract are accepted, wait for a decision, are late, or are with the provider to be put right."""

    accepted: int
    waiting: int
    late: int
    back: int


def standings(by: Actor) -> Mapping[str, Standing]:
    """By the uid of the contract. One query, however many."""
    today = clock.today()
    parts = {name: Count("pk", filter=inbox.standing(name, today)) for name in inbox.PLACES}
    found = inbox.rows(by, Filter()).order_by().values("round__contract__uid").annotate(**parts)
    return {
        str(row["round__contract__uid"]): Standing(
            row["accepted"], row["waiting"], row["late"], row["rejected"] + row["again"]
        )
        for row in found
    }
