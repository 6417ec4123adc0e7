"""Say what kinds of contact a service has, and which steps and outcomes usually go with each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import Deed, deed
from cairn.access.permissions import Permission
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if
from cairn.services import queries, rules, writers
from cairn.services.actions.versions import claim
from cairn.services.models import ActivityType, ActivityTypeNeed, ActivityTypeOutcome, ActivityTypeStep, Rung, Service
from cairn.services.rules import Outcome


@dataclass(frozen=True, slots=True)
class NewActivityType:
    """A type of activity to add; `mode` is one of `rules.MODES`, `outcomes` are (framework, outcome) ids, `needs` ids of
    the needs dictionary that it is usually for."""

    service_uid: str
    name: str
    mode: str = "individual"
    usual_minutes: int = 60
    rung_uids: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    needs: tuple[str, ...] = ()


def add(*, by: Actor, types: Sequence[NewActivityType]) -> Done[ActivityType]:
    """Add types of activity with what they carry, all or none. Raises Refused and queries.NotFound."""
    by.require(Permission.MANAGE_SERVICES)
    services = queries.by_uids(queries.visible_to(by), [new.service_uid for new in types])
    rungs = {str(rung.uid): rung for rung in queries.rungs_by_uids(by, [uid for new in types for uid in new.rung_uids])}
    steps = [[rungs[str(uid)] for uid in dict.fromkeys(new.rung_uids)] for new in types]
    refuse_if([*_each_wrong(services, types, steps), *_names_taken(by, services, types)])
    rows = [
        writers.activity_type(service, new.name, new.mode, new.usual_minutes)
        for service, new in zip(services, types, strict=True)
    ]
    with deed("services.activity_types_added", by=by) as this:
        this.create_many(rows)
        this.create_many(writers.step(row, rung) for row, each in zip(rows, steps, strict=True) for rung in each)
        pairs = list(zip(rows, types, strict=True))
        this.create_many(writers.outcome(row, one) for row, new in pairs for one in dict.fromkeys(new.outcomes))
        this.create_many(writers.need(row, one) for row, new in pairs for one in dict.fromkeys(new.needs))
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
    needs: Sequence[str] | None = None,
) -> Done[ActivityType]:
    """Change a type of activity; `rung_uids`, `outcomes` and `needs` are all that it is to carry. What is None stays.

    Its mode stays for good, because a register and a head count cannot be turned into each other: set `is_active` to
    False and add another. Raises Refused, Conflict and queries.NotFound.
    """
    by.require(Permission.MANAGE_SERVICES)
    row = queries.get_activity_type(by, type_uid)
    now = _carried(row)
    wanted = _Carried(
        now.rungs if rung_uids is None else queries.rungs_by_uids(by, rung_uids),
        now.outcomes if outcomes is None else list(dict.fromkeys(outcomes)),
        now.needs if needs is None else list(dict.fromkeys(needs)),
    )
    given = {"name": name and name.strip(), "usual_minutes": usual_minutes, "is_active": is_active}
    values: dict[str, Any] = {key: getattr(row, key) if value is None else value for key, value in given.items()}
    refuse_if(_change_wrong(row, values, wanted))
    if version is not None:
        row.version = version
    with deed("services.activity_type_changed", by=by) as this:
        if now.as_set() != wanted.as_set():
            claim(this, row)
            _carry(this, row, wanted)
        this.update(row, **values)
    return Done((row,), (), this.uid)


@dataclass(frozen=True, slots=True)
class _Carried:
    """All that a type of activity carries."""

    rungs: list[Rung]
    outcomes: list[Outcome]
    needs: list[str]

    def as_set(self) -> set[Any]:
        return {*self.rungs, *self.outcomes, *self.needs}


def _carried(row: ActivityType) -> _Carried:
    steps = ActivityTypeStep.objects.filter(activity_type=row).select_related("rung__ladder")
    links = ActivityTypeOutcome.objects.filter(activity_type=row).values_list("framework", "outcome")
    needs = ActivityTypeNeed.objects.filter(activity_type=row).values_list("need", flat=True)
    return _Carried([step.rung for step in steps], list(links), list(needs))


def _change_wrong(row: ActivityType, values: dict[str, Any], wanted: _Carried) -> list[Problem]:
    steps = len(wanted.rungs)
    wrong = rules.type_problems(values["name"], row.mode, values["usual_minutes"], steps, wanted.outcomes)
    others = ActivityType.objects.filter(service=row.service).exclude(pk=row.pk).values_list("name", flat=True)
    again = [_name_taken(None)] if rules.twice([values["name"]], list(others)) else []
    return [*wrong, *rules.need_problems(wanted.needs), *again, *_elsewhere(row.service, wanted.rungs, None)]


def _carry(this: Deed, row: ActivityType, wanted: _Carried) -> None:
    """Take off what is no longer carried, and add what is new."""
    steps = {link.rung_id: link for link in ActivityTypeStep.objects.filter(activity_type=row)}
    outcomes = {(link.framework, link.outcome): link for link in ActivityTypeOutcome.objects.filter(activity_type=row)}
    needs = {link.need: link for link in ActivityTypeNeed.objects.filter(activity_type=row)}
    rungs = {rung.pk: rung for rung in wanted.rungs}
    gone = [
        *(link for key, link in steps.items() if key not in rungs),
        *(link for pair, link in outcomes.items() if pair not in wanted.outcomes),
        *(link for need, link in needs.items() if need not in wanted.needs),
    ]
    for link in gone:
        this.delete(link)
    today = clock.today()
    this.create_many(writers.step(row, rung, today) for key, rung in rungs.items() if key not in steps)
    this.create_many(writers.outcome(row, one, today) for one in wanted.outcomes if one not in outcomes)
    this.create_many(writers.need(row, one) for one in wanted.needs if one not in needs)


def _each_wrong(
    services: Sequence[Service], types: Sequence[NewActivityType], steps: Sequence[Sequence[Rung]]
) -> list[Problem]:
    found: list[Problem] = []
    for row, (service, new, rungs) in enumerate(zip(services, types, steps, strict=True)):
        found += rules.type_problems(new.name, new.mode, new.usual_minutes, len(rungs), new.outcomes, row)
        found += rules.need_problems(new.needs, row)
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
