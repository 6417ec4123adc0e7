"""People whose pages the reader opened last."""

from cairn.access.models import ReadLog
from cairn.interfaces.workspace.pages import Request
from cairn.kernel import clock
from cairn.people import queries as people
from cairn.people.queries import ClientCard


def recently_seen(request: Request, limit: int = 6) -> list[ClientCard]:
    """Latest first; who has been erased is simply not there."""
    by = request.actor
    opened = ReadLog.objects.filter(organisation_id=by.organisation_id, actor_uid=by.uid, kind="client")
    uids = list(dict.fromkeys(opened.order_by("-pk").values_list("subject_uid", flat=True)[:60]))[: limit * 2]
    rows = {str(row.uid): row for row in people.visible_to(by).filter(uid__in=uids)}
    return [people.card_of(rows[uid], clock.today()) for uid in uids if uid in rows][:limit]
