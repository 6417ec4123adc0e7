"""What this room holds of a person: the links that were made for them."""

from cairn.intake.models import PersonLink
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store


def _links(who: Erasure) -> int:
    theirs = PersonLink.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
    return int(theirs.delete()[0])


def register() -> None:
    erasure.register(Store("links to their own page", ("intake.PersonLink",), _links, order=5))
