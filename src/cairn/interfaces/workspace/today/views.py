"""Today: what is owed, and to whom."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.intake import rated
from cairn.interfaces import rounds_file
from cairn.interfaces.workspace.pages import Request, draw, page, to
from cairn.interfaces.workspace.setup import tasks as setup
from cairn.interfaces.workspace.today import reviewing
from cairn.people import queries as people
from cairn.returns import owing

#: For those who do not record: what they come to do, the permission for it, and where.
PLACES = (
    (P.PREPARE_RETURNS, "Returns", "Open the return that has filled itself, explain a figure, send it.", "workspace:returns"),
    (P.SIGN_AGREEMENTS, "Agreements", "See which fields leave, to whom, and sign or pause.", "workspace:agreements"),
    (P.SEE_OWN_FIGURES, "Figures", "What changed for the people you support, with n and interval.", "workspace:figures"),
    (P.MANAGE_CONTRACTS, "Contracts", "Set up a contract, its measures, its agreement and its rounds.", "commissioner:contracts"),
    (P.REVIEW_RETURNS, "Returns received", "Accept what was sent, or say what is wrong.", "commissioner:returns"),
    (P.REVIEW_RETURNS, "Totals and board pack", "What was accepted over all contracts, for a board too.", "commissioner:totals"),
    (P.SEE_SHARED_FIGURES, "Cross-tab", "Any two demographics by any agreed measure.", "commissioner:crosstab"),
    (P.MANAGE_ORGANISATION, "Settings", "Who works here, what each may do; keys for other programs.", "workspace:settings"),
)  # fmt: skip

BEGINNING = 25
"""With so few people an organisation is still setting up."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go, and why."""

    label: str
    words: str
    url: str


@page()
def home(request: Request) -> HttpResponse:
    by = request.actor
    text = request.GET.get("q", "").strip()
    if not by.may(P.READ_CLIENTS):
        return draw(request, "today/elsewhere", places=_places(request), **_coming(request))
    if not by.may(P.RECORD):
        found = people.find(by, text) if text else []
        return draw(
            request, "today/elsewhere", places=_places(request), q=text, found=found, searches=True,
            **_coming(request),
        )  # fmt: skip
    everyone = by.may(P.MANAGE_SERVICES) and "own" not in request.GET
    today = cases.today(by, everyone=everyone)
    if not today.people and setup.lands(request):
        return to(request, "setup")
    return draw(
        request, "today/home", q=text, found=people.find(by, text) if text else [], today=today,
        memos=today.owing.memos, plans=today.owing.plans, situations=today.owing.stands,
        rated=rated.unseen(by, None if everyone else [by.uid, *(desk.worker_uid for desk in today.desks)]),
        reminders=rounds_file.said(request), nudged=owing.standing(by),
        setup=setup.tasks(request) if today.people < BEGINNING else [], may_see_all=by.may(P.MANAGE_SERVICES),
        area_changes=reviewing.area_changes(request),
    )  # fmt: skip


def _coming(request: Request) -> dict[str, Any]:
    """What waits of returns, and which rounds are near."""
    return {**reviewing.context(request), "reminders": rounds_file.said(request)}


def _places(request: Request) -> list[Place]:
    found = []
    for permission, label, words, name in PLACES:
        if request.actor.may(permission):
            try:
                found.append(Place(label, words, reverse(name, kwargs={"organisation": request.actor.slug})))
            except NoReverseMatch:
                continue
    return found
