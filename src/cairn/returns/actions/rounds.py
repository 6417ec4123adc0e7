"""Rounds: the commissioner asks for a return."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import parties
from cairn.contracts import queries as contracts
from cairn.contracts.models import Contract
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import rules
from cairn.returns.models import Return, Round


@dataclass(frozen=True, slots=True)
class NewRound:
    """What is observed, from and to; when submission opens and closes. All dates inclusive."""

    name: str
    observed_from_date: date
    observed_to_date: date
    opens_date: date
    closes_date: date


def add(*, by: Actor, contract_uid: str, rounds: Sequence[NewRound]) -> Done[Round]:
    """As the commissioner. Each round has its open return: `round.answer`."""
    by.require(Permission.MANAGE_CONTRACTS)
    contract: Contract = contracts.one(contracts.visible_to(by), contract_uid)
    refuse_if(_problems(contract, rounds))
    sides = {"provider": contract.provider, "commissioner": contract.commissioner}
    rows = [_row(contract, new) for new in rounds]
    with deed("returns.rounds_added", by=by) as this:
        parties.make(this, by, rows)
        parties.make(this, by, [Return(round=row, **sides) for row in rows])
        this.about("contract", contract.uid)
    return Done(tuple(rows), (), this.uid)


def _problems(contract: Contract, rounds: Sequence[NewRound]) -> list[Problem]:
    taken = set(Round.objects.filter(contract=contract).values_list("observed_from_date", flat=True))
    problems = []
    for row, new in enumerate(rounds):
        problems += rules.round_problems(row, new, (contract.start_date, contract.end_date), taken)
        taken.add(new.observed_from_date)
    return problems


def _row(contract: Contract, new: NewRound) -> Round:
    return Round(
        provider=contract.provider,
        commissioner=contract.commissioner,
        contract=contract,
        name=new.name.strip(),
        observed_from_date=new.observed_from_date,
        observed_to_date=new.observed_to_date,
        opens_date=new.opens_date,
        closes_date=new.closes_date,
    )
