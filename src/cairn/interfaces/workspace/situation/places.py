"""What the pages of this part share: whose page it is, the way back, and taking out what was a mistake."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from cairn.cases.models import Episode
from cairn.cases.queries import NotFound, get
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.pages import Request, done, to
from cairn.interfaces.workspace.saving import Sending, say
from cairn.kernel.problems import Done
from cairn.people import queries as people
from cairn.people.models import Client


def person_of(request: Request, client: object) -> Client:
    """Raises NotFound."""
    return people.get(request.actor, client)


def called(person: Client) -> str:
    return str(person.name or person.known_as or person.reference)


def episode_of(request: Request, client: object, episode: object) -> Any:
    """An episode of this person. Raises NotFound."""
    row = get(request.actor, Episode, episode, "client", "service")
    if str(row.client.uid) != str(client):
        raise NotFound("no such support")
    return row


def own(request: Request, model: Any, client: object, uid: object, *related: str) -> Any:
    """A row about this person. Raises NotFound."""
    row = get(request.actor, model, uid, "client", *related)
    if str(row.client.uid) != str(client):
        raise NotFound("no such row")
    return row


def life_url(request: Request, client: object) -> str:
    return address(request, "workspace:life", client=client)


def home(request: Request, client: object, sending: Sending, words: str, part: str) -> HttpResponse:
    """Back to how life stands, with what was done and its undo."""
    say(request, sending, words)
    return to(request, "life", client=client, fragment=part)


def taken_out(request: Request, client: object, deed: Callable[[], Done[Any]], words: str, part: str) -> HttpResponse:
    """A mistake is taken out at once: the undo stands on the next page."""
    done(request, words, deed().event_uid)
    return to(request, "life", client=client, fragment=part)
