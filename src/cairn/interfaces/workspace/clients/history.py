"""Who did what with one person's record, and when."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse

from cairn.access import event_types
from cairn.access.models import AuditEvent, AuditSubject, ReadLog
from cairn.access.permissions import Permission as P
from cairn.access.queries import names_of
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.people import queries as people

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One deed: when, who, and the words that finish the sentence."""

    at: datetime
    who: str
    words: str
    undone: bool


@page(P.READ_CLIENTS, P.READ_AUDIT)
def history(request: Request, client: str) -> HttpResponse:
    person = people.get(request.actor, client)
    own = {"organisation_id": request.actor.organisation_id}
    ids = AuditSubject.objects.filter(kind="client", uid=str(person.uid), **own).values("event_id")
    events = list(AuditEvent.objects.filter(id__in=ids, **own).order_by("-seq")[:SHOWN])
    undone = {event.undoes for event in events if event.undoes}
    opened = list(
        ReadLog.objects.filter(kind="client", subject_uid=str(person.uid), **own)
        .order_by("-at")
        .values_list("at", "actor_uid")[:50]
    )
    names = names_of({event.actor_uid for event in events} | {uid for _, uid in opened})
    lines = [
        Line(event.at, names.get(event.actor_uid, "Somebody who has left"), event_types.get(event.type).words,
             str(event.uid) in undone)
        for event in events
    ]  # fmt: skip
    seen = [(at, names.get(uid, "Somebody who has left")) for at, uid in opened]
    return draw(request, "clients/history", card=people.details(request.actor, client).card, lines=lines, opened=seen)
