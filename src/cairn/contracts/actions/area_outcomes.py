"""Keep a commissioner's own list of outcomes for an area: paste it, put one right, end one."""

from collections.abc import Sequence
from datetime import date

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import area_outcomes, organisations, parties, rules_measures
from cairn.contracts.models import AreaOutcome
from cairn.contracts.rules_measures import NewOutcome
from cairn.definitions import registry
from cairn.kernel.periods import slip
from cairn.kernel.problems import Done, Problem, refuse_if


def paste(*, by: Actor, area: str, outcomes: Sequence[NewOutcome]) -> Done[AreaOutcome]:
    """Add what is new, put the words right of what has the same code, use again what had ended; in this order, before what is
    not named, which stays."""
    by.require(Permission.MANAGE_CONTRACTS)
    refuse_if(paste_problems(by, area, outcomes))
    rows = AreaOutcome.objects.filter(organisation_id=by.organisation_id, area=area)
    now = {row.code: row for row in rows.order_by("position", "pk")}
    order = [*(new.code for new in outcomes), *(code for code in now if code not in {new.code for new in outcomes})]
    place = {code: at for at, code in enumerate(order)}
    made = [
        AreaOutcome(
            organisation_id=by.organisation_id, area=area, code=new.code, label=new.label, position=place[new.code]
        )
        for new in outcomes
        if new.code not in now
    ]
    said = {new.code: new.label for new in outcomes}
    with deed("contracts.area_outcomes_listed", by=by) as this:
        parties.once(this, made)
        for code, row in now.items():
            again = {"label": said[code], "ended_date": None} if code in said else {}
            this.update(row, position=place[code], **again)
    return Done(tuple(made), (), this.uid)


def paste_problems(by: Actor, area: str, outcomes: Sequence[NewOutcome], field: str = "text") -> list[Problem]:
    """What is wrong with a list, for the action and for a screen that asks before it."""
    problems = organisations.commissioner_problems(by) + rules_measures.outcome_problems(outcomes, field)
    if area not in registry.get("codes", "commissioning_area").codes:
        problems.append(Problem("area.unknown", "That area is not known.", "Choose one from the list.", field=field))
    return problems


def change(
    *, by: Actor, area: str, outcome_uid: str, label: str, ended_date: date | None, version: int
) -> Done[AreaOutcome]:
    """Put its words right, or say from which day it is no more used; none: it is used. Its code stays, as figures are tagged
    with it. Raises Refused, Conflict or NotFound."""
    by.require(Permission.MANAGE_CONTRACTS)
    row = area_outcomes.row_of(by, area, outcome_uid)
    refuse_if(change_problems(label, ended_date))
    row.version = version
    with deed("contracts.area_outcomes_listed", by=by) as this:
        this.update(row, label=label.strip(), ended_date=ended_date)
    return Done((row,), (), this.uid)


def change_problems(label: str, ended_date: date | None) -> list[Problem]:
    problems = slip(ended_date, "ended_date") if ended_date else []
    if not label.strip():
        problems.append(Problem("outcome.label", "The words are missing.", "Write them.", field="label"))
    if len(label.strip()) > rules_measures.LONGEST_LABEL:
        fix = f"Use at most {rules_measures.LONGEST_LABEL} characters."
        problems.append(Problem("outcome.long", "The words are too long.", fix, field="label"))
    return problems
