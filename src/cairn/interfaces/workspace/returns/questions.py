"""What the commissioner asks about figures that were sent, and the provider's answer."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.interfaces.workspace.returns.ours import ours
from cairn.kernel.problems import Done
from cairn.presentation.returns import row
from cairn.returns import questions
from cairn.returns.actions import talk
from cairn.returns.questions import Question
from cairn.returns.views import ReturnView


class AnswerForm(forms.Form):
    query_uid = forms.ChoiceField(label="Which question?", widget=forms.RadioSelect)
    words = forms.CharField(
        label="Your answer",
        help_text="The commissioner reads it at once. Leave out names of people.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not choices:  # radios without a choice are nothing that an error could lead to
            self.fields["query_uid"].widget = forms.Select()
        self.fields["query_uid"].choices = choices or [("", "None is open")]  # type: ignore[attr-defined]


def _said(found: ReturnView, one: Question) -> str:
    names = {
        figure.key: f"{figure.measure_label}, {figure.label}" if figure.code else figure.measure_label
        for figure in found.figures
    }
    words = f"{names.get(one.asked.key, one.asked.key)}: {one.asked.words}"
    return f"{words} (answered)" if one.answers else words


@page(P.PREPARE_RETURNS, writes=True)
def answer_question(request: Request, answer: str) -> HttpResponse:
    """Every question that is not settled, and an answer to one of them."""
    found = ours(request, answer)
    asked = [one for one in questions.of(request.actor, found.uid) if one.stands != "settled"]
    choices = [(one.asked.uid, _said(found, one)) for one in asked]
    first = next((one.asked.uid for one in asked if one.stands == "unanswered"), "")

    def make(**given: Any) -> AnswerForm:
        return AnswerForm(choices=choices, **given)

    sending = prepare(request, make, initial={"query_uid": first})

    def put(said: dict[str, Any]) -> Done[Any]:
        return talk.reply(by=request.actor, **said)

    if attempt(request, sending, put):
        said = f"{found.commissioner_name} has your answer."
        return go(request, "workspace:return", answer=found.uid, said=said)
    figures = {figure.key: row(figure) for figure in found.figures}
    none = "No question is open. When the commissioner asks about a figure, it stands here."
    return form_page(
        request, sending, template="returns/questions", title="Answer a question", submit="Send the answer",
        answer=found, asked=[(one, figures.get(one.asked.key)) for one in asked],
        intro=f"{found.contract_reference}, {found.round_name}. {'' if asked else none}",
        back=address(request, "workspace:return", answer=found.uid),
    )  # fmt: skip


urls = [path("returns/<uuid:answer>/questions/", answer_question, name="return_questions")]
