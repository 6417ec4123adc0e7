"""Searching in what was written, of what the reader may read."""

import datetime as dt
from dataclasses import replace
from functools import partial

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.cases.queries.searching import MOST, Asked, FoundNote
from cairn.cases.queries.searching import search as search_notes
from cairn.exchange.tables import Cell
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.kernel import clock
from cairn.people import queries as people

SHOWN = 20
ORDERS = (("newest", "Newest first"), ("closest", "Closest first"))


@page(P.READ_CLIENTS)
def search(request: Request) -> HttpResponse:
    """The words in an address are the reader's own, and sent by GET so that Back works; see the README on logs."""
    said = {name: request.GET.get(name, "").strip() for name in ("q", "who", "order", "client")}
    since, until = (_day(request, name) for name in ("since", "until"))
    limit = min(MOST, _number(request.GET.get("show", ""), SHOWN))
    person = people.card_of(people.get(request.actor, said["client"]), clock.today()) if said["client"] else None
    asked = Asked(
        text=said["q"], mine=said["who"] == "mine", client_uid=said["client"], since=since, until=until,
        order=said["order"] if said["order"] in dict(ORDERS) else "newest", limit=limit,
    )  # fmt: skip
    found = search_notes(request.actor, asked)
    every = partial(search_notes, request.actor, replace(asked, limit=MOST))
    if (file := files.answer(request, "Notes found", COLUMNS, lambda: map(_line, every().notes))) is not None:
        return file
    return draw(
        request, "finding/search", found=found, asked=asked, person=person, orders=ORDERS,
        more=limit + SHOWN if limit < MOST else 0,
    )  # fmt: skip


COLUMNS = ("Date", "About", "Reference", "By", "Service", "Restricted", "Words around what was found")


def _line(note: FoundNote) -> tuple[Cell, ...]:
    """Whom a file goes on to is known to nobody: the words of a restricted note stay in here."""
    words = "" if note.is_restricted else "".join(piece.text for piece in note.pieces)
    about = (note.note_date, note.client, note.reference, note.author, note.service)
    return (*about, note.is_restricted, words)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and 0 < len(text) < 5 else otherwise


def _day(request: Request, name: str) -> dt.date | None:
    """A date of the filter; what is none is not asked for."""
    try:
        return dt.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
