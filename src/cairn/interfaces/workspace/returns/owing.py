"""Who owes what of a return: by colleague, with nudges by name, and how completeness rises while the window is open."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.actions.undo import take_back
from cairn.access.permissions import Permission as P
from cairn.exchange.tables import Cell
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, prepare
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import done as say
from cairn.interfaces.workspace.pages import to
from cairn.interfaces.workspace.returns.ours import ours
from cairn.kernel.problems import Done, Refused
from cairn.returns import missing, owing, rows_asked
from cairn.returns.actions import nudging
from cairn.returns.owing import Owing
from cairn.returns.views import ReturnView

NUDGED = "nudged"
"""In the session: the deed by which the reader last asked somebody."""
COLUMNS = ("Colleague", "What is missing", "People", "Asked")


class NudgeForm(forms.Form):
    words = forms.CharField(
        label="A word to them, if you like", required=False, max_length=nudging.MOST,
        help_text="It stands on their Today with a link to what is missing. Leave out names of people.",
    )  # fmt: skip


def context(request: Request, found: ReturnView) -> dict[str, Any]:
    """For the page of a return: rows that the commissioner asks about."""
    waits, ever = rows_asked.waiting(request.actor, found.uid) if found.number else (0, 0)
    return {"rows_waiting": waits, "rows_ever": ever}


@page(P.PREPARE_RETURNS, writes=True)
def one(request: Request, answer: str) -> HttpResponse:
    """Each colleague with what they owe; ticked, or all at once, they are asked by name."""
    found = ours(request, answer)
    if request.method == "POST" and "back" in request.POST:
        return _back(request, found)
    stands = owing.of(request.actor, found.uid) if found.is_draft else None
    sending = prepare(request, NudgeForm)

    def nudge(said: dict[str, Any]) -> Done[Any]:
        return nudging.nudge(
            by=request.actor, return_uid=found.uid, tasks=_chosen(request, stands), words=said["words"]
        )

    if attempt(request, sending, nudge) and sending.done:
        people = len({row.to_uid for row in sending.done.items})
        words = f"Asked {people} {'colleague' if people == 1 else 'colleagues'}. It stands on their Today."
        request.session[NUDGED] = sending.done.event_uid
        return go(request, "workspace:owing", answer=found.uid, said=words)
    if stands and (file := files.answer(request, "Who owes what", COLUMNS, lambda: _cells(stands))) is not None:
        return file
    return show(
        request, "returns/owing", answer=found, stands=stands, form=sending.view, status=sending.status,
        may_take_back=bool(request.session.get(NUDGED)),
        may_nudge=bool(stands and any(each.name and each.tasks for each in stands.owed)),
    )  # fmt: skip


def _back(request: Request, found: ReturnView) -> HttpResponse:
    """Take back what the reader asked last: it leaves every Today that it stands on."""
    said = "There is nothing to take back."
    if event := request.session.pop(NUDGED, ""):
        try:
            take_back(by=request.actor, event_uid=event)
            said = "Taken back. It stands on nobody's Today."
        except Refused as refused:
            said = refused.words
    return go(request, "workspace:owing", answer=found.uid, said=said)


def _chosen(request: Request, stands: Owing | None) -> list[tuple[str, str]]:
    if stands and request.POST.get("whom") == "all":
        asked = {(one.task, one.to_uid) for each in stands.owed for one in each.nudges if one.done_at is None}
        every = [(task.key, task.owner_uid) for task in stands.missing.tasks if task.owner_uid]
        return [each for each in every if each not in asked] or every
    pairs = (said.rpartition("@") for said in request.POST.getlist("task"))
    return [(key, whom) for key, _, whom in pairs]


def _cells(stands: Owing) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for each in stands.owed:
        asked = {one.task: one.made_at.isoformat(" ", "minutes") for one in each.nudges}
        rows += [(each.name, task.words, task.people, asked.get(task.key, "")) for task in each.tasks]
    return rows


@page(P.RECORD, writes=True)
def asked_of_me(request: Request, nudge: str) -> HttpResponse:
    """What a colleague asks of the reader: their own people, each with where it is mended. Its button says that it is done."""
    if request.method == "POST":
        return _done(request, str(nudge))
    row, rows = owing.lacking(request.actor, str(nudge))
    what, fix = missing.words_of(row.task)
    return show(
        request, "returns/asked_of_me", nudge=row, what=what, fix=fix, said=row.answer.round,
        rows=[(each, address(request, each.href_name, **each.href_args)) for each in rows],
    )  # fmt: skip


def _done(request: Request, nudge: str) -> HttpResponse:
    """It leaves the reader's Today; whoever asked sees that it was done."""
    try:
        made = nudging.done(by=request.actor, nudge_uid=nudge)
        say(request, "Done. Whoever asked sees it.", made.event_uid)
    except Refused as refused:
        say(request, refused.words)
    return to(request, "home")


urls = [
    path("returns/<uuid:answer>/owing/", one, name="owing"),
    path("asked-of-me/<uuid:nudge>/", asked_of_me, name="asked_of_me"),
]
