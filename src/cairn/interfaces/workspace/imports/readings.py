"""Readings of scales brought in from a spreadsheet: the file, what was found, the agreement, and taking it back."""

from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.actors import NotAllowed
from cairn.exchange import queries
from cairn.exchange.actions import imports
from cairn.exchange.actions import readings as deeds
from cairn.exchange.clients.mapping import chosen_sheet, headings
from cairn.exchange.readings import columns
from cairn.exchange.readings.columns import ReadingMap
from cairn.interfaces.oversize import is_oversize
from cairn.interfaces.pages import address
from cairn.interfaces.workspace import codes
from cairn.interfaces.workspace.imports.forms import UploadForm
from cairn.interfaces.workspace.imports.outcome import SHOWN
from cairn.interfaces.workspace.imports.views import NEEDED
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.interfaces.workspace.saving import attempt, draw_form, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Refused
from cairn.scales.queries import usable

HEADINGS = ("Row", "Cell", "Column", "Must be mended", "What is wrong", "What to do")
SAYS = ("", "As a column of the file says")


class ReadingsForm(UploadForm):
    """The file, and what holds of every row of it."""

    def __init__(self, *args: Any, scales: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = "An Excel, OpenDocument or CSV file, one reading a row, of up to 20 MB."
        self.fields["scale"] = _chosen("Which scale are they of?", scales)
        self.fields["rater"] = _chosen("Who rated?", codes.choices("assessment_rater"))
        self.fields["stage"] = _chosen("At which stage?", codes.choices("assessment_stage"))


def _chosen(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[SAYS, *choices], required=False)


@page(*NEEDED, writes=True)
def new(request: Request) -> HttpResponse:
    """Choose the file. Nothing of it is on record until somebody has seen what was found, and agreed."""
    scales = [(one.id, one.label) for one in usable(request.actor, clock.today())]

    def make(**given: Any) -> ReadingsForm:
        return ReadingsForm(files=request.FILES if request.method == "POST" else None, scales=scales, **given)

    sending = prepare(request, make)

    def take(said: dict[str, Any]) -> Done[Any]:
        file, told = said["file"], ReadingMap(everyone={key: said[key] for key in columns.FOR_ALL if said.get(key)})
        return Done((deeds.receive(by=request.actor, name=file.name or "", data=file.read(), mapping=told),))

    if attempt(request, sending, take):
        return to(request, "import_readings", file=sending.done.one.uid)  # type: ignore[union-attr]
    if request.method == "GET" and is_oversize(request):
        sending.form = ReadingsForm(data={}, scales=scales)
        sending.form.errors["file"] = UploadForm.turned_away().errors["file"]
    return draw_form(
        request, sending, title="Bring in readings of scales", back=address(request, "workspace:imports"),
        submit="Look at it", template="imports/readings_new",
    )  # fmt: skip


@page(*NEEDED)
def one(request: Request, file: str) -> HttpResponse:
    """What was found; or, once agreed, what came of it."""
    row = queries.get(request.actor, file)
    if row.kind != deeds.KIND:
        return to(request, "import_progress", file=file)
    view = queries.view(request.actor, file)
    if row.state not in imports.BEFORE:
        return draw(request, "imports/readings", file=view, checked=None)
    checked = deeds.check(by=request.actor, row=row)
    told = columns.from_json(row.mapping)
    names = headings(chosen_sheet(queries.book(request.actor, row), told.sheet), told.heading_row)
    lines = [
        (each.row, each.cell, names.get(each.place, ""), each.severity == "error", each.message, each.fix)
        for each in checked.findings
    ]
    if (answer := files.answer(request, "What to mend", HEADINGS, lambda: lines)) is not None:
        return answer
    return draw(request, "imports/readings", file=view, checked=checked, findings=checked.findings[:SHOWN], names=names)


def _attempted(request: Request, file: str, words: str, deed: Any) -> HttpResponse:
    try:
        deed(by=request.actor, row=queries.get(request.actor, file))
        done(request, words)
    except NotAllowed:
        raise
    except Refused as refused:
        done(request, " ".join(each.words for each in refused.problems[:5]))
    return to(request, "import_readings", file=file)


@page(*NEEDED, only_post=True)
def agree(request: Request, file: str) -> HttpResponse:
    return _attempted(request, file, "The readings are on record.", deeds.agree)


@page(*NEEDED, only_post=True)
def undo(request: Request, file: str) -> HttpResponse:
    return _attempted(request, file, "The readings are taken back.", deeds.take_back)
