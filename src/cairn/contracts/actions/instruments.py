"""Leave one of the usual instruments out of a contract, with a reason."""

from collections.abc import Mapping

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import instruments, parties, queries
from cairn.contracts.models import DroppedInstrument
from cairn.kernel import clock
from cairn.kernel.problems import Done, refuse_if


def agree(*, by: Actor, contract_uid: str, dropped: Mapping[str, str]) -> Done[DroppedInstrument]:
    """`dropped` is the whole choice: codes of `usual_instrument`, each with why the contract does without it. What is not
    named is expected of the contract's services."""
    by.require(Permission.MANAGE_CONTRACTS)
    contract = queries.commissioned(by, contract_uid)
    refuse_if(instruments.drop_problems(dict(dropped)))
    now = {row.slot: row for row in DroppedInstrument.objects.filter(contract=contract)}
    new = {slot: reason for slot, reason in dropped.items() if slot not in now}
    with deed("contracts.instruments_agreed", by=by) as this:
        made = parties.make(this, by, instruments.rows_of(contract, new, clock.today()))
        for slot, row in now.items():
            if slot not in dropped:
                this.delete(row)
            elif row.reason != dropped[slot].strip():
                parties.change(this, by, row, reason=dropped[slot].strip())
        this.about("contract", contract.uid)
    return Done(tuple(made), (), this.uid)
