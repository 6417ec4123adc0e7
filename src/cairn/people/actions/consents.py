"""Record what a person agrees to, refuses, or takes back."""

from collections.abc import Sequence

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.kernel.problems import Done, refuse_if
from cairn.people import consents as said
from cairn.people import queries
from cairn.people.consents import NewConsent
from cairn.people.models import Consent

__all__ = ["NewConsent", "record"]


def record(*, by: Actor, consents: Sequence[NewConsent]) -> Done[Consent]:
    """Write down what people said, all or none. What stood of the same purpose and recipient ends on that day; nothing
    is overwritten. Raises Refused and queries.NotFound. A deed of another room writes with `consents.write`."""
    by.require(Permission.RECORD)
    people = queries.by_uids(by, [new.client_uid for new in consents])
    refuse_if(said.problems_of(by, consents, people))
    with deed("people.consents_recorded", by=by) as this:
        rows = said.write(this, consents, people)
    return Done(tuple(rows), (), this.uid)
