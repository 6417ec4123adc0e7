"""What the commissioner's review says to the provider: messages about what has not come, colours, and review meetings."""

from typing import Any

from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.interfaces.pages import Request, go, page, show, version_of
from cairn.interfaces.workspace.returns.ours import ours
from cairn.kernel.problems import Refused
from cairn.presentation import rag
from cairn.returns import chases, colours
from cairn.returns import meetings as reading
from cairn.returns.actions import chasing, meetings
from cairn.returns.views import ReturnView


def context(request: Request, found: ReturnView) -> dict[str, Any]:
    """For the page of a return: the last message that stands, and the colours once it is accepted."""
    waits = found.state in ("open", "rejected")
    standing = [one for one in chases.of(request.actor, found.uid) if one.stands] if waits else []
    marks = rag.marks(colours.of(request.actor, found)) if found.state == "accepted" else {}
    return {"chased": standing[0] if standing else None, "marks": marks}


@page(P.PREPARE_RETURNS, only_post=True)
def seen(request: Request, answer: str) -> HttpResponse:
    """The commissioner is told that its message was seen."""
    found = ours(request, answer)
    chasing.seen(by=request.actor, answer_uid=found.uid)
    return go(
        request, "workspace:return", answer=found.uid, said=f"{found.commissioner_name} knows that you have seen it."
    )


@page(P.PREPARE_RETURNS)
def all_meetings(request: Request) -> HttpResponse:
    """Of every contract, the newest first."""
    mine = [one for one in reading.listing(request.actor) if one.side == "provider"]
    return show(request, "returns/reviews", meetings=mine)


@page(P.PREPARE_RETURNS, only_post=True)
def tick(request: Request, meeting: str) -> HttpResponse:
    """One of one's own actions is done, or not after all."""
    found = reading.get(request.actor, meeting)
    place, done = request.POST.get("place", ""), request.POST.get("done") != "no"
    at = int(place) if place.isdecimal() and len(place) < 4 else -1
    try:
        meetings.tick(
            by=request.actor, meeting_uid=found.uid, place=at, done=done, version=version_of(request, found.version)
        )
        said = "Done, and the other side sees it." if done else "It is open again."
    except Refused as refused:
        said = refused.words
    return go(request, "workspace:meetings", said=said, fragment=f"meeting-{found.uid}")


urls = [
    path("returns/<uuid:answer>/seen/", seen, name="chase_seen"),
    path("returns/meetings/", all_meetings, name="meetings"),
    path("returns/meetings/<uuid:meeting>/done/", tick, name="meeting_tick"),
]
