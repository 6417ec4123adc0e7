"""Record small grants as the anchor organisation that gives them, and what the groups told."""

from collections.abc import Sequence
from dataclasses import replace

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import grants, parties, queries
from cairn.contracts.grants import NewGrant, Pot, Told
from cairn.contracts.models import Contract, SmallGrant
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if

_AGAIN = Problem("uid.again", "This was recorded already.", severity="warning")


def record(*, by: Actor, contract_uid: str, new: Sequence[NewGrant]) -> Done[SmallGrant]:
    """As the lead of a contract with small grants. All or none. Raises Refused or NotFound."""
    by.require(Permission.PREPARE_RETURNS)
    contract = led(by, contract_uid)
    with deed("contracts.small_grant_recorded", by=by) as this:
        contract = Contract.objects.select_for_update().get(pk=contract.pk)  # two at once cannot both empty the pot
        if there := _recorded(contract, new):
            return Done(tuple(there), (_AGAIN,))
        refuse_if(problems(contract, new))
        first = SmallGrant.objects.filter(contract=contract).count() + 1
        rows = [row_of(contract, one, f"G{first + at:03}") for at, one in enumerate(new)]
        parties.make(this, by, rows)
        this.about("contract", contract.uid)
    return Done(tuple(rows), (), this.uid)


def problems(contract: Contract, new: Sequence[NewGrant]) -> list[Problem]:
    """What is wrong with grants, each measured against what those before it leave in the pot."""
    pot, found = grants.standing_of(contract), []
    for row, one in enumerate(new):
        found += grants.grant_problems(one, contract, pot, clock.today(), row)
        pot = Pot(pot.pounds, pot.given + max(one.pounds, 0), pot.grants + 1)
    return found


def led(by: Actor, contract_uid: str) -> Contract:
    """A contract with small grants that the actor's organisation leads. Raises NotFound."""
    found: Contract = queries.one(queries.visible_to(by).filter(has_small_grants=True), contract_uid)
    if found.provider_id != by.organisation_id:
        raise queries.NotFound(contract_uid)
    return found


def _recorded(contract: Contract, new: Sequence[NewGrant]) -> list[SmallGrant]:
    uids = [one.uid for one in new if one.uid]
    return list(SmallGrant.objects.filter(contract=contract, uid__in=uids)) if uids else []


def row_of(contract: Contract, new: NewGrant, reference: str) -> SmallGrant:
    return SmallGrant(
        contract=contract, provider_id=contract.provider_id, commissioner_id=contract.commissioner_id,
        reference=reference, group_name=new.group_name.strip(), group_id=new.group_id, title=new.title.strip(),
        description=new.description.strip(), pounds=new.pounds, awarded_date=new.awarded_date,
        start_date=new.start_date, end_date=new.end_date, ward=new.ward, **({"uid": new.uid} if new.uid else {}),
    )  # fmt: skip


def tell(*, by: Actor, grant_uid: str, said: Told, version: int | None = None) -> Done[SmallGrant]:
    """Write down what a group told; what was told before stays in the log of deeds. Raises Refused, Conflict, NotFound."""
    row = _own(by, grant_uid, version)
    refuse_if(grants.told_problems(said, row.awarded_date, clock.today()) + _withdrawn(row))
    told = {"told_date": said.told_date, "told_people": said.people, "told_words": said.words.strip()}
    with deed("contracts.small_grant_told", by=by) as this:
        parties.change(this, by, row, **told)
    return Done((row,), (), this.uid)


def withdraw(*, by: Actor, grant_uid: str, version: int | None = None) -> Done[SmallGrant]:
    """It was not paid after all: it counts no more, is not published, and stays here to be read."""
    row = _own(by, grant_uid, version)
    refuse_if(_withdrawn(row))
    with deed("contracts.small_grant_recorded", by=by) as this:
        parties.change(this, by, row, withdrawn_date=clock.today())
    return Done((row,), (), this.uid)


def restore(*, by: Actor, grant_uid: str, version: int | None = None) -> Done[SmallGrant]:
    """Undo a withdrawal, if the pot still holds it."""
    row = _own(by, grant_uid, version)
    with deed("contracts.small_grant_recorded", by=by) as this:
        contract = Contract.objects.select_for_update().get(pk=row.contract_id)
        pot = grants.standing_of(contract, row.pk)
        if pot.left is not None and row.pounds > pot.left:
            fix = f"£{max(pot.left, 0):,} of it is left. Ask the commissioner for more."
            refuse_if([Problem("grant.pot", "The pot does not hold so much any more.", fix)])
        parties.change(this, by, row, withdrawn_date=None)
    return Done((row,), (), this.uid)


def _own(by: Actor, grant_uid: str, version: int | None) -> SmallGrant:
    by.require(Permission.PREPARE_RETURNS)
    row = grants.find(by, grant_uid)
    if row.provider_id != by.organisation_id:
        raise queries.NotFound(grant_uid)
    if version is not None:
        row.version = version
    return row


def _withdrawn(row: SmallGrant) -> list[Problem]:
    if row.withdrawn_date is None:
        return []
    return [Problem("grant.withdrawn", "This grant was withdrawn.", "Put it back first.")]


def one_problems(contract: Contract, new: NewGrant) -> list[Problem]:
    """What is wrong with one, for a screen that asks before the deed."""
    return [replace(problem, row=None) for problem in problems(contract, [new])]
