"""Record what was done with one person: choose the person, then the kind of activity, then one tap and save."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.actions import activities
from cairn.cases.models import Activity
from cairn.interfaces.workspace.activities import forms
from cairn.interfaces.workspace.activities.going import back_of
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.recent import recently_seen
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done
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


@page(P.READ_CLIENTS, P.RECORD, writes=True)
def activity_change(request: Request, activity: str) -> HttpResponse:
    """Put a date or a length right; what came of the activity moves with it."""

    def stands() -> tuple[int, dict[str, Any]]:
        row = cases.get(request.actor, Activity, str(activity))
        return row.version, {"activity_date": row.activity_date, "minutes": row.minutes}

    version, now = stands()
    sending = prepare(request, forms.ChangeForm, initial={**now, "version": version})

    def change(said: dict[str, Any]) -> Done[Any]:
        return activities.change(by=request.actor, activity_uid=str(activity), **said)

    row = cases.get(request.actor, Activity, str(activity))
    came = row.attendances.values_list("client__uid", flat=True).first()
    if attempt(request, sending, change, now=stands):
        done(request, "The activity is changed.", sending.done.event_uid)  # type: ignore[union-attr]
        return to(request, "client", client=came) if came else to(request, "home")
    name = "client" if came else "home"
    kwargs = {"organisation": request.actor.slug, **({"client": came} if came else {})}
    return draw_form(
        request, sending, title="Change the date or the length", back=reverse(f"workspace:{name}", kwargs=kwargs)
    )
