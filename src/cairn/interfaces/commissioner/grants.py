"""Grants: those that anchor organisations gave, each with what the group told, and the file that 360Giving publishes."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import areas, giving360, grants
from cairn.contracts.actions import publishing
from cairn.desk.actions import exports
from cairn.interfaces import files
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.presentation.grants import COLUMNS, cells


class PublisherForm(forms.Form):
    own_prefix = forms.CharField(
        label="Your 360Giving prefix", help_text="360Giving gives it to publishers. It looks like 360G-YourName."
    )
    org_id = forms.CharField(
        label="Your own identifier", help_text="Such as GB-LAE-BIR for a council, from org-id.guide."
    )


@page(P.MANAGE_CONTRACTS)
def listing(request: Request) -> HttpResponse:
    """Small grants, the newest first; `?contract=` shows those of one."""
    contract = request.GET.get("contract", "")
    pots = grants.pots(request.actor)
    known = contract if contract in {str(row.uid) for row, _ in pots} else ""
    found = grants.listing(request.actor, known)
    if (file := files.answer(request, "Small grants", COLUMNS, lambda: cells(found))) is not None:
        return file
    labels = areas.labels(request.actor, clock.today())
    return show(
        request, "commissioner/grants", grants=found, pots=pots, publisher=giving360.publisher(request.actor),
        many=len(giving360.found(request.actor, labels)), contract=known,
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS)
def one(request: Request, grant: str) -> HttpResponse:
    row = grants.find(request.actor, str(grant))
    return show(request, "returns/grant", grant=grants.view(request.actor, row))


@page(P.MANAGE_CONTRACTS, writes=True)
def publisher(request: Request) -> HttpResponse:
    row = giving360.publisher(request.actor)
    sending = prepare(request, PublisherForm, initial={"own_prefix": row.prefix, "org_id": row.org_id} if row else None)

    def do(said: dict[str, Any]) -> Done[Any]:
        return publishing.name(by=request.actor, prefix=said["own_prefix"], org_id=said["org_id"])

    def also(said: dict[str, Any]) -> list[Problem]:
        return giving360.publisher_problems(said.get("own_prefix", ""), said.get("org_id", ""))

    if attempt(request, sending, do, also=also):
        return go(request, "commissioner:grants", said="The file of grants can be taken.", fragment="publish")
    return form_page(
        request, sending, title="How your grants are published", submit="Save",
        back=address(request, "commissioner:grants"),
        intro="Each grant of the file is known by your prefix and its own number, for good: do not change it lightly.",
    )  # fmt: skip


@page(P.MANAGE_CONTRACTS)
def published(request: Request) -> HttpResponse:
    """The file for 360Giving: JSON, or with `?as=csv` or `xlsx` its spreadsheet form. Nothing without a prefix."""
    by, row = request.actor, giving360.publisher(request.actor)
    if row is None:
        return go(request, "commissioner:grants", said="Say first under which prefix your grants are published.")
    found = giving360.found(by, areas.labels(by, clock.today()))
    made = [giving360.as_grant(each, row.prefix, row.org_id, request.organisation.name) for each in found]
    columns = tuple(giving360.COLUMNS)
    if (file := files.answer(request, "360Giving grants", columns, lambda: giving360.as_rows(made))) is not None:
        return file
    exports.note(by=by, list_name="360Giving grants", form="json", rows=len(made))
    response = HttpResponse(giving360.as_json(made), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="360giving-grants-{clock.today().isoformat()}.json"'
    return response


urls = [
    path("grants/", listing, name="grants"),
    path("grants/360giving/", published, name="grants_360"),
    path("grants/publisher/", publisher, name="publisher"),
    path("grants/<uuid:grant>/", one, name="grant"),
]
