"""Set up contracts, as the commissioner."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.models import Organisation
from cairn.access.permissions import Permission
from cairn.contracts import areas, grants, organisations, parties, queries, rules
from cairn.contracts.models import Contract
from cairn.kernel.problems import Done, Problem, refuse_if


@dataclass(frozen=True, slots=True)
class NewContract:
    """The lead provider is named by its slug or its uid. `commissioning_area` is a code of that list."""

    reference: str
    title: str
    commissioning_area: str
    start_date: date
    end_date: date
    provider_slug: str = ""
    provider_uid: str = ""
    value_pounds: int | None = None
    is_grant: bool = False
    lot: str = ""
    has_small_grants: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a contract may change while it stands. Its reference, provider and area stay: its returns are named by them."""

    title: str
    start_date: date
    end_date: date
    value_pounds: int | None = None
    lot: str = ""
    has_small_grants: bool = False


def add(*, by: Actor, contracts: Sequence[NewContract]) -> Done[Contract]:
    """As the commissioner. All or none."""
    by.require(Permission.MANAGE_CONTRACTS)
    found = organisations.find([(new.provider_slug, new.provider_uid) for new in contracts])
    refuse_if(_problems(by, contracts, found))
    with deed("contracts.contract_added", by=by) as this:
        rows = parties.make(this, by, [_row(by, new, found[row]) for row, new in enumerate(contracts)])
    return Done(tuple(rows), (), this.uid)


def _problems(by: Actor, contracts: Sequence[NewContract], found: Sequence[Organisation | None]) -> list[Problem]:
    problems = organisations.commissioner_problems(by)
    taken = set(Contract.objects.filter(commissioner_id=by.organisation_id).values_list("reference", flat=True))
    for row, (new, provider) in enumerate(zip(contracts, found, strict=True)):
        problems += rules.contract_problems(row, new, taken)
        problems += ended_problems(by, row, new.commissioning_area, new.start_date)
        taken_places = set() if new.has_small_grants else {by.organisation_id}  # an anchor may be part of the council
        problems += organisations.provider_problems(row, provider, taken_places, "provider_slug")
        taken.add(new.reference.strip())
    return problems


def ended_problems(by: Actor, row: int, area: str, start_date: date) -> list[Problem]:
    """A contract cannot begin in an area that is not used any more by then."""
    standing = {each.code: each for each in areas.areas_of(by, start_date)}.get(area)
    if standing is None or standing.is_open(start_date):
        return []
    fix = "Choose another area, or name this one again from a day."
    return [Problem("area.ended", "That area has ended by then.", fix, field="commissioning_area", row=row)]


def _row(by: Actor, new: NewContract, provider: Organisation | None) -> Contract:
    return Contract(
        provider=provider,
        commissioner_id=by.organisation_id,
        reference=new.reference.strip(),
        title=new.title.strip(),
        commissioning_area=new.commissioning_area,
        start_date=new.start_date,
        end_date=new.end_date,
        value_pounds=new.value_pounds,
        is_grant=new.is_grant,
        lot=new.lot.strip(),
        has_small_grants=new.has_small_grants,
    )


def change(*, by: Actor, contract_uid: str, new: Terms, version: int | None = None) -> Done[Contract]:
    """As the commissioner. What it was before stays in its history. Raises Refused, Conflict or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row: Contract = queries.one(queries.visible_to(by), contract_uid)
    if row.commissioner_id != by.organisation_id:
        raise queries.NotFound(contract_uid)
    refuse_if(change_problems(by, row, new))
    if version is not None:
        row.version = version
    said = {"title": new.title.strip(), "lot": new.lot.strip(), "has_small_grants": new.has_small_grants}
    with deed("contracts.contract_changed", by=by) as this:
        Contract.objects.select_for_update().get(pk=row.pk)  # a grant may just be being recorded against it
        refuse_if(change_problems(by, row, new))
        parties.change(
            this, by, row, start_date=new.start_date, end_date=new.end_date, value_pounds=new.value_pounds, **said
        )
    return Done((row,), (), this.uid)


def change_problems(by: Actor, row: Contract, new: Terms) -> list[Problem]:
    """What is wrong with new terms, for the action and for a screen that asks before it."""
    given = grants.standing_of(row)
    found = rules.contract_problems(0, _whole(row, new), ())
    found += ended_problems(by, 0, row.commissioning_area, new.start_date) if new.start_date != row.start_date else []
    return [replace(problem, row=None) for problem in (*found, *grants.terms_problems(given, new))]


def _whole(row: Contract, new: Terms) -> NewContract:
    return NewContract(
        row.reference, new.title, row.commissioning_area, new.start_date, new.end_date, value_pounds=new.value_pounds,
        lot=new.lot,
    )  # fmt: skip
