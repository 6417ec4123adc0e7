"""What was held while its writer signed in again, sent to its page at once: saved with no further press, and once only."""

from collections.abc import Sequence
from copy import copy
from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import resolve

from cairn.access import scope
from cairn.access.actors import NotAllowed
from cairn.access.queries import actor_for
from cairn.kernel import clock

Fields = Sequence[Sequence[str]]


class Used(Exception):
    """It was sent before: the browser went back, or the page was loaded anew."""


class _NotTaken(Exception):
    """The page did not lead on, so whatever it did is not to stand."""


def save(request: HttpRequest, path: str, fields: Fields, *, ticket: str, seconds: int) -> HttpResponse | None:
    """The way on from the page that took it; None where that page has something to say first, and nothing is saved."""
    try:
        with transaction.atomic():
            _use(ticket, seconds)
            response = _sent(request, path, fields)
            if response.status_code != 302:
                raise _NotTaken
    except (_NotTaken, Http404, NotAllowed):
        return None
    return response


def _use(ticket: str, seconds: int) -> None:
    """Whoever comes second with a ticket is turned away, whichever process they come to: a row that is made once. It stands
    among the sessions, holds nothing and opens nothing."""
    until = clock.now() + timedelta(seconds=seconds)
    key = f"held{ticket}"
    if not Session.objects.get_or_create(session_key=key, defaults={"session_data": "", "expire_date": until})[1]:
        raise Used


def _sent(request: HttpRequest, path: str, fields: Fields) -> HttpResponse:
    """The page at an address of an organisation, as if its form had just been sent by who is signed in now."""
    place = urlsplit(path)
    found = resolve(place.path)
    known = actor_for(request.user, found.kwargs.get("organisation", ""))  # type: ignore[arg-type]
    if known is None or "%00" in path:  # as the middleware has it
        raise Http404
    again = copy(request)
    again.path = again.path_info = place.path
    again.META = {**request.META, "PATH_INFO": place.path, "QUERY_STRING": place.query}
    again.GET = QueryDict(place.query)  # type: ignore[assignment]
    again.POST = _as_sent(fields)  # type: ignore[assignment]
    again.resolver_match = found
    again.actor, again.organisation = known  # type: ignore[attr-defined]
    with scope.of(known[0]):
        response: HttpResponse = found.func(again, *found.args, **found.kwargs)
    return response


def _as_sent(fields: Fields) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, value in fields:
        sent.appendlist(name, value)
    sent._mutable = False
    return sent
