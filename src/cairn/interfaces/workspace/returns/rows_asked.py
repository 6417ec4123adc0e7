"""Rows of what was sent that the commissioner asks about: each with one's own record behind it, to be mended and answered."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.exchange.returned import owncodes
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.interfaces.workspace.returns.ours import ours
from cairn.kernel.problems import Done
from cairn.returns import rows_asked
from cairn.returns.actions import cleaning
from cairn.returns.rows_asked import Asked

OPEN = ("queried", "answered")


class RepliesForm(forms.Form):
    """One answer for each row that is not decided yet."""

    def __init__(self, *args: Any, asked: tuple[Asked, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in asked:
            if one.state in OPEN:
                self.fields[f"reply_{one.uid}"] = forms.CharField(
                    label=f"Your answer about row {one.short}", required=False, max_length=cleaning.MOST_REPLY,
                    widget=forms.Textarea(attrs={"rows": 3}), help_text="Name rows, never people.",
                )  # fmt: skip


@page(P.PREPARE_RETURNS, writes=True)
def rows(request: Request, answer: str) -> HttpResponse:
    """What waits comes first; an answer that was given may be given anew until the commissioner decides."""
    found = ours(request, answer)
    asked = rows_asked.of(request.actor, found.uid)
    given = {f"reply_{one.uid}": one.reply for one in asked if one.state in OPEN}
    sending = prepare(request, lambda **said: RepliesForm(asked=asked, **said), initial=given)

    def reply(said: dict[str, Any]) -> Done[Any]:
        changed = {name: words for name, words in said.items() if words != given[name]}
        replies = {name.removeprefix("reply_"): words for name, words in changed.items()}
        return cleaning.reply(by=request.actor, return_uid=found.uid, replies=replies)

    if attempt(request, sending, reply):
        said = f"{found.commissioner_name} has your answer on its desk."
        return go(request, "workspace:rows_asked", answer=found.uid, said=said)
    return form_page(
        request, sending, template="returns/rows_asked", title="Rows asked about", submit="Send your answers",
        back=address(request, "workspace:return", answer=found.uid), answer=found, asked=asked,
        own_codes=owncodes.of_return(request.actor, found.uid, [one.row for one in asked]),
        may_open=request.actor.may(P.READ_CLIENTS), fields={each.name: each for each in sending.view.fields},
    )  # fmt: skip


urls = [path("returns/<uuid:answer>/rows-asked/", rows, name="rows_asked")]
