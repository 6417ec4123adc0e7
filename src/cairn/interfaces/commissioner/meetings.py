"""Review meetings about a contract: notes, what each side is to do, and what is done."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.interfaces.commissioner.pages import ours as our_contract
from cairn.interfaces.commissioner.pages import returns_of
from cairn.interfaces.pages import Request, address, go, page, show, version_of
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.kernel import clock
from cairn.kernel.problems import Done, Problem, Refused
from cairn.returns import meetings as reading
from cairn.returns.actions import meetings
from cairn.returns.meetings import MeetingView, NewAction
from cairn.web.formfields import DateField, VersionField

BLANK = 3


class MeetingForm(forms.Form):
    """As many actions as there are, and three more: `words_<n>`, `who_<n>`, `due_<n>`."""

    held_date = DateField(label="When was it held?", not_future=True)
    answer_uid = forms.ChoiceField(label="Which return was it about?", required=False)
    notes = forms.CharField(
        label="What was said?", required=False, help_text="Both sides read it at once. Leave out names of people.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = VersionField()

    def __init__(
        self, *args: Any, provider: str, own: str, returns: list[tuple[str, str]], many: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.many = many
        self.fields["answer_uid"].choices = [("", "None in particular"), *returns]  # type: ignore[attr-defined]
        if not returns:
            del self.fields["answer_uid"]
        for at in range(many):
            self.fields[f"words_{at}"] = forms.CharField(
                label=f"Action {at + 1}", required=False, max_length=reading.LONGEST_ACTION,
                help_text="Blank: none. More can be added once it is written down." if at == many - BLANK else "",
            )  # fmt: skip
            self.fields[f"who_{at}"] = forms.ChoiceField(
                label=f"Who does action {at + 1}?",
                required=False,
                choices=[("provider", provider), ("commissioner", own)],
            )
            self.fields[f"due_{at}"] = DateField(label=f"Action {at + 1} is due by", required=False)

    def actions(self, before: tuple[NewAction, ...]) -> list[NewAction]:
        """Those with words; what was ticked stays so."""
        said = self.cleaned_data
        return [
            NewAction(
                words, said.get(f"who_{at}") or "provider", said.get(f"due_{at}"),
                before[at].done if at < len(before) else None,
            )
            for at in range(self.many)
            if (words := (said.get(f"words_{at}") or "").strip())
        ]  # fmt: skip

    def place(self, problem: Problem) -> Problem:
        """A problem of the n-th action, at its field."""
        if problem.row is None or not problem.field:
            return problem
        filled = [at for at in range(self.many) if (self.cleaned_data.get(f"words_{at}") or "").strip()]
        field = f"{problem.field}_{filled[problem.row]}"
        return Problem(problem.rule, problem.message, problem.fix, problem.severity, field, problem.row)


@page(P.REVIEW_RETURNS)
def of_contract(request: Request, contract: str) -> HttpResponse:
    """Those about a contract, the newest first."""
    found = our_contract(request, contract)
    return show(
        request, "commissioner/meetings", contract=found, meetings=reading.listing(request.actor, found.uid),
    )  # fmt: skip


@page(P.REVIEW_RETURNS, writes=True)
def new(request: Request, contract: str) -> HttpResponse:
    """Write one down."""
    found = our_contract(request, contract)
    sent = [(line.uid, line.round_name) for line in returns_of(request, found) if line.submissions]

    def make(**given: Any) -> MeetingForm:
        return MeetingForm(provider=found.provider_name, own=found.commissioner_name, returns=sent, many=BLANK, **given)

    sending = prepare(request, make, initial={"uid": uuid4(), "held_date": clock.today()})

    def do(said: dict[str, Any]) -> Done[Any]:
        form: MeetingForm = sending.form  # type: ignore[assignment]
        return _placed(form, lambda: meetings.hold(
            by=request.actor, contract_uid=found.uid, held_date=said["held_date"], notes=said["notes"],
            actions=form.actions(()), answer_uid=said.get("answer_uid") or "", uid=str(said["uid"] or ""),
        ))  # fmt: skip

    if attempt(request, sending, do, also=lambda said: _problems(sending.form, said)):
        return go(request, "commissioner:meetings", contract=found.uid, said=f"{found.provider_name} reads it now.",
                  event=sending.event)  # fmt: skip
    return form_page(
        request, sending, title="Write down a review meeting", submit="Write it down",
        back=address(request, "commissioner:meetings", contract=found.uid),
        intro=f"{found.reference} {found.title}, with {found.provider_name}.",
    )  # fmt: skip


@page(P.REVIEW_RETURNS, writes=True)
def change(request: Request, meeting: str) -> HttpResponse:
    """Notes and actions anew; an action whose words are emptied goes."""
    found = _ours(request, meeting)
    before = reading.actions_of(reading.find(request.actor, meeting))

    def make(**given: Any) -> MeetingForm:
        many = min(len(before) + BLANK, reading.MOST_ACTIONS)
        return MeetingForm(provider=found.provider_name, own=found.commissioner_name, returns=[], many=many, **given)

    initial: dict[str, Any] = {"held_date": found.held_date, "notes": found.notes, "version": found.version}
    for at, one in enumerate(before):
        initial |= {f"words_{at}": one.words, f"who_{at}": one.who, f"due_{at}": one.due}
    sending = prepare(request, make, initial=initial)

    def do(said: dict[str, Any]) -> Done[Any]:
        form: MeetingForm = sending.form  # type: ignore[assignment]
        return _placed(form, lambda: meetings.amend(
            by=request.actor, meeting_uid=found.uid, held_date=said["held_date"], notes=said["notes"],
            actions=form.actions(before), version=said["version"],
        ))  # fmt: skip

    if attempt(request, sending, do, also=lambda said: _problems(sending.form, said)):
        return go(request, "commissioner:meetings", contract=found.contract_uid, said="The meeting is changed.",
                  event=sending.event)  # fmt: skip
    return form_page(
        request, sending, title="Change a review meeting", submit="Save",
        back=address(request, "commissioner:meetings", contract=found.contract_uid),
        intro=f"{found.contract_reference} {found.contract_title}, with {found.provider_name}.",
    )  # fmt: skip


def _placed(form: MeetingForm, do: Any) -> Done[Any]:
    try:
        return do()  # type: ignore[no-any-return]
    except Refused as refused:
        raise type(refused)([form.place(problem) for problem in refused.problems]) from refused


def _problems(form: Any, said: dict[str, Any]) -> list[Problem]:
    held: date = said.get("held_date") or clock.today()
    found = reading.meeting_problems(held, said.get("notes") or "", form.actions(()), clock.today())
    return [form.place(problem) for problem in found]


def _ours(request: Request, uid: str) -> MeetingView:
    """Raises NotFound."""
    found = reading.get(request.actor, uid)
    if found.side != "commissioner":
        raise reading.contracts.NotFound(uid)
    return found


@page(P.REVIEW_RETURNS, only_post=True)
def tick(request: Request, meeting: str) -> HttpResponse:
    """One of one's own actions is done, or not after all."""
    found = _ours(request, meeting)
    said = ticked(request, found)
    return go(request, "commissioner:meetings", contract=found.contract_uid, said=said, fragment=f"meeting-{found.uid}")


def ticked(request: Request, found: MeetingView) -> str:
    """Do what the button says; what is to be said of it."""
    place, done = request.POST.get("place", ""), request.POST.get("done") != "no"
    at = int(place) if place.isdecimal() and len(place) < 4 else -1
    version = version_of(request, found.version)
    try:
        meetings.tick(by=request.actor, meeting_uid=found.uid, place=at, done=done, version=version)
    except Refused as refused:
        return refused.words
    return "Done, and the other side sees it." if done else "It is open again."


urls = [
    path("contracts/<uuid:contract>/meetings/", of_contract, name="meetings"),
    path("contracts/<uuid:contract>/meetings/new/", new, name="meeting_new"),
    path("meetings/<uuid:meeting>/change/", change, name="meeting_change"),
    path("meetings/<uuid:meeting>/done/", tick, name="meeting_tick"),
]
