"""Say what kinds of contact a service has, and which steps and outcomes usually go with each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.services import queries, rules
from cairn.services.actions.versions import claim
from cairn.services.models import ActivityType, ActivityTypeOutcome, ActivityTypeStep, Rung, Service
from cairn.services.rules import Outcome


@dataclass(frozen=True, slots=True)
class NewActivityType:
    """A type of activity to add; `mode` is one of `rules.MODES`, `outcomes` are (framework, outcome) ids."""

    service_uid: str
    name: str
    mode: str = "individual"
    usual_minutes: int = 60
    rung_uids: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


def add(*, by: Actor, types: Sequence[NewActivityType]) -> Done[ActivityType]:
    """Add types of activity with what they carry, all or none. Raises Refused and queries.NotFound."""
    by.require(Permission.MANAGE_SERVICES)
    services = queries.by_uids(queries.visible_to(by), [new.service_uid for new in types])
    rungs = {str(rung.uid): rung for rung in queries.rungs_by_uids(by, [uid for new in types for uid in new.rung_uids])}
    steps = [[rungs[str(uid)] for uid in dict.fromkeys(new.rung_uids)] for new in types]
    refuse_if([*_each_wrong(services, types, steps), *_names_taken(by, services, types)])
    rows = [_type(by, service, new) for service, new in zip(services, types, strict=True)]
    with deed("services.activity_types_added", by=by) as this:
        this.create_many(rows)
        this.create_many(_step(row, rung) for row, carried in zip(rows, steps, strict=True) for rung in carried)
        this.create_many(
            _outcome(row, one) for row, new in zip(rows, types, strict=True) for one in dict.fromkeys(new.outcomes)
        )
    return Done(tuple(rows), (), this.uid)


def change(
    *,
    by: Actor,
    type_uid: object,
    version: int | None,
    name: str | None = None,
    usual_minutes: int | None = None,
    is_active: bool | None = None,
    rung_uids: Sequence[str] | None = None,
    outcomes: Sequence[Outcome] | None = None,
) -> Done[ActivityType]:
    """Change a type of activity; `rung_uids` and `outcomes` are all that it is to carry. What is None stays.

    Its mode stays for good, because a register and a head count cannot be turned into each other: set `is_active` to
    False and add another. Raises Refused, Conflict and queries.NotFound.
    """
    by.require(Permission.MANAGE_SERVICES)
    row = queries.get_activity_type(by, type_uid)
    steps, links = _carried(row)
    wanted = list(steps.values()) if rung_uids is None else queries.rungs_by_uids(by, rung_uids)
    aims = list(links) if outcomes is None else list(outcomes)
    given = {"name": name and name.strip(), "usual_minutes": usual_minutes, "is_active": is_active}
    values: dict[str, Any] = {key: getattr(row, key) if value is None else value for key, value in given.items()}
    wrong = rules.type_problems(values["name"], row.mode, values["usual_minutes"], len(wanted), aims)
    others = ActivityType.objects.filter(service=row.service).exclude(pk=row.pk).values_list("name", flat=True)
    again = [_name_taken(None)] if rules.twice([values["name"]], list(others)) else []
    refuse_if([*wrong, *again, *_elsewhere(row.service, wanted, None)])
    if version is not None:
        row.version = version
    with deed("services.activity_type_changed", by=by) as this:
        if set(wanted) != set(steps.values()) or set(aims) != set(links):
            claim(this, row)
            _carry(this, row, wanted, aims)
        this.update(row, **values)
    return Done((row,), (), this.uid)


def _carried(row: ActivityType) -> tuple[dict[int, Rung], dict[Outcome, ActivityTypeOutcome]]:
    steps = ActivityTypeStep.objects.filter(activity_type=row).select_related("rung__ladder")
    links = ActivityTypeOutcome.objects.filter(activity_type=row)
    return {step.rung_id: step.rung for step in steps}, {(link.framework, link.outcome): link for link in links}


def _carry(this: Deed, row: ActivityType, rungs: Sequence[Rung], outcomes: Sequence[Outcome]) -> None:
    steps = {step.rung_id: step for step in ActivityTypeStep.objects.filter(activity_type=row)}
    links = _carried(row)[1]
    wanted = {rung.pk: rung for rung in rungs}
    for gone in [step for pk, step in steps.items() if pk not in wanted]:
        this.delete(gone)
    for lost in [link for key, link in links.items() if key not in set(outcomes)]:
        this.delete(lost)
    this.create_many(_step(row, rung) for pk, rung in wanted.items() if pk not in steps)
    this.create_many(_outcome(row, one) for one in dict.fromkeys(outcomes) if one not in links)


def _type(by: Actor, service: Service, new: NewActivityType) -> ActivityType:
    facts = {"name": new.name.strip(), "mode": new.mode, "usual_minutes": new.usual_minutes}
    return ActivityType(organisation_id=by.organisation_id, service=service, **facts)


def _step(row: ActivityType, rung: Rung) -> ActivityTypeStep:
    return ActivityTypeStep(organisation_id=row.organisation_id, activity_type=row, rung=rung)


def _outcome(row: ActivityType, one: Outcome) -> ActivityTypeOutcome:
    framework, outcome = one
    organisation = row.organisation_id
    return ActivityTypeOutcome(organisation_id=organisation, activity_type=row, framework=framework, outcome=outcome)


def _each_wrong(
    services: Sequence[Service], types: Sequence[NewActivityType], steps: Sequence[Sequence[Rung]]
) -> list[Problem]:
    found: list[Problem] = []
    for row, (service, new, rungs) in enumerate(zip(services, types, steps, strict=True)):
        found += rules.type_problems(new.name, new.mode, new.usual_minutes, len(rungs), new.outcomes, row)
        found += _elsewhere(service, rungs, row)
    return found


def _elsewhere(service: Service, rungs: Sequence[Rung], row: int | None) -> list[Problem]:
    if all(rung.ladder.service_id == service.pk for rung in rungs):
        return []
    message = "A step is on a ladder of another service."
    fix = "Choose steps of this service, or add the ladder to it first."
    return [Problem("activity_type.step", message, fix, field="rung_uids", row=row)]


def _names_taken(by: Actor, services: Sequence[Service], types: Sequence[NewActivityType]) -> list[Problem]:
    own = ActivityType.objects.filter(organisation_id=by.organisation_id, service__in=[row.pk for row in services])
    taken = [f"{service} {name}" for service, name in own.values_list("service_id", "name")]
    names = [f"{service.pk} {new.name.strip()}" for service, new in zip(services, types, strict=True)]
    return [_name_taken(row) for row in rules.twice(names, taken)]


def _name_taken(row: int | None) -> Problem:
    fix = "Use another name, or change the type that there is."
    message = "The service has a type of activity of this name."
    return Problem("activity_type.name_taken", message, fix, field="name", row=row)
