"""Say what a service is and whom it is for."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.kernel import clock
from cairn.kernel.problems import Done, refuse_if
from cairn.services import measuring, naming, queries, rules, rules_scales
from cairn.services.models import Service


@dataclass(frozen=True, slots=True)
class NewService(rules.ServiceFacts):
    """A service to add. `scales` are ids of what it asks, each as it is usually asked."""

    scales: Sequence[str] = ()


FIELDS = tuple(field.name for field in fields(rules.ServiceFacts))


def add(*, by: Actor, services: Sequence[NewService]) -> Done[Service]:
    """Add services, all or none. Raises Refused with every problem of every one."""
    by.require(Permission.MANAGE_SERVICES)
    wrong = [problem for row, new in enumerate(services) for problem in rules.service_problems(new, row)]
    taken = list(queries.visible_to(by).values_list("name", flat=True))
    again = [naming.taken(row) for row in rules.twice([new.name for new in services], taken)]
    offered = measuring.offered(by)
    asked = [rules_scales.usual_of(new.scales, offered) for new in services]
    for row, chosen in enumerate(asked):
        wrong += [replace(one, row=row) for one in rules_scales.scale_problems(chosen, offered)]
    refuse_if([*wrong, *again])
    rows = [Service(organisation_id=by.organisation_id, **values(new)) for new in services]
    with deed("services.services_added", by=by) as this:
        this.create_many(rows)
        pairs = zip(rows, asked, strict=True)
        this.create_many(each for row, chosen in pairs for each in measuring.rows_of(row, chosen))
    return Done(tuple(rows), (), this.uid)


def change(*, by: Actor, service_uid: object, version: int | None, **changes: Any) -> Done[Service]:
    """Change what is said of a service (fields of `NewService`). Raises Refused, Conflict and queries.NotFound."""
    by.require(Permission.MANAGE_SERVICES)
    if unknown := set(changes) - set(FIELDS):
        raise TypeError(f"not said of a service: {', '.join(sorted(unknown))}")
    row = queries.get(by, service_uid)
    after = replace(rules.ServiceFacts(**{name: getattr(row, name) for name in FIELDS}), **changes)
    others = list(queries.visible_to(by).exclude(pk=row.pk).values_list("name", flat=True))
    refuse_if([*rules.service_problems(after), *map(naming.taken, [None] if rules.twice([after.name], others) else [])])
    if version is not None:
        row.version = version
    with deed("services.service_changed", by=by) as this:
        this.update(row, **values(after))
    return Done((row,), (), this.uid)


def values(facts: rules.ServiceFacts) -> dict[str, Any]:
    """What is said of a service, as its row holds it."""
    said = {name: getattr(facts, name) for name in FIELDS}
    texts = {"name": facts.name.strip(), "who_for": facts.who_for.strip()}
    return {**said, **texts, "start_date": facts.start_date or clock.today()}
