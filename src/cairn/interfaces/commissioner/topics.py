"""On which topics a contract works, and for each the standardised outputs that its returns carry, or why none."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import topics as reading
from cairn.contracts.actions import topics as actions
from cairn.interfaces.commissioner.pages import ours
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel.problems import Done, Problem, Refused
from cairn.web.formfields import CodesField


class TopicsForm(forms.Form):
    """The topics ticked; each brings `why_<topic>`, for where the returns carry none of it."""

    worked_on = CodesField(label="On which topics does it work?", required=False)

    def __init__(self, *args: Any, topics: tuple[reading.Topic, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["worked_on"]
        field.choices = [(one.code, one.label) for one in topics]
        field.hints = {one.code: _hint(one) for one in topics}
        bare = [one for one in topics if not one.carried]
        self.reveals = {("worked_on", one.code): (f"why_{one.code}",) for one in bare}
        for one in bare:
            self.fields[f"why_{one.code}"] = forms.CharField(
                label="Why do its returns carry none of this topic?", required=False, max_length=300,
                help_text="Or agree one of its measures first.", widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip


def _hint(one: reading.Topic) -> str:
    if one.carried:
        return f"Carried: {', '.join(each.label for each in one.carried)}."
    return f"Carried: none. There is: {', '.join(each.label for each in one.offered)}."


def said_of(said: dict[str, Any]) -> dict[str, str]:
    """Topics with their reasons, from the answers of the form."""
    return {topic: said.get(f"why_{topic}") or "" for topic in said.get("worked_on") or ()}


@page(P.MANAGE_CONTRACTS, writes=True)
def topics(request: Request, contract: str) -> HttpResponse:
    """Tick the topics; for one of which the returns carry nothing, say why."""
    found = ours(request, contract)
    every = reading.topics_of(found)

    def make(**given: Any) -> TopicsForm:
        return TopicsForm(topics=every, **given)

    initial: dict[str, Any] = {"worked_on": [one.code for one in every if one.is_worked_on]}
    initial |= {f"why_{one.code}": one.why_none for one in every}
    sending = prepare(request, make, initial=initial)

    def agree(said: dict[str, Any]) -> Done[Any]:
        try:
            return actions.agree(by=request.actor, contract_uid=found.uid, worked_on=said_of(said))
        except Refused as refused:
            raise Refused([_placed(problem) for problem in refused.problems]) from refused

    if attempt(request, sending, agree):
        said_now = "The topics of this contract are agreed."
        return go(
            request, "commissioner:contract_framework", contract=found.uid, said=said_now, event=sending.event,
            fragment="topics",
        )  # fmt: skip
    return form_page(
        request, sending, title="On which topics does the contract work?", submit="Agree these topics",
        back=address(request, "commissioner:contract", contract=found.uid),
        intro="Providers who work on the same topic carry at least one of its standardised outputs, so that their figures can "
        "be laid side by side. Where a contract carries none, it says why.",
    )  # fmt: skip


def _placed(problem: Problem) -> Problem:
    return Problem(problem.rule, problem.message, problem.fix, problem.severity, f"why_{problem.field}", problem.row)


urls = [path("contracts/<uuid:contract>/topics/", topics, name="topics")]
