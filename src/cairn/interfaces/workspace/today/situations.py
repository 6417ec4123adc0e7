"""What Today says of people's situations: who is blocked, which carers' assessments to look at again, and, for those who
may know of them, which safeguarding referrals nobody has answered."""

from collections.abc import Collection
from dataclasses import dataclass

from cairn.access.actors import Actor
from cairn.cases.queries.safeguarding import MadeReferral, waiting
from cairn.cases.queries.situation import BlockedNow, CarersDue, blocked_now, carers_due


@dataclass(frozen=True, slots=True)
class Situations:
    """At most so many of each as were asked for."""

    blocked: BlockedNow
    carers: tuple[CarersDue, ...]
    safeguarding: tuple[MadeReferral, ...]

    def __bool__(self) -> bool:
        return bool(self.blocked.rows or self.carers or self.safeguarding)


def situations(by: Actor, of: Collection[str] | None, limit: int) -> Situations:
    """`of` these workers (oneself, and whom one stands in for), or everybody's; of safeguarding referrals whatever the actor
    may read."""
    return Situations(
        blocked_now(by, of=of, limit=limit),
        carers_due(by, of=of, limit=limit),
        waiting(by, limit),
    )
