"""Memos: those that wait for the reader, those they sent, and those dealt with."""

from itertools import chain
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.actions import notes as actions
from cairn.cases.queries import notes as queries
from cairn.cases.queries.covering import desks
from cairn.exchange.tables import Cell
from cairn.interfaces.pages import version_of
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.notes.views import note_of
from cairn.interfaces.workspace.pages import Request, draw, page, pressed, to, within
from cairn.kernel import clock

SHOWN = 50


@page(P.READ_CLIENTS, P.RECORD)
def memos(request: Request) -> HttpResponse:
    by = request.actor
    covered = [desk.worker_uid for desk in desks(by)]
    lists: dict[str, Any] = {
        "waiting": queries.memos_waiting(by, SHOWN, covered),
        "sent": queries.memos_sent(by, SHOWN),
    }
    lists["dealt"] = queries.memos_done(by, 20)
    if (file := files.answer(request, "Memos", COLUMNS, lambda: map(_line, chain(*lists.values())))) is not None:
        return file
    return draw(request, "notes/memos", **lists)


COLUMNS = ("Date", "About", "Reference", "From", "To", "Restricted", "Words", "Dealt with")


def _line(memo: queries.Memo) -> tuple[Cell, ...]:
    """Whom a file goes on to is known to nobody: the words of a restricted memo stay in here."""
    dealt = clock.london_date(memo.dealt_at) if memo.dealt_at else None
    words = "" if memo.is_restricted else memo.text
    return (memo.note_date, memo.client, memo.reference, memo.author, memo.to, memo.is_restricted, words, dealt)


@page(P.READ_CLIENTS, P.RECORD, only_post=True)
def note_dealt(request: Request, client: str, note: str) -> HttpResponse:
    """Mark a memo as dealt with, and stay where the reader was."""
    row = note_of(request, client, note)
    dealing = actions.Dealing(note_uid=str(row.uid), version=version_of(request, row.version))
    pressed(request, "The memo is dealt with.", lambda: actions.deal(by=request.actor, memos=[dealing]))
    if back := within(request, request.POST.get("back", "")):
        response = to(request, "memos")
        response["Location"] = back
        return response
    return to(request, "notes", client=client, fragment=f"note-{row.uid}")
