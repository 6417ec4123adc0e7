"""What waits at the door of a service: let it land."""

from collections.abc import Sequence

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.cases import loading, receiving
from cairn.cases.models import IncomingReferral
from cairn.cases.rules_incoming import NewIncoming
from cairn.cases.writers import at_most_twice, once
from cairn.kernel.problems import Done, refuse_if
from cairn.services.models import Service

__all__ = ["NewIncoming", "receive"]


def receive(*, by: Actor, incoming: Sequence[NewIncoming]) -> Done[IncomingReferral]:
    """Let referrals land at the doors of the actor's organisation; one that was sent before is given back, with a
    warning. `by` is the program acting for the organisation where a form sends it. Raises Refused."""
    by.require(Permission.RECORD)
    return at_most_twice(lambda: _receive(by, incoming))


def _receive(by: Actor, incoming: Sequence[NewIncoming]) -> Done[IncomingReferral]:
    services = loading.mine(Service, by, (new.service_uid for new in incoming))
    known = loading.mine(IncomingReferral, by, (new.uid for new in incoming))
    refuse_if(receiving.problems_of(by, incoming, services))
    made, items, warnings = once(incoming, known, lambda _, new: receiving.row_of(new, services.of(new.service_uid)))
    with deed("cases.incoming_received", by=by) as this:
        this.create_many(made)
    return Done(items, warnings, this.uid if made else "")
