"""What this room holds of a person. Last of all stores, because every other row points here."""

from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store
from cairn.people.models import Client, DatedStatus


def _erase_client(who: Erasure) -> int:
    """Plain querysets, not the deed: a revision of this deed would hold the person again."""
    theirs = DatedStatus.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    statuses = theirs.delete()[0]
    return statuses + Client.objects.filter(organisation_id=who.organisation_id, pk=who.client_id).delete()[0]


def register() -> None:
    erasure.register(
        Store("the person and how life stood", ("people.Client", "people.DatedStatus"), _erase_client, order=90)
    )
