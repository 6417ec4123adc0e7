"""Ask about a figure that was sent, settle a question, and open an accepted return again."""

from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.access.permissions import Permission as P
from cairn.interfaces.commissioner.returns import ours
from cairn.interfaces.pages import Request, address, go, page, version_of
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done, Refused
from cairn.returns import queries
from cairn.returns.actions import reopening, talk
from cairn.returns.views import FigureView, ReturnView
from cairn.web.formfields import VersionField


class QueryForm(forms.Form):
    words = forms.CharField(
        label="What do you ask?",
        help_text="The provider reads it at once, beside the figure. The number stays as it was sent.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="Why is it opened again?",
        help_text="The provider reads this. Your shared figures keep what was accepted until you accept another.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = VersionField()


def _figure(found: ReturnView, measure: str, code: str) -> FigureView:
    for figure in found.figures:
        if (figure.measure, figure.code) == (measure, code):
            return figure
    raise queries.NotFound(measure)


def _about(found: ReturnView) -> str:
    return f"{found.contract_reference} {found.contract_title}, {found.round_name}, from {found.provider_name}."


@page(P.REVIEW_RETURNS, writes=True)
def query(request: Request, answer: str, measure: str) -> HttpResponse:
    """A question about one figure, in words."""
    found = ours(request, answer)
    figure = _figure(found, measure, request.GET.get("code", ""))
    sending = prepare(request, QueryForm)

    def put(said: dict[str, Any]) -> Done[Any]:
        return talk.query(
            by=request.actor, answer_uid=found.uid, measure=figure.measure, code=figure.code, words=said["words"]
        )

    if attempt(request, sending, put):
        said = f"{found.provider_name} has your question."
        return go(request, "commissioner:return", answer=found.uid, said=said, fragment="questions")
    name = f"{figure.measure_label}: {figure.label}" if figure.code else figure.measure_label
    return form_page(
        request, sending, title="Ask about a figure", submit="Ask it", intro=f"{name}. {_about(found)}",
        back=address(request, "commissioner:return", answer=found.uid),
    )  # fmt: skip


@page(P.REVIEW_RETURNS, only_post=True)
def settle(request: Request, answer: str) -> HttpResponse:
    """Nothing more is to be done about a question."""
    found, event = ours(request, answer), ""
    try:
        event = talk.settle(by=request.actor, query_uid=request.POST.get("query", "")).event_uid
        said = "The question is settled."
    except Refused as refused:
        said = " ".join(problem.message for problem in refused.problems)
    except queries.NotFound:
        said = "There is no such question."
    return go(request, "commissioner:return", answer=found.uid, said=said, event=event, is_refusal=not event,
              fragment="questions")  # fmt: skip


@page(P.REVIEW_RETURNS, writes=True)
def reopen(request: Request, answer: str) -> HttpResponse:
    """Let the provider send it again, saying why."""
    found = ours(request, answer)
    sending = prepare(request, ReopenForm, initial={"version": version_of(request, found.version)})

    def do(said: dict[str, Any]) -> Done[Any]:
        return reopening.reopen(by=request.actor, return_uid=found.uid, **said)

    if attempt(request, sending, do):
        said = f"{found.provider_name} has your reason, and the return is open to them again."
        return go(request, "commissioner:return", answer=found.uid, said=said)
    return form_page(
        request, sending, title="Open this return again", submit="Open it again", intro=_about(found),
        back=address(request, "commissioner:return", answer=found.uid),
    )  # fmt: skip
