"""Who has read a person's record, and when."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse

from cairn.access.models import ReadLog
from cairn.access.permissions import Permission as P
from cairn.access.queries import names_of
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.kernel import clock
from cairn.people import queries as people

PER_PAGE = 100
WORDS = {"client": "opened a page of this record", "concern": "opened a concern"}


@dataclass(frozen=True, slots=True)
class Opened:
    at: datetime
    who: str
    words: str


@page(P.READ_CLIENTS, P.READ_AUDIT)
def reads(request: Request, client: str) -> HttpResponse:
    """Newest first, so many at a time. Who may not know of concerns is not told that one was read."""
    person = people.get(request.actor, client)
    before = request.GET.get("before", "")
    rows = _rows(request, person)
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    told = rows.order_by("-pk").values_list("pk", "at", "actor_uid", "kind")
    if (file := files.answer(request, "Who has read it", COLUMNS, lambda: map(astuple, _opened(told)))) is not None:
        return file
    found = list(told[: PER_PAGE + 1])
    return draw(
        request, "clients/reads", card=people.card_of(person, clock.today()), lines=_opened(found[:PER_PAGE]),
        older=found[PER_PAGE - 1][0] if len(found) > PER_PAGE else 0, newest=bool(before),
    )  # fmt: skip


COLUMNS = ("When", "Who", "What")


def _opened(found: Iterable[Any]) -> list[Opened]:
    found = list(found)
    names = names_of({uid for _, _, uid, _ in found})
    return [
        Opened(at, names.get(uid, "Somebody who has left"), WORDS.get(kind, "opened a part of this record"))
        for _, at, uid, kind in found
    ]


def _rows(request: Request, person: Any) -> "QuerySet[ReadLog]":
    kinds = ["client", "concern"] if request.actor.may(P.READ_RESTRICTED) else ["client"]
    uids = [str(row.uid) for row in (person, *people.shells_of(request.actor, person))]
    own = ReadLog.objects.filter(organisation_id=request.actor.organisation_id, subject_uid__in=uids)
    return own.filter(kind__in=kinds)
