"""What this room holds of a person: drafts of forms about them."""

from cairn.desk.models import Draft
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store


def _erase(who: Erasure) -> int:
    gone: int = Draft.objects.filter(organisation_id=who.organisation_id, client_uid=who.client_uid).delete()[0]
    return gone


def register() -> None:
    erasure.register(Store("drafts", ("desk.Draft",), _erase))
