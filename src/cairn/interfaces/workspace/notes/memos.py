"""Memos: those that wait for the reader, those they sent, and those dealt with."""

from django.http import HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from cairn.access.permissions import Permission as P
from cairn.cases.actions import notes as actions
from cairn.cases.queries import notes as queries
from cairn.interfaces.pages import version_of
from cairn.interfaces.workspace.notes.views import note_of
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.kernel.problems import Refused

SHOWN = 50


@page(P.READ_CLIENTS, P.RECORD)
def memos(request: Request) -> HttpResponse:
    by = request.actor
    return draw(
        request, "notes/memos", waiting=queries.memos_waiting(by, SHOWN), sent=queries.memos_sent(by, SHOWN),
        dealt=queries.memos_done(by, 20),
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def note_dealt(request: Request, client: str, note: str) -> HttpResponse:
    """Mark a memo as dealt with, and stay where the reader was."""
    row = note_of(request, client, note)
    dealing = actions.Dealing(note_uid=str(row.uid), version=version_of(request, row.version))
    try:
        made = actions.deal(by=request.actor, memos=[dealing])
        done(request, "The memo is dealt with.", made.event_uid)
    except Refused as refused:
        done(request, " ".join(f"{problem.message} {problem.fix}" for problem in refused.problems))
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(f"/o/{request.actor.slug}/"):
        response = to(request, "memos")
        response["Location"] = back
        return response
    return to(request, "notes", client=client, fragment=f"note-{row.uid}")
