"""The forms that an authority was sent, one by one: without a name, under the provider's own code for the person."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.collection import local, programmes
from cairn.definitions import registry
from cairn.interfaces import files
from cairn.interfaces.pages import Request, page, show
from cairn.presentation.collected.said import sent_parts

AT_ONCE = 50
COLUMNS = ("FormID", "Form", "Date", "Provider", "Person", "Service", "Year")


@page(P.SEE_SHARED_FIGURES)
def forms(request: Request, collection: str) -> HttpResponse:
    """The newest first; found by the beginning of a FormID or of a person's code."""
    found = programmes.one_for_authority(request.actor, collection)
    words = request.GET.get("q", "").strip()
    rows = programmes.received(request.actor, found.collection, words)
    if (file := files.answer(request, f"Forms of {found.collection.name}", COLUMNS, lambda: _lines(rows))) is not None:
        return file
    listed = Paginator(rows.defer("answers"), AT_ONCE).get_page(request.GET.get("page"))
    return show(
        request, "collections/received", found=found, listed=listed, lines=list(listed), words=words, labels=_labels(rows),
    )  # fmt: skip


@page(P.SEE_SHARED_FIGURES)
def form(request: Request, collected_form: str) -> HttpResponse:
    """One form, and the others about the same person."""
    row = programmes.received_one(request.actor, collected_form)
    shape = registry.get("form", row.form, row.form_version)
    others = programmes.same_person(request.actor, row)
    return show(
        request, "collections/received_one", row=row, form=shape, parts=sent_parts(shape, local.added(row), row.answers),
        others=list(others.defer("answers")), labels=_labels(others),
    )  # fmt: skip


def _labels(rows: "QuerySet[Any]") -> dict[str, str]:
    return {id: registry.get("form", id).label for id in rows.order_by().values_list("form", flat=True).distinct()}


def _lines(rows: "QuerySet[Any]") -> Any:
    labels = _labels(rows)
    for row in rows.defer("answers").iterator(2_000):
        yield (
            row.number,
            labels[row.form],
            row.form_date,
            row.provider.name,
            row.person,
            row.service_number,
            row.year.label,
        )
