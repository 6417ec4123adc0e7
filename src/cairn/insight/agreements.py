"""What a commissioner may read today: its contracts with an agreement in force, and the fields that each lets leave."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from cairn.access import scope
from cairn.access.actors import Actor
from cairn.contracts import standing
from cairn.contracts.models import AgreedMeasure, Agreement, ProposalLine
from cairn.contracts.rules import SHAREABLE, agreement_state
from cairn.insight.disclosure import COMMISSIONER, Audience
from cairn.kernel import clock


@dataclass(frozen=True, slots=True)
class Lets:
    """What one contract's agreement in force lets its commissioner read."""

    contract: str
    threshold: int
    fields: frozenset[str]

    def covers(self, names: Iterable[str]) -> bool:
        """Whether every name that only an agreement lets leave is among its fields."""
        return all(name in self.fields for name in names if name in SHAREABLE)


def in_force(by: Actor) -> tuple[Lets, ...]:
    """One for each contract that the actor's organisation commissions; of two agreements, the latest to start."""
    today = clock.today()
    with scope.of(by):
        rows = Agreement.objects.filter(commissioner_id=by.organisation_id).select_related("contract")
        rows = rows.prefetch_related("fields").order_by("start_date", "pk")
        valid = [row for row in rows if agreement_state(row, today) == "in_force"]
    lets = {
        str(row.contract.uid): Lets(str(row.contract.uid), row.threshold, frozenset(f.name for f in row.fields.all()))
        for row in valid
    }
    return tuple(lets.values())


def agreed_measures(by: Actor) -> frozenset[str]:
    """The measures that any of the organisation's contracts carries, or carried before it was dropped from a day on."""
    with scope.of(by):
        mine = AgreedMeasure.objects.filter(commissioner_id=by.organisation_id).values_list("measure", flat=True)
        return frozenset(mine) | frozenset(_dropped(by).values_list("measure", flat=True))


def carrying(by: Actor, measure: str) -> frozenset[str]:
    """The contracts of the organisation that carry a measure, or carried it before it was dropped, by uid."""
    with scope.of(by):
        rows = AgreedMeasure.objects.filter(commissioner_id=by.organisation_id, measure=measure)
        mine = rows.values_list("contract__uid", flat=True)
        gone = _dropped(by).filter(measure=measure).values_list("proposal__contract__uid", flat=True)
        return frozenset(map(str, (*mine, *gone)))


def _dropped(by: Actor) -> "QuerySet[ProposalLine]":
    """What rounds before the day of a drop carried: what was accepted of it is still there to be asked."""
    rows: QuerySet[ProposalLine] = ProposalLine.objects.filter(commissioner_id=by.organisation_id, doing="drop")
    return rows.filter(proposal__state__in=standing.HOLDS)


def as_agreed(by: Actor, measure: str) -> int | None:
    """The version at which the organisation's contracts carry a measure, the newest of several. None where none does."""
    with scope.of(by):
        rows = AgreedMeasure.objects.filter(commissioner_id=by.organisation_id, measure=measure)
        return max(rows.values_list("measure_version", flat=True), default=None)


def audience(lets: Iterable[Lets]) -> Audience:
    """The strictest of those that contribute."""
    return Audience("commissioner", max((let.threshold for let in lets), default=COMMISSIONER.threshold))
