"""Choose the scales that a service uses, and when each of them falls due."""

from collections.abc import Sequence

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.definitions import registry
from cairn.kernel.problems import Done, refuse_if
from cairn.services import measuring, queries, rules_scales
from cairn.services.actions.versions import claim
from cairn.services.models import Service, ServiceScale
from cairn.services.rules_scales import ScaleChoice

__all__ = ["ScaleChoice", "choose"]


def choose(
    *, by: Actor, service_uid: object, scales: Sequence[ScaleChoice], version: int | None = None
) -> Done[Service]:
    """`scales` is the whole choice, in the order in which they are asked. What is left out is asked no longer; no reading
    changes. A scale that is still locked may be chosen: it is asked once its permission is recorded. Raises Refused,
    Conflict and queries.NotFound."""
    by.require(Permission.MANAGE_SERVICES)
    row = queries.get(by, service_uid)
    now = {one.scale: one for one in ServiceScale.objects.filter(service=row)}
    # What was chosen before may stay, even where it is no longer offered to others.
    known = {**{id: registry.get("scale", id) for id in now}, **measuring.offered(by)}
    refuse_if(rules_scales.scale_problems(scales, known))
    if version is not None:
        row.version = version
    wanted = {one.scale: (place, one) for place, one in enumerate(scales)}
    with deed("services.scales_chosen", by=by) as this:
        claim(this, row)
        for id, link in now.items():
            if id not in wanted:
                this.delete(link)
                continue
            place, one = wanted[id]
            this.update(link, position=place, **{name: getattr(one, name) for name in measuring.FIELDS})
        for id, (place, one) in wanted.items():
            if id not in now:
                this.create_many(measuring.rows_of(row, [one], place))
    return Done((row,), (), this.uid)
