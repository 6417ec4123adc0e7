"""Returns received: where each stands, how many stand there, and who is to be asked after."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import areas
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.pages import Request, page, show
from cairn.kernel import clock
from cairn.returns import inbox
from cairn.returns.inbox import PAGE, PLACES, Choices, Filter, Line

#: place → its name, what its colour is, and what to do
HEADINGS = {
    "waiting": ("Waiting for you", "govuk-tag--yellow", "Read each, then accept it, or reject it with a reason."),
    "questions": ("With questions open", "govuk-tag--yellow", "Sent, and you asked about a figure. These wait for you too."),
    "late": ("Late and not sent", "govuk-tag--red", "Their closing date is past. Tick some, or ask after all of them."),
    "rejected": ("Rejected", "govuk-tag--red", "The provider has your reason and has not sent it again."),
    "again": ("Opened again", "govuk-tag--yellow", "Accepted once, opened again by you, and not sent again yet."),
    "expected": ("Expected", "govuk-tag--grey", "Their round is open and nothing has been sent yet."),
    "later": ("Later", "govuk-tag--grey", "Their round has not opened yet."),
    "accepted": ("Accepted", "govuk-tag--green", "Locked, each with its hash. They make up your totals and the cross-tab."),
}  # fmt: skip
CHASED = ("late", "rejected", "again", "expected")
MOST = 5000


class FilterForm(forms.Form):
    """Sent by GET: the address is what is looked for."""

    area = forms.ChoiceField(label="Area", required=False)
    provider = forms.ChoiceField(label="Provider", required=False)
    round = forms.ChoiceField(label="Round", required=False)
    words = forms.CharField(label="Contract, provider or round", required=False, max_length=100)

    def __init__(self, *args: Any, choices: Choices, areas: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [(code, label) for code, label in areas.items() if code in choices.areas]
        found = {"area": mine, "provider": list(choices.providers.items()), "round": list(choices.rounds.items())}
        for name, offered in found.items():
            self.fields[name].choices = [("", "All"), *offered]  # type: ignore[attr-defined]

    def said(self) -> Filter:
        """What is looked for; what is on no list is not."""
        if self.is_valid():
            return Filter(**self.cleaned_data)
        return Filter(**{name: self.cleaned_data.get(name, "") for name in self.fields})


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    count: int
    href: str
    is_current: bool


@page(P.REVIEW_RETURNS)
def returns(request: Request) -> HttpResponse:
    """What waits for a decision comes first."""
    by, labels = request.actor, areas.labels(request.actor, clock.today())
    form = FilterForm(request.GET, choices=inbox.choices(by), areas=labels)
    said = form.said()
    found = inbox.rows(by, said)
    counts = inbox.counts(found)
    asked = {name: str(value) for name, value in request.GET.items() if name in form.fields and value}
    place = _place(request, counts)
    if files.wanted(request):
        lines = inbox.page(by, found, place, 1, MOST)
        answer = files.answer(request, f"Returns {HEADINGS[place][0].lower()}", COLUMNS, lambda: map(_cells, lines))
        if answer is not None:
            return answer
    pages = max(1, -(-counts[place] // PAGE))
    number = min(max(_number(request.GET.get("page", "")), 1), pages)
    return show(
        request, "commissioner/returns", form=form, said=said, place=place, heading=HEADINGS[place], areas=labels,
        tabs=_tabs(counts, place, asked), lines=inbox.page(by, found, place, number), number=number, pages=pages,
        query=urlencode({**asked, "place": place}), is_filtered=bool(asked), is_empty=not any(counts.values()) and not asked,
        may_chase=place in CHASED, total=counts[place],
    )  # fmt: skip


def _tabs(counts: dict[str, int], place: str, asked: dict[str, str]) -> list[Tab]:
    shown = [key for key in PLACES if counts[key] or key in ("waiting", "questions", "late", place)]
    return [
        Tab(key, HEADINGS[key][0], counts[key], f"?{urlencode({**asked, 'place': key})}", key == place) for key in shown
    ]


def _place(request: Request, counts: dict[str, int]) -> str:
    """The one asked for; else the first in which something stands."""
    asked = request.GET.get("place", "")
    return asked if asked in PLACES else next((key for key in PLACES if counts[key]), "waiting")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 1


COLUMNS = (
    "Contract", "Title", "Provider", "Area", "Round", "From", "To", "Opens", "Due by", "State", "Versions", "Sent late",
    "Questions open", "Asked after",
)  # fmt: skip


def _cells(line: Line) -> tuple[Cell, ...]:
    about = (line.contract_reference, line.contract_title, line.provider_name, line.area, line.round_name)
    dates = (line.period.start, line.period.end, line.opens_date, line.closes_date)
    stands = (HEADINGS[line.place][0], line.submissions, line.is_late, line.open_questions.all, line.chases)
    return (*about, *dates, *stands)


urls = [path("returns/", returns, name="returns")]
