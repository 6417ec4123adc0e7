"""What the check found, the agreement, how far it is, what came of it, and taking it back."""

import json
from itertools import islice

from django.http import HttpResponse

from cairn.access.actors import NotAllowed
from cairn.exchange import queries
from cairn.exchange.actions import imports
from cairn.exchange.clients import mending, template
from cairn.exchange.clients.mapping import chosen_sheet, headings
from cairn.interfaces.workspace.imports.shown import percent, rules_of
from cairn.interfaces.workspace.imports.views import NEEDED
from cairn.interfaces.workspace.lists import files
from cairn.interfaces.workspace.pages import Request, done, draw, page, to
from cairn.kernel.problems import Refused

SHOWN = 100
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(*NEEDED)
def check(request: Request, file: str) -> HttpResponse:
    """What would be brought in, and what is wrong with the rest: the first hundred, by kind if asked."""
    row = queries.get(request.actor, file)
    if row.state == "mapping":
        return to(request, "import_columns", file=file)
    if row.state != "checked":
        return to(request, "import_progress", file=file)
    rule = request.GET.get("rule", "")
    kinds = rules_of(row.totals)
    rule = rule if rule in {kind[0] for kind in kinds} else ""
    found = (one for one in queries.findings(row) if rule in ("", one.rule))
    shown = list(islice(found, SHOWN))
    return draw(
        request, "imports/check", file=queries.view(request.actor, file), totals=row.totals, kinds=kinds, rule=rule,
        findings=shown, names=dict(row.totals["columns"]), all=sum(kind[1] for kind in kinds if rule in ("", kind[0])),
    )  # fmt: skip


def attempted(request: Request, file: str, words: str, deed: object) -> HttpResponse:
    """Do it, say so; or say why not. Either way the page of the import shows how it stands."""
    try:
        deed(by=request.actor, row=queries.get(request.actor, file))  # type: ignore[operator]
        done(request, words)
    except NotAllowed:
        raise
    except Refused as refused:
        done(request, refused.words)
    return to(request, "import_progress", file=file)


@page(*NEEDED, only_post=True)
def agree(request: Request, file: str) -> HttpResponse:
    """Bring in the good rows."""
    alike = request.POST.get("alike", "")
    try:
        imports.agree(by=request.actor, row=queries.get(request.actor, file), alike=alike)
    except NotAllowed:
        raise
    except Refused as refused:
        done(request, refused.words)
        return to(request, "import_check", file=file)
    return to(request, "import_progress", file=file)


@page(*NEEDED, only_post=True)
def undo(request: Request, file: str) -> HttpResponse:
    return attempted(request, file, "It is being taken back.", imports.ask_back)


@page(*NEEDED, only_post=True)
def go_on(request: Request, file: str) -> HttpResponse:
    return attempted(request, file, "It goes on from where it stopped.", imports.go_on)


@page(*NEEDED, only_post=True)
def drop(request: Request, file: str) -> HttpResponse:
    attempted(request, file, "The file is gone. Nothing of it was put on record.", imports.drop)
    return to(request, "imports")


@page(*NEEDED)
def progress(request: Request, file: str) -> HttpResponse:
    """How far it is; it goes on when this page is left. When it is done: what came of it."""
    found = queries.view(request.actor, file)
    if found.kind == "readings":
        return to(request, "import_readings", file=file)
    if found.state == "mapping":
        return to(request, "import_columns", file=file)
    if found.state == "checked":
        return to(request, "import_check", file=file)
    left = found.totals.get("wrong", 0) + len(found.totals.get("refused", []))
    left += found.totals.get("alike", 0) if found.choices.get("alike") != "bring" else 0
    return draw(request, "imports/one", file=found, percent=percent(found.done, found.total), left=left)


@page(*NEEDED)
def errors(request: Request, file: str) -> HttpResponse:
    """The rows that are not brought in, in the columns of the file they came from, with what to mend in each."""
    row = queries.get(request.actor, file)
    mapping = queries.mapping(row)
    sheet = chosen_sheet(queries.book(request.actor, row), mapping.sheet)
    columns = [*headings(sheet, mapping.heading_row).values(), mending.HEADING]
    found = queries.findings(row)
    answer = files.answer(request, "Rows to mend", columns, lambda: mending.rows(row, found, sheet, mapping))
    return answer or to(request, "import_progress", file=file)


@page(*NEEDED)
def mapping(request: Request, file: str) -> HttpResponse:
    """What the columns and words are, as a file that `cairn import` takes."""
    told = queries.mapping(queries.get(request.actor, file)).as_json()
    response = HttpResponse(json.dumps(told, indent=1, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="mapping.json"'
    return response


@page(*NEEDED)
def empty(request: Request) -> HttpResponse:
    """An empty workbook to fill in, with the answers of each list to choose from."""
    response = HttpResponse(template.workbook(request.actor), content_type=SHEET)
    response["Content-Disposition"] = 'attachment; filename="people-to-bring-in.xlsx"'
    return response
