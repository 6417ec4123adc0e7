"""Take back what was just done."""

from django.http import Http404, HttpResponse

from cairn.access.actions.undo import undo as take_back
from cairn.access.actors import NotAllowed
from cairn.access.permissions import Permission as P
from cairn.interfaces.workspace.pages import Request, done, page, to, within
from cairn.kernel.problems import Refused


@page(P.RECORD, only_post=True)
def undo(request: Request, event: str) -> HttpResponse:
    """Undo one deed by its event, and return to where the reader was, saying what came of it."""
    try:
        take_back(by=request.actor, event_uid=str(event))
        done(request, "Taken back. Nothing of it counts any more.")
    except NotAllowed:
        raise
    except Refused as refused:
        if any(problem.rule == "undo.unknown" for problem in refused.problems):
            raise Http404 from refused
        done(request, " ".join(f"{problem.message} {problem.fix}" for problem in refused.problems))
    if back := within(request, request.POST.get("back", "")):
        response = to(request, "home")
        response["Location"] = back
        return response
    return to(request, "home")
