"""Record money from elsewhere, as a provider; and figures of demand, savings and the workforce, as the commissioner."""

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import money, organisations, parties, queries
from cairn.contracts.models import Contract, FinanceFact, Investment
from cairn.contracts.money import NewFact, NewInvestment
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if

_AGAIN = Problem("uid.again", "This was recorded already.", severity="warning")
_GONE = Problem("money.withdrawn", "This was withdrawn already.", "Open the page again to see how it stands.")


def bring(*, by: Actor, contract_uid: str, new: NewInvestment) -> Done[Investment]:
    """As the lead of a contract: money that came because of it, from outside the council and the NHS."""
    by.require(Permission.PREPARE_RETURNS)
    contract: Contract = queries.one(queries.visible_to(by), contract_uid)
    if contract.provider_id != by.organisation_id:
        raise queries.NotFound(contract_uid)
    refuse_if(money.investment_problems(new, contract.commissioner.name, clock.today()))
    if new.uid and (there := Investment.objects.filter(uid=new.uid, contract=contract).first()):
        return Done((there,), (_AGAIN,))
    row = Investment(
        contract=contract, provider_id=contract.provider_id, commissioner_id=contract.commissioner_id,
        source=new.source.strip(), kind=new.kind, pounds=new.pounds, received_date=new.received_date,
        what_for=new.what_for.strip(), **({"uid": new.uid} if new.uid else {}),
    )  # fmt: skip
    with deed("contracts.investment_recorded", by=by) as this:
        parties.make(this, by, [row])
        this.about("contract", contract.uid)
    return Done((row,), (), this.uid)


def set_aside(*, by: Actor, investment_uid: str, aside: bool = True, version: int | None = None) -> Done[Investment]:
    """It was recorded in error: it counts no more and stays to be read. `aside` false puts it back."""
    by.require(Permission.PREPARE_RETURNS)
    row = money.find(by, investment_uid)
    if row.provider_id != by.organisation_id:
        raise queries.NotFound(investment_uid)
    refuse_if([_GONE] if aside and row.withdrawn_date else [])
    if version is not None:
        row.version = version
    with deed("contracts.investment_recorded", by=by) as this:
        parties.change(this, by, row, withdrawn_date=clock.today() if aside else None)
    return Done((row,), (), this.uid)


def state(*, by: Actor, new: NewFact) -> Done[FinanceFact]:
    """As the commissioner: a figure of its own, with its period and source."""
    by.require(Permission.MANAGE_CONTRACTS)
    refuse_if(organisations.commissioner_problems(by) + money.fact_problems(new))
    if new.uid and (there := FinanceFact.objects.filter(uid=new.uid, organisation_id=by.organisation_id).first()):
        return Done((there,), (_AGAIN,))
    row = FinanceFact(
        organisation_id=by.organisation_id, head=new.head, label=new.label.strip(), value=new.value,
        unit=new.unit.strip(), from_date=new.from_date, to_date=new.to_date, source=new.source.strip(),
        note=new.note.strip(), **({"uid": new.uid} if new.uid else {}),
    )  # fmt: skip
    with deed("contracts.finance_recorded", by=by) as this:
        parties.once(this, [row])
    return Done((row,), (), this.uid)


def drop(*, by: Actor, fact_uid: str, version: int | None = None) -> Done[FinanceFact]:
    """The figure was wrong: it is shown no more, and the log of deeds keeps it."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = money.fact(by, fact_uid)
    refuse_if([_GONE] if row.withdrawn_date else [])
    if version is not None:
        row.version = version
    with deed("contracts.finance_recorded", by=by) as this:
        this.update(row, withdrawn_date=clock.today())
    return Done((row,), (), this.uid)
