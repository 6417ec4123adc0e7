"""Any list as a file, whoever reads it. A view that draws a list says its columns and rows; `?as=csv` and `?as=xlsx` then
answer with the file, and the export is a deed of its own.

    if (file := files.answer(request, "Referrals", COLUMNS, lambda: rows)) is not None:
        return file

and in the template `{% import "workspace/lists/parts.jinja" as lists %}` … `{{ lists.files(request) }}`.
"""

from collections.abc import Callable, Iterable, Sequence

from django.http import HttpResponse

from cairn.desk.actions import exports
from cairn.exchange import tables
from cairn.exchange.tables import Cell
from cairn.interfaces.pages import Request
from cairn.kernel import clock

FORMS = {
    "csv": ("text/csv; charset=utf-8", lambda title, columns, rows: tables.csv(columns, rows)),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda title, columns, rows: tables.xlsx(columns, rows, title),
    ),
}


def wanted(request: Request) -> str:
    """The form of file that the address asks for; "" for the page itself."""
    asked = request.GET.get("as", "")
    return asked if asked in FORMS else ""


def answer(
    request: Request, title: str, columns: Sequence[str], rows: Callable[[], Iterable[Sequence[Cell]]]
) -> HttpResponse | None:
    """The list as the file that was asked for, or None. `rows` is called only when a file is wanted: all rows of the list
    as it is filtered, not one page of it. Taking a list out is written down."""
    form = wanted(request)
    if not form:
        return None
    every = list(rows())
    kind, draw = FORMS[form]
    body = draw(title, columns, every)
    exports.note(by=request.actor, list_name=title, form=form, rows=len(every))
    response = HttpResponse(body, content_type=kind)
    name = "-".join(title.lower().split())
    response["Content-Disposition"] = f'attachment; filename="{name}-{clock.today().isoformat()}.{form}"'
    return response
