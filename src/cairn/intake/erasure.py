"""What this room holds of a person: the links that were made for them."""

from collections.abc import Callable
from typing import Any

from cairn.intake.models import PersonLink, RatingLink
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store


def _links(model: Any) -> Callable[[Erasure], int]:
    def erase(who: Erasure) -> int:
        theirs = model.objects.filter(organisation_id=who.organisation_id, client_id=who.client_id)
        return int(theirs.delete()[0])

    return erase


def register() -> None:
    erasure.register(Store("links to their own page", ("intake.PersonLink",), _links(PersonLink), order=5))
    erasure.register(Store("links to rate themselves", ("intake.RatingLink",), _links(RatingLink), order=5))
