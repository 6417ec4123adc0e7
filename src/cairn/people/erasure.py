"""What this room holds of a person. Last of all stores, because every other row points here."""

from django.db.models import Q

from cairn.kernel import erasure, textindex
from cairn.kernel.erasure import Erasure, Store
from cairn.people.finding import INDEX
from cairn.people.models import Client, Communication, DatedStatus, RelatedPerson


def _erase_client(who: Erasure) -> int:
    """Plain querysets, not the deed: a revision of this deed would hold the person again."""
    theirs = DatedStatus.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    statuses = theirs.delete()[0]
    about = Communication.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id).delete()[0]
    circle = RelatedPerson.objects.filter(organisation_id=who.organisation_id)
    about += circle.filter(Q(client_id=who.client_id) | Q(other_id=who.client_id)).delete()[0]
    return statuses + about + Client.objects.filter(organisation_id=who.organisation_id, pk=who.client_id).delete()[0]


def _forget(who: Erasure) -> int:
    """What the index of names keeps of rows that are gone. Their client went with them, so `who` says nothing here."""
    return textindex.forget(INDEX)


def register() -> None:
    covers = ("people.Client", "people.DatedStatus", "people.Communication", "people.RelatedPerson")
    erasure.register(Store("the person, their circle and how life stood", covers, _erase_client, order=90))
    erasure.register(Store("index of names", ("file:index of names",), _forget, after_commit=True, order=92))
