"""Find a return, and gather what its figures are computed from."""

from typing import Any

from django.db.models import Q, QuerySet

from cairn.access.actors import Actor
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.contracts.views import MeasureView
from cairn.kernel.periods import Period
from cairn.returns.derive import Asked, Overrides
from cairn.returns.models import Figure, Return, Submission
from cairn.returns.rules import Side

PROVIDER_READS = (Permission.PREPARE_RETURNS, Permission.SEE_OWN_FIGURES)
COMMISSIONER_READS = (Permission.REVIEW_RETURNS, Permission.SEE_SHARED_FIGURES, Permission.MANAGE_CONTRACTS)


def visible_to(by: Actor) -> "QuerySet[Any]":
    """Returns of contracts that the actor's organisation leads or commissions, if the actor may read returns."""
    mine = Q(pk__in=[])
    if any(map(by.may, PROVIDER_READS)):
        mine |= Q(provider_id=by.organisation_id)
    if any(map(by.may, COMMISSIONER_READS)):
        mine |= Q(commissioner_id=by.organisation_id)
    rows = Return.objects.filter(mine)
    return rows.select_related("round__contract__provider", "round__contract__commissioner")


def find(by: Actor, return_uid: str) -> Return:
    """Raises NotFound."""
    found: Return = contracts.one(visible_to(by), return_uid)
    return found


def led(by: Actor, return_uid: str) -> Return:
    """A return that the actor's organisation gives. Raises NotFound."""
    found = find(by, return_uid)
    if side_of(found, by) != "provider":
        raise contracts.NotFound(return_uid)
    return found


def asked_for(by: Actor, return_uid: str) -> Return:
    """A return that the actor's organisation commissions. Raises NotFound."""
    found = find(by, return_uid)
    if side_of(found, by) != "commissioner":
        raise contracts.NotFound(return_uid)
    return found


def side_of(row: Return, by: Actor) -> Side:
    return "commissioner" if "commissioner" in parties.sides(row, by) else "provider"


def asked(by: Actor, row: Return) -> Asked:
    """What to compute, and from whose rows."""
    contract = row.round.contract
    period = Period(row.round.observed_from_date, row.round.observed_to_date)
    return Asked(by, contract, period, contracts.partner_sources(contract))


def carried(row: Return) -> tuple[MeasureView, ...]:
    """The agreed measures that this return carries: an annual round asks for the annual ones, a quarterly round for the
    quarterly ones."""
    agreed = contracts.measures_of(row.round.contract)
    return tuple(view for view in agreed if view.frequency == row.round.kind)


def overrides_of(row: Return) -> Overrides:
    return {(each.measure, each.code): each for each in Figure.objects.filter(answer=row)}


def last_submission(row: Return) -> Submission | None:
    rows = Submission.objects.filter(answer=row).select_related("answer__round__contract")
    found: Submission | None = rows.order_by("-number").first()
    return found
