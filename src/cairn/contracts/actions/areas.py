"""Name, rename or end a commissioning area from a day on. What was recorded under its code stays together."""

from datetime import date
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import areas, organisations, parties
from cairn.contracts.models import AreaName, Contract
from cairn.kernel.problems import Done, Problem, refuse_if


def name(*, by: Actor, area: str, name: str, from_date: date) -> Done[AreaName]:
    """From this day on. A second name from the same day puts the first right; an end that is set already still stands."""
    by.require(Permission.MANAGE_CONTRACTS)
    refuse_if(name_problems(by, area, name, from_date))
    before = _standing(by, area, from_date)
    with deed("contracts.area_named", by=by) as this:
        if before and before.from_date == from_date:
            row = this.update(before, name=name.strip())
        else:
            ended = before.ended_date if before and before.ended_date and before.ended_date > from_date else None
            (row,) = parties.once(this, [_row(by, area, name.strip(), from_date, ended)])
    return Done((row,), (), this.uid)


def name_problems(by: Actor, area: str, name: str, from_date: date) -> list[Problem]:
    """What is wrong with a name, for the action and for a screen that asks before it."""
    others = areas.labels(by, from_date)
    return organisations.commissioner_problems(by) + areas.name_problems(area, name, from_date, others)


def end(*, by: Actor, area: str, ended_date: date) -> Done[AreaName]:
    """From this day on the area is not used; nothing is renamed, and what was done in it stays."""
    by.require(Permission.MANAGE_CONTRACTS)
    refuse_if(end_problems(by, area, ended_date))
    before = _standing(by, area, ended_date)
    with deed("contracts.area_named", by=by) as this:
        if before:
            row = this.update(before, ended_date=ended_date)
        else:
            label = areas.labels(by, ended_date)[area]
            (row,) = parties.once(this, [_row(by, area, label, ended_date, ended_date)])
    return Done((row,), (), this.uid)


def end_problems(by: Actor, area: str, ended_date: date) -> list[Problem]:
    """What stands in the way of an end."""
    found = next((one for one in areas.areas_of(by, ended_date) if one.code == area), None)
    if found is None:
        return [Problem("area.unknown", "That area is not known.", "Choose one from the list.", field="ended_date")]
    running = Contract.objects.filter(
        commissioner_id=by.organisation_id, commissioning_area=area, end_date__gte=ended_date
    ).count()
    return organisations.commissioner_problems(by) + areas.end_problems(found.history, ended_date, running)


def _standing(by: Actor, area: str, day: date) -> Any:
    rows = AreaName.objects.filter(organisation_id=by.organisation_id, area=area, from_date__lte=day)
    return rows.order_by("-from_date").first()


def _row(by: Actor, area: str, name: str, from_date: date, ended_date: date | None) -> AreaName:
    return AreaName(
        organisation_id=by.organisation_id, area=area, name=name, from_date=from_date, ended_date=ended_date
    )
