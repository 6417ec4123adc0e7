"""The one writer of a proposal's lines into the set that a contract carries, and out of it again. Within a deed of an action."""

from collections.abc import Iterable, Sequence
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed
from cairn.contracts import agreeing, parties, rules_proposals, varying, wording
from cairn.contracts.models import AgreedMeasure, Contract, MeasureProposal, ProposalLine
from cairn.contracts.rules_proposals import Key
from cairn.contracts.varying import Why
from cairn.kernel.problems import refuse_if


def put(this: Deed, by: Actor, contract: Contract, row: MeasureProposal, lines: Iterable[ProposalLine]) -> None:
    """Put the lines into the contract: each change or drop leaves its variation."""
    rows = _rows(contract)
    place = max((one.position for one in rows.values()), default=-1) + 1
    added: list[Any] = []
    for line in lines:
        why = Why(line.reason, row.from_date, row, bool(line.terms.get(wording.DIFFERENTLY)))
        if line.doing == rules_proposals.ADD:
            terms = {**line.terms, "position": place + len(added)}
            added.append(agreeing.row_of(contract, line.measure, line.by, terms))
        elif line.doing == rules_proposals.DROP:
            refuse_if(varying.paid_for(rows[line.measure, line.by]))
            varying.drop(this, by, rows[line.measure, line.by], why)
        else:
            values = agreeing.values_of(contract, line.terms)
            refuse_if(varying.paid_by_time(rows[line.measure, line.by], line.terms["measure_version"]))
            varying.change(this, by, rows[line.measure, line.by], values, why)
    parties.make_agreed(this, by, added, row)


def take_out(this: Deed, by: Actor, contract: Contract, lines: Sequence[ProposalLine], why: Why) -> None:
    """Make the contract what it was before these lines, the last first, each with its variation. What was changed since otherwise
    than by them stays changed: a measure that went and came back meanwhile stays as it came."""
    rows = _rows(contract)
    for line in reversed(lines):
        key = (line.measure, line.by)
        now = rows.get(key)
        if line.doing == rules_proposals.ADD and now is not None:
            refuse_if(varying.paid_for(now))
            varying.drop(this, by, now, why)
        elif line.doing == rules_proposals.DROP and now is None:
            _put_back(this, by, contract, line, why)
        elif line.doing == rules_proposals.CHANGE and now is not None:
            _change_back(this, by, contract, now, line, why)


def _put_back(this: Deed, by: Actor, contract: Contract, line: ProposalLine, why: Why) -> None:
    parties.make(this, by, [agreeing.row_of(contract, line.measure, line.by, line.before)])
    what = {"measure": line.measure, "by": line.by, "before": {}, "after": dict(line.before)}
    parties.make(this, by, [varying.made(by, contract, "change", why, **what)])


def _change_back(this: Deed, by: Actor, contract: Contract, row: AgreedMeasure, line: ProposalLine, why: Why) -> None:
    """Each term that is still as the line made it."""
    now, was = wording.of(row), line.before
    back = {name: was[name] for name in wording.differing(was, line.terms) if now[name] == line.terms[name]}
    if back:
        varying.change(this, by, row, agreeing.values_of(contract, {**now, **back}), why)
    elif line.terms.get(wording.DIFFERENTLY):
        before = {**now, wording.DIFFERENTLY: True}
        what = {"measure": line.measure, "by": line.by, "before": before, "after": now}
        parties.make(this, by, [varying.made(by, contract, "change", why, **what)])


def _rows(contract: Contract) -> dict[Key, AgreedMeasure]:
    rows = AgreedMeasure.objects.filter(contract=contract).select_related("contract", "area_outcome")
    return {(one.measure, one.by): one for one in rows}
