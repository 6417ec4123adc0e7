"""Say under which name the grants of a commissioner are published."""

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.contracts import giving360, organisations, parties
from cairn.contracts.models import Publisher
from cairn.kernel.problems import Done, refuse_if


def name(*, by: Actor, prefix: str, org_id: str) -> Done[Publisher]:
    """The prefix that 360Giving gave, and the organisation's own identifier; a second time, others in their place."""
    by.require(Permission.MANAGE_CONTRACTS)
    said = {"prefix": prefix.strip(), "org_id": org_id.strip()}
    refuse_if(organisations.commissioner_problems(by) + giving360.publisher_problems(**said))
    row = giving360.publisher(by)
    with deed("contracts.publisher_named", by=by) as this:
        if row is None:
            (row,) = parties.once(this, [Publisher(organisation_id=by.organisation_id, **said)])
        else:
            row = this.update(row, **said)
    return Done((row,), (), this.uid)
