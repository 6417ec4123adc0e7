"""How the data of a return was used, figure by figure; what its commissioner learnt; the city beside one's own."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.definitions import registry
from cairn.exchange.tables import Cell
from cairn.interfaces.pages import Request, go, page, show
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.returns.ours import ours
from cairn.presentation import periods
from cairn.presentation import used as presentation
from cairn.returns import feedback, uses
from cairn.returns.actions import feedback as giving
from cairn.returns.views import ReturnView

COLUMNS = (
    "Figure or field", "What it was used for", "Where", "Words", "By", "On", "Times that day", "Can be read",
    "Web address",
)  # fmt: skip


def context(request: Request, found: ReturnView) -> dict[str, Any]:
    """For the page of a return: feedback, once there is any."""
    return {"feedback": feedback.received(request.actor, found.uid) if found.number else None}


@page(P.READ_RETURNS)
def used(request: Request, answer: str) -> HttpResponse:
    """Every figure and field that was sent, with each use; what nobody has used yet is said too."""
    view = ours(request, answer)
    found = presentation.rows(uses.of_return(request.actor, view.uid))
    if (file := files.answer(request, "How data was used", COLUMNS, lambda: _cells(found))) is not None:
        return file
    given = feedback.received(request.actor, view.uid)
    return show(
        request, "returns/used", answer=view, rows=found, feedback=given, what=presentation.what,
        strips=presentation.strips(given.lines, given.mine) if given else (), period_words=periods.words,
        unused=[row for row in found if not row.of.uses],
    )  # fmt: skip


def _cells(found: tuple[presentation.Row, ...]) -> Iterator[tuple[Cell, ...]]:
    kinds, places = registry.get("codes", "data_use"), registry.get("codes", "data_use_place")
    for row in found:
        for use in row.of.uses:
            about = (row.label, kinds.label_of(use.kind), places.label_of(use.place), use.words, use.who)
            yield (*about, use.on, use.times, use.where, use.link)


@page(P.PREPARE_RETURNS, only_post=True)
def seen(request: Request, answer: str) -> HttpResponse:
    view = ours(request, answer)
    giving.seen(by=request.actor, return_uid=view.uid)
    return go(request, "workspace:used", answer=view.uid, said=f"{view.commissioner_name} knows that you have read it.")


urls = [
    path("returns/<uuid:answer>/used/", used, name="used"),
    path("returns/<uuid:answer>/used/seen/", seen, name="feedback_seen"),
]
