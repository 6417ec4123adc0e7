"""Undo in a negotiation: only while nobody counts on it."""

from collections.abc import Mapping
from typing import Any

from cairn.access.deeds import Deed
from cairn.access.takingback import all_back
from cairn.contracts import standing, template_holding
from cairn.contracts.models import Contract, MeasureProposal, TemplateReply
from cairn.kernel.problems import Problem, Refused, refuse_if

Change = Mapping[str, Any]
LABEL = "contracts.MeasureProposal"


def undecided(this: Deed, changes: list[Change]) -> int:
    """A proposal that was made is gone, one that was decided is open again, unless another was made since."""
    held = _hold(changes)
    all_back(this, changes)
    for contract in held:
        if MeasureProposal.objects.filter(contract=contract, state="open").count() > 1:
            raise Refused([_ANOTHER])
    return 0


def agreed(this: Deed, changes: list[Change]) -> int:
    """The contract is as it was, unless a round has opened since for which the new set holds."""
    for change in changes:
        if change["model"].casefold() == LABEL.casefold() and change["after"]:
            row = MeasureProposal.objects.select_related("contract").get(uid=change["uid"])
            found = standing.start_problems(row.contract, row.from_date)
            refuse_if([_OPENED] if found else [])
    return undecided(this, changes)


def unreplied(this: Deed, changes: list[Change]) -> int:
    """A reply is what it was before, while replies are taken."""
    rows = TemplateReply.objects.filter(uid__in=[one["uid"] for one in changes]).select_related("change")
    template_holding.hold(list(rows))
    all_back(this, changes)
    return 0


def _hold(changes: list[Change]) -> list[Contract]:
    ids = {(one["after"] or one["before"]).get("contract_id") for one in changes}
    return list(Contract.objects.select_for_update().filter(pk__in=ids - {None}))


_ANOTHER = Problem("proposal.waits", "Another proposal was made since.", "Withdraw that one first, or decide on it.")
_OPENED = Problem(
    "proposal.opened", "A round that carries the new set has opened.", "Propose to change it back from a later round."
)
