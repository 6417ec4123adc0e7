"""Put a number of one's own in place of a derived one, or take it away again."""

from typing import Any

from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.interfaces.workspace.returns.forms import OverrideForm
from cairn.interfaces.workspace.returns.ours import ours
from cairn.kernel.problems import Done, Refused
from cairn.presentation import periods
from cairn.presentation.returns import row
from cairn.returns import queries
from cairn.returns.actions import overrides
from cairn.returns.models import Figure
from cairn.returns.views import FigureView, ReturnView


def _figure(request: Request, answer: str, measure: str) -> tuple[ReturnView, FigureView]:
    """The figure that the address names. Raises NotFound."""
    found = ours(request, answer)
    code = request.GET.get("code", "")
    figure = next((each for each in found.figures if (each.measure, each.code) == (measure, code)), None)
    if figure is None:
        raise queries.NotFound(measure)
    return found, figure


def _stands(found: ReturnView, figure: FigureView) -> dict[str, Any]:
    """The override as it stands: its number (a share as a percentage), reason and version."""
    made = Figure.objects.filter(answer__uid=found.uid, measure=figure.measure, code=figure.code).first()
    if made is None:
        return {"value": None, "reason": "", "version": 0}
    return {"value": _shown(figure, made.value), "reason": made.reason, "version": made.version}


def _shown(figure: FigureView, value: float | None) -> float | None:
    if value is None:
        return None
    number = round(value * 100, 6) if figure.kind == "share" else value
    return int(number) if float(number).is_integer() else number


@page(P.PREPARE_RETURNS, writes=True)
def override(request: Request, answer: str, measure: str) -> HttpResponse:
    found, figure = _figure(request, answer, measure)
    if not found.is_draft:
        said = "This return was sent, so its figures stand as they are. It opens again only if it is rejected."
        return go(request, "workspace:return", answer=found.uid, said=said, fragment=anchor(figure))
    standing = _stands(found, figure)
    initial = standing if standing["version"] else {"value": _shown(figure, figure.derived), "version": 0}
    sending = prepare(request, OverrideForm, initial=initial)
    if figure.kind == "share":
        sending.form.fields["value"].widget.attrs["suffix"] = "%"

    def put(said: dict[str, Any]) -> Done[Any]:
        value = said.pop("value") / (100 if figure.kind == "share" else 1)
        return overrides.put(
            by=request.actor, return_uid=found.uid, measure=figure.measure, code=figure.code, value=value, **said
        )

    def now() -> tuple[int, dict[str, Any]]:
        fresh = _stands(found, figure)
        return fresh["version"], fresh

    if attempt(request, sending, put, now=now):
        return go(
            request,
            "workspace:return",
            answer=found.uid,
            said="Your number stands, with its reason.",
            fragment=anchor(figure),
        )
    return form_page(
        request, sending, template="returns/override", title="Correct a figure", submit="Use this number",
        back=address(request, "workspace:return", answer=found.uid, fragment=anchor(figure)),
        answer=found, row=row(figure), period_words=periods.words,
    )  # fmt: skip


def anchor(figure: FigureView) -> str:
    """Where a figure stands on the page of its return."""
    return f"figure-{figure.measure}"


@page(P.PREPARE_RETURNS, only_post=True)
def clear(request: Request, answer: str, measure: str) -> HttpResponse:
    """The derived number stands again."""
    found, figure = _figure(request, answer, measure)
    try:
        overrides.clear(by=request.actor, return_uid=found.uid, measure=figure.measure, code=figure.code)
        said = "The number worked out from the records stands again."
    except Refused as refused:
        said = refused.words
    return go(request, "workspace:return", answer=found.uid, said=said, fragment=anchor(figure))
