"""Turn the evening's reminder on or off."""

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases import evening
from cairn.interfaces.workspace.pages import Request, done, page, to


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def reminders(request: Request) -> HttpResponse:
    """The reader's own, by e-mail."""
    on = request.POST.get("on") == "yes"
    evening.turn(by=request.actor, on=on)
    done(
        request,
        "Each evening an e-mail will say how much is planned for the next day, and at what times; it names nobody."
        if on
        else "No more reminders by e-mail.",
    )
    return to(request, "diary")
