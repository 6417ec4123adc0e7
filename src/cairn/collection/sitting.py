"""The one writer of seats: whoever joins, is let in, or opens a collection to sit in it."""

from cairn.access.deeds import Deed
from cairn.collection.models import Collection, CollectionAuthority
from cairn.contracts import parties
from cairn.kernel import clock

SITS = "Your authority sits in this collection already."


def codes_of_others(row: Collection, authority_id: int) -> list[str]:
    """The codes in a collection that are another authority's, now or before."""
    others = CollectionAuthority.objects.filter(collection=row).exclude(organisation_id=authority_id)
    return list(others.values_list("code", flat=True))


def sits(row: Collection, authority_id: int) -> bool:
    return CollectionAuthority.objects.filter(collection=row, organisation_id=authority_id, left_date=None).exists()


def sit(this: Deed, row: Collection, authority_id: int, code: str) -> CollectionAuthority:
    """A seat, or the one that was left, again."""
    before = CollectionAuthority.objects.filter(collection=row, organisation_id=authority_id).first()
    if before:
        again: CollectionAuthority = this.update(before, code=code, left_date=None)
        return again
    new = CollectionAuthority(collection=row, organisation_id=authority_id, code=code, joined_date=clock.today())
    (made,) = parties.once(this, [new])
    found: CollectionAuthority = made
    return found
