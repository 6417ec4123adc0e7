"""One figure of a return: what became of it, and the words that explain it."""

from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.interfaces.workspace.returns.forms import CommentForm
from cairn.interfaces.workspace.returns.ours import ours
from cairn.interfaces.workspace.returns.overrides import anchor
from cairn.kernel.problems import Done
from cairn.presentation import figures
from cairn.presentation import year as year_rows
from cairn.presentation.year import Line
from cairn.returns import happened, queries
from cairn.returns import notes as beside
from cairn.returns import year as years
from cairn.returns.actions import notes
from cairn.returns.views import ReturnView


def _line(request: Request, answer: str, measure: str) -> tuple[ReturnView, Line]:
    """The figure that the address names, with its quarters. Raises NotFound."""
    found, code = ours(request, answer), request.GET.get("code", "")
    table = year_rows.table(found, years.of(request.actor, found), beside.of(request.actor, found.uid))
    for group in table.groups:
        for line in group.lines:
            if (line.row.figure.measure, line.row.figure.code) == (measure, code):
                return found, line
    raise queries.NotFound(measure)


@page(P.READ_RETURNS)
def history(request: Request, answer: str, measure: str) -> HttpResponse:
    """Every number that was sent or put in by hand, with its date; and what was written beside it."""
    found, line = _line(request, answer, measure)
    figure = line.row.figure
    lines = [
        (one, figures.value(one.value, figure.kind, figure.decimals))
        for one in happened.of_figure(request.actor, found.uid, figure.measure, figure.code)
    ]
    return show(request, "returns/figure", answer=found, line=line, row=line.row, happened=lines)


@page(P.PREPARE_RETURNS, writes=True)
def explain(request: Request, answer: str, measure: str) -> HttpResponse:
    """A comment beside a figure. It stays as it is written, with its author and date."""
    found, line = _line(request, answer, measure)
    figure = line.row.figure
    if not found.is_draft:
        said = "This return was sent, and what was said with it stands. It opens again only if it is rejected."
        return go(request, "workspace:return", answer=found.uid, said=said, fragment=anchor(figure))
    sending = prepare(request, CommentForm)

    def put(said: dict[str, Any]) -> Done[Any]:
        return notes.comment(
            by=request.actor, answer_uid=found.uid, measure=figure.measure, code=figure.code, words=said["words"]
        )

    if attempt(request, sending, put):
        said = "Your comment stands beside the figure. It goes with the return when you submit."
        return go(request, "workspace:return", answer=found.uid, said=said, fragment=anchor(figure))
    return form_page(
        request, sending, template="returns/explain", title="Explain a figure", submit="Put it beside the figure",
        back=address(request, "workspace:return", answer=found.uid, fragment=anchor(figure)),
        answer=found, line=line, row=line.row,
    )  # fmt: skip
