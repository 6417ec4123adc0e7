"""The client spreadsheet brought in: the file, its columns, its words, the check, and what came of it."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.exchange import queries
from cairn.exchange.actions import imports
from cairn.exchange.clients import choosing, proposing
from cairn.exchange.clients.fields import BY_KEY
from cairn.exchange.clients.mapping import ColumnMap, chosen_sheet, headings
from cairn.exchange.models import Import
from cairn.exchange.sheets import Sheet
from cairn.exchange.tables import Cell
from cairn.interfaces.oversize import is_oversize
from cairn.interfaces.pages import address
from cairn.interfaces.workspace.imports import forms
from cairn.interfaces.workspace.imports.shown import columns_of, groups_of
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, refuse_if

NEEDED = (P.READ_CLIENTS, P.RECORD, P.MANAGE_SERVICES)


@page(*NEEDED)
def every(request: Request) -> HttpResponse:
    """The files that were brought in, or are on their way."""
    found = queries.every(request.actor)
    every = partial(queries.every, request.actor, IN_A_FILE)
    if (file := files.answer(request, "Files brought in", COLUMNS, lambda: map(_line, every()))) is not None:
        return file
    return draw(request, "imports/list", imports=found, states=STATES)


COLUMNS, IN_A_FILE = ("File", "State", "Asked for", "By", "People put on record"), 10_000
STATES = {
    "mapping": "Waiting for you: say what the columns are",
    "checking": "Being checked",
    "checked": "Waiting for you: look and agree",
    "agreed": "Coming in",
    "done": "On record",
    "taking_back": "Being taken back",
    "taken_back": "Taken back",
    "stopped": "Stopped half-way",
    "dropped": "Given up",
}


def _line(file: queries.ImportView) -> tuple[Cell, ...]:
    return (file.name, STATES[file.state], file.asked_at, file.who, file.totals.get("made"))


@page(*NEEDED, writes=True)
def new(request: Request) -> HttpResponse:
    """Choose the file. Nothing of it is on record until somebody has seen the check and agreed."""

    def make(**given: Any) -> forms.UploadForm:
        return forms.UploadForm(files=request.FILES if request.method == "POST" else None, **given)

    sending = prepare(request, make)

    def take(said: dict[str, Any]) -> Done[Any]:
        file = said["file"]
        return Done((imports.receive(by=request.actor, name=file.name or "", data=file.read()),))

    if attempt(request, sending, take):
        return to(request, "import_columns", file=sending.done.one.uid)  # type: ignore[union-attr]
    if request.method == "GET" and is_oversize(request):
        sending.form = forms.UploadForm.turned_away()
    return draw_form(
        request, sending, title="Bring in the list you have", back=address(request, "workspace:imports"),
        submit="Go on", template="imports/new",
        intro="The list of people that you keep in a spreadsheet. You see what was understood, and what is wrong, before "
        "anything is put on record; and you can take it all back.",
    )  # fmt: skip


@page(*NEEDED, writes=True)
def columns(request: Request, file: str) -> HttpResponse:
    """What each column is: proposed, with three of its values, to be confirmed."""
    row = waiting(request, file)
    if isinstance(row, HttpResponse):
        return row
    book = queries.book(request.actor, row)
    mapping = chosen(request, row, book)
    sheet = chosen_sheet(book, mapping.sheet)
    names = headings(sheet, mapping.heading_row)
    services = choosing.services_of(request.actor)

    def make(**given: Any) -> forms.ColumnsForm:
        return forms.ColumnsForm(names=names, services=services, **given)

    sending = prepare(request, make, initial=forms.ColumnsForm.initial_of(mapping, names, services))

    def keep(said: dict[str, Any]) -> Done[Any]:
        told = forms.ColumnsForm.mapping_of(said, names, queries.mapping(row))
        refuse_if(_at_their_columns(choosing.column_problems(request.actor, sheet, told, clock.today()), names))
        refuse_if(_at_their_columns(_words_problems(request, sheet, told), names))
        imports.remap(by=request.actor, row=row, mapping=told, names=list(names.values()))
        return Done((told,))

    if attempt(request, sending, keep):
        if choosing.coded(sending.done.one):  # type: ignore[union-attr]
            return to(request, "import_values", file=file)
        imports.begin_check(by=request.actor, row=row, rows=len(sheet.rows))
        return to(request, "import_check", file=file)
    return draw_form(
        request, sending, title="What is in each column?", back=address(request, "workspace:imports"),
        submit="Go on", template="imports/columns", file=queries.view(request.actor, file),
        sheets=[{"value": one.name, "text": one.name} for one in book],
        sheet=sheet, heading_row=mapping.heading_row, columns=columns_of(sheet, mapping, sending.view, clock.today()),
        rows=len(sheet.rows) - mapping.heading_row,
    )  # fmt: skip


def waiting(request: Request, file: str) -> Import | HttpResponse:
    """An import that may still be mapped; one that is further on is shown as it stands."""
    row = queries.get(request.actor, file)
    return row if row.state in imports.BEFORE and row.kind == "clients" else to(request, "import_progress", file=file)


def chosen(request: Request, row: Import, book: list[Sheet]) -> ColumnMap:
    """The mapping that is kept; or a fresh proposal for another sheet or row of headings, as the address or the form asks."""
    mapping = queries.mapping(row)
    asked = request.POST if request.method == "POST" else request.GET
    name, number = asked.get("sheet", mapping.sheet), asked.get("heading_row", "")
    sheet = chosen_sheet(book, name)
    heading_row = int(number) if number.isdecimal() and number.isascii() and len(number) < 7 else 0
    if not 1 <= heading_row <= len(sheet.rows):
        heading_row = mapping.heading_row if sheet.name == mapping.sheet else proposing.sheet_and_headings([sheet])[1]
    if (sheet.name, heading_row) == (mapping.sheet, mapping.heading_row):
        return mapping
    return ColumnMap(sheet.name, heading_row, proposing.columns(sheet, heading_row, clock.today()))


def _at_their_columns(problems: list[Problem], names: dict[int, str]) -> list[Problem]:
    """Problems of a heading, at the question about its column."""
    at = {name: f"column_{place}" for place, name in names.items()}
    return [replace(one, field=at.get(one.field, one.field)) for one in problems]


def _words_problems(request: Request, sheet: Sheet, told: ColumnMap) -> list[Problem]:
    by_field = {key: name for name, key in told.columns.items() if key}
    found = choosing.too_many_words(choosing.words(request.actor, sheet, told))
    return [replace(one, field=by_field[one.field]) for one in found]


@page(*NEEDED, writes=True)
def values(request: Request, file: str) -> HttpResponse:
    """What the words of coded columns mean: proposed where it is plain, asked where it is not."""
    row = waiting(request, file)
    if isinstance(row, HttpResponse):
        return row
    mapping = queries.mapping(row)
    sheet = chosen_sheet(queries.book(request.actor, row), mapping.sheet)
    words = choosing.words(request.actor, sheet, mapping)
    there = {key: choosing.choices_of(request.actor, BY_KEY[key]) for key in words}

    def make(**given: Any) -> forms.WordsForm:
        return forms.WordsForm(words=words, choices=there, **given)

    sending = prepare(request, make)

    def keep(said: dict[str, Any]) -> Done[Any]:
        mapping.values = {**mapping.values, **sending.form.values()}  # type: ignore[attr-defined]
        names = imports.names_in(sheet, mapping)
        imports.remap(by=request.actor, row=row, mapping=mapping, names=names)
        imports.begin_check(by=request.actor, row=row, rows=len(sheet.rows))
        return Done(())

    if attempt(request, sending, keep):
        return to(request, "import_check", file=file)
    return draw_form(
        request, sending, title="What do these words mean?", back=address(request, "workspace:import_columns", file=file),
        submit="Check every row", template="imports/values", groups=groups_of(words, mapping, sending.view),
        file=queries.view(request.actor, file),
    )  # fmt: skip
