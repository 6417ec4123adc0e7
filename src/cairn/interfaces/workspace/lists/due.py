"""Readings that are due and overdue: first ones, reviews, follow-ups."""

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.queries import readings_due as queries
from cairn.definitions import registry
from cairn.interfaces.workspace import members
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.services import measuring
from cairn.services import queries as services

COLUMNS = ("Name", "Reference", "Service", "Worker", "Scale", "What", "Since", "State")
SHOWN = 100


@page(P.READ_CLIENTS)
def readings_due(request: Request) -> HttpResponse:
    """Whom to ask next, the longest due first; by service, worker, scale and kind."""
    said = {name: request.GET.get(name, "").strip() for name in ("service", "worker", "scale", "what", "overdue")}
    only = queries.DueFilter(**{**said, "overdue": bool(said["overdue"])})  # type: ignore[arg-type]
    found, is_more = queries.readings_due(request.actor, only)
    if (file := files.answer(request, "Readings due", COLUMNS, lambda: queries.columns(found))) is not None:
        return file
    rows = services.visible_to(request.actor).order_by("name")
    asked = sorted({one.scale for each in measuring.scales_of_all(request.actor).values() for one in each})
    return draw(
        request, "lists/due", found=found[:SHOWN], total=len(found), is_more=is_more, said=said, narrows=any(said.values()),
        services=[(str(one.uid), one.name) for one in rows], workers=members.workers(request), what=queries.WHAT,
        scales=[(id, registry.get("scale", id).short_label) for id in asked], may_record=request.actor.may(P.RECORD),
        once=[one.name for one in rows if one.is_one_off], short=[one.name for one in rows if one.is_short_stay],
        waits=[one.name for one in rows if one.is_waiting_list],
    )  # fmt: skip
