"""The pages of a negotiation, of either side: the contracts, one contract, one proposal, and what is said and done with it."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.contracts import burden, commitments, overtaken, proposals, queries, template_changes
from cairn.contracts.actions import proposals as actions
from cairn.contracts.proposals import ProposalView
from cairn.contracts.rules_proposals import NewLine, words_problems
from cairn.interfaces.negotiating.sides import Side, other_of
from cairn.interfaces.pages import Request, version_of
from cairn.interfaces.saving import Sending, attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.presentation import burden as picture
from cairn.web.formfields import VersionField


class CommentForm(forms.Form):
    about = forms.ChoiceField(label="What is it about?", required=False)
    words = forms.CharField(
        label="What do you say?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Both sides read it. Leave out names of people.",
    )  # fmt: skip
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, about: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", "The whole proposal"), *about]  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    words = forms.CharField(
        label="Why?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The other side reads it, and may propose anew.",
    )  # fmt: skip
    version = VersionField()


def every(request: Request, side: Side) -> HttpResponse:
    """Every contract with where its negotiation stands, and what was promised that nothing measures."""
    found = proposals.open_everywhere(request.actor)
    lines = [line for line in queries.listing(request.actor) if line.side == side.side and not line.is_within]
    lines.sort(key=lambda line: _rank(found.get(line.uid)))
    return side.show(
        request, "list", lines=lines, open=found,
        unmeasured=commitments.unmeasured(request.actor), area_states=template_changes.STATES,
        asked=template_changes.asked_of(request.actor) if side.side == "provider" else (),
    )  # fmt: skip


def _rank(one: proposals.Version | None) -> int:
    """What waits for the reader stands first, then what waits for the other side."""
    return 2 if one is None else int(one.mine)


def one(request: Request, side: Side, contract: str) -> HttpResponse:
    """What the contract carries, what is proposed, what recording it asks, and every version there was."""
    row = side.contract(request, contract)
    uid = str(row.uid)
    found = proposals.open_of(request.actor, uid)
    return side.show(
        request, "one", contract=row, other=other_of(row, side.side), lines=proposals.agreed_set(request.actor, uid),
        proposal=found, history=proposals.history(request.actor, uid), states=proposals.STATES, today=clock.today(),
        variations=proposals.variations(request.actor, uid), promises=commitments.of(request.actor, uid),
        weight=weighed(request, uid, found.uid if found else ""), area_states=template_changes.STATES,
        asked=template_changes.of_contract(request.actor, uid),
    )  # fmt: skip


def weighed(
    request: Request, contract_uid: str, proposal_uid: str = "", lines: Sequence[NewLine] = ()
) -> picture.Drawn:
    """What recording asks, drawn."""
    return picture.draw(burden.of(request.actor, contract_uid, proposal_uid, lines))


def proposal(request: Request, side: Side, proposal: str) -> HttpResponse:
    return _draw(request, side, side.proposal(request, proposal))


def _draw(
    request: Request, side: Side, found: ProposalView, problems: tuple[Problem, ...] = (), status: int = 200
) -> HttpResponse:
    row = side.contract(request, found.contract_uid)
    weight = weighed(request, found.contract_uid, found.uid) if found.is_open else None
    newest = max(proposals.history(request.actor, found.contract_uid), key=lambda one: one.number)
    return side.show(
        request, "proposal", status=status, contract=row, proposal=found, other=other_of(row, side.side),
        problems=problems, may_decide=side.may_decide(request), states=proposals.STATES, weight=weight,
        newest=newest if newest.number > found.number else None, earlier=overtaken.said(request.actor, found.uid),
    )  # fmt: skip


def comment(request: Request, side: Side, proposal: str) -> HttpResponse:
    """Of the whole, or of one measure (`?about=`)."""
    found = side.proposal(request, proposal)
    keys = {line.code: line for line in found.lines}

    def make(**given: Any) -> CommentForm:
        return CommentForm(about=[(code, line.label) for code, line in keys.items()], **given)

    about = request.GET.get("about", "")
    sending = prepare(request, make, initial={"about": about if about in keys else "", "uid": str(uuid.uuid4())})

    def say(said: dict[str, Any]) -> Done[Any]:
        line = keys.get(said["about"])
        key = {"measure": line.measure, "dimension": line.by} if line else {}
        uid = str(said["uid"] or "")
        return actions.comment(by=request.actor, proposal_uid=found.uid, words=said["words"], uid=uid, **key)

    def also(said: dict[str, Any]) -> list[Problem]:
        return words_problems(said.get("words") or " ", needed=False)

    if attempt(request, sending, say, also=also):
        return side.go(
            request, "proposal", proposal=found.uid, said="The other side reads it now.", event=sending.event,
            fragment=_place(sending),
        )  # fmt: skip
    return form_page(
        request, sending, title=f"Comment on proposal {found.number}", submit="Say it",
        back=side.url(request, "proposal", proposal=found.uid),
    )  # fmt: skip


def _place(sending: Sending) -> str:
    code = sending.form.cleaned_data.get("about") or ""
    return f"line-{code}" if code else "comments"


def agree(request: Request, side: Side, proposal: str) -> HttpResponse:
    found = side.proposal(request, proposal)

    def do() -> Done[Any]:
        version = version_of(request, found.version)
        return actions.agree(by=request.actor, proposal_uid=found.uid, version=version)

    return _button(request, side, found, do, f"Agreed. It holds from {found.from_date:%-d %B %Y} on.")


def withdraw(request: Request, side: Side, proposal: str) -> HttpResponse:
    found = side.proposal(request, proposal)

    def do() -> Done[Any]:
        version = version_of(request, found.version)
        return actions.withdraw(by=request.actor, proposal_uid=found.uid, version=version)

    return _button(request, side, found, do, "Withdrawn. What is agreed stands as it is.")


def _button(request: Request, side: Side, found: ProposalView, do: Callable[[], Done[Any]], said: str) -> HttpResponse:
    """One deed from a button: done and said, or the page again with why not."""
    try:
        done = do()
    except Refused as refused:
        return _draw(request, side, side.proposal(request, found.uid), refused.problems, status=422)
    return side.go(request, "negotiation", contract=found.contract_uid, said=said, event=done.event_uid)


def decline(request: Request, side: Side, proposal: str) -> HttpResponse:
    """Say why not; what stands goes on."""
    found = side.proposal(request, proposal)
    sending = prepare(request, WordsForm, initial={"version": found.version})

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.decline(by=request.actor, proposal_uid=found.uid, **said)

    if attempt(request, sending, do):
        said = "Declined. What is agreed stands as it is."
        return side.go(request, "negotiation", contract=found.contract_uid, said=said, event=sending.event)
    return form_page(
        request, sending, title=f"Decline proposal {found.number}?", submit="Decline it",
        back=side.url(request, "proposal", proposal=found.uid),
        intro="What is agreed stands as it is. To meet halfway, answer with a proposal of your own instead.",
    )  # fmt: skip
