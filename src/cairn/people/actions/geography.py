"""Derive areas again when the look-up has a new version."""

from cairn.access.actors import Actor
from cairn.access.deeds import deed
from cairn.access.permissions import Permission
from cairn.people import geography
from cairn.people.models import Client

BATCH = 500


def recompute(*, by: Actor) -> int:
    """Derive sector, district and ward of everybody whose look-up is an old one; return how many people that was.

    In deeds of at most 500, each complete in itself: stopped half way, it goes on from there when called again.
    """
    by.require(Permission.MANAGE_ORGANISATION)
    count = 0
    while people := _out_of_date(by):
        with deed("people.areas_recomputed", by=by) as this:
            for person in people:
                area = geography.look_up(person.postcode)
                areas = {"sector": area.sector, "district": area.district, "ward": area.ward}
                this.update(person, **areas, geography=area.version)
        count += len(people)
    return count


def _out_of_date(by: Actor) -> list[Client]:
    own = Client.objects.filter(organisation_id=by.organisation_id).exclude(postcode="")
    return list(own.exclude(geography=geography.VERSION).order_by("pk")[:BATCH])
