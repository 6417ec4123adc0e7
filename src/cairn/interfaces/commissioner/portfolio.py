"""The portfolio: areas with their names of today, what each is worth, every contract with its dates, lot and partners."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.urls import path

from cairn.access.permissions import Permission as P
from cairn.contracts import areas, portfolio
from cairn.contracts.portfolio import Choices, Filter, Line, Sum
from cairn.exchange.tables import Cell
from cairn.interfaces import files
from cairn.interfaces.pages import Request, page, show
from cairn.kernel import clock
from cairn.presentation import spans
from cairn.returns import portfolio as returned
from cairn.returns.portfolio import Standing

PAGE = 50
STANDS = {
    "running": ("Running", "govuk-tag--green"),
    "ending": ("About to end", "govuk-tag--yellow"),
    "later": ("Not begun", "govuk-tag--blue"),
    "ended": ("Ended", "govuk-tag--grey"),
}
NONE = Standing(0, 0, 0, 0)


class FilterForm(forms.Form):
    """Sent by GET: the address is what is looked for."""

    area = forms.ChoiceField(label="Area", required=False)
    lot = forms.ChoiceField(label="Lot", required=False)
    provider = forms.ChoiceField(label="Lead provider", required=False)
    stands = forms.ChoiceField(label="Stands", required=False)
    agreement = forms.ChoiceField(label="Data-sharing agreement", required=False)
    words = forms.CharField(label="Reference, title or provider", required=False, max_length=100)

    def __init__(self, *args: Any, choices: Choices, areas: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {
            "area": [(code, label) for code, label in areas.items() if code in choices.areas],
            "lot": [(lot, lot) for lot in choices.lots],
            "provider": list(choices.providers.items()),
            "stands": [(code, words) for code, (words, _) in STANDS.items()],
            "agreement": [("yes", "In force"), ("no", "None in force")],
        }
        for name, offered in found.items():
            self.fields[name].choices = [("", "All"), *offered]  # type: ignore[attr-defined]

    def said(self) -> Filter:
        """What is looked for; what is on no list is not."""
        if self.is_valid():
            return Filter(**self.cleaned_data)
        return Filter(**{name: self.cleaned_data.get(name, "") for name in self.fields})


@dataclass(frozen=True, slots=True)
class Bar:
    """What contracts of an area or lot come to, and how long its bar is, of a hundred."""

    label: str
    sum: Sum
    long: int
    href: str = ""


@page(P.MANAGE_CONTRACTS)
def of_contracts(request: Request) -> HttpResponse:
    """Six queries, however many contracts: the picture and the sums are of all that is looked for, the list is paged."""
    by, today = request.actor, clock.today()
    labels = areas.labels(by, today)
    form = FilterForm(request.GET, choices=portfolio.choices(by), areas=labels)
    said = form.said()
    found, standings = portfolio.lines(by, said, today), returned.standings(by)
    columns = [*COLUMNS]
    file = files.answer(request, "Portfolio", columns, lambda: (_cells(one, labels, standings) for one in found))
    if file is not None:
        return file
    asked = {name: str(value) for name, value in request.GET.items() if name in form.fields and value}
    number, pages = paged(request, len(found))
    shown = found[(number - 1) * PAGE : number * PAGE]
    return show(
        request, "commissioner/portfolio", form=form, said=said, total=portfolio.total(found), query=urlencode(asked),
        areas=labels, area_bars=_bars(portfolio.by_area(found), labels, "area", asked), is_filtered=bool(asked),
        lot_bars=_bars(portfolio.by_lot(found), {"": "No lot"}, "lot", asked), lines=shown, stands=STANDS,
        standings=standings, none=NONE, span=spans.drawn([(one.uid, one.start_date, one.end_date) for one in shown], today),
        number=number, pages=pages, today=today, ending=sum(one.stands == "ending" for one in found),
        is_empty=not found and not asked,
    )  # fmt: skip


def paged(request: Request, many: int) -> tuple[int, int]:
    """Which page is asked for, of how many."""
    pages, asked = max(1, -(-many // PAGE)), request.GET.get("page", "")
    return min(max(int(asked) if asked.isdecimal() and len(asked) < 7 else 1, 1), pages), pages


def _bars(found: Sequence[Sum], labels: Mapping[str, str], name: str, asked: Mapping[str, str]) -> list[Bar]:
    """The largest first; each leads to its own contracts."""
    most = max((one.pounds for one in found), default=0) or 1
    return [
        Bar(
            labels.get(one.key, one.key), one, round(100 * one.pounds / most),
            f"?{urlencode({**asked, name: one.key})}" if one.key else "",
        )
        for one in sorted(found, key=lambda one: (-one.pounds, one.key))
    ]  # fmt: skip


COLUMNS = (
    "Contract", "Title", "Area", "Lot", "Lead provider", "Partners", "From", "Until", "Stands", "Value in pounds", "Grant",
    "Small grants", "Agreement in force until", "Returns accepted", "Returns waiting", "Returns late", "Returns to be put right",
)  # fmt: skip


def _cells(line: Line, labels: Mapping[str, str], standings: Mapping[str, Standing]) -> tuple[Cell, ...]:
    returns = standings.get(line.uid, NONE)
    dates: tuple[date, date] = (line.start_date, line.end_date)
    who = (line.provider_name, ", ".join(line.partners))
    about = (line.reference, line.title, labels.get(line.area, line.area), line.lot, *who, *dates)
    kind = (STANDS[line.stands][0], line.value_pounds, line.is_grant, line.has_small_grants, line.agreement_end)
    return (*about, *kind, returns.accepted, returns.waiting, returns.late, returns.back)


urls = [path("portfolio/", of_contracts, name="portfolio")]
