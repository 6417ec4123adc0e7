"""What a person may see and say of their own record, as staff see it: links, consent, what they see otherwise; on paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from cairn.access.permissions import Permission as P
from cairn.cases.queries import own_seen
from cairn.intake import own, queries
from cairn.interfaces.workspace.clients.frame import frame
from cairn.interfaces.workspace.pages import Request, draw, page
from cairn.kernel import clock
from cairn.people import consents
from cairn.people import queries as people
from cairn.presentation.own.page import show
from cairn.presentation.own.words import every, words_of


@page(P.READ_CLIENTS)
def own_page(request: Request, client: str) -> HttpResponse:
    by = request.actor
    person = people.get(by, client)
    said = consents.history(by, person)
    seen, things = own_seen.seen(by, person)
    return draw(
        request, "doors/own", **frame(request, client, "own_page", people.card_of(person, clock.today())),
        links=queries.links(by, person), languages={code: one.name for code, one in every().items()},
        stands=[one for one in said if one.end_date is None], before=[one for one in said if one.end_date],
        seen=[one for one in seen if one.taken_back_date is None], taken_back=[one for one in seen if one.taken_back_date],
        things=things,
    )  # fmt: skip


@page(P.READ_CLIENTS, P.RECORD)
def own_print(request: Request, client: str) -> HttpResponse:
    """The same page as by a link, to print for somebody without a phone."""
    person = people.get(request.actor, client)
    words = words_of(request.GET.get("lang", ""))
    shown = show(own.page_of(request.actor, person, words.language), words)
    told: dict[str, Any] = {"said": "", "wrong": "", "at": "", "typed": "", "given": {}, "key": "", "link": ""}
    context = {"tongue": words, "page": shown, "on_paper": True, "client_uid": person.uid, **told}
    return render(request, "workspace/doors/print.jinja", context, using="jinja2")
