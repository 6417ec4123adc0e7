"""Rounds: the commissioner asks for returns, one by one or for a whole year, and moves what nobody has sent yet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Conflict, Deed, deed
from cairn.access.permissions import Permission
from cairn.contracts import organisations, parties
from cairn.contracts import queries as contracts
from cairn.contracts.models import Contract
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.returns import asking, finding, rules, rules_rounds
from cairn.returns.models import Return, Round, Submission
from cairn.returns.rules_rounds import ANNUAL, Days, NewRound

__all__ = ["NewRound", "add", "add_year", "change", "change_problems"]

Taken = dict[tuple[int, str], set[rules.Span]]


def add(*, by: Actor, contract_uid: str, rounds: Sequence[NewRound]) -> Done[Round]:
    """As the commissioner. Each round has its open return: `round.answer`."""
    by.require(Permission.MANAGE_CONTRACTS)
    contract: Contract = contracts.one(contracts.visible_to(by), contract_uid)
    refuse_if(_problems(contract, rounds))
    rows = [_row(contract, new) for new in rounds]
    with deed("returns.rounds_added", by=by) as this:
        _make(this, by, [contract], rows)
    return Done(tuple(rows), (), this.uid)


@dataclass(frozen=True, slots=True)
class Year:
    """The rounds of a financial year to ask for: which parts (`rules_rounds.PARTS`), for how many days each takes returns, and
    what the annual round asks in words: "usual", "last" (as the year before; the usual where there was none) or "none"."""

    year: int
    parts: tuple[str, ...] = rules_rounds.PARTS
    days: Days = rules_rounds.USUAL_DAYS
    questions: str = "usual"


def add_year(*, by: Actor, contract_uids: Sequence[str], year: Year) -> Done[Round]:
    """As the commissioner, of many contracts at once, each within the days that it runs. What is asked for already is left as it
    is, with a warning."""
    by.require(Permission.MANAGE_CONTRACTS)
    uids = list(dict.fromkeys(contract_uids))
    found = {str(row.uid): row for row in contracts.visible_to(by).filter(commissioner_id=by.organisation_id)}
    if any(uid not in found for uid in uids):
        raise contracts.NotFound("a contract")
    chosen = [found[uid] for uid in uids]
    refuse_if(organisations.commissioner_problems(by) + year_problems(year, chosen))
    taken = _taken(chosen)
    rows, again = _wanted(chosen, year, taken)
    refuse_if([] if rows else [_ALL_THERE])
    with deed("returns.rounds_added", by=by) as this:
        _make(this, by, chosen, rows)
        asked = [row for row in rows if row.kind == ANNUAL]
        parties.make(this, by, asking.questions_for(asked, year.questions))
    return Done(tuple(rows), tuple(_again(again)), this.uid)


def year_problems(year: Year, chosen: Sequence[Contract]) -> list[Problem]:
    """What is wrong with asking these contracts for a year: all of it at once."""
    problems = rules_rounds.year_problems(year.year, year.parts, year.days)
    if not chosen:
        problems.append(
            Problem("year.nobody", "No contract is chosen.", "Tick at least one contract.", field="contracts")
        )
    if problems:
        return problems
    for row, contract in enumerate(chosen):
        runs = (contract.start_date, contract.end_date)
        if not list(rules_rounds.rounds_of(year.year, year.parts, year.days, runs)):
            message = f"{contract.reference} does not run in the time that is asked about."
            problems.append(Problem("round.outside", message, "Leave it out.", field="contracts", row=row))
    return problems


def _wanted(chosen: Sequence[Contract], year: Year, taken: Taken) -> tuple[list[Round], int]:
    """The rounds to make, and how many are there already."""
    rows, again = [], 0
    for contract in chosen:
        for new in rules_rounds.rounds_of(year.year, year.parts, year.days, (contract.start_date, contract.end_date)):
            if rules.overlaps((new.observed_from_date, new.observed_to_date), taken[contract.pk, new.kind]):
                again += 1
            else:
                rows.append(_row(contract, new))
    return rows, again


_ALL_THERE = Problem(
    "round.twice",
    "All of these rounds are asked for already.",
    "Choose another year, or contracts that are not asked yet.",
    field="contracts",
)


def _again(number: int) -> list[Problem]:
    if not number:
        return []
    words = "1 round was asked for already and stays" if number == 1 else f"{number} were asked for already and stay"
    return [
        Problem("round.there", f"{words} as it is." if number == 1 else f"{words} as they are.", severity="warning")
    ]


def change(*, by: Actor, round_uid: str, to: NewRound, version: int | None = None) -> Done[Round]:
    """Move a round whose return nobody has sent yet. Its kind stays, whatever `to` says."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = asking.asked_round(by, round_uid)
    refuse_if(change_problems(row, to))
    if version is not None:
        row.version = version
    with deed("returns.round_moved", by=by) as this:
        finding.hold(row.answer)
        Contract.objects.select_for_update().get(pk=row.contract_id)  # two moved at once must not meet on one day
        refuse_if(change_problems(row, to))
        parties.change(
            this, by, row, name=to.name.strip(), observed_from_date=to.observed_from_date,
            observed_to_date=to.observed_to_date, opens_date=to.opens_date, closes_date=to.closes_date,
            late_until_date=None if row.late_until_date and row.late_until_date < to.closes_date else row.late_until_date,
        )  # fmt: skip
    return Done((row,), (), this.uid)


