"""Take back what was just done."""

from django.contrib import messages
from django.http import Http404, HttpResponse

from cairn.access.actions.undo import take_back
from cairn.access.actors import NotAllowed
from cairn.interfaces.workspace.pages import Request, page, to, within
from cairn.kernel.problems import Refused

#: What is said of an undo that puts something back as it was, where nothing was counted.
PARTED = {
    "people.clients_merged": "They are two records again, each with what was recorded on it. What has been recorded since "
    "stays where it was recorded, or goes with the support that it belongs to.",
    "contracts.small_grant_recorded": "Taken back. A grant that was recorded is withdrawn; one that was withdrawn stands again.",
    "cases.handed_over": "Taken back. Everything is on its own desk again.",
    "cases.episode_closed": "Taken back. Support goes on, and what was planned stands again.",
}


def _said(kind: str) -> str:
    two_sided = kind.startswith(("contracts.", "returns."))
    usual = "It stands as it was before." if two_sided else "Nothing of it counts any more."
    return PARTED.get(kind, f"Taken back. {usual}")


def _left(count: int) -> str:
    if not count:
        return ""
    return f" {count} of the lines changed since: {'it keeps' if count == 1 else 'they keep'} the change."


@page(only_post=True)
def undo(request: Request, event: str) -> HttpResponse:
    """Undo one deed by its event, and return to where the reader was, saying what came of it: on a page of either side, so
    by a notice that both draw. Whoever may not do the deed may not take it back (`EventType.needs`)."""
    try:
        undone = take_back(by=request.actor, event_uid=str(event))
        messages.success(request, _said(undone.type) + _left(undone.left))
    except NotAllowed:
        raise
    except Refused as refused:
        if any(problem.rule == "undo.unknown" for problem in refused.problems):
            raise Http404 from refused
        messages.warning(request, refused.words)
    if back := within(request, request.POST.get("back", "")):
        response = to(request, "home")
        response["Location"] = back
        return response
    return to(request, "home")
