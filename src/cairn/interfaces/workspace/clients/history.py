"""Who did what with one person's record, and when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import HttpResponse

from cairn.access import event_types
from cairn.access.models import AuditEvent, AuditSubject
from cairn.access.permissions import Permission as P
from cairn.access.queries import names_of
from cairn.cases.queries import notes
from cairn.exchange.tables import Cell
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.kernel import clock
from cairn.people import queries as people

SHOWN = 200
#: how the types of deeds begin that whoever may not read restricted records is not told of
RESTRICTED = ("cases.concern_", "cases.safeguarding_", "people.restricted_")


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
    uids = [str(row.uid) for row in (person, *people.shells_of(request.actor, person))]
    ids = AuditSubject.objects.filter(kind="client", uid__in=uids, **own).values("event_id")
    noted = notes.hidden_deeds(request.actor, person)
    events = list(_told(request, AuditEvent.objects.filter(id__in=ids, **own), noted).order_by("-seq")[:SHOWN])
    undone = {event.undoes for event in events if event.undoes}
    names = names_of({event.actor_uid for event in events})
    lines = [
        Line(event.at, names.get(event.actor_uid, "Somebody who has left"), event_types.get(event.type).words,
             str(event.uid) in undone)
        for event in events
    ]  # fmt: skip
    if (file := files.answer(request, "Who did what", COLUMNS, lambda: map(_cells, lines))) is not None:
        return file
    return draw(request, "clients/history", card=people.card_of(person, clock.today()), lines=lines)


COLUMNS = ("When", "Who", "What", "Taken back")


def _cells(line: Line) -> tuple[Cell, ...]:
    return (line.at, line.who, line.words, line.undone)


def _told(request: Request, events: "QuerySet[AuditEvent]", noted: list[int]) -> "QuerySet[AuditEvent]":
    """Without the deeds about concerns and restricted notes (`noted`), and their undoing, for whoever may not know that
    there was one."""
    if request.actor.may(P.READ_RESTRICTED):
        return events
    secret = Q(id__in=noted)
    for beginning in RESTRICTED:
        secret |= Q(type__startswith=beginning)
    hidden = [str(uid) for uid in events.filter(secret).values_list("uid", flat=True)]
    return events.exclude(secret).exclude(undoes__in=hidden)
