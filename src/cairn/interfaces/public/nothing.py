"""What opens nothing, for whatever reason: the same page for all of it."""

from django.http import HttpRequest, HttpResponse

from cairn.intake.actions.knocks import Knock, admit
from cairn.intake.rules import Limit
from cairn.interfaces.public.replies import address_of, draw
from cairn.presentation.own.words import Words, every, words_of

MISSING, TOO_MANY = 404, 429


def nothing(request: HttpRequest, door: str, limit: Limit) -> HttpResponse:
    """In the language that the browser asks for. Whoever tries many addresses is told to wait."""
    minutes = admit(knocks=[Knock(door, address_of(request), limit)])
    told = {"tongue": _wanted(request), "large": False}
    response = draw(request, "rate/nothing", status=TOO_MANY if minutes else MISSING, **told)
    if minutes:
        response["Retry-After"] = str(minutes * 60)
    return response


def _wanted(request: HttpRequest) -> Words:
    """The language of the address, else the first that the browser asks for and we have, else English."""
    asked = request.headers.get("Accept-Language", "")[:200].casefold().split(",")
    tags = [part.split(";")[0].strip().split("-")[0] for part in asked]
    known = {one.tag.split("-")[0]: one.language for one in reversed(every().values())}
    return words_of(request.GET.get("lang", ""), *(known[tag] for tag in tags if tag in known))
