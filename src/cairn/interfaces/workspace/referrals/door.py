"""Waiting at the door: what came from the public form and from other organisations, and referrals that wait for a decision,
in one queue."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from cairn.access import reads
from cairn.access.permissions import Permission as P
from cairn.cases.queries import door as queue
from cairn.cases.queries import incoming
from cairn.cases.queries.door import DoorFilter, Waiting
from cairn.exchange.tables import Cell
from cairn.interfaces.workspace import codes
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.people import queries as people
from cairn.services import queries as services

NAMES = ("q", "service", "urgency", "stands", "sector", "days")
STANDS = {
    "new": "Not looked at yet",
    "public_form": "From the public form",
    "organisation": "From another organisation",
    "pending": "To be decided",
}
DAYS = {"7": "A week or more", "14": "Two weeks or more", "28": "Four weeks or more"}
COLUMNS = (
    "Name", "Service", "Stands", "Urgency", "In crisis", "Received", "Days waiting", "Spoken with", "Sent by", "Sector",
    "Dealt with by",
)  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD)
def door(request: Request) -> HttpResponse:
    """Fifty a page, by urgency and then by how long they have waited."""
    choices = _choices(request)
    said = _said(request, choices)
    only = DoorFilter(
        service_uid=said["service"], urgency=said["urgency"], stands=said["stands"], sector=said["sector"],
        days=int(said["days"] or 0), text=said["q"],
    )  # fmt: skip
    rows = lambda: map(_line, queue.everybody(request.actor, only))  # called only when a file is wanted
    if (file := files.answer(request, "Waiting at the door", COLUMNS, rows)) is not None:
        return file
    number = request.GET.get("page", "1")
    found = queue.door(request.actor, only, int(number) if number.isdecimal() and len(number) < 6 else 1)
    address = urlencode({name: value for name, value in said.items() if value})
    return draw(request, "referrals/door", found=found, said=said, choices=choices, stands=STANDS, address=address)


def _choices(request: Request) -> dict[str, list[tuple[str, str]]]:
    own = services.visible_to(request.actor).order_by("name").values_list("uid", "name")
    return {
        "service": [(str(uid), name) for uid, name in own],
        "urgency": codes.choices("urgency"),
        "stands": list(STANDS.items()),
        "sector": codes.choices("referral_sector"),
        "days": list(DAYS.items()),
    }


def _said(request: Request, choices: Mapping[str, list[tuple[str, str]]]) -> dict[str, str]:
    """What the address asks; answers that nobody offered say nothing."""
    said = {name: request.GET.get(name, "").strip()[:200] for name in NAMES}
    return {name: said[name] if name == "q" or said[name] in dict(choices[name]) else "" for name in NAMES}


def _line(row: Waiting) -> tuple[Cell, ...]:
    words = STANDS.get(row.stands, row.stands)
    return (
        row.name, row.service, words, codes.label("urgency", row.urgency), codes.label("crisis", row.crisis),
        row.received_date, row.waiting_days, "Yes" if row.contacted else "No", row.sender,
        codes.label("referral_sector", row.sector), row.worker,
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD)
def came(request: Request, incoming: str) -> HttpResponse:
    """One that came: what was sent, who on record it may be about, and what can be done."""
    return draw(request, "referrals/came", **_one(request, incoming))


def _one(request: Request, uid: str) -> dict[str, Any]:
    row = incoming.incoming(request.actor, uid)
    reads.log(by=request.actor, kind="incoming_referral", uid=row.uid)
    text = request.GET.get("q", "")
    return {
        "row": row,
        "matches": incoming.likely(request.actor, row) if row.is_waiting else [],
        "q": text,
        "found": people.find(request.actor, text) if text and row.is_waiting else [],
    }
