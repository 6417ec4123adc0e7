"""How far somebody has come, large, to turn the screen to them or to print: their own path, and nothing else about them."""

from dataclasses import dataclass

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.queries.trails import TrailView, trails
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.people import queries as people
from cairn.presentation import trail as pictures
from cairn.presentation.overtime import OverTime, over_time


@dataclass(frozen=True, slots=True)
class Path:
    """One ladder, as stones that climb and as a line over time."""

    view: TrailView
    trail: pictures.Trail
    time: OverTime


@page(P.READ_CLIENTS)
def trail(request: Request, client: str) -> HttpResponse:
    person = people.get(request.actor, client)
    paths = [
        Path(one, pictures.trail(one.name, one.rungs), over_time([rung.label for rung in one.rungs], one.stones))
        for one in trails(request.actor, person)
    ]
    called = person.known_as or person.name.split(" ")[0] or person.reference
    return draw(request, "trails/one", client_uid=str(person.uid), called=called, paths=paths)
