"""One turn of the job worker: a waiting job, and every mart that is behind its organisation's feed."""

import logging

from cairn.access import feed
from cairn.access.models import Organisation
from cairn.insight import marts

log = logging.getLogger(__name__)
_reached: dict[tuple[int, str], int] = {}


def turn() -> bool:
    """Do what is due; True when anything was. A mart that fails is logged and tried again at the next change."""
    followed = [_follow(row.pk, kind) for row in Organisation.objects.all() for kind in _kinds(row)]
    return any(followed)


def _kinds(organisation: Organisation) -> list[marts.Kind]:
    kinds: list[marts.Kind] = []
    if organisation.is_provider:
        kinds.append("own")
    if organisation.is_commissioner:
        kinds.append("shared")
    return kinds


def _follow(organisation_id: int, kind: marts.Kind) -> bool:
    head = feed.head(organisation_id)
    if _reached.get((organisation_id, kind)) == head:
        return False
    _reached[organisation_id, kind] = head
    try:
        return marts.refresh(organisation_id, kind).how != "nothing"
    except Exception:
        log.exception("mart of organisation %s (%s) was not refreshed", organisation_id, kind)
        return False
