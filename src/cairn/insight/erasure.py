"""What this room holds of a person: rows of marts. After the records are gone, the marts that held them are built anew."""

from django.db.models import Q

from cairn.access import scope
from cairn.contracts.models import Contract
from cairn.insight.gather import Kind
from cairn.kernel import erasure
from cairn.kernel.erasure import Erasure, Store


def _erase(who: Erasure) -> int:
    """Rebuild the organisation's own mart, and the shared marts of whoever commissions it; those that hold rows which it wrote
    let go of what was erased. How many there were."""
    from cairn.insight import gather
    from cairn.insight.mart import files, refresh, sources

    sources.close_all()
    held: list[tuple[int, Kind]] = [(who.organisation_id, "own")]
    held += [(recipient, "shared") for recipient in _recipients(who.organisation_id)]
    there = [(at, kind) for at, kind in held if files.read(files.folder(refresh.uid_of(at), kind)) is not None]
    for at, kind in there:
        refresh.rebuild(at, kind)
    followers = [
        at for at in gather.followers(who.organisation_id) if files.read(files.folder(refresh.uid_of(at), "own"))
    ]
    for at in followers:
        refresh.refresh(at, "own")
    return len(there) + len(followers)


def _recipients(organisation_id: int) -> list[int]:
    with scope.every("an erased person may be in the mart of anyone who commissions this organisation"):
        theirs = Contract.objects.filter(Q(provider_id=organisation_id) | Q(partners__partner_id=organisation_id))
        return sorted(set(theirs.values_list("commissioner_id", flat=True)))


def register() -> None:
    erasure.register(Store("copies that figures are read from", ("file:marts",), _erase, after_commit=True))
