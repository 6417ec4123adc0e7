"""The caseload: filters, order, views that were saved, the list as a file, and something done with many at once."""

from django.http import HttpResponse, QueryDict

from cairn.access.permissions import Permission as P
from cairn.cases import queries as cases
from cairn.cases.queries import CaseRow
from cairn.desk.actions import saved_views
from cairn.exchange.tables import Cell
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.lists.asking import LIST, Asked, Choices, read
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.today.trails import trails_of
from cairn.kernel.problems import Refused

COLUMNS = (
    "Reference", "Name", "Service", "Worker", "Since", "Last seen", "Due", "Due since", "Needs unmet", "Latest step",
    "Step reached", "Level of support",
)  # fmt: skip
DUE = {"first": "First reading", "review": "Review", "": ""}


@page(P.READ_CLIENTS)
def caseload(request: Request) -> HttpResponse:
    """Fifty people a page; the reader's own first unless they say otherwise."""
    choices = Choices.of(request)
    asked = read(request, choices)
    file = files.answer(
        request, "Caseload", COLUMNS, lambda: map(_line, cases.every_row(request.actor, **asked.arguments))
    )
    if file is not None:
        return file
    found = cases.caseload(request.actor, **asked.arguments, page=max(1, asked.page))
    return draw(
        request, "lists/caseload", found=found, asked=asked, said=asked.said, choices=choices,
        trails=trails_of(request.actor, found.rows), own_uid=request.actor.uid,
        may_record=request.actor.may(P.RECORD), views=choices.views,
    )  # fmt: skip


def _line(row: CaseRow) -> tuple[Cell, ...]:
    return (
        row.reference, row.name, row.service, row.worker, row.start_date, row.last_seen_date, DUE[row.due],
        row.due_date, row.unmet_needs, row.latest_step, row.latest_step_date,
        row.level,
    )  # fmt: skip


@page(P.READ_CLIENTS, only_post=True)
def save(request: Request) -> HttpResponse:
    """Keep the list as it is filtered now, under a name; or drop a view of one's own."""
    asked = read(request, Choices.of(request), QueryDict(request.POST.get("asked", "")))
    if "drop" in request.POST:
        gone = saved_views.drop(by=request.actor, list_name=LIST, uid=request.POST["drop"])
        done(request, "The view is dropped." if gone else "That view is not there any more.")
        return _back(request, asked)
    try:
        saved_views.save(
            by=request.actor, list_name=LIST, name=request.POST.get("name", ""), query=dict(asked.said),
            is_shared="shared" in request.POST, is_first="first" in request.POST,
        )  # fmt: skip
        done(request, "The view is kept.")
    except Refused as refused:
        done(request, refused.words)
    return _back(request, asked)


def _back(request: Request, asked: Asked) -> HttpResponse:
    response = to(request, "caseload")
    response["Location"] += f"?{asked.address}" if asked.address else "?worker="
    return response
