"""Record what was done with one person: choose the person, then the kind of activity, then one tap and save."""

from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.interfaces.workspace.activities.going import back_of
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.interfaces.workspace.recent import recently_seen
from cairn.kernel import clock
from cairn.people import queries as people
from cairn.services import queries as services
from cairn.services.queries import ActivityTypeView


@page(P.READ_CLIENTS, P.RECORD)
def activity_new(request: Request) -> HttpResponse:
    """With whom? Whoever is planned or was seen last is one tap away; a group or an open door is recorded from here too.
    `part` asks for the list alone ("found"), or for all but the page around it."""
    text = request.GET.get("q", "").strip()
    by, part = request.actor, request.GET.get("part")
    found = people.find(by, text) if text else []
    said: dict[str, Any] = {"q": text, "found": found, "back_to": back_of(request), "part": part is not None}
    if not text:
        types = [one for one in services.activity_types(by) if one.is_active and one.mode != "individual"]
        waiting = [row for row in cases.appointments(by, clock.today(), by.uid) if row.state == "planned"]
        own = cases.caseload(by, worker_uid=by.uid, per_page=8).rows
        said |= {"planned": waiting, "sessions": types, "recent": recently_seen(request), "own": own}
    template = {None: "choose", "found": "choices"}.get(part, "choose_part")
    return draw(request, f"activities/{template}", **said)


def type_of(request: Request, uid: object) -> ActivityTypeView:
    """A type of activity with what it carries. Raises services.NotFound."""
    row = services.get_activity_type(request.actor, uid)
    return next(one for one in services.activity_types(request.actor, row.service) if one.uid == str(row.uid))