def change_problems(row: Round, to: NewRound) -> list[Problem]:
    """What stands in the way of moving a round: it was sent, or the dates are wrong."""
    contract = row.contract
    others = Round.objects.filter(contract=contract, kind=row.kind).exclude(pk=row.pk)
    taken = set(others.values_list("observed_from_date", "observed_to_date"))
    found = rules.round_problems(0, to, (contract.start_date, contract.end_date), taken)
    if Submission.objects.filter(answer__round=row).exists():
        found.append(_SENT)
    return [replace(problem, row=None) for problem in found]


_SENT = Problem(
    "round.sent",
    "A return was sent for this round, so its dates stay as they are.",
    "To take a late return for longer, say so on the page of the return.",
)


def _make(this: Deed, by: Actor, chosen: Iterable[Contract], rows: list[Round]) -> None:
    """Write rounds with their open returns. Refuses where somebody has asked for one of them meanwhile."""
    taken = _taken(list(Contract.objects.select_for_update().filter(pk__in=[one.pk for one in chosen])))
    if any(
        rules.overlaps((row.observed_from_date, row.observed_to_date), taken[row.contract_id, row.kind]) for row in rows
    ):
        raise Conflict([replace(_ALL_THERE, message="Somebody else has just asked for one of these rounds.")])
    parties.make(this, by, rows)
    parties.make(this, by, [_answer(row) for row in rows])
    for uid in {row.contract.uid for row in rows}:
        this.about("contract", uid)


def _taken(chosen: Sequence[Contract]) -> Taken:
    """The first and last days of the rounds that there are, by contract and kind."""
    found: Taken = defaultdict(set)
    rows = Round.objects.filter(contract__in=[one.pk for one in chosen])
    for contract, kind, *span in rows.values_list("contract_id", "kind", "observed_from_date", "observed_to_date"):
        found[contract, kind].add((span[0], span[1]))
    return found


def _problems(contract: Contract, rounds: Sequence[NewRound]) -> list[Problem]:
    taken, problems = _taken([contract]), []
    for row, new in enumerate(rounds):
        mine = taken[contract.pk, new.kind]
        problems += rules.round_problems(row, new, (contract.start_date, contract.end_date), mine)
        if new.kind not in (rules_rounds.QUARTERLY, ANNUAL):
            fix = "Choose quarterly or annual."
            problems.append(Problem("round.kind", "That is no kind of round.", fix, field="kind", row=row))
        mine.add((new.observed_from_date, new.observed_to_date))
    return problems


def _sides(contract: Contract) -> dict[str, Any]:
    return {"provider": contract.provider, "commissioner": contract.commissioner}


def _answer(row: Round) -> Return:
    return Return(round=row, **_sides(row.contract))


def _row(contract: Contract, new: NewRound) -> Round:
    return Round(
        **_sides(contract),
        contract=contract,
        kind=new.kind,
        name=new.name.strip(),
        observed_from_date=new.observed_from_date,
        observed_to_date=new.observed_to_date,
        opens_date=new.opens_date,
        closes_date=new.closes_date,
    )
