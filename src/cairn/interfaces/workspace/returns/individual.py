"""Who stands alone in the rows of an annual return, what is done about it, and what will leave as files."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.pages import Request, address, go, page
from cairn.interfaces.saving import attempt, form_page, prepare
from cairn.interfaces.workspace.returns.views import ours
from cairn.kernel.problems import Done, Refused
from cairn.presentation import periods
from cairn.returns import queries
from cairn.returns.actions import emptying, handling
from cairn.returns.individual import objections
from cairn.returns.individual import page as pages
from cairn.returns.individual.page import Person, Standing
from cairn.web.formfields import CodeField, CodesField

SHOWN = 100
LEAST = "least"


class DecideForm(forms.Form):
    """What is done, about whom, and why."""

    choice = CodeField(
        label="What shall be done?",
        choices=[
            (LEAST, "The least that hides everybody"),
            ("coarsen", "Make answers broader"),
            ("aggregate", "Send in figures only"),
            ("withhold", "Withhold"),
        ],
        hints={
            LEAST: "Answers are made broader step by step, for all who stand alone; whom no step hides is sent in figures only.",
            "coarsen": "You say which answers, and how far.",
            "aggregate": "No row about them leaves. The return says how many people are counted so.",
            "withhold": "No row about them leaves, and the rows about people do not say that there is somebody more.",
        },
    )
    steps = CodesField(label="Which answers?", required=False)
    whom = CodeField(label="About whom?")
    people = CodesField(label="Who?", required=False)
    reason = forms.CharField(
        label="Why?",
        max_length=handling.LONGEST_REASON,
        help_text="It is kept with the decision. Leave out names.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reveals = {("choice", "coarsen"): ("steps",), ("whom", "ticked"): ("people",)}

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps, people = self.fields["steps"], self.fields["people"]
        steps.choices = [(one.code, one.label) for one in standing.offers]  # type: ignore[attr-defined]
        steps.hints = {one.code: still(one.left) for one in standing.offers}  # type: ignore[attr-defined]
        people.choices = [(one.key, one.name) for one in standing.alone[:SHOWN]]  # type: ignore[attr-defined]
        people.hints = {one.key: who(one) for one in standing.alone[:SHOWN]}  # type: ignore[attr-defined]
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            (
                "all",
                f"All {len(standing.alone)} who stand alone" if len(standing.alone) > 1 else "The one who stands alone",
            ),
            ("ticked", "Only those whom I tick"),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("choice") == LEAST and said.get("whom") == "ticked":
            self.add_error("whom", "The least that hides everybody is worked out for all of them. Choose all.")
        return said


def still(left: int) -> str:
    return {0: "Nobody would stand alone.", 1: "1 person would stand alone still."}.get(
        left, f"{left} people would stand alone still."
    )


def who(one: Person) -> str:
    """What a person looks like in the rows, and why they stand alone."""
    alike = "The only one" if one.alike == 1 else f"One of {one.alike} alike"
    because = f", but for {' or '.join(label.lower() for label in one.because)}" if one.because else ""
    made = f" Decided so far: {one.decision}." if one.decision else ""
    return f"{'; '.join(one.answers)}. {alike}{because}.{made}"


@page(P.PREPARE_RETURNS, writes=True)
def alone(request: Request, answer: str) -> HttpResponse:
    """Everybody who stands alone, and one form to decide about them singly or for all alike."""
    found = ours(request, answer)
    standing = pages.page(request.actor, found.uid)
    sending = prepare(request, lambda **given: DecideForm(standing=standing, **given), initial={"whom": "all"})

    def do(said: dict[str, Any]) -> Done[Any]:
        if said["choice"] == LEAST:
            return handling.suggest(by=request.actor, return_uid=found.uid, reason=said["reason"])
        keys = said["people"] if said["whom"] == "ticked" else None
        return handling.decide(
            by=request.actor, return_uid=found.uid, choice=said["choice"], reason=said["reason"], keys=keys,
            steps=said["steps"],
        )  # fmt: skip

    if attempt(request, sending, do):
        left = len(pages.page(request.actor, found.uid).alone)
        said = f"Before it {len(standing.alone)} stood alone. {_now(left)}"
        return go(request, "workspace:return_alone", answer=found.uid, said=said, event=sending.event)
    return form_page(
        request, sending, template="returns/individual/alone", title="Who stands alone", submit="Decide",
        back=address(request, "workspace:return", answer=found.uid), answer=found, standing=standing,
        decided=list(_grouped(standing)), period_words=periods.words, size=SHOWN,
        said_no=0 if found.is_draft or not found.number else len(objections.since_sent(request.actor, found.uid)),
    )  # fmt: skip


def _now(left: int) -> str:
    return {0: "Now nobody does.", 1: "Now 1 person does."}.get(left, f"Now {left} do.")


def _grouped(standing: Standing) -> Iterator[dict[str, Any]]:
    """Decisions that are the same, with the reason, and about whom."""

    def same(one: Person) -> tuple[str, str]:
        return one.decision, one.reason

    for (decision, reason), each in groupby(sorted(standing.decided, key=same), key=same):
        people = list(each)
        yield {
            "decision": decision, "reason": reason, "people": people, "named": " ".join(one.key for one in people),
            "still": sum(one.alike for one in people),
        }  # fmt: skip


@page(P.PREPARE_RETURNS, only_post=True)
def alone_clear(request: Request, answer: str) -> HttpResponse:
    """Take decisions back."""
    found = ours(request, answer)
    try:
        done = handling.clear(by=request.actor, return_uid=found.uid, keys=request.POST.get("keys", "").split())
    except Refused as refused:
        said = refused.words
        return go(request, "workspace:return_alone", answer=found.uid, said=said, is_refusal=True)
    said = "Taken back: their answers leave as they were given, unless they stand alone again."
    return go(request, "workspace:return_alone", answer=found.uid, said=said, event=done.event_uid)


@page(P.PREPARE_RETURNS, only_post=True)
def take_out(request: Request, answer: str) -> HttpResponse:
    """Take the rows out that were sent of people who said no since."""
    found = ours(request, answer)
    try:
        emptying.objectors(by=request.actor, return_uid=found.uid)
    except Refused as refused:
        said = refused.words
        return go(request, "workspace:return_alone", answer=found.uid, said=said, is_refusal=True)
    said = "Taken out: nothing of them is left in what was sent. The figures stay, and it still verifies."
    return go(request, "workspace:return_alone", answer=found.uid, said=said)


@page(P.PREPARE_RETURNS)
def preview_file(request: Request, answer: str, table: str) -> HttpResponse:
    """One table of what will leave, whole, as a file: the same codes, columns and rows."""
    found = ours(request, answer)
    if not found.is_draft or not files.wanted(request):
        return go(request, "workspace:return_preview", answer=found.uid)
    leaving = queries.preview(request.actor, found.uid)
    one = next((each for each in leaving.tables if each.table == table), None)
    if one is None:
        raise Http404
    columns = [column.name for column in one.columns]
    response = files.answer(request, f"What will leave {one.table}", columns, lambda: map(_cells, one.rows))
    assert response is not None
    return response


def _cells(row: tuple[Any, ...]) -> tuple[Cell, ...]:
    return tuple(";".join(str(each) for each in value) if isinstance(value, list) else value for value in row)


urls = [
    path("returns/<uuid:answer>/alone/", alone, name="return_alone"),
    path("returns/<uuid:answer>/alone/clear/", alone_clear, name="return_alone_clear"),
    path("returns/<uuid:answer>/alone/take-out/", take_out, name="return_take_out"),
    path("returns/<uuid:answer>/preview/<slug:table>/", preview_file, name="return_preview_file"),
]
