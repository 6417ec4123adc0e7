"""Undo of what others count on: it keeps to the same rules as the deed itself."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from cairn.access.deeds import Deed
from cairn.access.takingback import CHANGED, all_back
from cairn.contracts import grants
from cairn.contracts.models import Contract, PaymentTerm, SmallGrant
from cairn.kernel import clock
from cairn.kernel.problems import Problem, Refused, refuse_if

Change = Mapping[str, Any]


def grant(this: Deed, changes: list[Change]) -> int:
    """A grant that was recorded is withdrawn, not removed, for its number is never given twice. One that was withdrawn
    stands again, if the pot still holds it."""
    changed = [one for one in changes if one["before"] is not None]
    held = list(Contract.objects.select_for_update().filter(pk__in={one["after"]["contract_id"] for one in changed}))
    all_back(this, changed)
    made = {one["uid"]: one["after"]["version"] for one in changes if one["before"] is None}
    rows = list(SmallGrant.objects.filter(uid__in=made))
    if any(row.version != made[str(row.uid)] for row in rows):
        raise Refused([CHANGED])
    for row in rows:
        this.update(row, withdrawn_date=clock.today())
    for contract in held:
        left = grants.standing_of(contract).left
        if left is not None and left < 0:
            raise Refused([_POT])
    return 0


def contract(this: Deed, changes: list[Change]) -> int:
    """The terms are what they were, unless small grants were given since that would not fit them."""
    held = Contract.objects.select_for_update().filter(uid__in={one["uid"] for one in changes})
    list(held)  # a grant may just be being recorded against it
    all_back(this, changes)
    refuse_if(problem for row in held.all() for problem in grants.terms_problems(grants.standing_of(row), row))
    return 0


def payment(this: Deed, changes: list[Change]) -> int:
    """A rule of payment that had ended runs again, unless the same was agreed since: it would pay twice."""
    list(Contract.objects.select_for_update().filter(pk__in={one["after"]["contract_id"] for one in changes}))
    all_back(this, changes)
    for row in PaymentTerm.objects.filter(uid__in=[one["uid"] for one in changes if one["before"] is not None]):
        same = PaymentTerm.objects.filter(
            contract=row.contract_id, measure=row.measure, code=row.code, is_lump=row.is_lump, after=row.after
        ).exclude(pk=row.pk)
        if same.filter(Q(ended_date=None) | Q(ended_date__gt=row.from_date)).exists():
            raise Refused([_TWICE])
    return 0


_POT = Problem(
    "grant.pot", "The pot does not hold so much any more.", "Ask the commissioner for more, then put it back."
)
_TWICE = Problem(
    "payment.twice", "The contract pays for that by another rule since.", "End that one first, then put this back."
)
