"""Rows about people that were accepted with an annual return, as files with their terms; and what is kept no longer."""

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.desk.actions import exports
from cairn.interfaces import files
from cairn.interfaces.commissioner.returns import ours
from cairn.interfaces.pages import Request, go, page, show
from cairn.kernel.problems import Refused
from cairn.presentation import periods
from cairn.returns import keeping, uses
from cairn.returns import received as rows
from cairn.returns.actions import emptying
from cairn.returns.received import Received


def _note(request: Request, kind: str, found: Received, table: str = "") -> None:
    """The provider reads which fields of people's rows were looked at or taken out, and when."""
    wanted = [each for each in found.tables if table in ("", each.table)]
    fields = sorted(
        {name for each in wanted for name in (each.under, *(column.name for column in each.columns)) if name}
    )
    uses.note(request.actor, kind, "people_rows", uses.newest_of(request.actor, found.return_uid), fields=fields)


def _found(request: Request, answer: object) -> Received:
    found = rows.received(request.actor, str(answer))
    if found is None:
        raise Http404
    return found


@page(P.REVIEW_RETURNS)
def people(request: Request, answer: str) -> HttpResponse:
    """What was received, table by table, each field with its purpose, who reads it and how long it is kept."""
    said = ours(request, answer)
    found = rows.received(request.actor, said.uid)
    if found is not None:
        _note(request, "dashboard", found)
    return show(request, "commissioner/people", answer=said, received=found, period_words=periods.words)


@page(P.REVIEW_RETURNS)
def people_file(request: Request, answer: str, table: str) -> HttpResponse:
    """One table as a file; without a form of file, back to the page."""
    said, found = ours(request, answer), _found(request, answer)
    one = next((each for each in found.tables if each.table == table), None)
    if one is None:
        raise Http404
    if not files.wanted(request):
        return go(request, "commissioner:people", answer=said.uid)
    _note(request, "download", found, table)
    heads = (*rows.CODES, *(column.name for column in one.columns))
    made = files.answer(request, f"Annual rows {table}", heads, lambda: rows.lines(request.actor, said.uid, table))
    assert made is not None
    return made


@page(P.REVIEW_RETURNS)
def people_package(request: Request, answer: str) -> HttpResponse:
    """What the files are: a description that programs read."""
    said, found = ours(request, answer), _found(request, answer)
    body: dict[str, Any] = rows.package(found, f"{said.contract_reference}, {said.round_name}, {said.provider_name}")
    exports.note(by=request.actor, list_name="Annual rows described", form="json", rows=len(found.tables))
    response = HttpResponse(json.dumps(body, indent=2, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="datapackage.json"'
    return response


@page(P.MANAGE_CONTRACTS)
def kept(request: Request) -> HttpResponse:
    """What is due to be deleted, and what falls due next."""
    due = keeping.due(request.actor)
    return show(
        request, "commissioner/kept", due=due, kept=keeping.kept(request.actor), rows=sum(one.rows for one in due)
    )


@page(P.MANAGE_CONTRACTS, only_post=True)
def delete_due(request: Request) -> HttpResponse:
    """Delete what is due: of one submission, or of all."""
    wanted = request.POST.getlist("submission") or None
    try:
        emptying.due(by=request.actor, submission_uids=wanted)
        said = "Deleted. The figures stay as they were accepted, and what was sent still verifies."
    except Refused as refused:
        said = refused.words
    return go(request, "commissioner:kept", said=said)


urls = [
    path("returns/<uuid:answer>/people/", people, name="people"),
    path("returns/<uuid:answer>/people/datapackage.json", people_package, name="people_package"),
    path("returns/<uuid:answer>/people/<slug:table>/", people_file, name="people_file"),
    path("kept/", kept, name="kept"),
    path("kept/delete/", delete_due, name="kept_delete"),
]
