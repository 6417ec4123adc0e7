"""The cleaning desk: what the rows of a return give away, what the provider is asked, and what is set aside."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.commissioner.returns import ours
from cairn.interfaces.pages import Request, address, go, page, show
from cairn.interfaces.saving import Sending, attempt, form_page, prepare
from cairn.kernel.problems import Done
from cairn.presentation import figures
from cairn.returns import cleaning as rules
from cairn.returns import desk, uses
from cairn.returns.actions import cleaning
from cairn.returns.desk import Cleaned, Desk, Line
from cairn.returns.previews import TABLES

SHOWN = 50
DEEDS = {
    "ask": ("Ask the provider about rows", "Ask", "What do you ask?"),
    "kept": ("Keep rows as they are", "Keep them", "Why may they stay as they are?"),
    "set_aside": ("Set rows aside", "Set them aside", "Why are they left out?"),
    "found": ("Take back what was decided", "Take it back", ""),
}


class WordsForm(forms.Form):
    """`keys`: the lines, with spaces between."""

    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=cleaning.MOST)
    keys = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, deed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not DEEDS[deed][2]:
            del self.fields["words"]
            return
        self.fields["words"].label = DEEDS[deed][2]
        self.fields["words"].help_text = f"At most {cleaning.MOST} characters. Name rows, never people."


class EnterForm(forms.Form):
    """A row that no rule found."""

    row = forms.CharField(label="Reference of the row", help_text="Its first eight signs are enough.", max_length=64)
    table = forms.ChoiceField(label="Which table is it of?", required=False)
    words = forms.CharField(
        label="What is odd about it?", widget=forms.Textarea(attrs={"rows": 3}), max_length=cleaning.MOST
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = [("", "Any"), *TABLES.items()]  # type: ignore[attr-defined]


@page(P.REVIEW_RETURNS)
def one(request: Request, answer: str) -> HttpResponse:
    """What was found, rule by rule, with counts before and after; as a file, the whole log."""
    said = ours(request, answer)
    title = f"Cleaning log {said.contract_reference} {said.round_name}"
    looked = "download" if files.wanted(request) else "dashboard"
    uses.note(request.actor, looked, "cleaning", uses.newest_of(request.actor, said.uid))
    made = files.answer(request, title, COLUMNS, lambda: map(_cells, desk.log(request.actor, said.uid)))
    if made is not None:
        return made
    found = desk.of(request.actor, said.uid)
    rule = request.GET.get("rule", "")
    return show(
        request, "commissioner/cleaning", answer=said, desk=found, rule=rule, groups=_groups(found, rule) if found else (),
        figures=[_figure(each) for each in found.figures if not each.code] if found else (), shown=SHOWN,
    )  # fmt: skip


def _groups(found: Desk, rule: str) -> list[tuple[str, str, list[Line], int]]:
    """(rule, heading, lines, how many there are): a few of each rule, or all of one."""
    made = []
    for key, heading in rules.RULES.items():
        mine = [line for line in found.lines if line.rule == key]
        if mine and rule in ("", key):
            made.append((key, heading, mine if rule else mine[:SHOWN], len(mine)))
    return made


def _figure(one: Cleaned) -> tuple[str, str, str, bool]:
    sent = figures.value(one.sent, one.kind, one.decimals) or "none"
    now = "" if one.cleaned is None else figures.value(one.cleaned, one.kind, one.decimals)
    return one.measure_label, sent, now, bool(now) and now != sent


COLUMNS = (
    "Version", "Row", "Table", "Rule", "Found", "State", "Asked", "Answer", "Decided", "By", "Entered at", "Answered at",
    "Decided at",
)  # fmt: skip


def _cells(line: Line) -> tuple[Cell, ...]:
    at = [each.isoformat(" ", "minutes") if each else "" for each in (line.made_at, line.replied_at, line.settled_at)]
    about = (line.number, line.row, line.about, line.heading, line.words, line.state_label)
    return (*about, line.asked, line.reply, line.decided, line.who, *at)


@page(P.REVIEW_RETURNS)
def round(request: Request, answer: str) -> HttpResponse:
    """The returns of the round, as their desks stand, a page at a time."""
    said, asked = ours(request, answer), request.GET.get("page", "")
    number = max(int(asked), 1) if asked.isdecimal() and len(asked) < 5 else 1
    lines, many = desk.round_of(request.actor, said.uid, number)
    pages = max(1, -(-many // desk.PAGE))
    return show(request, "commissioner/cleaning_round", answer=said, lines=lines, many=many, number=number, pages=pages)


@page(P.REVIEW_RETURNS, writes=True)
def act(request: Request, answer: str, deed: str) -> HttpResponse:
    """Ask about the rows ticked, keep them, or set them aside: one question or reason for all of them."""
    said = ours(request, answer)
    if deed not in DEEDS:
        raise Http404
    keys = (request.POST.get("keys", "") if request.method == "POST" else " ".join(request.GET.getlist("key"))).split()
    found = desk.of(request.actor, said.uid)
    lines = [line for line in found.lines if line.key in keys] if found else []
    first = lines[0].words if deed == "ask" and len(lines) == 1 else ""
    sending = prepare(
        request, lambda **given: WordsForm(deed=deed, **given), initial={"keys": " ".join(keys), "words": first}
    )

    def do(given: dict[str, Any]) -> Done[Any]:
        words = given.get("words", "")
        if deed == "ask":
            return cleaning.ask(by=request.actor, return_uid=said.uid, keys=keys, words=words)
        return cleaning.settle(by=request.actor, return_uid=said.uid, keys=keys, state=deed, reason=words)

    if attempt(request, sending, do):
        return go(request, "commissioner:cleaning", answer=said.uid, said=_said(sending, deed))
    title, submit, _ = DEEDS[deed]
    return form_page(
        request, sending, template="commissioner/cleaning_act", title=title, submit=submit, lines=lines,
        back=address(request, "commissioner:cleaning", answer=said.uid), answer=said,
    )  # fmt: skip


def _said(sending: Sending, deed: str) -> str:
    many = len(sending.done.items) if sending.done else 0
    rows = "1 row" if many == 1 else f"{many:,} rows"
    return {
        "ask": f"The provider is asked about {rows}.",
        "kept": f"Kept as they are: {rows}.",
        "set_aside": f"Set aside: {rows}. What was sent stays as it was sent.",
        "found": f"Back on the desk: {rows}.",
    }[deed]


@page(P.REVIEW_RETURNS, writes=True)
def enter(request: Request, answer: str) -> HttpResponse:
    """A row by its reference, for what no rule can see."""
    said = ours(request, answer)
    sending = prepare(request, EnterForm, initial={"row": request.GET.get("row", "")})

    def do(given: dict[str, Any]) -> Done[Any]:
        return cleaning.enter(by=request.actor, return_uid=said.uid, **given)

    if attempt(request, sending, do):
        return go(request, "commissioner:cleaning", answer=said.uid, said="It stands on the desk.")
    return form_page(
        request, sending, title="Enter a row by hand", submit="Enter it",
        back=address(request, "commissioner:cleaning", answer=said.uid),
        intro="For what you see and no rule can. Then ask about it, keep it, or set it aside.",
    )  # fmt: skip


urls = [
    path("returns/<uuid:answer>/cleaning/", one, name="cleaning"),
    path("returns/<uuid:answer>/cleaning/round/", round, name="cleaning_round"),
    path("returns/<uuid:answer>/cleaning/enter/", enter, name="cleaning_enter"),
    path("returns/<uuid:answer>/cleaning/<slug:deed>/", act, name="cleaning_act"),
]
