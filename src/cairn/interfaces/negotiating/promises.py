"""What a bid promised: the list, pasting it, saying what measures each, and changing one with its reason."""

from typing import Any

from django import forms
from django.http import HttpResponse

from cairn.contracts import commitments
from cairn.contracts.actions import commitments as actions
from cairn.interfaces.negotiating.sides import Side, other_of
from cairn.interfaces.pages import Request
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem
from cairn.web.formfields import CodeField, DateField, VersionField


class PasteForm(forms.Form):
    text = forms.CharField(
        label="What did the bid promise?", help_text="One promise a line, in the words of the bid.",
        widget=forms.Textarea(attrs={"rows": 10}), error_messages={"required": "Paste one promise a line."},
    )  # fmt: skip
    source = forms.CharField(
        label="Where does it say so?", required=False, max_length=200, help_text="Such as: tender response, question 4.",
    )  # fmt: skip


class MatchForm(forms.Form):
    measure = forms.ChoiceField(label="Which measure tells of it?", required=False)
    version = VersionField()

    def __init__(self, *args: Any, choices: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", "None: it is committed, not measured")
        self.fields["measure"].choices = [none, *choices.items()]  # type: ignore[attr-defined]


class VaryForm(forms.Form):
    doing = CodeField(
        label="What becomes of it?", choices=[("change", "It is another promise"), ("drop", "It is no longer promised")]
    )
    words = forms.CharField(
        label="What is promised then?", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(
        label="Why?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept with the day. Both sides read it.",
    )  # fmt: skip
    from_date = DateField(label="From which day on?")
    version = VersionField()
    reveals = {("doing", "change"): ("words",)}


def every(request: Request, side: Side, contract: str) -> HttpResponse:
    """What was promised, what measures it, and what became of it."""
    row = side.contract(request, contract)
    found = commitments.of(request.actor, str(row.uid))
    return side.show(
        request, "commitments", contract=row, promises=found, may_write=side.may_decide(request),
        other=other_of(row, side.side),
    )  # fmt: skip


def new(request: Request, side: Side, contract: str) -> HttpResponse:
    """Paste a list; every line that is wrong is told."""
    row = side.contract(request, contract)
    sending = prepare(request, PasteForm, draft_key=f"commitments-{row.uid}")
    taken = [one.words for one in commitments.of(request.actor, str(row.uid))]

    def do(said: dict[str, Any]) -> Done[Any]:
        found = commitments.read_list(said["text"])
        return actions.enter(by=request.actor, contract_uid=str(row.uid), new=found, source=said["source"])

    def also(said: dict[str, Any]) -> list[Problem]:
        return commitments.list_problems(commitments.read_list(said.get("text") or ""), said.get("source") or "", taken)

    if attempt(request, sending, do, also=also):
        made = len(sending.done.items) if sending.done else 0
        said = f"{made} kept. Next: say which measure tells of each."
        return side.go(request, "commitments", contract=row.uid, said=said, event=sending.event)
    return form_page(
        request, sending, title="Keep what the bid promised", submit="Keep these promises",
        back=side.url(request, "commitments", contract=row.uid),
        intro="They are kept for ever in these words. One that changes, or is no longer promised, says when and why.",
    )  # fmt: skip


def match(request: Request, side: Side, commitment: str) -> HttpResponse:
    """Choose the measure that tells of it, or none."""
    one = commitments.get(request.actor, str(commitment))
    row = side.contract(request, one.contract_uid)
    offered = commitments.choices(row)

    def make(**given: Any) -> MatchForm:
        return MatchForm(choices=offered, **given)

    now = commitments.code_of(one.key) if one.is_measured else ""
    sending = prepare(request, make, initial={"measure": now, "version": one.version})

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.match(by=request.actor, commitment_uid=one.uid, **said)

    if attempt(request, sending, do):
        said = (
            "Kept: that measure tells of it." if sending.form.cleaned_data["measure"] else "Kept: nothing measures it."
        )
        return side.go(request, "commitments", contract=row.uid, said=said, event=sending.event)
    return form_page(
        request, sending, title="Which measure tells of this promise?", submit="Keep it", intro=f"“{one.now}”",
        back=side.url(request, "commitments", contract=row.uid),
    )  # fmt: skip


def vary(request: Request, side: Side, commitment: str) -> HttpResponse:
    """As the commissioner: another promise from a day on, or none, with why."""
    one = commitments.get(request.actor, str(commitment))
    row = side.contract(request, one.contract_uid)
    initial = {"version": one.version, "from_date": clock.today(), "words": one.now}
    sending = prepare(request, VaryForm, initial=initial)

    def do(said: dict[str, Any]) -> Done[Any]:
        return actions.vary(by=request.actor, commitment_uid=one.uid, **said)

    def also(said: dict[str, Any]) -> list[Problem]:
        given = {name: said.get(name) or "" for name in ("doing", "words", "reason")}
        return actions.vary_problems(**given, now=one.now, from_date=said.get("from_date") or clock.today())

    if attempt(request, sending, do, also=also):
        said = "Kept as a variation, with its day and reason."
        return side.go(request, "commitments", contract=row.uid, said=said, event=sending.event)
    return form_page(
        request, sending, title="Change what was promised", submit="Keep this variation", intro=f"“{one.now}”",
        back=side.url(request, "commitments", contract=row.uid),
    )  # fmt: skip
