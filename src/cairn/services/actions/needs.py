"""Choose the needs that a service asks everybody about first, and say which of them it can meet itself."""

from collections.abc import Mapping

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.kernel.problems import Done, refuse_if
from cairn.services import queries, rules, writers
from cairn.services.actions.versions import claim
from cairn.services.models import Service, ServiceNeed


def choose(*, by: Actor, service_uid: object, needs: Mapping[str, str], version: int | None = None) -> Done[Service]:
    """`needs` is the whole choice: ids of the dictionary, each with yes, no or not_known for whether the service can
    meet it itself. What is left out is no longer asked first; nothing that was recorded changes. `version` is the
    service's when the choice was drawn. Raises Refused, Conflict and queries.NotFound."""
    by.require(Permission.MANAGE_SERVICES)
    row = queries.get(by, service_uid)
    refuse_if(rules.asked_problems(needs))
    now = {link.need: link for link in ServiceNeed.objects.filter(service=row)}
    if version is not None:
        row.version = version
    with deed("services.needs_chosen", by=by) as this:
        if {need: link.can_meet for need, link in now.items()} != dict(needs):
            claim(this, row)
        for need, link in now.items():
            if need in needs:
                this.update(link, can_meet=needs[need])
            else:
                this.delete(link)
        this.create_many(writers.asked(row, {need: said for need, said in needs.items() if need not in now}))
    return Done((row,), (), this.uid)
