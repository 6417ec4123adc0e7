"""Forms to take away: the list, one with all that it asks, and its files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse

from cairn.access.permissions import Permission as P
from cairn.definitions.shapes.form import CollectionForm
from cairn.desk.actions import exports
from cairn.exchange.forms import examples, guide, prefilled, published, template
from cairn.exchange.forms.context import Context
from cairn.exchange.forms.offered import Offered
from cairn.interfaces.workspace.pages import Request, View, draw, page
from cairn.presentation.forms import paper, sheet, word

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAPER: Mapping[str, tuple[str, str, Callable[[sheet.Sheet], bytes]]] = {
    "blank.pdf": ("application/pdf", "Blank form to print (PDF)", paper.pdf),
    "blank.docx": (DOCX, "Blank form for a word processor (Word)", word.docx),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One collection with the newest version of each of its forms, and how many versions there are of it."""

    about: Context
    forms: tuple[tuple[CollectionForm, tuple[CollectionForm, ...]], ...]


def readers(view: View) -> View:
    """A page for whoever fills in forms or sends them; for anybody else it is not there."""
    opened = page()(view)

    @wraps(view)
    def allowed(request: Request, **about: Any) -> HttpResponse:
        if not any(request.actor.may(one) for one in published.READERS):
            raise Http404
        return opened(request, **about)

    return allowed


@readers
def every(request: Request) -> HttpResponse:
    """Every form of every collection that the organisation takes part in."""
    found = [published.collection_of(request.actor, one.uid) for one in published.collections(request.actor)]
    return draw(
        request, "collections/blank/list", shelves=[_shelf(about) for about in found], may_fill=_may_fill(request),
        day=date.fromisoformat,
    )  # fmt: skip


def _shelf(about: Context) -> Shelf:
    current = published.current(about)
    older = {form.id: tuple(one for one in about.forms if one.id == form.id and one != form) for form in current}
    return Shelf(about, tuple((form, older[form.id]) for form in current))


def _may_fill(request: Request) -> bool:
    return request.actor.may(P.PREPARE_RETURNS) and request.actor.may(P.READ_CLIENTS)


def _of(request: Request, collection: str, form: str, number: int) -> tuple[Context, Offered]:
    about = published.collection_of(request.actor, collection)
    return about, published.form_of(about, form, number)


@readers
def one(request: Request, collection: str, form: str, number: int) -> HttpResponse:
    """All that a form asks, how each answer is written, its rules, an example, and its files."""
    about, offered = _of(request, collection, form, number)
    lines = guide.lines(offered.form, offered.columns)
    return draw(
        request, "collections/blank/one", about=about, form=offered.form, may_fill=_may_fill(request),
        parts=[(title, list(those)) for title, those in groupby(lines, key=lambda line: line.part)],
        choices={column.name: column.choices for column in offered.columns}, rules=_rules(offered),
        only_upload=guide.ONLY_UPLOAD, papers=PAPER, files=published.PARTS,
        example=examples.one(offered, examples.as_json).decode(), day=date.fromisoformat,
    )  # fmt: skip


def _rules(offered: Offered) -> list[tuple[str, str, str, str, bool]]:
    """Rules over several columns: what is true of one alone stands with it. Column, rule, message, mend, whether it is soft."""
    named = {(rule.id, rule.column) for rule in offered.form.rules}
    found = [rule for rule in offered.rules if (rule.id, rule.field) in named]
    return [(one.field, one.id, one.message, one.fix, one.severity != "error") for one in found]


@readers
def part(request: Request, collection: str, form: str, number: int, part: str) -> HttpResponse:
    """One file of a form."""
    about, offered = _of(request, collection, form, number)
    if part in PAPER:
        type, _, draw_it = PAPER[part]
        return _file(offered.form, part, type, draw_it(sheet.of(offered, about.collection.name)))
    found = published.PARTS.get(part)
    if found is None:
        raise Http404
    return _file(offered.form, part, found.type, found.make(offered))


@page(P.PREPARE_RETURNS, P.READ_CLIENTS)
def due(request: Request, collection: str, form: str, number: int) -> HttpResponse:
    """The workbook with a row for each form that is due, and what the record knows in it."""
    about, offered = _of(request, collection, form, number)
    rows = prefilled.rows(request.actor, about.collection, offered.form)
    exports.note(by=request.actor, list_name="Forms that are due", form="xlsx", rows=len(rows))
    return _file(offered.form, "due.xlsx", published.XLSX, template.workbook(offered, rows, len(rows) + 20))


def _file(form: CollectionForm, part: str, type: str, data: bytes) -> HttpResponse:
    name = f"{form.id}-{form.version}-{part}"
    return HttpResponse(data, content_type=type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
