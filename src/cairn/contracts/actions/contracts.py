"""Set up contracts, as the commissioner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.models import Organisation
from cairn.access.permissions import Permission
from cairn.contracts import areas, organisations, parties, rules
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
        problems += organisations.provider_problems(row, provider, {by.organisation_id}, "provider_slug")
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
    )
